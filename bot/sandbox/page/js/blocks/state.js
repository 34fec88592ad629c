/**
 * What a person has chosen and written in the blocks of one container (a message, a modal or the home tab), by block
 * and action. Outlives redraws, so that an updated message keeps what was chosen, as in Slack.
 */

const TEXT_TYPES = new Set(["plain_text_input", "email_text_input", "url_text_input", "number_input"]);

const FIELDS = {
  static_select: "selected_option",
  external_select: "selected_option",
  radio_buttons: "selected_option",
  users_select: "selected_user",
  conversations_select: "selected_conversation",
  channels_select: "selected_channel",
  datepicker: "selected_date",
  timepicker: "selected_time",
  multi_static_select: "selected_options",
  multi_external_select: "selected_options",
  checkboxes: "selected_options",
  multi_users_select: "selected_users",
  multi_conversations_select: "selected_conversations",
  multi_channels_select: "selected_channels",
};

/** The payload field that holds an element's value, or null for one without a state (buttons and menus). */
export function valueField(type) {
  return TEXT_TYPES.has(type) ? "value" : (FIELDS[type] ?? null);
}

/** What the element starts with, in the shape of the payload field. */
export function initialValue(element) {
  switch (element.type) {
    case "static_select":
    case "external_select":
    case "radio_buttons":
      return element.initial_option ?? null;
    case "multi_static_select":
    case "multi_external_select":
    case "checkboxes":
      return element.initial_options ?? [];
    case "users_select":
      return element.initial_user ?? null;
    case "conversations_select":
      return element.initial_conversation ?? null;
    case "channels_select":
      return element.initial_channel ?? null;
    case "multi_users_select":
      return element.initial_users ?? [];
    case "multi_conversations_select":
      return element.initial_conversations ?? [];
    case "multi_channels_select":
      return element.initial_channels ?? [];
    case "datepicker":
      return element.initial_date ?? null;
    case "timepicker":
      return element.initial_time ?? null;
    default:
      return element.initial_value ?? null;
  }
}

/** Every element with a state in the blocks, with the block it stands in. */
export function* statefulElements(blocks) {
  for (const block of blocks) {
    const elements = [...(block.elements ?? []), block.element, block.accessory].filter(Boolean);
    for (const element of elements) {
      if (element.action_id && valueField(element.type)) yield { block, element };
    }
  }
}

export class BlockState {
  constructor() {
    this.values = new Map();
    this.remembered = {};
  }

  /** What the server knows to be entered in a view: shown where this page has nothing of its own. */
  remember(values) {
    this.remembered = values ?? {};
  }

  get(block, element) {
    const key = stateKey(block, element);
    if (this.values.has(key)) return this.values.get(key);
    const known = this.remembered[block.block_id]?.[element.action_id];
    return known?.type === element.type ? known[valueField(element.type)] : initialValue(element);
  }

  set(block, element, value) {
    this.values.set(stateKey(block, element), value);
  }

  /** What is remembered of an element without a payload state: which thumb was pressed. */
  recall(block, element) {
    return this.values.get(stateKey(block, element)) ?? null;
  }

  /** `{block_id: {action_id: {type, …}}}`, as in Slack's `state.values`. */
  collect(blocks) {
    const values = {};
    for (const { block, element } of statefulElements(blocks)) {
      const value = this.get(block, element);
      values[block.block_id] ??= {};
      values[block.block_id][element.action_id] = { type: element.type, [valueField(element.type)]: value };
    }
    return values;
  }
}

function stateKey(block, element) {
  return `${block.block_id}/${element.action_id}/${element.type}`;
}

/** The states of all containers that the page has shown. */
export class BlockStates {
  constructor() {
    this.states = new Map();
  }

  /** @param {string} key the message's or view's own */
  of(key) {
    if (!this.states.has(key)) this.states.set(key, new BlockState());
    return this.states.get(key);
  }

  forget(key) {
    this.states.delete(key);
  }
}
