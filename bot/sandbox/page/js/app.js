/** The page's own roof: who the person is, what is wired to what. */
import { Api, Live, fetchPeople } from "./api.js";
import { BlockStates } from "./blocks/state.js";
import { h } from "./dom.js";
import { Router } from "./router.js";
import { Store } from "./store.js";
import { stringsFor } from "./strings.js";
import { renderPicker, renderPickerFailed } from "./views/picker.js";
import { Shell } from "./views/shell.js";
import { Toasts } from "./views/toast.js";

async function start(root) {
  const wanted = new URLSearchParams(location.search).get("person");
  let people;
  try {
    people = await fetchPeople();
  } catch {
    root.replaceChildren(renderPickerFailed(stringsFor(navigator.language.startsWith("sv") ? "sv" : "en")));
    return;
  }
  const person = people.find((candidate) => candidate.id === wanted && !candidate.is_bot);
  const strings = stringsFor(person?.locale ?? "sv-SE");
  document.documentElement.lang = strings.lang;
  if (person) openWorkspace(root, person, strings);
  else root.replaceChildren(renderPicker(people, strings));
}

function openWorkspace(root, person, { text, lang }) {
  const store = new Store();
  const toasts = new Toasts(text);
  let shell = null;
  const router = new Router(person.id, (place) => shell?.show(place));
  const toast = (level, message) => toasts.show({ level, text: message });
  const ctx = {
    store,
    router,
    text,
    lang,
    toast,
    api: new Api(person.id),
    states: new BlockStates(),
    drafts: new Map(),
    attempt: (action, options) => attempt(action, text, toast, options),
    fallbackFocus: () => shell?.fallbackFocus(),
    names: {
      lang,
      me: person.id,
      userName: (id) => store.userName(id),
      channelName: (id) => store.channelName(id),
      openChannel: (id) => router.go({ view: "channel", channel: id }),
    },
  };
  const live = new Live({
    user: person.id,
    onEvent: (event) => store.apply(event),
    onStatus: (open) => store.setOnline(open),
  });
  document.title = `${person.real_name || person.name} · ${text.workspace}`;
  root.replaceChildren(h("p", { class: "starting", role: "status" }, text.loading), toasts.element);
  store.on("toast", (message) => toasts.show(message));
  store.on("snapshot", () => {
    shell = new Shell(ctx, { reconnect: () => live.reconnect() });
    root.replaceChildren(shell.element, toasts.element);
    shell.show(router.place);
  });
  store.on("resnapshot", () => {
    // The person's language was changed: every text of the page changes with it.
    if (stringsFor(store.me.locale).lang !== lang) location.reload();
  });
  // A fault of the page's own: said, since it would otherwise look as if nothing happened.
  for (const failure of ["error", "unhandledrejection"]) {
    window.addEventListener(failure, () => toast("error", text.crashed));
  }
  live.open();
}

/** Runs a request; a failure is told in a toast. @returns {Promise<boolean>} whether it succeeded */
async function attempt(action, text, toast, { quiet = false } = {}) {
  try {
    await action();
    return true;
  } catch (error) {
    const told =
      error.status >= 400 && error.message && error.message !== error.code
        ? error.message
        : text.actionFailed;
    if (!quiet && !error.told) toast("error", told);
    return false;
  }
}

start(document.getElementById("app"));
