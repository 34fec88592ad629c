/** Elements that act when pressed and hold no value: buttons, thumbs, icons and the overflow menu. */
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { safeUrl } from "../mrkdwn.js";
import { openMenu } from "../views/menu.js";
import { hooks, perform } from "./hooks.js";
import { plain } from "./text.js";

const STYLES = new Set(["primary", "danger"]);

export function renderButton(element, block, host) {
  const style = STYLES.has(element.style) ? ` button-${element.style}` : "";
  const url = element.url ? safeUrl(element.url) : null;
  const button = h(
    "button",
    {
      class: `button${style}`,
      type: "button",
      "aria-label": element.accessibility_label ?? null,
      dataset: hooks(element, block, { value: element.value }),
      on: {
        click: async () => {
          if (url) window.open(url, "_blank", "noopener,noreferrer");
          await perform([button], element, block, host, {});
        },
      },
    },
    h("span", { class: "button-text" }, plain(element.text)),
    url ? icon("external") : null,
  );
  return button;
}

const ICONS = { trash: "trash" };

export function renderIconButton(element, block, host) {
  if (element.visible_to_user_ids?.length && !element.visible_to_user_ids.includes(host.names.me))
    return document.createTextNode("");
  const label = element.accessibility_label ?? plain(element.text);
  const button = h(
    "button",
    {
      class: "icon-button",
      type: "button",
      "aria-label": label,
      title: plain(element.text),
      dataset: hooks(element, block, { value: element.value }),
      on: { click: () => perform([button], element, block, host, {}) },
    },
    icon(ICONS[element.icon] ?? "more"),
  );
  return button;
}

/** Slack's own thumbs: one of the two can be pressed; which one is remembered. */
export function renderFeedback(element, block, host) {
  const group = h("div", { class: "feedback", role: "group", dataset: hooks(element, block) });
  const pressed = host.state.recall(block, element);
  const thumb = (kind, part, iconName, fallback) => {
    const label = part.accessibility_label ?? (plain(part.text) || fallback);
    const button = h(
      "button",
      {
        class: "thumb",
        type: "button",
        "aria-label": label,
        "aria-pressed": String(pressed === part.value),
        title: label,
        dataset: {
          testid: `feedback-${kind}`,
          value: part.value,
          focusKey: `${block.block_id}/${element.action_id}/${kind}`,
        },
        on: { click: () => press(button, part) },
      },
      icon(iconName),
      h("span", { class: "thumb-text" }, plain(part.text)),
    );
    return button;
  };
  const press = async (button, part) => {
    const before = host.state.recall(block, element);
    const buttons = [...group.querySelectorAll("button")];
    mark(buttons, part.value);
    host.state.set(block, element, part.value);
    const sent = await perform(
      [button, ...buttons.filter((other) => other !== button)],
      element,
      block,
      host,
      { value: part.value, text: part.text },
    );
    if (sent) return;
    host.state.set(block, element, before);
    mark(buttons, before);
  };
  group.append(
    thumb("positive", element.positive_button, "up", host.text.helpful),
    thumb("negative", element.negative_button, "down", host.text.notHelpful),
  );
  return group;
}

function mark(buttons, value) {
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.value === value));
}

export function renderOverflow(element, block, host) {
  const choose = (option) => {
    const url = option.url ? safeUrl(option.url) : null;
    if (url) window.open(url, "_blank", "noopener,noreferrer");
    return perform([button], element, block, host, { selected_option: option });
  };
  const button = h(
    "button",
    {
      class: "icon-button",
      type: "button",
      "aria-label": host.text.overflow,
      "aria-haspopup": "menu",
      title: host.text.overflow,
      dataset: hooks(element, block),
      on: {
        click: () =>
          openMenu(
            button,
            element.options.map((option) => ({
              label: plain(option.text),
              description: option.description ? plain(option.description) : null,
              value: option.value,
              action: () => choose(option),
            })),
          ),
      },
    },
    icon("more"),
  );
  return button;
}
