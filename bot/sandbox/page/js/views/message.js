/** One message: who, when, what (blocks or text), files, reactions, the way into its thread, and its tools. */
import { h, keepingFocus } from "../dom.js";
import { icon } from "../icons.js";
import { renderBlocks } from "../blocks/index.js";
import { emojiFor } from "../emoji.js";
import { clock, dateOf, dayKey, dayName, whenShort } from "../format.js";
import { renderMrkdwn } from "../mrkdwn.js";
import { isReply } from "../store.js";
import { avatar } from "./avatar.js";
import { fileChip } from "./files.js";
import { blockHost } from "./host.js";
import { messageMenu, reactionMenu } from "./message_menu.js";
import { editableText } from "./typed.js";

/** Messages of one person within this time stand together. */
const GROUP_WITHIN_MS = 5 * 60_000;

/** A row of a timeline. Redraws itself on `update`; `decorate` fits it to the row above. */
export class MessageRow {
  /** @param {object} ctx @param {string} channel @param {{inThread: boolean, onDismiss: (ts: string) => void}} options */
  constructor(ctx, channel, message, { inThread, onDismiss }) {
    this.ctx = ctx;
    this.channel = channel;
    this.inThread = inThread;
    this.onDismiss = onDismiss;
    this.editing = false;
    this.day = h("div", { class: "day", hidden: true }, h("span"));
    this.article = h("article", {
      class: "message",
      tabindex: "-1",
      dataset: { testid: "message", ts: message.ts },
    });
    this.element = h("div", { class: "row" }, this.day, this.article);
    this.element.row = this;
    this.update(message);
  }

  get ts() {
    return this.message.ts;
  }

  get author() {
    const { store } = this.ctx;
    const { user, bot_id: botId } = this.message;
    return store.people.get(user) ?? (botId ? store.people.get(store.bot.user_id) : null);
  }

  /** A deleted message with replies stays as a marker above them. */
  get isDeleted() {
    return this.message.subtype === "tombstone";
  }

  get mine() {
    return this.message.user === this.ctx.store.me.id;
  }

  update(message) {
    this.message = message;
    const byKeyboard = this.article.querySelector(":focus-visible") !== null;
    keepingFocus(this.article, () => this.draw());
    // What had the focus may be gone with the change, such as a button that was pressed.
    if (byKeyboard && document.activeElement === document.body) this.article.focus({ preventScroll: true });
  }

  draw() {
    const { ctx, message } = this;
    const author = this.author;
    const name = author ? author.real_name || author.name : ctx.text.unknownUser;
    const date = dateOf(message.ts);
    this.article.classList.toggle("is-mine", this.mine);
    this.article.classList.toggle("is-bot", Boolean(author?.is_bot));
    this.article.classList.toggle("is-ephemeral", message.ephemeral);
    this.article.dataset.user = message.user ?? "";
    this.article.setAttribute("aria-label", `${name}, ${clock(date, ctx.lang)}`);
    this.article.replaceChildren(
      avatar(author),
      h(
        "div",
        { class: "message-main" },
        h(
          "div",
          { class: "meta" },
          h("span", { class: "author" }, name),
          author?.is_bot ? h("span", { class: "tag" }, ctx.text.app) : null,
          h(
            "time",
            {
              datetime: date.toISOString(),
              title: `${dayName(date, ctx.lang, ctx.text)} ${clock(date, ctx.lang)}`,
            },
            clock(date, ctx.lang),
          ),
        ),
        h("div", { class: "bubble-line" }, this.bubble(), this.tools()),
        this.reactions(),
        this.threadLink(),
      ),
    );
  }

  bubble() {
    const { ctx, message } = this;
    const hasBlocks = message.blocks?.length > 0;
    return h(
      "div",
      { class: `bubble${hasBlocks ? " has-blocks" : ""}`, dataset: { testid: "message-body" } },
      message.ephemeral ? this.ephemeralNote() : null,
      this.editing ? this.editor() : hasBlocks ? this.blocks() : this.plainText(),
      (message.files ?? []).map((file) => fileChip(file, ctx)),
      message.edited && !this.author?.is_bot ? h("span", { class: "edited" }, `(${ctx.text.edited})`) : null,
    );
  }

  ephemeralNote() {
    const { text } = this.ctx;
    return h(
      "div",
      { class: "ephemeral", dataset: { testid: "ephemeral" } },
      icon("eye"),
      h("span", null, text.ephemeral),
      h(
        "button",
        {
          class: "icon-button ephemeral-dismiss",
          type: "button",
          "aria-label": text.dismiss,
          title: text.dismiss,
          on: { click: () => this.onDismiss(this.ts) },
        },
        icon("close"),
      ),
    );
  }

  plainText() {
    if (this.isDeleted) return h("div", { class: "message-deleted" }, this.ctx.text.deleted);
    if (!this.message.text) return null;
    return h("div", { class: "mrkdwn message-text" }, renderMrkdwn(this.message.text, this.ctx.names));
  }

  blocks() {
    const host = blockHost(this.ctx, {
      container: { type: "message", channel: this.channel, ts: this.ts },
      key: `${this.channel}/${this.ts}`,
      blocks: () => this.message.blocks ?? [],
      root: () => this.article,
    });
    return renderBlocks(this.message.blocks, host);
  }

  editor() {
    const { ctx, message } = this;
    const box = h("textarea", {
      class: "text-input",
      rows: "2",
      "aria-label": ctx.text.editLabel,
      dataset: { testid: "edit-box", focusKey: `edit-${this.ts}` },
    });
    box.value = editableText(message.text, ctx.store);
    const stop = () => {
      this.editing = false;
      this.draw();
      this.article.focus({ preventScroll: true });
    };
    const save = async () => {
      const text = box.value.trim();
      if (
        text &&
        text !== editableText(message.text, ctx.store) &&
        !(await ctx.attempt(() => ctx.api.edit(this.channel, this.ts, text)))
      )
        return;
      stop();
    };
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        stop();
      } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        save();
      }
    });
    return h(
      "div",
      { class: "editor" },
      box,
      h(
        "div",
        { class: "editor-buttons" },
        h("button", { class: "button", type: "button", on: { click: stop } }, ctx.text.cancel),
        h(
          "button",
          {
            class: "button button-primary",
            type: "button",
            dataset: { testid: "edit-save" },
            on: { click: save },
          },
          ctx.text.save,
        ),
      ),
    );
  }

  startEditing() {
    this.editing = true;
    this.draw();
    const box = this.article.querySelector("textarea");
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  }

  openThread() {
    this.ctx.router.go({ view: "channel", channel: this.channel, thread: this.message.thread_ts ?? this.ts });
  }

  get canReply() {
    return !this.inThread && !this.message.ephemeral && !isReply(this.message);
  }

  tools() {
    const { text } = this.ctx;
    if (this.editing) return null;
    const tool = (testid, label, iconName, action, className = "") => {
      const button = h(
        "button",
        {
          class: `icon-button tool ${className}`,
          type: "button",
          tabindex: "-1",
          "aria-label": label,
          title: label,
          dataset: { testid, focusKey: `${testid}-${this.ts}` },
        },
        icon(iconName),
      );
      button.addEventListener("click", () => action(button));
      return button;
    };
    if (this.message.ephemeral || this.isDeleted) return null;
    return h(
      "div",
      { class: "tools" },
      tool("react", text.react, "smile", (button) => reactionMenu(button, this), "tool-wide"),
      this.canReply ? tool("reply", text.reply, "reply", () => this.openThread(), "tool-wide") : null,
      tool("message-menu", text.moreActions, "more", (button) => messageMenu(button, this)),
    );
  }

  /** Only the row that the keyboard is at has its tools in the tab order. */
  setCurrent(current) {
    this.article.tabIndex = current ? 0 : -1;
    for (const tool of this.article.querySelectorAll(".tool")) tool.tabIndex = current ? 0 : -1;
  }

  toggleReaction(name) {
    const reacted = (this.message.reactions ?? []).some(
      (reaction) => reaction.name === name && reaction.users.includes(this.ctx.store.me.id),
    );
    return this.ctx.attempt(() => this.ctx.api.react(this.channel, this.ts, name, !reacted));
  }

  reactions() {
    const reactions = this.message.reactions ?? [];
    if (reactions.length === 0) return null;
    const { store, text } = this.ctx;
    return h(
      "div",
      { class: "reactions" },
      reactions.map(({ name, users, count }) =>
        h(
          "button",
          {
            class: "reaction",
            type: "button",
            "aria-pressed": String(users.includes(store.me.id)),
            "aria-label": text.reactedWith(name, count ?? users.length),
            title: users.map((user) => store.userName(user) ?? user).join(", "),
            dataset: { testid: `reaction-${name}`, focusKey: `reaction-${name}-${this.ts}` },
            on: { click: () => this.toggleReaction(name) },
          },
          h("span", { class: "emoji", "aria-hidden": "true" }, emojiFor(name) ?? `:${name}:`),
          h("span", { "aria-hidden": "true" }, count ?? users.length),
        ),
      ),
    );
  }

  threadLink() {
    const { message, ctx } = this;
    if (this.inThread || !message.reply_count) return null;
    const latest = message.latest_reply
      ? ctx.text.lastReply(whenShort(dateOf(message.latest_reply), ctx.lang, ctx.text))
      : null;
    return h(
      "button",
      {
        class: "thread-link",
        type: "button",
        dataset: { testid: "thread-link", focusKey: `thread-${this.ts}` },
        on: { click: () => this.openThread() },
      },
      h(
        "span",
        { class: "thread-faces" },
        (message.reply_users ?? [])
          .slice(0, 3)
          .map((user) => avatar(ctx.store.people.get(user), "avatar-tiny")),
      ),
      h("strong", null, ctx.text.repliesCount(message.reply_count)),
      latest ? h("span", { class: "thread-latest" }, latest) : null,
    );
  }

  /** @param {MessageRow|null} above */
  decorate(above) {
    const date = dateOf(this.ts);
    const newDay = !above || dayKey(dateOf(above.ts)) !== dayKey(date);
    this.day.hidden = !newDay;
    if (newDay) this.day.firstElementChild.textContent = dayName(date, this.ctx.lang, this.ctx.text);
    const together =
      !newDay &&
      above.message.user === this.message.user &&
      above.message.ephemeral === this.message.ephemeral &&
      date - dateOf(above.ts) < GROUP_WITHIN_MS &&
      !above.message.reply_count;
    this.article.classList.toggle("is-continued", together);
  }
}
