/** What every interactive element has in common: its attributes, its confirm dialog, its time in flight. */
import { askToConfirm } from "../views/confirm.js";
import { plain } from "./text.js";
import { valueField } from "./state.js";

/** The data attributes by which tests and the focus keeper find an element. */
export function hooks(element, block, extra = {}) {
  return { actionId: element.action_id, blockId: block.block_id, elementType: element.type, ...extra };
}

/**
 * Sends an action: asks first if the element says so, and keeps `nodes` disabled while it is under way.
 *
 * @param {Array<HTMLElement>} nodes the first shows the spinner
 * @returns {Promise<boolean>} whether the server took it
 */
export async function perform(nodes, element, block, host, payload) {
  const [lead] = nodes;
  if (lead.dataset.busy) return false;
  if (element.confirm && !(await confirmed(element.confirm, host, lead))) return false;
  const focused = nodes.find((node) => node.matches(":focus-visible")) ?? null;
  setBusy(nodes, true);
  try {
    return await host.act(block, element, payload);
  } finally {
    setBusy(nodes, false);
    if (focused && document.activeElement === document.body) returnFocus(focused, host);
  }
}

/** Being disabled took the focus away; back to the element, to its successor, or to what it stood in. */
function returnFocus(node, host) {
  const root = host.root();
  const { actionId, blockId, focusKey } = node.dataset;
  const isTwin = ({ dataset }) =>
    focusKey ? dataset.focusKey === focusKey : dataset.actionId === actionId && dataset.blockId === blockId;
  const twin = [...root.querySelectorAll("[data-action-id], [data-focus-key]")].find(isTwin);
  (node.isConnected ? node : (twin ?? root)).focus({ preventScroll: true });
}

function setBusy(nodes, busy) {
  const [lead] = nodes;
  if (busy) lead.dataset.busy = "yes";
  else delete lead.dataset.busy;
  lead.setAttribute("aria-busy", String(busy));
  for (const node of nodes) if ("disabled" in node) node.disabled = busy;
}

function confirmed(confirm, host, anchor) {
  return askToConfirm({
    anchor,
    title: plain(confirm.title),
    body: confirm.text,
    names: host.names,
    yes: plain(confirm.confirm),
    no: plain(confirm.deny),
    danger: confirm.style === "danger",
  });
}

/** Remembers a new value and, where the element acts on change, sends it. @returns {Promise<boolean>} */
export async function changed(nodes, element, block, host, value) {
  const before = host.state.get(block, element);
  host.state.set(block, element, value);
  host.edited?.(block, element);
  if (!dispatchesOnChange(block, host)) return true;
  const sent = await perform(nodes, element, block, host, { [valueField(element.type)]: value });
  if (!sent) host.state.set(block, element, before);
  return sent;
}

/** Elements outside input blocks act at once; those inside only when the block says `dispatch_action`. */
function dispatchesOnChange(block, host) {
  return block.type !== "input" || host.dispatches === true;
}
