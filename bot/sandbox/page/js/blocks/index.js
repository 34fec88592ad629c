/**
 * Block Kit as DOM. Which blocks and elements exist: https://docs.slack.dev/reference/block-kit
 *
 * A host is what a container lends its blocks: `{text, lang, names, container, state, act, options, directory}`:
 * `act(block, element, payload)` sends an action and resolves when the server has taken it (false if it failed),
 * `options(block, element, value)` fetches options, `directory()` lists people and channels.
 */
import { h, uniqueId } from "../dom.js";
import { renderMarkdown } from "../markdown.js";
import { renderElement } from "./elements.js";
import { renderRichText } from "./rich_text.js";
import { renderTable } from "./table.js";
import { plain, renderText } from "./text.js";
import { renderImage } from "./image.js";

/** @returns {HTMLElement} all blocks of one container, top to bottom */
export function renderBlocks(blocks, host) {
  return h(
    "div",
    { class: "blocks" },
    blocks.map((block, index) => renderBlock(withId(block, index), host)),
  );
}

function withId(block, index) {
  return block.block_id ? block : { ...block, block_id: `block-${index}` };
}

function renderBlock(block, host) {
  const build = BLOCKS[block.type];
  const content = build
    ? build(block, host)
    : h("p", { class: "block-unknown" }, host.text.unknownBlock(block.type));
  content.classList.add("block", `block-${block.type}`);
  content.dataset.testid = "block";
  content.dataset.blockId = block.block_id;
  content.dataset.blockType = block.type;
  return content;
}

const BLOCKS = {
  section: renderSection,
  header: (block) => h("h3", null, plain(block.text)),
  divider: () => h("hr"),
  context: (block, host) =>
    h(
      "div",
      null,
      block.elements.map((element) => contextElement(element, host)),
    ),
  actions: renderActions,
  context_actions: renderActions,
  image: (block, host) => renderImage(block, host, plain(block.title)),
  input: renderInput,
  markdown: (block) => h("div", null, renderMarkdown(block.text)),
  rich_text: (block, host) => h("div", null, renderRichText(block, host.names)),
  table: (block, host) => renderTable(block, host),
};

function renderSection(block, host) {
  const body = h("div", { class: "section-body" });
  const heading = uniqueId("section");
  if (block.text)
    body.append(h("div", { class: "section-text", id: heading }, renderText(block.text, host.names)));
  if (block.fields?.length) {
    body.append(
      h(
        "div",
        { class: "fields" },
        block.fields.map((field) => h("div", { class: "field" }, renderText(field, host.names))),
      ),
    );
  }
  const section = h("div", null, body);
  if (block.accessory) {
    const accessory = renderElement(block.accessory, block, {
      ...host,
      labelledBy: block.text ? heading : null,
    });
    section.append(h("div", { class: `accessory accessory-${block.accessory.type}` }, accessory));
  }
  return section;
}

function contextElement(element, host) {
  if (element.type === "image") return renderElement(element, null, host);
  return h("span", { class: "context-text" }, renderText(element, host.names));
}

function renderActions(block, host) {
  return h(
    "div",
    { class: "actions" },
    block.elements.map((element) => renderElement(element, block, host)),
  );
}

/** An input block: label, element, hint, and the place of its error, tied together for screen readers. */
function renderInput(block, host) {
  const { element } = block;
  const label = uniqueId("label");
  const control = uniqueId("control");
  const hint = block.hint ? uniqueId("hint") : null;
  const error = uniqueId("error");
  const optional = block.optional ? h("span", { class: "input-optional" }, ` (${host.text.optional})`) : null;
  const grouped = element.type === "checkboxes" || element.type === "radio_buttons";
  const described = [hint, error].filter(Boolean).join(" ");
  const rendered = renderElement(element, block, {
    ...host,
    labelledBy: label,
    describedBy: described,
    controlId: control,
    required: !block.optional,
    dispatches: block.dispatch_action === true,
  });
  return h(
    "div",
    { class: "input" },
    h(
      grouped ? "div" : "label",
      { class: "input-label", id: label, for: grouped ? null : control },
      plain(block.label),
      optional,
    ),
    rendered,
    block.hint ? h("p", { class: "input-hint", id: hint }, plain(block.hint)) : null,
    h("p", { class: "input-error", id: error, dataset: { testid: "input-error" }, hidden: true }),
  );
}

/** Shows a form's errors under their inputs and marks the fields. @returns {HTMLElement|null} the first field with one */
export function showErrors(root, errors) {
  let first = null;
  for (const block of root.querySelectorAll(".block-input")) {
    const message = errors[block.dataset.blockId] ?? null;
    const place = block.querySelector(".input-error");
    place.textContent = message ?? "";
    place.hidden = message === null;
    block.classList.toggle("has-error", message !== null);
    for (const field of block.querySelectorAll("[data-field]")) {
      if (message === null) field.removeAttribute("aria-invalid");
      else field.setAttribute("aria-invalid", "true");
      if (message !== null) first ??= field;
    }
  }
  return first;
}
