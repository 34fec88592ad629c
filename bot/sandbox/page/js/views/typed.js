/** A message's text as a person would type it: mentions as names, links as addresses, entities as characters. */
import { decodeEntities } from "../mrkdwn.js";

/** "<@U123> vad är &lt;5 kr?" → "@Kim Berg vad är <5 kr?"; the server reads it back the same way. */
export function editableText(text, store) {
  const named = text
    .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (whole, id) =>
      store.userName(id) ? `@${store.userName(id)}` : whole,
    )
    .replace(/<#([A-Z0-9]+)(?:\|[^>]*)?>/g, (whole, id) =>
      store.channelName(id) ? `#${store.channelName(id)}` : whole,
    )
    .replace(/<mailto:[^|>]+\|([^>]*)>/g, "$1")
    .replace(/<((?:https?|mailto|tel):[^|>]+)(?:\|[^>]*)?>/g, "$1");
  return decodeEntities(named);
}
