/**
 * Images, of blocks and as elements. The page fetches nothing from elsewhere: an image of another server, or one that
 * cannot be loaded, shows its alternative text.
 */
import { h } from "../dom.js";

function imageUrl(object) {
  const url = object.image_url ?? object.slack_file?.url ?? "";
  try {
    const parsed = new URL(url, location.href);
    return url && (parsed.origin === location.origin || /^data:image\//.test(parsed.href))
      ? parsed.href
      : null;
  } catch {
    return null;
  }
}

export function imageElement(object, host, className) {
  const alt = object.alt_text ?? "";
  const missing = () => h("span", { class: "image-missing" }, host.text.imageMissing(alt));
  const src = imageUrl(object);
  if (!src) return missing();
  const image = h("img", { class: className, src, alt, loading: "lazy", referrerpolicy: "no-referrer" });
  image.addEventListener("error", () => image.replaceWith(missing()));
  return image;
}

export function renderImage(block, host, title) {
  return h("figure", null, title ? h("figcaption", null, title) : null, imageElement(block, host, "image"));
}
