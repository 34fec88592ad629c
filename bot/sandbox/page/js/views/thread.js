/** A thread beside its channel; on a phone it fills the screen. */
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { Composer } from "./composer.js";
import { TimelineView } from "./timeline.js";

export class ThreadView {
  constructor(ctx, channelId, threadTs) {
    this.ctx = ctx;
    const { store, text, router } = ctx;
    const channel = store.channels.get(channelId);
    const title = channel.kind === "im" ? store.title(channel) : text.channelLabel(channel.name);
    const close = () => router.go({ view: "channel", channel: channelId });
    this.timeline = new TimelineView(ctx, { channel: channelId, threadTs, label: text.threadLogLabel });
    this.composer = new Composer(ctx, { channel: channelId, threadTs, label: text.composerThread });
    this.element = h(
      "aside",
      { class: "thread", "aria-label": text.thread, dataset: { testid: "thread", ts: threadTs } },
      h(
        "header",
        { class: "head" },
        h(
          "button",
          {
            class: "icon-button back",
            type: "button",
            "aria-label": text.back,
            dataset: { testid: "thread-back" },
            on: { click: close },
          },
          icon("back"),
        ),
        h("div", { class: "head-text" }, h("h2", null, text.thread), h("p", null, text.threadIn(title))),
        h(
          "button",
          {
            class: "icon-button thread-close",
            type: "button",
            "aria-label": text.close,
            dataset: { testid: "thread-close" },
            on: { click: close },
          },
          icon("close"),
        ),
      ),
      this.timeline.element,
      this.composer.element,
    );
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) close();
    });
  }

  async open() {
    this.ctx.store.timeline(this.timeline.channel, this.timeline.threadTs).loaded = false;
    await this.timeline.open();
  }

  refresh() {
    return this.timeline.refresh();
  }

  destroy() {
    this.timeline.destroy();
  }
}
