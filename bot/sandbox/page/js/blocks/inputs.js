/** Text, e-mail, web address, number, date and time inputs. */
import { debounce, h } from "../dom.js";
import { changed, hooks, perform } from "./hooks.js";
import { plain } from "./text.js";

const INPUT_TYPES = {
  email_text_input: { type: "email", inputmode: "email", autocomplete: "email" },
  url_text_input: { type: "url", inputmode: "url" },
  number_input: { type: "text", inputmode: "decimal" },
  plain_text_input: { type: "text" },
};

/** From how many characters left the counter shows. */
const COUNTER_FROM = 100;
const TYPING_PAUSE = 400;
const DATE_PAUSE = 900;

export function renderTextInput(element, block, host) {
  const multiline = element.type === "plain_text_input" && element.multiline;
  const input = h(multiline ? "textarea" : "input", {
    class: "text-input",
    id: host.controlId ?? null,
    ...(multiline ? { rows: "4" } : INPUT_TYPES[element.type]),
    autocomplete: INPUT_TYPES[element.type].autocomplete ?? "off",
    placeholder: plain(element.placeholder) || null,
    maxlength: element.max_length ?? null,
    autofocus: element.focus_on_load ? true : null,
    "aria-labelledby": host.labelledBy ?? null,
    "aria-describedby": host.describedBy || null,
    "aria-required": host.required ? "true" : null,
    dataset: hooks(element, block, { field: "yes" }),
  });
  input.value = host.state.get(block, element) ?? "";
  const counter = element.max_length ? h("span", { class: "counter", "aria-live": "polite" }) : null;
  const count = () => {
    if (!counter) return;
    const left = element.max_length - input.value.length;
    counter.textContent = left <= COUNTER_FROM ? host.text.charsLeft(left) : "";
  };
  const triggers = host.dispatches
    ? (element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"])
    : [];
  const value = () => (input.value === "" ? null : input.value);
  const send = () => host.act(block, element, { value: value() });
  const sendWhileTyping = debounce(TYPING_PAUSE, send);
  input.addEventListener("input", () => {
    host.state.set(block, element, value());
    host.edited?.(block, element);
    count();
    if (triggers.includes("on_character_entered")) sendWhileTyping();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || (multiline && event.shiftKey)) return;
    if (triggers.includes("on_enter_pressed")) {
      event.preventDefault();
      perform([input], element, block, host, { value: value() });
    }
  });
  count();
  return counter ? h("div", { class: "text-input-box" }, input, counter) : input;
}

export function renderDate(element, block, host) {
  const input = h("input", {
    class: "text-input text-input-date",
    id: host.controlId ?? null,
    type: element.type === "timepicker" ? "time" : "date",
    title: plain(element.placeholder) || null,
    "aria-labelledby": host.labelledBy ?? null,
    "aria-label": host.labelledBy ? null : plain(element.placeholder) || host.text.choose,
    "aria-describedby": host.describedBy || null,
    "aria-required": host.required ? "true" : null,
    dataset: hooks(element, block, { field: "yes" }),
  });
  input.value = host.state.get(block, element) ?? "";
  let last = input.value;
  const commit = async () => {
    if (input.value === last) return;
    const before = last;
    last = input.value;
    if (!(await changed([input], element, block, host, input.value || null))) {
      last = before;
      input.value = before;
    }
  };
  // In a form every key counts; where a change acts at once, the date has to be finished: typing passes many.
  if (block.type === "input" && !host.dispatches) input.addEventListener("input", commit);
  else {
    const settled = debounce(DATE_PAUSE, commit);
    input.addEventListener("change", settled);
    input.addEventListener("blur", commit);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") commit();
    });
  }
  return input;
}
