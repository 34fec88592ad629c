/** The first page: who do you want to be? Plain links, so that a second person opens in a tab of their own. */
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { avatar } from "./avatar.js";

export function renderPicker(people, { text }) {
  const persons = people.filter((person) => !person.is_bot);
  return h(
    "main",
    { class: "picker", dataset: { testid: "person-picker" } },
    h(
      "div",
      { class: "picker-brand" },
      h("img", { src: "/_page/static/favicon.svg", alt: "", width: "44", height: "44" }),
      h("span", null, text.workspace),
    ),
    h("h1", null, text.pickTitle),
    h("p", { class: "picker-intro" }, text.pickIntro),
    persons.length === 0
      ? h("p", { role: "status" }, text.pickEmpty)
      : h(
          "ul",
          { class: "picker-list" },
          persons.map((person) => card(person, text)),
        ),
  );
}

function card(person, text) {
  const href = `?person=${encodeURIComponent(person.id)}`;
  const details = [person.municipality, text.locale[person.locale] ?? person.locale]
    .filter(Boolean)
    .join(" · ");
  const name = person.real_name || person.name;
  return h(
    "li",
    { class: "picker-item" },
    h(
      "a",
      { class: "picker-card", href, dataset: { testid: `person-${person.id}` } },
      avatar(person, "avatar-large"),
      h(
        "span",
        { class: "picker-text" },
        h("strong", null, name),
        h("span", { class: "picker-title" }, person.title),
        h("span", { class: "picker-details" }, details),
      ),
    ),
    h(
      "a",
      {
        class: "icon-button picker-tab",
        href,
        target: "_blank",
        rel: "noopener",
        "aria-label": `${text.pickNewTab}: ${name}`,
        title: text.pickNewTab,
      },
      icon("external"),
    ),
  );
}

export function renderPickerFailed({ text }) {
  return h(
    "main",
    { class: "picker", dataset: { testid: "person-picker-failed" } },
    h("h1", null, text.workspace),
    h("p", { role: "alert" }, text.pickFailed),
    h(
      "button",
      { class: "button button-primary", type: "button", on: { click: () => location.reload() } },
      text.retry,
    ),
  );
}
