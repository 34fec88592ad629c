/** Select menus of all kinds, over one combobox: where their options come from and what a choice means. */
import { combobox } from "./combobox.js";
import { changed, hooks } from "./hooks.js";
import { plain } from "./text.js";
import { valueField } from "./state.js";

const DEFAULT_MIN_QUERY = 3;

export function renderSelect(element, block, host) {
  const multiple = element.type.startsWith("multi_");
  const source = sourceOf(element, block, host);
  const external = element.type.endsWith("external_select");
  const value = () => {
    const stored = host.state.get(block, element);
    const values = multiple ? (stored ?? []) : [stored].filter(Boolean);
    return values.map(source.toItem);
  };
  return combobox({
    multiple,
    text: host.text,
    placeholder: plain(element.placeholder) || host.text.choose,
    attributes: {
      id: host.controlId ?? null,
      "aria-labelledby": host.labelledBy ?? null,
      "aria-label": host.labelledBy ? null : plain(element.placeholder) || host.text.choose,
      "aria-describedby": host.describedBy || null,
      "aria-required": host.required ? "true" : null,
      dataset: hooks(element, block, { field: "yes" }),
    },
    minQuery: external ? (element.min_query_length ?? DEFAULT_MIN_QUERY) : 0,
    remote: external,
    max: element.max_selected_items ?? Infinity,
    load: source.load,
    value,
    change: (items, nodes) => {
      const raws = items.map((item) => item.raw);
      return changed(nodes, element, block, host, multiple ? raws : (raws[0] ?? null));
    },
    focusOnLoad: element.focus_on_load === true,
  });
}

/** `load(query)` gives groups of items, `toItem` makes an item of a stored value. */
function sourceOf(element, block, host) {
  const field = valueField(element.type);
  if (field === "selected_option" || field === "selected_options") {
    const toItem = (option) => ({
      key: option.value,
      label: plain(option.text),
      description: option.description ? plain(option.description) : null,
      raw: option,
    });
    const groupsOf = (source) =>
      source.option_groups
        ? source.option_groups.map((group) => ({
            label: plain(group.label),
            items: group.options.map(toItem),
          }))
        : [{ label: null, items: (source.options ?? []).map(toItem) }];
    const external = element.type.endsWith("external_select");
    const load = external
      ? async (query) => groupsOf(await host.options(block, element, query))
      : (query) => filtered(groupsOf(element), query);
    return { toItem, load };
  }
  const entries = host.directory(/user/.test(element.type) ? "users" : "conversations");
  const toItem = (id) =>
    entries.find((entry) => entry.key === id) ?? { key: id, label: id, description: null, raw: id };
  return { toItem, load: (query) => filtered([{ label: null, items: entries }], query) };
}

function filtered(groups, query) {
  const wanted = query.trim().toLocaleLowerCase("sv");
  if (!wanted) return groups;
  return groups
    .map((group) => ({
      ...group,
      items: group.items.filter((item) => item.label.toLocaleLowerCase("sv").includes(wanted)),
    }))
    .filter((group) => group.items.length > 0);
}
