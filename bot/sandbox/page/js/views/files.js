/** Files of a message. They live on the sandbox's own server; no other address is followed. */
import { h } from "../dom.js";
import { fileSize } from "../format.js";
import { icon } from "../icons.js";

/** A file as a chip that downloads it, or as the picture that it is. */
export function fileChip(file, ctx) {
  const url = sameOrigin(file.url_private_download ?? file.url_private ?? file.permalink ?? "");
  const content = [
    icon("file"),
    h(
      "span",
      { class: "file-text" },
      h("span", { class: "file-name" }, file.title || file.name),
      h("span", { class: "file-size" }, fileSize(file.size, ctx.lang)),
    ),
  ];
  if (url && /^image\/(?:png|jpeg|gif|webp)$/.test(file.mimetype ?? "")) return imagePreview(file, url);
  if (!url) return h("div", { class: "file", dataset: { testid: "file" } }, content);
  return h("a", { class: "file", href: url, download: file.name, dataset: { testid: "file" } }, content);
}

function imagePreview(file, url) {
  const src = sameOrigin(file.url_private ?? "") ?? url;
  const image = h("img", { src, alt: file.title || file.name, loading: "lazy" });
  return h(
    "a",
    { class: "file-image", href: url, download: file.name, title: file.name, dataset: { testid: "file" } },
    image,
  );
}

/** Files live on the sandbox's own server; no other address is followed from a chip. */
function sameOrigin(address) {
  try {
    const url = new URL(address, location.href);
    return address && url.origin === location.origin ? url.href : null;
  } catch {
    return null;
  }
}
