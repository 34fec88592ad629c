/** One channel or direct conversation: head, messages, composer. Marks what is seen as read. */
import { coalesce, fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { avatar } from "./avatar.js";
import { Composer } from "./composer.js";
import { TimelineView } from "./timeline.js";

export class ConversationView {
  constructor(ctx, channelId) {
    this.ctx = ctx;
    this.channelId = channelId;
    const { store, text } = ctx;
    const { channel } = this;
    const title = channel.kind === "im" ? store.title(channel) : text.channelLabel(channel.name);
    this.timeline = new TimelineView(ctx, {
      channel: channelId,
      label: text.logLabel(title),
      empty: () => this.empty(title),
    });
    this.composer = new Composer(ctx, { channel: channelId, label: text.composerLabel(title) });
    this.head = h("header", { class: "head" });
    this.element = h(
      "section",
      { class: "conversation", "aria-label": title, dataset: { testid: "conversation", channel: channelId } },
      this.head,
      this.timeline.element,
      this.composer.element,
    );
    const drawSoon = coalesce(() => this.drawHead());
    const seenSoon = coalesce(() => this.seen());
    this.unsubscribe = [
      store.on("channels", drawSoon),
      store.on("bot", drawSoon),
      store.on("channels", seenSoon),
    ];
    this.onVisible = () => this.seen();
    document.addEventListener("visibilitychange", this.onVisible);
    this.drawHead();
  }

  get channel() {
    return this.ctx.store.channels.get(this.channelId);
  }

  get isBot() {
    return this.ctx.store.partner(this.channel)?.is_bot ?? false;
  }

  async open() {
    if (this.isBot) this.ctx.attempt(() => this.ctx.api.dmOpened(this.channelId), { quiet: true });
    await this.timeline.open();
    this.seen();
  }

  async refresh() {
    await this.timeline.refresh();
    this.seen();
  }

  destroy() {
    this.gone = true;
    for (const unsubscribe of this.unsubscribe) unsubscribe();
    document.removeEventListener("visibilitychange", this.onVisible);
    this.timeline.destroy();
  }

  seen() {
    if (this.gone || document.hidden || !this.channel?.unread) return;
    const ts = this.channel.last_ts ?? this.timeline.lastRow()?.ts;
    if (!ts) return;
    this.ctx.store.markRead(this.channelId);
    this.ctx.attempt(() => this.ctx.api.read(this.channelId, ts), { quiet: true });
  }

  empty(title) {
    const { text } = this.ctx;
    const lead = this.isBot
      ? avatar({ is_bot: true }, "avatar-large")
      : h("span", { class: "empty-icon" }, icon("chat"));
    return h(
      "div",
      { class: "empty" },
      lead,
      h("h2", null, this.isBot ? title : text.emptyChannel),
      h("p", null, this.isBot ? text.emptyBotText : text.emptyChannelText),
    );
  }

  drawHead() {
    const { channel, ctx } = this;
    if (!channel) return;
    const { store, text } = ctx;
    const partner = store.partner(channel);
    const details =
      channel.kind === "im"
        ? this.isBot
          ? store.bot.connected
            ? text.botOnline
            : text.botOffline
          : [partner?.title, partner?.municipality].filter(Boolean).join(", ")
        : [text.members(channel.members.length), channel.topic].filter(Boolean).join(" · ");
    fill(
      this.head,
      backButton(ctx),
      partner ? avatar(partner) : h("span", { class: "head-icon" }, icon("hash")),
      h(
        "div",
        { class: "head-text" },
        h("h1", null, store.title(channel)),
        h(
          "p",
          null,
          this.isBot ? h("span", { class: `dot ${store.bot.connected ? "dot-on" : "dot-off"}` }) : null,
          details,
        ),
      ),
      this.isBot ? botTabs(ctx, "messages") : null,
    );
  }
}

export function backButton(ctx) {
  const { text, router } = ctx;
  return h(
    "button",
    {
      class: "icon-button back",
      type: "button",
      "aria-label": text.back,
      dataset: { testid: "back", focusKey: "back" },
      on: { click: () => router.go({ view: "list" }) },
    },
    icon("back"),
  );
}

/** The assistant has two pages, as in Slack: its home and the conversation. */
export function botTabs(ctx, current) {
  const { text, router, store } = ctx;
  const tab = (name, label, place) =>
    h(
      "button",
      {
        class: "tab",
        type: "button",
        "aria-current": name === current ? "page" : null,
        dataset: { testid: `tab-${name}`, focusKey: `tab-${name}` },
        on: { click: () => router.go(place) },
      },
      label,
    );
  return h(
    "nav",
    { class: "tabs", "aria-label": store.bot.name || text.assistant },
    tab("home", text.home, { view: "home" }),
    tab("messages", text.messages, { view: "channel", channel: store.botChannel()?.id ?? null }),
  );
}
