/** The `rich_text` block: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
import { h } from "../dom.js";
import { link, render } from "../mrkdwn.js";

export function renderRichText(block, names) {
  return h(
    "div",
    { class: "rich-text" },
    block.elements.map((element) => part(element, names)),
  );
}

function part(element, names) {
  const children = () => element.elements.map((leaf) => renderLeaf(leaf, names));
  switch (element.type) {
    case "rich_text_section":
      return h("div", { class: "rich-section" }, children());
    case "rich_text_quote":
      return h("blockquote", null, children());
    case "rich_text_preformatted":
      return h("pre", { tabindex: "0" }, h("code", null, children()));
    case "rich_text_list": {
      const ordered = element.style === "ordered";
      const start = ordered && element.offset ? element.offset + 1 : null;
      return h(
        ordered ? "ol" : "ul",
        { class: "rich-list", dataset: { indent: Math.min(element.indent ?? 0, 6) }, start },
        element.elements.map((item) =>
          h(
            "li",
            null,
            (item.elements ?? []).map((leaf) => renderLeaf(leaf, names)),
          ),
        ),
      );
    }
    default:
      return null;
  }
}

const MENTIONS = {
  user: (leaf) => ({ type: "user", id: leaf.user_id, label: null }),
  channel: (leaf) => ({ type: "channel", id: leaf.channel_id, label: null }),
  usergroup: (leaf) => ({ type: "usergroup", id: leaf.usergroup_id, label: null }),
  broadcast: (leaf) => ({ type: "broadcast", name: leaf.range, label: null }),
  emoji: (leaf) => ({ type: "emoji", name: leaf.name }),
  date: (leaf) => ({
    type: "date",
    seconds: leaf.timestamp,
    pattern: leaf.format,
    url: leaf.url ?? null,
    label: leaf.fallback ?? null,
  }),
};

function renderLeaf(leaf, names) {
  const style = leaf.style ?? {};
  if (leaf.type === "text") return styled(document.createTextNode(leaf.text), style);
  if (leaf.type === "link") return styled(link(leaf.url, leaf.text ?? leaf.url), style);
  const mention = MENTIONS[leaf.type];
  return mention ? styled(render([mention(leaf)], names), style) : null;
}

function styled(node, style) {
  let result = node;
  for (const [name, tag] of [
    ["code", "code"],
    ["strike", "s"],
    ["italic", "em"],
    ["bold", "strong"],
  ]) {
    if (style[name]) result = h(tag, null, result);
  }
  return result;
}
