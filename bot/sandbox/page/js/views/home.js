/** The assistant's home tab: what the bot has published for this person. */
import { h, keepingFocus } from "../dom.js";
import { icon } from "../icons.js";
import { renderBlocks, showErrors } from "../blocks/index.js";
import { avatar } from "./avatar.js";
import { backButton, botTabs } from "./conversation.js";
import { blockHost } from "./host.js";

export class HomeView {
  constructor(ctx) {
    this.ctx = ctx;
    this.head = h("header", { class: "head" });
    this.body = h("div", { class: "home-body", tabindex: "-1", dataset: { testid: "home-view" } });
    this.element = h(
      "section",
      { class: "home", "aria-label": ctx.text.home },
      this.head,
      h("div", { class: "home-scroll", tabindex: "-1" }, this.body),
    );
    this.connected = ctx.store.bot.connected;
    this.unsubscribe = [
      ctx.store.on("home", () => this.draw()),
      ctx.store.on("bot", () => this.botChanged()),
    ];
    this.drawHead();
    this.draw();
  }

  async open() {
    await this.refresh();
  }

  async refresh() {
    await this.ctx.attempt(() => this.ctx.api.homeOpened(), { quiet: true });
  }

  destroy() {
    for (const unsubscribe of this.unsubscribe) unsubscribe();
  }

  /** A bot that has just started has not been told that its home is open. */
  botChanged() {
    this.drawHead();
    const { connected } = this.ctx.store.bot;
    if (connected && !this.connected) this.refresh();
    this.connected = connected;
  }

  drawHead() {
    const { ctx } = this;
    const { store, text } = ctx;
    this.head.replaceChildren(
      backButton(ctx),
      avatar({ is_bot: true }),
      h(
        "div",
        { class: "head-text" },
        h("h1", null, store.userName(store.bot.user_id) ?? store.bot.name),
        h(
          "p",
          null,
          h("span", { class: `dot ${store.bot.connected ? "dot-on" : "dot-off"}` }),
          store.bot.connected ? text.botOnline : text.botOffline,
        ),
      ),
      botTabs(ctx, "home"),
    );
  }

  draw() {
    const { ctx } = this;
    const view = ctx.store.home;
    keepingFocus(this.body, () => {
      if (!view) {
        this.body.replaceChildren(
          h(
            "div",
            { class: "empty" },
            h("span", { class: "empty-icon" }, icon("home")),
            h("h2", null, ctx.text.homeEmpty),
            h("p", null, ctx.text.homeEmptyText),
          ),
        );
        return;
      }
      const host = blockHost(ctx, {
        container: { type: "view", view_id: view.id },
        key: view.id,
        blocks: () => ctx.store.home?.blocks ?? [],
        root: () => this.body,
      });
      host.state.remember(view.state?.values);
      this.body.replaceChildren(renderBlocks(view.blocks, host));
      showErrors(this.body, {});
    });
  }
}
