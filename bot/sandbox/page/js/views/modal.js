/** The stack of modals: shows the one on top in a dialog, checks and sends its form, shows errors at their fields. */
import { h, keepingFocus, uniqueId } from "../dom.js";
import { icon } from "../icons.js";
import { renderBlocks, showErrors } from "../blocks/index.js";
import { plain } from "../blocks/text.js";
import { validate } from "../blocks/validate.js";
import { trapFocus } from "./dialog.js";
import { blockHost } from "./host.js";

export class Modals {
  constructor(ctx) {
    this.ctx = ctx;
    this.viewId = null;
    this.hash = null;
    this.errors = {};
    this.sending = false;
    this.returnTo = null;
    this.heading = uniqueId("modal");
    this.dialog = h("dialog", {
      class: "dialog modal",
      "aria-labelledby": this.heading,
      dataset: { testid: "modal" },
    });
    this.element = this.dialog;
    trapFocus(this.dialog);
    this.dialog.addEventListener("cancel", (event) => {
      // Only the server closes a view, since the bot may want to know of it.
      event.preventDefault();
      this.closeTop();
    });
    this.dialog.addEventListener("close", () => {
      // A browser closes on a second Escape whatever the page says: the server has to follow.
      if (this.top && !this.dialog.open) this.closeTop();
    });
    ctx.store.on("modals", () => this.update());
    this.update();
  }

  get top() {
    return this.ctx.store.modals.at(-1) ?? null;
  }

  update() {
    const { store, states } = this.ctx;
    const view = this.top;
    if (!view) {
      this.hide();
      return;
    }
    const fresh = view.id !== this.viewId;
    const errors = store.modalErrors[view.id] ?? {};
    if (fresh || view.hash !== this.hash || !view.hash) {
      this.errors = errors;
      this.viewId = view.id;
      this.hash = view.hash;
      if (fresh) this.draw(view);
      else keepingFocus(this.dialog, () => this.draw(view));
    } else if (Object.keys(errors).length) this.errors = errors;
    if (!this.dialog.open) {
      this.returnTo = document.activeElement;
      this.dialog.showModal();
    }
    if (fresh) this.focusFirst();
    this.showErrors(Object.keys(errors).length > 0);
    this.known = new Set(store.modals.map((modal) => modal.id));
    for (const key of this.shown ?? []) if (!this.known.has(key)) states.forget(key);
    this.shown = this.known;
  }

  hide() {
    this.viewId = null;
    this.hash = null;
    for (const key of this.shown ?? []) this.ctx.states.forget(key);
    this.shown = null;
    if (!this.dialog.open) return;
    this.dialog.close();
    this.dialog.replaceChildren();
    const target = this.returnTo?.isConnected ? this.returnTo : this.ctx.fallbackFocus();
    target?.focus({ preventScroll: true });
  }

  draw(view) {
    const { ctx } = this;
    const { text, store } = ctx;
    const host = blockHost(ctx, {
      container: { type: "view", view_id: view.id },
      key: view.id,
      blocks: () => this.top?.blocks ?? [],
      root: () => this.dialog,
      edited: (block) => this.forgetError(block.block_id),
    });
    this.state = host.state;
    this.state.remember(view.state?.values);
    const nested = store.modals.length > 1;
    const closeLabel = view.close ? plain(view.close) : text.cancel;
    this.summary = h("p", {
      class: "form-summary",
      role: "alert",
      hidden: true,
      dataset: { testid: "form-summary" },
    });
    this.submitButton = view.submit
      ? h(
          "button",
          {
            class: "button button-primary",
            type: "submit",
            dataset: { testid: "modal-submit", focusKey: "modal-submit" },
          },
          h("span", { class: "button-text" }, plain(view.submit)),
        )
      : null;
    this.dialog.dataset.viewId = view.id;
    this.dialog.dataset.callbackId = view.callback_id ?? "";
    this.dialog.replaceChildren(
      h(
        "form",
        {
          novalidate: true,
          on: {
            submit: (event) => {
              event.preventDefault();
              this.submit();
            },
          },
        },
        h(
          "header",
          { class: "dialog-head" },
          nested
            ? h(
                "button",
                {
                  class: "icon-button",
                  type: "button",
                  "aria-label": text.back,
                  dataset: { testid: "modal-back", focusKey: "modal-back" },
                  on: { click: () => this.closeTop() },
                },
                icon("back"),
              )
            : null,
          h("h2", { id: this.heading }, plain(view.title)),
          h(
            "button",
            {
              class: "icon-button",
              type: "button",
              "aria-label": text.close,
              dataset: { testid: "modal-x", focusKey: "modal-x" },
              on: { click: () => this.closeAll() },
            },
            icon("close"),
          ),
        ),
        h("div", { class: "dialog-body" }, renderBlocks(view.blocks, host)),
        h(
          "footer",
          { class: "dialog-footer" },
          this.summary,
          h(
            "button",
            {
              class: "button",
              type: "button",
              dataset: { testid: "modal-close", focusKey: "modal-close" },
              on: { click: () => this.closeTop() },
            },
            closeLabel,
          ),
          this.submitButton,
        ),
      ),
    );
    if (this.sending) this.setSending(true);
  }

  focusFirst() {
    const fields = "[autofocus], input:not(:disabled), textarea:not(:disabled)";
    const target =
      this.dialog.querySelector("[autofocus]") ??
      this.dialog.querySelector(`.dialog-body :is(${fields}), .dialog-body button:not(:disabled)`) ??
      this.submitButton ??
      this.dialog.querySelector("button");
    target?.focus();
  }

  forgetError(blockId) {
    if (!(blockId in this.errors)) return;
    const { [blockId]: _gone, ...rest } = this.errors;
    this.errors = rest;
    this.showErrors(false);
  }

  showErrors(moveFocus) {
    const first = showErrors(this.dialog, this.errors);
    const count = Object.keys(this.errors).length;
    this.summary.hidden = count === 0;
    this.summary.textContent = count ? this.ctx.text.fixErrors(count) : "";
    if (moveFocus && first) first.focus();
  }

  async submit() {
    const view = this.top;
    if (this.sending || !view?.submit) return;
    this.errors = validate(view.blocks, this.state, this.ctx.text);
    this.showErrors(true);
    if (Object.keys(this.errors).length) return;
    this.setSending(true);
    try {
      await this.ctx.api.submit(view.id, this.state.collect(view.blocks));
    } catch (error) {
      this.refused(view, error);
    } finally {
      this.setSending(false);
    }
  }

  refused(view, error) {
    const { text, toast } = this.ctx;
    if (error.errors && this.top?.id === view.id) {
      this.errors = error.errors;
      this.showErrors(true);
      return;
    }
    const silent = error.told || error.code === "timeout";
    this.summary.hidden = false;
    this.summary.textContent = silent ? text.submitTimeout : text.submitFailed;
    if (!silent && error.message !== error.code) toast("error", error.message);
  }

  setSending(sending) {
    this.sending = sending;
    if (!this.submitButton) return;
    this.submitButton.disabled = sending;
    this.submitButton.setAttribute("aria-busy", String(sending));
    if (sending) this.submitButton.dataset.busy = "yes";
    else delete this.submitButton.dataset.busy;
  }

  closeTop() {
    const view = this.top;
    if (view) this.ctx.attempt(() => this.ctx.api.close(view.id));
  }

  /** The cross closes every view of the stack, as in Slack: closing the lowest takes those above with it. */
  closeAll() {
    const [root] = this.ctx.store.modals;
    if (root) this.ctx.attempt(() => this.ctx.api.close(root.id));
  }
}
