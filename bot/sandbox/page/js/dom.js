/**
 * Small helpers over the DOM. Everything a person, a supplier or the bot wrote reaches the page as
 * text nodes through these; nothing here or elsewhere parses HTML.
 */

/**
 * An element with properties and children.
 *
 * @param {string} tag
 * @param {object|null} props `class`, `dataset`, `on` (listeners by event name), `hidden`/`disabled`/… (false and
 *   null leave the attribute out), and any other attribute by its own name.
 * @param {...(Node|string|number|null|false|Array)} children
 * @returns {HTMLElement}
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "dataset") assignData(element, value);
    else if (name === "on") listen(element, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

export function append(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : String(child));
  }
}

function assignData(element, values) {
  for (const [key, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== false) element.dataset[key] = String(value);
  }
}

function listen(element, listeners) {
  for (const [type, listener] of Object.entries(listeners)) {
    if (listener) element.addEventListener(type, listener);
  }
}

/** Replaces all children; like `h`, it leaves out null and false. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

/** Ids for aria-describedby and friends: unique within the page. */
export const uniqueId = (() => {
  let last = 0;
  return (prefix) => `${prefix}-${++last}`;
})();

/** Text for screen readers only. */
export function hiddenText(text) {
  return h("span", { class: "visually-hidden" }, text);
}

/**
 * Redraws part of the page and puts the focus (and the caret) back on the same Block Kit element, or
 * on the same `data-focus-key`, if it was inside.
 */
export function keepingFocus(root, redraw) {
  const active = document.activeElement;
  const inside = active instanceof HTMLElement && root.contains(active) && active !== root;
  const key = inside ? focusKey(active) : null;
  const caret =
    inside && typeof active.selectionStart === "number" ? [active.selectionStart, active.selectionEnd] : null;
  redraw();
  if (key === null) return;
  const again = [...root.querySelectorAll("[data-action-id], [data-focus-key]")].find(
    (node) => focusKey(node) === key,
  );
  if (!again) return;
  again.focus({ preventScroll: true });
  if (caret && typeof again.setSelectionRange === "function") {
    try {
      again.setSelectionRange(...caret);
    } catch {
      // Number and e-mail inputs have no caret positions.
    }
  }
}

function focusKey(node) {
  const { actionId, blockId, focusKey: own, value } = node.dataset;
  if (own) return `key:${own}`;
  return actionId ? `block:${blockId}:${actionId}:${value ?? ""}` : null;
}

/** The nearest place to put a layer that has to work over a modal dialog too: outside one it would be inert. */
export function layerFor(anchor) {
  return anchor.closest("dialog") ?? document.body;
}

/** Runs `action` once for any number of calls in quick succession; also in a tab that is not shown. */
export function coalesce(action) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      action();
    }, 16);
  };
}

export function debounce(wait, action) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), wait);
  };
}
