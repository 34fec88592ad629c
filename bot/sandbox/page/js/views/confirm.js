/** A question with two answers, in a dialog over whatever is open. */
import { h, layerFor, uniqueId } from "../dom.js";
import { renderText } from "../blocks/text.js";
import { onBackdrop, trapFocus } from "./dialog.js";

/**
 * @param {{anchor: HTMLElement, title: string, body: {type: string, text: string}, names: object, yes: string, no: string,
 *   danger?: boolean}} question
 * @returns {Promise<boolean>} true for yes
 */
export function askToConfirm({ anchor, title, body, names, yes, no, danger = false }) {
  return new Promise((resolve) => {
    const heading = uniqueId("confirm");
    const dialog = h(
      "dialog",
      { class: "dialog dialog-small", "aria-labelledby": heading, dataset: { testid: "confirm" } },
      h("h2", { id: heading }, title),
      h("div", { class: "dialog-body" }, renderText(body, names)),
      h(
        "div",
        { class: "dialog-footer" },
        h(
          "button",
          {
            class: "button",
            type: "button",
            dataset: { testid: "confirm-no" },
            on: { click: () => dialog.close("no") },
          },
          no,
        ),
        h(
          "button",
          {
            class: `button button-${danger ? "danger" : "primary"}`,
            type: "button",
            dataset: { testid: "confirm-yes" },
            on: { click: () => dialog.close("yes") },
          },
          yes,
        ),
      ),
    );
    trapFocus(dialog);
    onBackdrop(dialog, () => dialog.close("no"));
    dialog.addEventListener("cancel", (event) => event.stopPropagation());
    dialog.addEventListener("close", (event) => {
      event.stopPropagation();
      dialog.remove();
      if (anchor.isConnected) anchor.focus({ preventScroll: true });
      resolve(dialog.returnValue === "yes");
    });
    layerFor(anchor).append(dialog);
    dialog.showModal();
    dialog.querySelector("[data-testid=confirm-yes]").focus();
  });
}
