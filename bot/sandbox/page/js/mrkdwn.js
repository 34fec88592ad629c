/**
 * Slack's mrkdwn: text in, syntax tree out (`parse`), and the tree as DOM nodes (`render`).
 *
 * Pure: no state, no network, and never HTML parsing; every leaf becomes a text node. Rules:
 * https://docs.slack.dev/messaging/formatting-message-text/
 */
import { h } from "./dom.js";
import { emojiFor } from "./emoji.js";
import { formatDateToken } from "./format.js";
import { stringsFor } from "./strings.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const STYLES = { "*": "bold", _: "italic", "~": "strike" };
const SAFE_PROTOCOLS = new Set(["http:", "https:", "mailto:", "tel:"]);
const WORD = /[\p{L}\p{N}]/u;
const BARE_URL = /^https?:\/\/[^\s<>|*~`"]+/i;
const EMOJI_NAME = /^:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/;

/** Slack writes `&`, `<` and `>` as entities, and only those three. */
export function decodeEntities(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

/** The reverse: what a person typed, as Slack carries it. */
export function encodeEntities(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** @returns {string|null} the address if a link may lead there (web, e-mail, telephone), else null */
export function safeUrl(url) {
  try {
    const parsed = new URL(url.trim());
    return SAFE_PROTOCOLS.has(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} text mrkdwn, with entities
 * @returns {Array<object>} nodes: `{type: "text", text}`, `bold|italic|strike|quote` with `children`, `code|pre` with
 *   `children`, `link {url, label}`, `user|channel|usergroup {id, label}`, `broadcast {name, label}`, `date`, `emoji {name}`
 */
export function parse(text) {
  const nodes = [];
  const fence = /```([\s\S]+?)```/g;
  let last = 0;
  for (const match of text.matchAll(fence)) {
    // Line breaks beside a fence belong to the fence: the block is already on lines of its own.
    const before = text.slice(last, match.index).replace(/\n$/, "");
    nodes.push(...parseLines(last > 0 ? before.replace(/^\n/, "") : before));
    nodes.push({ type: "pre", children: parseTokens(match[1].replace(/^\n/, "").replace(/\n$/, "")) });
    last = match.index + match[0].length;
  }
  const rest = text.slice(last);
  nodes.push(...parseLines(last > 0 ? rest.replace(/^\n/, "") : rest));
  return nodes;
}

function parseLines(text) {
  if (text === "") return [];
  const nodes = [];
  const lines = text.split("\n");
  let index = 0;
  while (index < lines.length) {
    const start = index;
    const marker = quoteMarker(lines[index]);
    if (marker === null) {
      while (index < lines.length && quoteMarker(lines[index]) === null) index += 1;
      const plain = lines.slice(start, index).join("\n");
      nodes.push(...parseInline(plain));
      continue;
    }
    const quoted = [];
    if (marker.rest) {
      quoted.push(lines[index].slice(marker.length), ...lines.slice(index + 1));
      index = lines.length;
    } else {
      while (index < lines.length && quoteMarker(lines[index]) !== null) {
        quoted.push(lines[index].slice(quoteMarker(lines[index]).length));
        index += 1;
      }
    }
    nodes.push({ type: "quote", children: parseInline(quoted.join("\n")) });
  }
  return nodes;
}

function quoteMarker(line) {
  const match = /^(?:(?:&gt;|>){3} ?|(?:&gt;|>) ?)/.exec(line);
  return match ? { length: match[0].length, rest: /^(?:&gt;|>){3}/.test(match[0]) } : null;
}

/** Only the angle bracket tokens: what Slack still reads inside code. */
function parseTokens(text) {
  const out = new Collector();
  let index = 0;
  while (index < text.length) {
    const token = text[index] === "<" ? angleToken(text, index) : null;
    if (token) {
      out.node(token.node);
      index = token.end;
    } else {
      out.char(text[index]);
      index += 1;
    }
  }
  return out.done();
}

class Collector {
  constructor() {
    this.nodes = [];
    this.buffer = "";
  }

  char(char) {
    this.buffer += char;
  }

  node(node) {
    this.flush();
    this.nodes.push(node);
  }

  flush() {
    if (this.buffer) this.nodes.push({ type: "text", text: decodeEntities(this.buffer) });
    this.buffer = "";
  }

  done() {
    this.flush();
    return this.nodes;
  }
}

function parseInline(text, outer = "") {
  const out = new Collector();
  // Where no closing mark was found, none is to be looked for again on the same line: keeps it linear.
  const hopeless = {};
  let index = 0;
  while (index < text.length) {
    const found = inlineAt(text, index, outer, hopeless);
    if (found) {
      out.node(found.node);
      index = found.end;
    } else {
      out.char(text[index]);
      index += 1;
    }
  }
  return out.done();
}

function inlineAt(text, index, outer, hopeless) {
  const char = text[index];
  if (char === "<") return angleToken(text, index);
  if (char === "`") return codeSpan(text, index);
  if (char === ":") return emojiToken(text, index);
  if (char === "h" || char === "H") return bareUrl(text, index);
  if (char in STYLES && !outer.includes(char)) return styled(text, index, outer, hopeless);
  return null;
}

function codeSpan(text, index) {
  const end = text.indexOf("`", index + 1);
  if (end <= index + 1) return null;
  const inner = text.slice(index + 1, end);
  if (inner.includes("\n")) return null;
  return { node: { type: "code", children: parseTokens(inner) }, end: end + 1 };
}

function emojiToken(text, index) {
  const match = EMOJI_NAME.exec(text.slice(index, index + 80));
  if (!match || !emojiFor(match[1])) return null;
  return { node: { type: "emoji", name: match[1] }, end: index + match[0].length };
}

function bareUrl(text, index) {
  if (index > 0 && WORD.test(text[index - 1])) return null;
  const match = BARE_URL.exec(text.slice(index, index + 2000));
  if (!match) return null;
  const raw = match[0].replace(/(?:[.,:;!?)\]}'_]|&gt;|&lt;)+$/, "");
  const url = decodeEntities(raw);
  return { node: { type: "link", url, label: url }, end: index + raw.length };
}

function styled(text, index, outer, hopeless) {
  const mark = text[index];
  const next = text[index + 1];
  if (next === undefined || /\s/.test(next) || next === mark) return null;
  if (index > 0 && (WORD.test(text[index - 1]) || text[index - 1] === mark)) return null;
  if (hopeless[mark] !== undefined && index < hopeless[mark]) return null;
  const { end, stop } = closing(text, index, mark);
  if (end === -1) {
    hopeless[mark] = stop;
    return null;
  }
  const children = parseInline(text.slice(index + 1, end), outer + mark);
  return { node: { type: STYLES[mark], children }, end: end + 1 };
}

/** The place of the closing mark on the same line, past code and tokens; -1 and where the search stopped if none. */
function closing(text, start, mark) {
  let index = start + 1;
  while (index < text.length && text[index] !== "\n") {
    const char = text[index];
    if (char === "`") {
      const code = codeSpan(text, index);
      if (code) {
        index = code.end;
        continue;
      }
    } else if (char === "<") {
      const token = angleToken(text, index);
      if (token) {
        index = token.end;
        continue;
      }
    } else if (char === mark && index > start + 1 && !/\s/.test(text[index - 1])) {
      const after = text[index + 1];
      if (after === undefined || (!WORD.test(after) && after !== mark)) return { end: index, stop: index };
    }
    index += 1;
  }
  return { end: -1, stop: index };
}

/** `<https://…|label>`, `<@U1>`, `<#C1|name>`, `<!here>`, `<!date^…>`. */
function angleToken(text, index) {
  const end = text.indexOf(">", index);
  if (end === -1) return null;
  const inner = text.slice(index + 1, end);
  if (inner === "" || inner.includes("<") || inner.includes("\n")) return null;
  const bar = inner.indexOf("|");
  const target = bar === -1 ? inner : inner.slice(0, bar);
  const label = bar === -1 ? null : decodeEntities(inner.slice(bar + 1)) || null;
  const node = tokenNode(target, label);
  return node ? { node, end: end + 1 } : null;
}

function tokenNode(target, label) {
  if (/^@[UWB][A-Z0-9_]+$/i.test(target)) return { type: "user", id: target.slice(1), label };
  if (/^#[CGD][A-Z0-9_]+$/i.test(target)) return { type: "channel", id: target.slice(1), label };
  if (target.startsWith("!date^")) return dateNode(target, label);
  if (target.startsWith("!subteam^")) return { type: "usergroup", id: target.slice(9), label };
  if (/^!(here|channel|everyone)$/.test(target)) return { type: "broadcast", name: target.slice(1), label };
  const written = decodeEntities(target);
  const url = safeUrl(written);
  return url ? { type: "link", url, label: label ?? written.replace(/^(mailto|tel):/, "") } : null;
}

function dateNode(target, label) {
  const [, seconds, pattern, link] = target.split("^");
  if (!/^\d+$/.test(seconds ?? "") || !pattern) return { type: "text", text: label ?? "" };
  return {
    type: "date",
    seconds: Number(seconds),
    pattern: decodeEntities(pattern),
    url: link ? safeUrl(decodeEntities(link)) : null,
    label,
  };
}

/**
 * @param {Array<object>} nodes from `parse`
 * @param {{userName?: (id: string) => string|null, channelName?: (id: string) => string|null, me?: string, lang?: string,
 *   openChannel?: (id: string) => void}} names how ids are shown
 * @returns {DocumentFragment}
 */
export function render(nodes, names = {}) {
  const fragment = document.createDocumentFragment();
  for (const node of nodes) fragment.append(renderNode(node, names));
  return fragment;
}

/** `parse` and `render` in one. */
export function renderMrkdwn(text, names = {}) {
  return render(parse(text), names);
}

export function link(url, children) {
  const href = safeUrl(url);
  if (!href) return h("span", null, children);
  const web = /^https?:/.test(href);
  return h("a", { href, rel: "noopener noreferrer", target: web ? "_blank" : null }, children);
}

function renderNode(node, names) {
  switch (node.type) {
    case "text":
      return document.createTextNode(node.text);
    case "bold":
      return h("strong", null, render(node.children, names));
    case "italic":
      return h("em", null, render(node.children, names));
    case "strike":
      return h("s", null, render(node.children, names));
    case "code":
      return h("code", null, render(node.children, names));
    case "pre":
      return h("pre", { tabindex: "0" }, h("code", null, render(node.children, names)));
    case "quote":
      return h("blockquote", null, render(node.children, names));
    case "link":
      return link(node.url, node.label);
    case "emoji":
      return renderEmoji(node.name);
    default:
      return renderMention(node, names);
  }
}

export function renderEmoji(name) {
  const character = emojiFor(name);
  if (!character) return document.createTextNode(`:${name}:`);
  return h(
    "span",
    { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` },
    character,
  );
}

function renderMention(node, names) {
  const { text } = stringsFor(names.lang);
  switch (node.type) {
    case "user": {
      const name = names.userName?.(node.id) ?? node.label ?? text.unknownUser;
      return h(
        "span",
        { class: node.id === names.me ? "mention mention-me" : "mention", dataset: { user: node.id } },
        `@${name}`,
      );
    }
    case "channel": {
      const name = names.channelName?.(node.id) ?? node.label ?? text.unknownChannel;
      if (!names.openChannel || !names.channelName?.(node.id))
        return h("span", { class: "mention" }, `#${name}`);
      return h(
        "button",
        { class: "mention mention-link", type: "button", on: { click: () => names.openChannel(node.id) } },
        `#${name}`,
      );
    }
    case "usergroup":
      return h("span", { class: "mention" }, node.label ?? "@");
    case "broadcast": {
      const label = { here: text.here, channel: text.channelPing, everyone: text.everyone }[node.name];
      return h("span", { class: "mention mention-me" }, label);
    }
    case "date": {
      const date = new Date(node.seconds * 1000);
      const shown = formatDateToken(node.pattern, date, names.lang ?? "sv", text);
      const time = h("time", { datetime: date.toISOString() }, shown);
      return node.url ? link(node.url, time) : time;
    }
    default:
      return document.createTextNode("");
  }
}
