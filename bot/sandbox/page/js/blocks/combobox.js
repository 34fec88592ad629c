/**
 * A combobox with a list that opens under it: single or multiple, with local or fetched options. Follows the ARIA
 * pattern: the input keeps the focus, arrow keys move in the list, Enter chooses, Escape closes.
 * https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 */
import { debounce, h, uniqueId } from "../dom.js";
import { icon } from "../icons.js";
import { place } from "../views/place.js";

const TYPING_PAUSE = 200;

/**
 * @param {object} options `{multiple, text, placeholder, attributes, minQuery, remote, max, load, value, change,
 *   focusOnLoad}`: `load(query)` gives (a promise of) groups `{label, items: [{key, label, description, raw}]}`;
 *   `value()` the chosen items; `change(items, nodes)` resolves to whether the choice held.
 * @returns {HTMLElement}
 */
export function combobox(options) {
  return new Combobox(options).element;
}

class Combobox {
  constructor(options) {
    this.options = options;
    this.items = [];
    this.active = -1;
    this.request = 0;
    this.opened = false;
    const listId = uniqueId("list");
    this.list = h("div", {
      class: "listbox",
      id: listId,
      role: "listbox",
      popover: "manual",
      "aria-multiselectable": options.multiple ? "true" : null,
    });
    this.status = h("span", { class: "visually-hidden", role: "status" });
    this.input = h("input", {
      class: "combo-input",
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": listId,
      autofocus: options.focusOnLoad ? true : null,
      ...options.attributes,
    });
    this.list.setAttribute("aria-label", options.placeholder);
    this.chips = h("span", { class: "chips" });
    this.box = h(
      "div",
      { class: "combo" },
      this.chips,
      this.input,
      icon("chevron", "combo-arrow"),
      this.status,
    );
    this.element = h("div", { class: "combo-wrap" }, this.box, this.list);
    this.searchSoon = debounce(options.remote ? TYPING_PAUSE : 0, () => this.search());
    this.listen();
    this.showValue();
  }

  listen() {
    this.input.addEventListener("input", () => {
      this.open();
      this.searchSoon();
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    this.box.addEventListener("click", (event) => {
      if (event.target.closest(".chip") || this.input.disabled) return;
      this.input.focus();
      if (!this.opened) this.openAll();
      else if (event.target !== this.input) this.close();
    });
    // The list must not take the focus from the input: blur would close it before the click.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.choose(this.items[Number(row.dataset.index)]);
    });
  }

  key(event) {
    if (event.isComposing) return;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        event.preventDefault();
        if (!this.opened) this.openAll();
        else this.move(event.key === "ArrowDown" ? 1 : -1);
        break;
      case "Home":
      case "End":
        if (this.opened && this.items.length) {
          event.preventDefault();
          this.activate(event.key === "Home" ? 0 : this.items.length - 1);
        }
        break;
      case "Enter":
        if (!this.opened) {
          event.preventDefault();
          this.openAll();
        } else {
          event.preventDefault();
          if (this.active >= 0) this.choose(this.items[this.active]);
        }
        break;
      case "Escape":
        if (this.opened) {
          // Only the list closes, not the dialog around it.
          event.preventDefault();
          event.stopPropagation();
          this.close();
        }
        break;
      case "Backspace":
        if (this.options.multiple && this.input.value === "") this.drop(this.options.value().at(-1));
        break;
      default:
    }
  }

  openAll() {
    this.open();
    if (!this.options.multiple) this.input.select();
    this.search("");
  }

  open() {
    if (this.opened || this.input.disabled) return;
    this.opened = true;
    this.list.showPopover();
    this.input.setAttribute("aria-expanded", "true");
    this.unplace = place(this.list, this.box, { sameWidth: true });
  }

  close() {
    if (this.opened) {
      this.opened = false;
      this.request += 1;
      this.unplace?.();
      if (this.list.matches(":popover-open")) this.list.hidePopover();
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
    }
    this.showValue();
  }

  async search(query = this.input.value) {
    if (!this.opened) return;
    const { text, minQuery, load } = this.options;
    const request = ++this.request;
    if (query.trim().length < minQuery) return this.note(text.typeMore(minQuery));
    if (this.options.remote) this.note(text.loading, { busy: true });
    try {
      const groups = await load(query.trim());
      if (request === this.request) this.showOptions(groups);
    } catch {
      if (request === this.request) this.note(text.optionsFailed);
    }
    return undefined;
  }

  note(message, { busy = false } = {}) {
    this.items = [];
    this.activate(-1);
    this.list.setAttribute("aria-busy", String(busy));
    this.list.replaceChildren(h("div", { class: busy ? "listbox-note is-busy" : "listbox-note" }, message));
    this.status.textContent = message;
  }

  showOptions(groups) {
    const chosen = new Set(this.options.value().map((item) => item.key));
    this.items = [];
    const rows = groups.map((group) => {
      const options = group.items.map((item) => this.row(item, chosen.has(item.key)));
      return group.label
        ? h(
            "div",
            { class: "listbox-group", role: "group", "aria-label": group.label },
            h("div", { class: "listbox-label", "aria-hidden": "true" }, group.label),
            options,
          )
        : options;
    });
    if (this.items.length === 0) return this.note(this.options.text.noOptions);
    this.list.setAttribute("aria-busy", "false");
    this.list.replaceChildren(...rows.flat());
    this.status.textContent = this.options.text.options(this.items.length);
    const first = this.items.findIndex((item) => chosen.has(item.key));
    this.activate(Math.max(first, 0));
    return undefined;
  }

  row(item, selected) {
    const index = this.items.push(item) - 1;
    return h(
      "div",
      {
        class: "option",
        role: "option",
        id: `${this.list.id}-${index}`,
        "aria-selected": String(selected),
        dataset: { index, value: item.key, testid: "option" },
      },
      h(
        "span",
        { class: "option-text" },
        h("span", { class: "option-label" }, item.label),
        item.description ? h("span", { class: "option-description" }, item.description) : null,
      ),
      selected ? icon("check") : null,
    );
  }

  move(step) {
    if (this.items.length) this.activate((this.active + step + this.items.length) % this.items.length);
  }

  activate(index) {
    this.list.querySelector(".is-active")?.classList.remove("is-active");
    this.active = index;
    const row = index < 0 ? null : this.list.querySelector(`[data-index="${index}"]`);
    if (!row) return this.input.removeAttribute("aria-activedescendant");
    row.classList.add("is-active");
    row.scrollIntoView({ block: "nearest" });
    return this.input.setAttribute("aria-activedescendant", row.id);
  }

  async choose(item) {
    if (!item) return;
    const { multiple, value, max } = this.options;
    if (!multiple) {
      const same = value()[0]?.key === item.key;
      this.input.value = item.label;
      this.close();
      if (!same) await this.commit([item], item);
      return;
    }
    const chosen = value();
    if (chosen.some((other) => other.key === item.key)) {
      await this.drop(item);
      return;
    }
    if (chosen.length >= max) return;
    this.input.value = "";
    await this.commit([...chosen, item]);
    if (this.opened) this.search("");
  }

  async drop(item) {
    if (!item) return;
    await this.commit(this.options.value().filter((other) => other.key !== item.key));
    if (this.opened) this.search("");
  }

  async commit(items) {
    const held = this.options.change(items, [this.box, this.input]);
    // The choice shows at once; if the server refuses it, the old one comes back.
    this.showValue();
    await held;
    this.showValue();
  }

  showValue() {
    const chosen = this.options.value();
    if (this.options.multiple) {
      this.chips.replaceChildren(
        ...chosen.map((item) => chip(item, this.options.text, () => this.drop(item))),
      );
      this.input.placeholder = chosen.length ? "" : this.options.placeholder;
      if (!this.opened) this.input.value = "";
      return;
    }
    this.input.placeholder = chosen[0]?.label ?? this.options.placeholder;
    if (!this.opened) this.input.value = chosen[0]?.label ?? "";
  }
}

/** A chip for a chosen item of a multi-select. */
function chip(item, text, remove) {
  return h(
    "span",
    { class: "chip" },
    h("span", { class: "chip-text" }, item.label),
    h(
      "button",
      {
        class: "chip-remove",
        type: "button",
        "aria-label": text.removeChoice(item.label),
        on: { click: remove },
      },
      "×",
    ),
  );
}
