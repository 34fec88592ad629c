/** A list of completions over a text box; the box keeps the focus. */
import { h, uniqueId } from "../dom.js";

export class Suggestions {
  /**
   * @param {HTMLTextAreaElement} box
   * @param {(query: {before: string}) => {title: string, start: number, items: Array<{insert, label, description}>}|null} suggest
   */
  constructor(box, suggest) {
    this.box = box;
    this.suggest = suggest;
    this.found = null;
    this.active = 0;
    const id = uniqueId("suggestions");
    this.element = h("div", {
      class: "suggestions",
      id,
      role: "listbox",
      hidden: true,
      dataset: { testid: "suggestions" },
    });
    box.setAttribute("aria-controls", id);
    box.addEventListener("blur", () => this.hide());
    this.element.addEventListener("mousedown", (event) => event.preventDefault());
    this.element.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.accept(Number(row.dataset.index));
    });
  }

  get open() {
    return !this.element.hidden;
  }

  update() {
    const { selectionStart: start, selectionEnd: end, value } = this.box;
    const found = start === end ? this.suggest({ before: value.slice(0, start) }) : null;
    if (!found || found.items.length === 0) {
      this.hide();
      return;
    }
    this.found = { ...found, end: start };
    this.element.hidden = false;
    this.element.setAttribute("aria-label", found.title);
    this.element.replaceChildren(
      h("div", { class: "listbox-label", "aria-hidden": "true" }, found.title),
      ...found.items.map((item, index) =>
        h(
          "div",
          {
            class: "option",
            role: "option",
            id: `${this.element.id}-${index}`,
            dataset: { index, testid: "suggestion" },
          },
          h(
            "span",
            { class: "option-text" },
            h("span", { class: "option-label" }, item.label),
            item.description ? h("span", { class: "option-description" }, item.description) : null,
          ),
        ),
      ),
    );
    this.activate(0);
  }

  hide() {
    this.found = null;
    this.element.hidden = true;
    this.box.removeAttribute("aria-activedescendant");
  }

  activate(index) {
    this.active = index;
    for (const row of this.element.querySelectorAll("[role=option]")) {
      const active = Number(row.dataset.index) === index;
      row.classList.toggle("is-active", active);
      row.setAttribute("aria-selected", String(active));
      if (active) {
        row.scrollIntoView({ block: "nearest" });
        this.box.setAttribute("aria-activedescendant", row.id);
      }
    }
  }

  accept(index) {
    const { start, end, items } = this.found;
    this.box.setRangeText(items[index].insert, start, end, "end");
    this.hide();
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** @returns {boolean} whether the key was the list's */
  key(event) {
    if (!this.open) return false;
    const count = this.found.items.length;
    const typed = this.box.value.slice(this.found.start, this.found.end);
    // A command that is written out in full is to be sent by Enter, not completed.
    const complete = this.found.items.some((item) => item.insert.trim() === typed);
    if (event.key === "ArrowDown") this.activate((this.active + 1) % count);
    else if (event.key === "ArrowUp") this.activate((this.active - 1 + count) % count);
    else if (event.key === "Escape") this.hide();
    else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !complete))
      this.accept(this.active);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}
