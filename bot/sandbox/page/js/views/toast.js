/** Short notices in a corner, read out politely; errors stay longer. */
import { h } from "../dom.js";
import { icon } from "../icons.js";

const SHOWN_FOR = { info: 4000, error: 9000 };

export class Toasts {
  constructor(text) {
    this.text = text;
    this.element = h("div", {
      class: "toasts",
      popover: "manual",
      role: "status",
      "aria-live": "polite",
      dataset: { testid: "toasts" },
    });
  }

  show({ level, text }) {
    const toast = h(
      "div",
      { class: `toast toast-${level}`, dataset: { testid: "toast", level } },
      icon(level === "error" ? "alert" : "info"),
      h("span", { class: "toast-text" }, text),
      h(
        "button",
        {
          class: "icon-button",
          type: "button",
          "aria-label": this.text.close,
          on: { click: () => this.drop(toast) },
        },
        icon("close"),
      ),
    );
    this.element.append(toast);
    // Shown anew, so that it lies over a modal dialog that was opened in the meantime.
    if (this.element.matches(":popover-open")) this.element.hidePopover();
    this.element.showPopover();
    setTimeout(() => this.drop(toast), SHOWN_FOR[level] ?? SHOWN_FOR.info);
  }

  drop(toast) {
    toast.remove();
    if (!this.element.childElementCount && this.element.matches(":popover-open")) this.element.hidePopover();
  }
}
