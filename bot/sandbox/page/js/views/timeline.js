/**
 * The messages of a channel or a thread. One row a message; a new or changed message touches its own row and the one
 * below, never the others. Stays at the bottom while the reader is there.
 */
import { coalesce, h } from "../dom.js";
import { icon } from "../icons.js";
import { compareTs } from "../store.js";
import { MessageRow } from "./message.js";

const PAGE = 60;
const NEAR_BOTTOM = 80;
const NEAR_TOP = 120;

export class TimelineView {
  /** @param {object} ctx @param {{channel: string, threadTs?: string|null, label: string, empty?: () => Node|null}} options */
  constructor(ctx, { channel, threadTs = null, label, empty = () => null }) {
    this.ctx = ctx;
    this.channel = channel;
    this.threadTs = threadTs;
    this.rows = new Map();
    this.current = null;
    this.pinned = true;
    this.lastTop = 0;
    this.loading = false;
    this.empty = h("div", { class: "empty-place", hidden: true }, empty());
    this.older = h(
      "button",
      { class: "button older", type: "button", hidden: true, on: { click: () => this.loadOlder() } },
      ctx.text.loadOlder,
    );
    this.list = h("div", {
      class: "log",
      role: "log",
      "aria-live": "polite",
      "aria-relevant": "additions",
      "aria-label": label,
      dataset: { testid: threadTs ? "thread-log" : "log" },
    });
    this.spacer = h("div", { class: "log-spacer" });
    this.content = h("div", { class: "log-content" }, this.spacer, this.empty, this.older, this.list);
    this.scroller = h("div", { class: "scroller", tabindex: "-1" }, this.content);
    this.jump = h(
      "button",
      { class: "jump", type: "button", hidden: true, on: { click: () => this.toBottom() } },
      icon("arrowDown"),
      ctx.text.newMessages,
    );
    this.element = h("div", { class: "timeline" }, this.scroller, this.jump);
    this.follow = coalesce(() => this.pinned && this.toBottom());
    this.listen();
  }

  get data() {
    return this.ctx.store.timeline(this.channel, this.threadTs);
  }

  mineEvent(event) {
    return event.channel === this.channel && event.threadTs === this.threadTs;
  }

  listen() {
    const { store } = this.ctx;
    this.unsubscribe = [
      store.on("put", (event) => this.mineEvent(event) && this.put(event.message)),
      store.on("removed", (event) => this.mineEvent(event) && this.drop(event.ts)),
    ];
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.list.addEventListener("focusin", (event) => {
      const row = event.target.closest(".row")?.row;
      if (row) this.setCurrent(row);
    });
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.watcher = new ResizeObserver(() => this.pinned && this.toBottom());
    this.watcher.observe(this.content);
    this.watcher.observe(this.scroller);
  }

  destroy() {
    for (const unsubscribe of this.unsubscribe) unsubscribe();
    this.watcher.disconnect();
  }

  /** Shows what is known at once, then fetches what is not. */
  async open() {
    const known = this.data.sorted().slice(-PAGE);
    if (this.data.loaded) {
      this.fill(known, this.data.hasMore || this.data.messages.size > known.length);
      return;
    }
    await this.refresh();
  }

  /** Fetches the newest messages anew: on opening, and after a lost connection. */
  async refresh() {
    this.list.setAttribute("aria-busy", "true");
    try {
      const place = this.pinned ? null : this.scroller.scrollHeight - this.scroller.scrollTop;
      const known = [...this.data.messages.keys()];
      const page = await this.ctx.api.history(this.channel, {
        threadTs: this.threadTs,
        limit: this.threadTs ? 1000 : PAGE,
      });
      // What has arrived while the page was fetched is newer than it, and stays.
      for (const ts of known) this.data.messages.delete(ts);
      this.data.merge(page.messages, page.has_more);
      this.fill(this.data.sorted(), page.has_more);
      if (place !== null) this.scroller.scrollTop = this.scroller.scrollHeight - place;
    } catch {
      this.ctx.toast("error", this.ctx.text.actionFailed);
    }
    this.list.setAttribute("aria-busy", "false");
  }

  fill(messages, hasMore) {
    this.rows.clear();
    const fragment = document.createDocumentFragment();
    let above = null;
    for (const message of messages) {
      const row = this.makeRow(message);
      row.decorate(above);
      fragment.append(row.element);
      above = row;
    }
    this.list.replaceChildren(fragment);
    this.older.hidden = !hasMore;
    this.showEmpty();
    this.setCurrent(above);
    this.toBottom();
    // The content is measured after layout: pictures and fonts may still change it, and the watcher follows.
    requestAnimationFrame(() => this.pinned && this.toBottom());
  }

  makeRow(message) {
    const row = new MessageRow(this.ctx, this.channel, message, {
      inThread: this.threadTs !== null,
      onDismiss: (ts) => this.dismiss(ts),
    });
    this.rows.set(message.ts, row);
    return row;
  }

  dismiss(ts) {
    this.data.messages.delete(ts);
    this.drop(ts);
  }

  put(message) {
    const known = this.rows.get(message.ts);
    if (known) {
      known.update(message);
      if (known === this.current) known.setCurrent(true);
      this.decorateBelow(known);
      return;
    }
    if (!this.data.loaded) return;
    const row = this.makeRow(message);
    this.insert(row);
    this.showEmpty();
    if (!this.current?.element.isConnected || !this.list.contains(document.activeElement))
      this.setCurrent(this.lastRow());
    const mine = message.user === this.ctx.store.me.id;
    if (this.pinned || mine) this.followSoon();
    else this.jump.hidden = false;
  }

  insert(row) {
    let after = this.list.lastElementChild;
    while (after && compareTs(after.row.ts, row.ts) > 0) after = after.previousElementSibling;
    if (after) after.after(row.element);
    else this.list.prepend(row.element);
    row.decorate(after?.row ?? null);
    this.decorateBelow(row);
  }

  decorateBelow(row) {
    const below = row.element.nextElementSibling?.row;
    below?.decorate(row);
  }

  drop(ts) {
    const row = this.rows.get(ts);
    if (!row) return;
    const below = row.element.nextElementSibling?.row;
    const above = row.element.previousElementSibling?.row ?? null;
    const hadFocus = row.element.contains(document.activeElement);
    row.element.remove();
    this.rows.delete(ts);
    below?.decorate(above);
    if (row === this.current) this.setCurrent(below ?? above);
    if (hadFocus) (below ?? above)?.article.focus({ preventScroll: true });
    this.showEmpty();
  }

  async loadOlder() {
    if (this.loading || this.older.hidden) return;
    const first = this.list.firstElementChild?.row;
    if (!first) return;
    this.loading = true;
    this.list.setAttribute("aria-busy", "true");
    try {
      const local = this.data
        .sorted()
        .filter((message) => compareTs(message.ts, first.ts) < 0)
        .slice(-PAGE);
      if (local.length) this.prepend(local, this.data.hasMore || local.length === PAGE);
      else {
        const page = await this.ctx.api.history(this.channel, {
          threadTs: this.threadTs,
          before: first.ts,
          limit: PAGE,
        });
        this.prepend(this.data.merge(page.messages, page.has_more), page.has_more);
      }
    } catch {
      this.ctx.toast("error", this.ctx.text.actionFailed);
    }
    this.list.setAttribute("aria-busy", "false");
    this.loading = false;
  }

  prepend(messages, hasMore) {
    const below = this.list.firstElementChild?.row;
    const height = this.scroller.scrollHeight;
    const top = this.scroller.scrollTop;
    const fragment = document.createDocumentFragment();
    let above = null;
    for (const message of messages) {
      if (this.rows.has(message.ts)) continue;
      const row = this.makeRow(message);
      row.decorate(above);
      fragment.append(row.element);
      above = row;
    }
    this.list.prepend(fragment);
    below?.decorate(above);
    this.older.hidden = !hasMore;
    this.scroller.scrollTop = top + this.scroller.scrollHeight - height;
  }

  showEmpty() {
    this.empty.hidden = this.rows.size > 0;
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    // A scroll event comes a frame late, when more may already have been added below: only going up lets go.
    const wentUp = scrollTop < this.lastTop - 1;
    this.lastTop = scrollTop;
    if (scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM) this.pinned = true;
    else if (wentUp) this.pinned = false;
    if (this.pinned) this.jump.hidden = true;
    if (scrollTop < NEAR_TOP && scrollHeight > clientHeight) this.loadOlder();
  }

  /** To the bottom once, after all that has just come in: measuring after each would be slow. */
  followSoon() {
    this.pinned = true;
    this.lastTop = 0;
    this.follow();
  }

  toBottom() {
    this.pinned = true;
    this.jump.hidden = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.lastTop = this.scroller.scrollTop;
  }

  lastRow() {
    return this.list.lastElementChild?.row ?? null;
  }

  /** The one row that Tab reaches; arrow keys move it. */
  setCurrent(row) {
    if (this.current === row) return;
    this.current?.setCurrent(false);
    this.current = row;
    row?.setCurrent(true);
  }

  key(event) {
    if (!event.target.classList.contains("message")) return;
    const row = event.target.closest(".row").row;
    const target = {
      ArrowUp: row.element.previousElementSibling,
      ArrowDown: row.element.nextElementSibling,
      Home: this.list.firstElementChild,
      End: this.list.lastElementChild,
    }[event.key];
    if (!target) return;
    event.preventDefault();
    this.setCurrent(target.row);
    target.row.article.focus();
  }
}
