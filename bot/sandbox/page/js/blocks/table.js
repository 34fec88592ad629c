/** The `table` block: https://docs.slack.dev/reference/block-kit/blocks/table-block */
import { h } from "../dom.js";
import { renderRichText } from "./rich_text.js";

export function renderTable(block, host) {
  const [head, ...body] = block.rows;
  const setting = (column) => block.column_settings?.[column] ?? {};
  const cell = (tag, content, column) =>
    h(
      tag,
      {
        scope: tag === "th" ? "col" : null,
        dataset: {
          align: setting(column)?.align ?? "left",
          wrapped: setting(column)?.is_wrapped ? "yes" : null,
        },
      },
      cellContent(content, host),
    );
  const row = (cells, tag) =>
    h(
      "tr",
      null,
      cells.map((content, column) => cell(tag, content, column)),
    );
  const table = h(
    "table",
    { class: "table" },
    head ? h("thead", null, row(head, "th")) : null,
    h(
      "tbody",
      null,
      body.map((cells) => row(cells, "td")),
    ),
  );
  // Scrolls by itself when wide, so it has to be reachable by keyboard.
  const scroll = h(
    "div",
    { class: "table-scroll", tabindex: "0", role: "region", "aria-label": host.text.tableLabel },
    table,
  );
  return h("div", null, scroll);
}

function cellContent(content, host) {
  if (content.type === "rich_text") return renderRichText(content, host.names);
  return content.text ?? "";
}
