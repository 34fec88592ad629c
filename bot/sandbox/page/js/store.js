/**
 * What the page knows, and who is told when it changes. Views read it and subscribe; only `apply` (the server's
 * events) and the timelines' `merge` (fetched history) change it.
 */

/** The order of Slack's ts, which are decimal strings of one length. */
export function compareTs(a, b) {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : Number(a > b);
}

export function isReply(message) {
  return Boolean(message.thread_ts) && message.thread_ts !== message.ts;
}

const inChannel = (message) => !isReply(message) || message.subtype === "thread_broadcast";

/** The messages of one channel or thread, and whether older ones are left on the server. */
export class Timeline {
  constructor() {
    this.messages = new Map();
    this.hasMore = false;
    this.loaded = false;
  }

  sorted() {
    return [...this.messages.values()].sort((a, b) => compareTs(a.ts, b.ts));
  }

  /** Takes a fetched page in. @returns {Array<object>} the messages of that page */
  merge(page, hasMore) {
    for (const message of page) this.messages.set(message.ts, { ephemeral: false, ...message });
    this.hasMore = hasMore;
    this.loaded = true;
    return page.map((message) => this.messages.get(message.ts));
  }
}

export class Store {
  constructor() {
    this.me = null;
    this.people = new Map();
    this.channels = new Map();
    this.bot = { user_id: "", name: "", connected: false, shortcuts: [], commands: [] };
    this.home = null;
    this.modals = [];
    this.modalErrors = {};
    this.faults = [];
    this.online = false;
    this.timelines = new Map();
    this.listeners = new Map();
  }

  /** @returns {() => void} unsubscribes */
  on(topic, listener) {
    if (!this.listeners.has(topic)) this.listeners.set(topic, new Set());
    this.listeners.get(topic).add(listener);
    return () => this.listeners.get(topic).delete(listener);
  }

  emit(topic, detail) {
    for (const listener of [...(this.listeners.get(topic) ?? [])]) listener(detail);
  }

  /** @param {string|null} threadTs null for the channel itself */
  timeline(channel, threadTs = null) {
    const key = timelineKey(channel, threadTs);
    if (!this.timelines.has(key)) this.timelines.set(key, new Timeline());
    return this.timelines.get(key);
  }

  userName(id) {
    const person = this.people.get(id);
    return person ? person.real_name || person.name : null;
  }

  channelName(id) {
    return this.channels.get(id)?.name ?? null;
  }

  /** The person at the other end of a direct conversation, or null for a channel. */
  partner(channel) {
    return channel.kind === "im" ? (this.people.get(channel.with) ?? null) : null;
  }

  botChannel() {
    return (
      [...this.channels.values()].find(
        (channel) => channel.kind === "im" && channel.with === this.bot.user_id,
      ) ?? null
    );
  }

  title(channel) {
    return channel.kind === "im" ? (this.userName(channel.with) ?? channel.name) : channel.name;
  }

  setOnline(online) {
    if (this.online === online) return;
    this.online = online;
    this.emit("online", online);
  }

  /** One event of the server's stream, by its `type`. Unknown types are left alone: a newer server may have more. */
  apply(event) {
    const apply = {
      snapshot: () => this.snapshot(event),
      message: () => this.put(event.channel, event.message),
      message_changed: () => this.change(event.channel, event.message),
      message_deleted: () => this.remove(event.channel, event.ts, event.thread_ts ?? null),
      channel: () => this.putChannel(event.channel),
      home: () => this.putHome(event.view),
      modals: () => this.putModals(event.stack, event.errors ?? {}),
      bot: () => this.putBot(event),
      faults: () => this.putFaults(event.faults),
      toast: () => this.emit("toast", { level: event.level, text: event.text }),
    }[event.type];
    apply?.();
  }

  snapshot(event) {
    const again = this.me !== null;
    this.me = event.me;
    this.people = new Map(event.people.map((person) => [person.id, person]));
    this.people.set(event.me.id, event.me);
    this.channels = new Map(event.channels.map((channel) => [channel.id, channel]));
    this.bot = event.bot;
    this.home = event.home;
    this.faults = event.faults ?? [];
    // What happened while the connection was lost is not in the stream: histories are fetched anew.
    for (const timeline of this.timelines.values()) timeline.loaded = false;
    this.emit(again ? "resnapshot" : "snapshot");
    if (again) {
      this.emit("channels");
      this.emit("home");
      this.emit("bot");
      this.emit("faults");
    }
    this.putModals(event.modals ?? [], {});
  }

  put(channel, message) {
    const entry = { ephemeral: false, ...message };
    if (inChannel(entry)) this.putIn(channel, null, entry);
    if (isReply(entry)) {
      this.putIn(channel, entry.thread_ts, entry);
      this.emit("reply", { channel, message: entry });
    } else if (this.timelines.has(timelineKey(channel, entry.ts))) {
      this.putIn(channel, entry.ts, entry);
    }
    this.emit("message", { channel, message: entry });
  }

  putIn(channel, threadTs, message) {
    const timeline = this.timeline(channel, threadTs);
    timeline.messages.set(message.ts, message);
    this.emit("put", { channel, threadTs, message });
  }

  /** A changed message, in every timeline that shows it. */
  change(channel, message) {
    for (const [key, timeline] of this.timelines) {
      const old = timeline.messages.get(message.ts);
      if (!old || !belongs(key, channel)) continue;
      const entry = { ephemeral: old.ephemeral, ...message };
      timeline.messages.set(message.ts, entry);
      this.emit("put", { channel, threadTs: threadOf(key), message: entry });
    }
  }

  remove(channel, ts) {
    for (const [key, timeline] of this.timelines) {
      if (belongs(key, channel) && timeline.messages.delete(ts))
        this.emit("removed", { channel, threadTs: threadOf(key), ts });
    }
  }

  putChannel(channel) {
    if (channel.is_member === false && channel.kind === "channel") this.channels.delete(channel.id);
    else this.channels.set(channel.id, channel);
    this.emit("channels");
  }

  markRead(channelId) {
    const channel = this.channels.get(channelId);
    if (!channel?.unread) return;
    this.channels.set(channelId, { ...channel, unread: 0 });
    this.emit("channels");
  }

  putHome(view) {
    this.home = view;
    this.emit("home");
  }

  putModals(stack, errors) {
    this.modals = stack;
    this.modalErrors = errors;
    this.emit("modals");
  }

  putBot({ type, ...change }) {
    this.bot = { ...this.bot, ...change };
    this.emit("bot");
  }

  putFaults(faults) {
    this.faults = faults;
    this.emit("faults");
  }
}

function timelineKey(channel, threadTs) {
  return threadTs ? `${channel}/${threadTs}` : channel;
}

function belongs(key, channel) {
  return key === channel || key.startsWith(`${channel}/`);
}

function threadOf(key) {
  return key.split("/")[1] ?? null;
}
