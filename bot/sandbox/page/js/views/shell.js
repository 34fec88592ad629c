/** The frame of the workspace: sidebar, the page in the middle, the thread; banners over them. */
import { coalesce, h } from "../dom.js";
import { icon } from "../icons.js";
import { ConversationView } from "./conversation.js";
import { FaultsDrawer } from "./faults.js";
import { HomeView } from "./home.js";
import { Modals } from "./modal.js";
import { Sidebar } from "./sidebar.js";
import { ThreadView } from "./thread.js";

const PHONE = "(max-width: 760px)";

export class Shell {
  constructor(ctx, { reconnect }) {
    this.ctx = ctx;
    const { store, text } = ctx;
    this.phone = window.matchMedia(PHONE);
    this.main = null;
    this.thread = null;
    this.lost = h(
      "div",
      { class: "banner banner-lost", role: "status", hidden: true, dataset: { testid: "connection-lost" } },
      icon("alert"),
      h("span", null, text.lost),
      h("button", { class: "banner-button", type: "button", on: { click: reconnect } }, text.tryNow),
    );
    this.offline = h(
      "div",
      { class: "banner banner-offline", role: "status", hidden: true, dataset: { testid: "bot-offline" } },
      icon("info"),
      h("span", null, text.botOfflineBanner),
    );
    this.faults = new FaultsDrawer(ctx);
    this.sidebar = new Sidebar(ctx, { openFaults: () => this.faults.open() });
    this.mainPlace = h("main", { class: "main" });
    this.threadPlace = h("div", { class: "thread-place", hidden: true });
    this.frame = h("div", { class: "frame" }, this.sidebar.element, this.mainPlace, this.threadPlace);
    this.modals = new Modals(ctx);
    this.element = h(
      "div",
      { class: "shell", dataset: { testid: "workspace" } },
      this.lost,
      this.offline,
      this.frame,
      this.faults.element,
      this.modals.element,
    );
    store.on("online", () => this.showBanners());
    store.on("bot", () => this.showBanners());
    store.on("resnapshot", () => this.refresh());
    store.on(
      "channels",
      coalesce(() => this.showTitle()),
    );
    // Without a shown page there is none to show on a wide screen either.
    this.phone.addEventListener("change", () => this.show(ctx.router.place));
    this.showBanners();
  }

  showBanners() {
    const { store } = this.ctx;
    this.lost.hidden = store.online;
    this.offline.hidden = !store.online || store.bot.connected;
  }

  showTitle() {
    const { store, text } = this.ctx;
    const unread = [...store.channels.values()].reduce((sum, channel) => sum + (channel.unread || 0), 0);
    const name = store.me.real_name || store.me.name;
    document.title = `${unread ? `(${unread}) ` : ""}${name} · ${text.workspace}`;
  }

  /** On a wide screen something is always open: the conversation with the assistant, unless told otherwise. */
  resolve(place) {
    const { store } = this.ctx;
    const known = place.channel && store.channels.has(place.channel);
    if (place.view === "channel" && known) return place;
    if (place.view === "home") return place;
    if (this.phone.matches) return { view: "list", channel: null, thread: null };
    const first = store.botChannel() ?? [...store.channels.values()][0];
    return first
      ? { view: "channel", channel: first.id, thread: null }
      : { view: "home", channel: null, thread: null };
  }

  show(wanted) {
    const place = this.resolve(wanted);
    if (place.view !== wanted.view || place.channel !== wanted.channel || place.thread !== wanted.thread) {
      this.ctx.router.go(place, { replace: true });
      return;
    }
    const moved = this.place !== undefined;
    this.place = place;
    this.frame.dataset.view = place.thread ? "thread" : place.view;
    const changedMain = this.showMain(place);
    const changedThread = this.showThread(place);
    this.sidebar.redraw();
    this.showTitle();
    this.setFocus(place, { changedMain, changedThread, moved });
  }

  showMain(place) {
    const key = place.view === "channel" ? place.channel : place.view;
    if (this.mainKey === key) return false;
    this.mainKey = key;
    this.main?.destroy();
    this.main =
      place.view === "channel"
        ? new ConversationView(this.ctx, place.channel)
        : place.view === "home"
          ? new HomeView(this.ctx)
          : null;
    this.mainPlace.replaceChildren(...(this.main ? [this.main.element] : []));
    this.main?.open();
    return true;
  }

  showThread(place) {
    const key = place.thread ? `${place.channel}/${place.thread}` : null;
    if (this.threadKey === key) return false;
    this.threadKey = key;
    this.thread?.destroy();
    this.thread = key ? new ThreadView(this.ctx, place.channel, place.thread) : null;
    this.threadPlace.hidden = !key;
    this.threadPlace.replaceChildren(...(this.thread ? [this.thread.element] : []));
    this.thread?.open();
    return true;
  }

  /** The focus follows to where one goes on; on a phone it does not, since it would raise the keyboard. */
  setFocus(place, { changedMain, changedThread, moved }) {
    if (this.phone.matches) {
      if (!moved) return;
      const target =
        place.view === "list"
          ? this.sidebar.element.querySelector(".nav-item")
          : this.element.querySelector(place.thread ? "[data-testid=thread-back]" : "[data-testid=back]");
      target?.focus({ preventScroll: true });
    } else if (changedThread && this.thread) this.thread.composer.focus();
    else if ((changedMain || changedThread) && this.main instanceof ConversationView)
      this.main.composer.focus();
  }

  fallbackFocus() {
    if (this.thread) return this.thread.composer.box;
    return this.main instanceof ConversationView && !this.phone.matches
      ? this.main.composer.box
      : this.element.querySelector(".back");
  }

  refresh() {
    this.showBanners();
    this.main?.refresh();
    this.thread?.refresh();
    this.showTitle();
  }
}
