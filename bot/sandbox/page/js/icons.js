/** The page's own line icons, drawn on a 24 by 24 grid. */

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  home: "M4 11.2 12 4.500l8 6.700M6 10v9h12v-9M10 19v-5h4v5",
  hash: "M9.500 4 8 20M16 4l-1.500 16M4.500 9h15.500M4 15h15.500",
  chat: "M5 5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-7l-5 4v-4H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1z",
  send: "M4.500 12 19.500 4.800l-4.200 14.700-3.700-6.300zM11.600 13.200l3.300-3.500",
  attach:
    "m19 11.500-7.300 7.200a4.600 4.600 0 0 1-6.500-6.500l7.800-7.700a3 3 0 0 1 4.300 4.300l-7.500 7.400a1.500 1.500 0 0 1-2.100-2.100l6.600-6.500",
  more: "M5.500 12h.01M12 12h.01M18.500 12h.01",
  reply: "M9 7 4 12l5 5M4.500 12H14a6 6 0 0 1 6 6v1",
  smile:
    "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zM8.500 14a4.200 4.200 0 0 0 7 0M9 9.500h.01M15 9.500h.01",
  back: "M19 12H5M11 6l-6 6 6 6",
  close: "M6 6l12 12M18 6 6 18",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 3v1.500M12 19.500V21M3 12h1.500M19.500 12H21M5.600 5.600l1.100 1.100M17.300 17.300l1.100 1.100M18.400 5.600l-1.100 1.100M6.700 17.300l-1.100 1.100",
  moon: "M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10z",
  auto: "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
  up: "M7 10.500 10.800 4a2 2 0 0 1 2 2.300L12.300 10H18a2 2 0 0 1 2 2.400l-1.200 6A2 2 0 0 1 16.800 20H7M7 10.500V20H4.500V10.500z",
  down: "M7 13.500 10.800 20a2 2 0 0 0 2-2.300L12.300 14H18a2 2 0 0 0 2-2.400l-1.200-6A2 2 0 0 0 16.800 4H7M7 13.500V4H4.500v9.500z",
  trash: "M5 7h14M10 7V4.500h4V7M6.500 7l.8 12.500h9.400L17.500 7M10 10.500v6M14 10.500v6",
  chevron: "m7 10 5 5 5-5",
  check: "m5.500 12.500 4.200 4.200L18.500 7.500",
  bolt: "M13 3.500 5.500 13.500H12l-1 7 7.500-10H12z",
  pencil: "M5 19h3.500L19 8.500 15.500 5 5 15.500zM13.500 7l3.500 3.500",
  copy: "M9 9h10v11H9zM15 9V4.500H5V15h4",
  alert: "M12 4 3.500 19h17zM12 10v4.500M12 16.800h.01",
  faults: "M9 4v4M15 4v4M6.500 8h11v3.500a5.500 5.500 0 0 1-11 0zM12 17v3.500",
  plus: "M12 5v14M5 12h14",
  file: "M7 3.500h7l4.500 4.500v12.500H7zM14 3.500V8h4.500",
  people:
    "M9 5a3.200 3.200 0 1 0 0 6.400A3.200 3.200 0 0 0 9 5zM3.500 19a5.500 5.500 0 0 1 11 0M15.500 5.400a3.200 3.200 0 0 1 0 5.600M17 14a5.400 5.400 0 0 1 3.500 5",
  eye: "M2.500 12S6 6 12 6s9.500 6 9.500 6-3.500 6-9.500 6-9.500-6-9.500-6zM12 9.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5z",
  swap: "M4 8h14M14.500 4.500 18 8l-3.500 3.500M20 16H6M9.500 12.500 6 16l3.500 3.500",
  external: "M10 5H5v14h14v-5M13.500 4.500h6v6M19 5l-8 8",
  search: "M11 5a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15.500 15.500 20 20",
  arrowDown: "M12 5v14M6 13l6 6 6-6",
  bot: "M7 8h10a2.500 2.500 0 0 1 2.500 2.500v5A2.500 2.500 0 0 1 17 18H7a2.500 2.500 0 0 1-2.500-2.500v-5A2.500 2.500 0 0 1 7 8zM12 8V4.800M9.300 12.300v1M14.700 12.300v1",
  info: "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zM12 11v5.500M12 7.800h.01",
};

/**
 * @param {keyof typeof PATHS} name
 * @returns {SVGElement} decorative: hidden from screen readers, so its button needs a label of its own.
 */
export function icon(name, className = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name} ${className}`.trim());
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name] ?? PATHS.info);
  svg.append(path);
  return svg;
}
