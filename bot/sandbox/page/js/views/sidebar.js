/** The list to the left: who you are, Home, the assistant, channels, people; and the page's own settings. */
import { coalesce, h, hiddenText, keepingFocus } from "../dom.js";
import { icon } from "../icons.js";
import { avatar } from "./avatar.js";

const THEMES = ["auto", "light", "dark"];

export class Sidebar {
  constructor(ctx, { openFaults }) {
    this.ctx = ctx;
    this.nav = h("nav", { class: "nav", "aria-label": ctx.text.navLabel });
    this.faultsBadge = h("span", { class: "badge", hidden: true });
    this.element = h(
      "aside",
      { class: "sidebar", dataset: { testid: "sidebar" } },
      h(
        "div",
        { class: "brand" },
        h("img", { src: "/_page/static/favicon.svg", alt: "", width: "32", height: "32" }),
        h(
          "span",
          { class: "brand-text" },
          h("strong", null, ctx.text.workspace),
          h("span", null, ctx.text.sandbox),
        ),
      ),
      this.nav,
      h(
        "div",
        { class: "sidebar-foot" },
        this.me(),
        h(
          "div",
          { class: "sidebar-tools" },
          this.themeButton(),
          h(
            "button",
            {
              class: "side-button",
              type: "button",
              dataset: { testid: "faults-open" },
              on: { click: openFaults },
            },
            icon("faults"),
            ctx.text.faults,
            this.faultsBadge,
          ),
        ),
      ),
    );
    const redrawSoon = coalesce(() => this.redraw());
    for (const topic of ["channels", "bot"]) ctx.store.on(topic, redrawSoon);
    ctx.store.on("faults", () => this.showFaults());
    this.showFaults();
    this.redraw();
  }

  me() {
    const { store, text } = this.ctx;
    const { me } = store;
    return h(
      "a",
      { class: "me", href: "?", title: text.switchPerson, dataset: { testid: "switch-person" } },
      avatar(me),
      h(
        "span",
        { class: "me-text" },
        h("strong", null, me.real_name || me.name),
        h("span", null, [me.title, me.municipality].filter(Boolean).join(", ")),
      ),
      icon("swap"),
      hiddenText(text.switchPerson),
    );
  }

  themeButton() {
    const { text } = this.ctx;
    const current = () => document.documentElement.dataset.theme ?? "auto";
    const button = h("button", { class: "side-button", type: "button", dataset: { testid: "theme" } });
    const show = () => {
      const theme = current();
      button.replaceChildren(icon({ auto: "auto", light: "sun", dark: "moon" }[theme]), text.theme[theme]);
      button.dataset.theme = theme;
    };
    button.addEventListener("click", () => {
      const theme = THEMES[(THEMES.indexOf(current()) + 1) % THEMES.length];
      if (theme === "auto") delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = theme;
      try {
        localStorage.setItem("sandbox.theme", theme);
      } catch {
        // Without storage the choice lasts as long as the page.
      }
      show();
    });
    show();
    return button;
  }

  showFaults() {
    const count = this.ctx.store.faults.length;
    this.faultsBadge.textContent = String(count);
    this.faultsBadge.hidden = count === 0;
  }

  redraw() {
    keepingFocus(this.nav, () => this.nav.replaceChildren(...this.sections()));
  }

  sections() {
    const { store, text } = this.ctx;
    const all = [...store.channels.values()];
    const bot = store.botChannel();
    const channels = all
      .filter((channel) => channel.kind === "channel")
      .sort((a, b) => a.name.localeCompare(b.name, "sv"));
    const direct = all.filter((channel) => channel.kind === "im" && channel !== bot);
    return [
      section(text.assistant, [this.homeItem(), bot ? this.channelItem(bot) : null]),
      channels.length
        ? section(
            text.channels,
            channels.map((channel) => this.channelItem(channel)),
          )
        : null,
      direct.length
        ? section(
            text.direct,
            direct.map((channel) => this.channelItem(channel)),
          )
        : null,
    ].filter(Boolean);
  }

  homeItem() {
    const { router, text } = this.ctx;
    return navItem({
      testid: "home",
      active: router.place.view === "home",
      lead: h("span", { class: "nav-icon" }, icon("home")),
      label: text.home,
      open: () => router.go({ view: "home" }),
    });
  }

  channelItem(channel) {
    const { store, router, text } = this.ctx;
    const partner = store.partner(channel);
    const bot = partner?.is_bot ?? false;
    const status = bot
      ? h("span", {
          class: `dot ${store.bot.connected ? "dot-on" : "dot-off"}`,
          title: store.bot.connected ? text.botOnline : text.botOffline,
        })
      : null;
    return navItem({
      testid: `channel-${channel.id}`,
      active: router.place.view === "channel" && router.place.channel === channel.id,
      lead: partner ? avatar(partner, "avatar-small") : h("span", { class: "nav-icon" }, icon("hash")),
      label: store.title(channel),
      status,
      unread: channel.unread,
      unreadText: text.unread(channel.unread),
      open: () => router.go({ view: "channel", channel: channel.id }),
    });
  }
}

function section(title, items) {
  return h(
    "section",
    { class: "nav-section" },
    h("h2", null, title),
    h(
      "ul",
      null,
      items.filter(Boolean).map((item) => h("li", null, item)),
    ),
  );
}

function navItem({ testid, active, lead, label, status = null, unread = 0, unreadText = "", open }) {
  return h(
    "button",
    {
      class: `nav-item${unread ? " is-unread" : ""}`,
      type: "button",
      "aria-current": active ? "page" : null,
      dataset: { testid, focusKey: testid, unread: unread || null },
      on: { click: open },
    },
    lead,
    h("span", { class: "nav-label" }, label),
    status,
    unread ? h("span", { class: "badge", "aria-hidden": "true" }, unread > 99 ? "99+" : unread) : null,
    unread ? hiddenText(`, ${unreadText}`) : null,
  );
}
