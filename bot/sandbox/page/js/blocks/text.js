/** Text objects (`plain_text`, `mrkdwn`) as nodes. */
import { h } from "../dom.js";
import { replaceEmoji } from "../emoji.js";
import { decodeEntities, renderMrkdwn } from "../mrkdwn.js";

/** @returns {string} a plain_text object's text; its entities are decoded, as Slack's client does */
export function plain(object) {
  if (!object) return "";
  const text = decodeEntities(object.text ?? "");
  return object.emoji === false ? text : replaceEmoji(text);
}

/** @returns {Node} */
export function renderText(object, names) {
  if (object.type === "mrkdwn") return h("span", { class: "mrkdwn" }, renderMrkdwn(object.text, names));
  return h("span", { class: "plain" }, plain(object));
}
