/** A menu that opens from a button: arrow keys, Home and End move, Enter chooses, Escape and Tab close. */
import { h, layerFor } from "../dom.js";
import { icon } from "../icons.js";
import { place } from "./place.js";

/**
 * @param {HTMLElement} anchor the button; gets the focus back
 * @param {Array<object>} items `{label, action, icon?, description?, danger?, value?, testid?}`, `{heading}`, or
 *   `{row: [{label, text, action}]}` (a row of small ones)
 * @param {{label?: string}} options
 */
export function openMenu(anchor, items, { label = anchor.getAttribute("aria-label") ?? "" } = {}) {
  const menu = h("div", {
    class: "menu",
    role: "menu",
    popover: "auto",
    "aria-label": label,
    dataset: { testid: "menu" },
  });
  const run = (action) => {
    menu.hidePopover();
    action();
  };
  menu.append(...items.map((item) => entry(item, run)));
  const layer = layerFor(anchor);
  layer.append(menu);
  menu.showPopover();
  anchor.setAttribute("aria-expanded", "true");
  const unplace = place(menu, anchor, { alignEnd: true });
  const buttons = [...menu.querySelectorAll("[role=menuitem]")];
  buttons[0]?.focus({ preventScroll: true });
  menu.addEventListener("keydown", (event) => moveFocus(event, buttons, menu));
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    unplace();
    anchor.setAttribute("aria-expanded", "false");
    if (menu.contains(document.activeElement) || document.activeElement === document.body)
      anchor.focus({ preventScroll: true });
    menu.remove();
  });
}

function entry(item, run) {
  if (item.heading) return h("div", { class: "menu-heading" }, item.heading);
  if (item.row) {
    const small = ({ label, text, action }) =>
      h(
        "button",
        {
          class: "menu-small",
          type: "button",
          role: "menuitem",
          tabindex: "-1",
          "aria-label": label,
          title: label,
          on: { click: () => run(action) },
        },
        text,
      );
    return h("div", { class: "menu-row", role: "group" }, item.row.map(small));
  }
  return h(
    "button",
    {
      class: item.danger ? "menu-item is-danger" : "menu-item",
      type: "button",
      role: "menuitem",
      tabindex: "-1",
      dataset: { value: item.value ?? null, testid: item.testid ?? "menu-item" },
      on: { click: () => run(item.action) },
    },
    item.icon ? icon(item.icon) : null,
    h(
      "span",
      { class: "menu-text" },
      item.label,
      item.description ? h("span", { class: "menu-description" }, item.description) : null,
    ),
  );
}

function moveFocus(event, buttons, menu) {
  const at = buttons.indexOf(document.activeElement);
  const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  let next = null;
  if (event.key in steps) next = (at + steps[event.key] + buttons.length) % buttons.length;
  else if (event.key === "Home") next = 0;
  else if (event.key === "End") next = buttons.length - 1;
  else if (event.key === "Escape") {
    // Inside a modal dialog only the menu closes.
    event.preventDefault();
    event.stopPropagation();
    menu.hidePopover();
  } else if (event.key === "Tab") {
    event.preventDefault();
    menu.hidePopover();
  }
  if (next === null) return;
  event.preventDefault();
  buttons[next].focus();
}
