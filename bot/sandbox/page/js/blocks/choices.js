/** Checkboxes and radio buttons. */
import { h, uniqueId } from "../dom.js";
import { changed, hooks } from "./hooks.js";
import { renderText } from "./text.js";

export function renderChoices(element, block, host) {
  const single = element.type === "radio_buttons";
  const current = () => {
    const value = host.state.get(block, element);
    return single ? [value].filter(Boolean) : (value ?? []);
  };
  const isChosen = (option) => current().some((chosen) => chosen.value === option.value);
  const name = uniqueId("choices");
  const inputs = element.options.map((option) =>
    h("input", {
      type: single ? "radio" : "checkbox",
      name,
      value: option.value,
      checked: isChosen(option),
      dataset: {
        field: "yes",
        value: option.value,
        focusKey: `${block.block_id}/${element.action_id}/${option.value}`,
      },
    }),
  );
  const group = h(
    "div",
    {
      class: "choices",
      role: single ? "radiogroup" : "group",
      "aria-labelledby": host.labelledBy ?? null,
      "aria-describedby": host.describedBy ?? null,
      "aria-required": single && host.required ? "true" : null,
      dataset: hooks(element, block),
    },
    element.options.map((option, index) =>
      h(
        "label",
        { class: "choice" },
        inputs[index],
        h(
          "span",
          { class: "choice-text" },
          renderText(option.text, host.names),
          option.description
            ? h("span", { class: "choice-description" }, renderText(option.description, host.names))
            : null,
        ),
      ),
    ),
  );
  group.addEventListener("change", async () => {
    const chosen = element.options.filter((_option, index) => inputs[index].checked);
    const sent = await changed(
      [group, ...inputs],
      element,
      block,
      host,
      single ? (chosen[0] ?? null) : chosen,
    );
    if (!sent) element.options.forEach((option, index) => (inputs[index].checked = isChosen(option)));
  });
  return group;
}
