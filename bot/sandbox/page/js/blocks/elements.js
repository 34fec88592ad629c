/** Block elements: which function draws which type. */
import { h } from "../dom.js";
import { renderButton, renderFeedback, renderIconButton, renderOverflow } from "./buttons.js";
import { renderChoices } from "./choices.js";
import { renderDate, renderTextInput } from "./inputs.js";
import { renderSelect } from "./selects.js";
import { imageElement } from "./image.js";

const ELEMENTS = {
  button: renderButton,
  workflow_button: renderButton,
  icon_button: renderIconButton,
  feedback_buttons: renderFeedback,
  overflow: renderOverflow,
  checkboxes: renderChoices,
  radio_buttons: renderChoices,
  plain_text_input: renderTextInput,
  email_text_input: renderTextInput,
  url_text_input: renderTextInput,
  number_input: renderTextInput,
  datepicker: renderDate,
  timepicker: renderDate,
  static_select: renderSelect,
  external_select: renderSelect,
  users_select: renderSelect,
  conversations_select: renderSelect,
  channels_select: renderSelect,
  multi_static_select: renderSelect,
  multi_external_select: renderSelect,
  multi_users_select: renderSelect,
  multi_conversations_select: renderSelect,
  multi_channels_select: renderSelect,
  image: (element, _block, host) => imageElement(element, host, "image-small"),
};

/** @returns {Node} */
export function renderElement(element, block, host) {
  const build = ELEMENTS[element.type];
  return build
    ? build(element, block, host)
    : h("span", { class: "block-unknown" }, host.text.unknownBlock(element.type));
}
