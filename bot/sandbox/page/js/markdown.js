/**
 * Standard Markdown, the subset that Slack's `markdown` block shows: headings, lists, tables, quotes, fences,
 * rules and inline marks. Renders straight to DOM nodes; unknown syntax stays as text.
 * https://docs.slack.dev/reference/block-kit/blocks/markdown-block
 */
import { h } from "./dom.js";
import { link, renderEmoji } from "./mrkdwn.js";
import { emojiFor } from "./emoji.js";

const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;

/** @returns {DocumentFragment} */
export function renderMarkdown(text) {
  const fragment = document.createDocumentFragment();
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  let index = 0;
  while (index < lines.length) {
    const reader = [fence, heading, rule, quote, list, table].find((candidate) =>
      candidate.starts(lines, index),
    );
    const { node, next } = (reader ?? paragraph).read(lines, index);
    if (node) fragment.append(node);
    index = next;
  }
  return fragment;
}

const fence = {
  starts: (lines, index) => /^\s*```/.test(lines[index]),
  read(lines, index) {
    let end = index + 1;
    while (end < lines.length && !/^\s*```\s*$/.test(lines[end])) end += 1;
    const code = lines.slice(index + 1, end).join("\n");
    return { node: h("pre", { tabindex: "0" }, h("code", null, code)), next: end + 1 };
  },
};

const heading = {
  starts: (lines, index) => /^#{1,6}\s+\S/.test(lines[index]),
  read(lines, index) {
    const [, marks, title] = /^(#{1,6})\s+(.*?)\s*#*$/.exec(lines[index]);
    // The page's own headings are h1 and h2.
    const level = Math.min(marks.length + 2, 6);
    return { node: h(`h${level}`, { class: "md-heading" }, inline(title)), next: index + 1 };
  },
};

const rule = {
  starts: (lines, index) => /^\s*([-*_])(?:\s*\1){2,}\s*$/.test(lines[index]),
  read: (lines, index) => ({ node: h("hr"), next: index + 1 }),
};

const quote = {
  starts: (lines, index) => /^\s*>/.test(lines[index]),
  read(lines, index) {
    let end = index;
    while (end < lines.length && /^\s*>/.test(lines[end])) end += 1;
    const inner = lines
      .slice(index, end)
      .map((line) => line.replace(/^\s*> ?/, ""))
      .join("\n");
    return { node: h("blockquote", null, renderMarkdown(inner)), next: end };
  },
};

const list = {
  starts: (lines, index) => ITEM.test(lines[index]),
  read(lines, index) {
    const [, indent, first] = ITEM.exec(lines[index]);
    const ordered = /\d/.test(first);
    const element = h(ordered ? "ol" : "ul", ordered ? { start: Number.parseInt(first, 10) } : null);
    let end = index;
    while (end < lines.length) {
      const match = ITEM.exec(lines[end]);
      if (!match || match[1].length < indent.length) break;
      if (match[1].length > indent.length + 1) {
        const nested = list.read(lines, end);
        (element.lastElementChild ?? element).append(nested.node);
        end = nested.next;
        continue;
      }
      if (/\d/.test(match[2]) !== ordered) break;
      element.append(item(match[3]));
      end += 1;
    }
    return { node: element, next: end };
  },
};

function item(text) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(text);
  if (!task) return h("li", null, inline(text));
  const box = h("input", {
    type: "checkbox",
    disabled: true,
    checked: task[1] !== " ",
    "aria-label": task[2],
  });
  return h("li", { class: "md-task" }, box, " ", inline(task[2]));
}

const table = {
  starts: (lines, index) =>
    lines[index].includes("|") &&
    /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(lines[index + 1] ?? "") &&
    (lines[index + 1] ?? "").includes("|"),
  read(lines, index) {
    const aligns = cells(lines[index + 1]).map((cell) =>
      /^:-+:$/.test(cell) ? "center" : /-:$/.test(cell) ? "right" : "left",
    );
    const row = (line, tag) =>
      h(
        "tr",
        null,
        cells(line).map((cell, column) =>
          h(tag, { dataset: { align: aligns[column] ?? "left" } }, inline(cell)),
        ),
      );
    let end = index + 2;
    while (end < lines.length && lines[end].includes("|")) end += 1;
    const body = lines.slice(index + 2, end).map((line) => row(line, "td"));
    const element = h(
      "table",
      { class: "table" },
      h("thead", null, row(lines[index], "th")),
      h("tbody", null, body),
    );
    return { node: h("div", { class: "table-scroll" }, element), next: end };
  },
};

function cells(line) {
  return line
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim());
}

const paragraph = {
  read(lines, index) {
    if (lines[index].trim() === "") return { node: null, next: index + 1 };
    let end = index + 1;
    const special = (at) =>
      [fence, heading, rule, quote, list, table].some((candidate) => candidate.starts(lines, at));
    while (end < lines.length && lines[end].trim() !== "" && !special(end)) end += 1;
    return { node: h("p", null, inline(lines.slice(index, end).join("\n"))), next: end };
  },
};

const INLINE = [
  [/^\\([\\`*_{}[\]()#+\-.!~|>])/, (match) => match[1]],
  [/^`([^`\n]+)`/, (match) => h("code", null, match[1])],
  [/^\[([^\]\n]+)\]\(([^)\s]+)\)/, (match) => link(match[2], inline(match[1]))],
  [/^<((?:https?:|mailto:|tel:)[^>\s]+)>/, (match) => link(match[1], match[1].replace(/^(mailto|tel):/, ""))],
  [/^https?:\/\/[^\s<>()*]+[^\s<>()*.,:;!?]/, (match) => link(match[0], match[0])],
  [/^\*\*(?=\S)([^\n]+?)\*\*/, (match) => h("strong", null, inline(match[1]))],
  [/^__(?=\S)([^\n]+?)__(?!\w)/, (match) => h("strong", null, inline(match[1]))],
  [/^~~(?=\S)([^\n]+?)~~/, (match) => h("s", null, inline(match[1]))],
  [/^\*(?=[^\s*])([^*\n]+?)\*/, (match) => h("em", null, inline(match[1]))],
  [/^_(?=[^\s_])([^_\n]+?)_(?!\w)/, (match) => h("em", null, inline(match[1]))],
  [/^:([a-z0-9_+-]+):/, (match) => (emojiFor(match[1]) ? renderEmoji(match[1]) : null)],
];

function inline(text) {
  const fragment = document.createDocumentFragment();
  let buffer = "";
  let index = 0;
  while (index < text.length) {
    const found = inlineMatch(text, index);
    if (found) {
      fragment.append(buffer, found.node);
      buffer = "";
      index += found.length;
    } else {
      buffer += text[index];
      index += 1;
    }
  }
  fragment.append(buffer);
  return fragment;
}

function inlineMatch(text, index) {
  if (!"\\`[<hH*_~:".includes(text[index])) return null;
  if ("_h".includes(text[index].toLowerCase()) && index > 0 && /\w/.test(text[index - 1])) return null;
  const rest = text.slice(index);
  for (const [pattern, build] of INLINE) {
    const match = pattern.exec(rest);
    const node = match ? build(match) : null;
    if (node) return { node, length: match[0].length };
  }
  return null;
}
