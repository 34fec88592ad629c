/** Puts a popover beside its anchor and keeps it there and inside the window. */

const GAP = 6;
const MARGIN = 8;

/**
 * @param {HTMLElement} layer an open popover
 * @param {HTMLElement} anchor
 * @param {{sameWidth?: boolean, alignEnd?: boolean}} options
 * @returns {() => void} stops following the anchor
 */
export function place(layer, anchor, { sameWidth = false, alignEnd = false } = {}) {
  const move = () => {
    const at = anchor.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const height = window.visualViewport?.height ?? window.innerHeight;
    if (sameWidth) layer.style.width = `${Math.min(Math.max(at.width, 220), width - 2 * MARGIN)}px`;
    const below = height - at.bottom - GAP - MARGIN;
    const above = at.top - GAP - MARGIN;
    const upwards = below < Math.min(layer.scrollHeight, 260) && above > below;
    layer.style.maxHeight = `${Math.max(Math.min(upwards ? above : below, 360), 96)}px`;
    const size = layer.getBoundingClientRect();
    const start = alignEnd ? at.right - size.width : at.left;
    layer.style.left = `${Math.max(MARGIN, Math.min(start, width - size.width - MARGIN))}px`;
    layer.style.top = `${upwards ? at.top - GAP - size.height : at.bottom + GAP}px`;
  };
  move();
  const watcher = new ResizeObserver(move);
  watcher.observe(layer);
  window.addEventListener("scroll", move, { capture: true, passive: true });
  window.addEventListener("resize", move);
  return () => {
    watcher.disconnect();
    window.removeEventListener("scroll", move, { capture: true });
    window.removeEventListener("resize", move);
  };
}
