/** What Slack's own client checks in a form before it is sent. Pure: blocks and values in, errors by block id out. */

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function isEmpty(value) {
  return (
    value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

/**
 * @param {Array<object>} blocks a view's blocks
 * @param {import("./state.js").BlockState} state
 * @param {object} text the page's strings
 * @returns {Record<string, string>}
 */
export function validate(blocks, state, text) {
  const errors = {};
  for (const block of blocks) {
    if (block.type !== "input" || !block.element) continue;
    const problem = problemOf(block, state.get(block, block.element), text);
    if (problem) errors[block.block_id] = problem;
  }
  return errors;
}

function problemOf(block, value, text) {
  const element = block.element;
  const typed = typeof value === "string" ? value.trim() : value;
  if (isEmpty(typed)) {
    if (block.optional) return null;
    return /input$|picker$/.test(element.type) ? text.required : text.requiredChoice;
  }
  switch (element.type) {
    case "plain_text_input":
      return lengthProblem(element, value, text);
    case "email_text_input":
      return EMAIL.test(typed) ? null : text.badEmail;
    case "url_text_input":
      return isWebAddress(typed) ? null : text.badUrl;
    case "number_input":
      return numberProblem(element, typed, text);
    default:
      return null;
  }
}

function lengthProblem(element, value, text) {
  if (element.min_length && value.length < element.min_length) return text.tooShort(element.min_length);
  if (element.max_length && value.length > element.max_length) return text.tooLong(element.max_length);
  return null;
}

function isWebAddress(value) {
  try {
    return /^https?:$/.test(new URL(value).protocol);
  } catch {
    return false;
  }
}

function numberProblem(element, typed, text) {
  const decimal = element.is_decimal_allowed;
  if (!/^-?\d+([.,]\d+)?$/.test(typed)) return text.badNumber;
  if (!decimal && !/^-?\d+$/.test(typed)) return text.badWhole;
  const number = Number(typed.replace(",", "."));
  if (element.min_value !== undefined && number < Number(element.min_value))
    return text.tooSmall(element.min_value);
  if (element.max_value !== undefined && number > Number(element.max_value))
    return text.tooLarge(element.max_value);
  return null;
}
