/** A person's initials on their colour; the bot has its own mark. */
import { h } from "../dom.js";
import { icon } from "../icons.js";

/** @param {object|null|undefined} person */
export function avatar(person, className = "") {
  if (person?.is_bot)
    return h("span", { class: `avatar avatar-bot ${className}`, "aria-hidden": "true" }, icon("bot"));
  return h(
    "span",
    { class: `avatar ${className}`, dataset: { color: person?.color ?? "c0" }, "aria-hidden": "true" },
    person?.initials ?? "?",
  );
}
