/** The page's side of the server's `/_page` interface: requests, and the live stream of events. */

const BASE = "/_page/api";
const APP_SILENT = 424;

/** A refusal from the server: `code` is its error code, `errors` a form's errors by block. */
export class ApiError extends Error {
  constructor(code, message, status, errors = null) {
    super(message || code);
    this.code = code;
    this.status = status;
    this.errors = errors;
    /** Whether the server has told the person itself, in a toast: the app was silent. */
    this.told = status === APP_SILENT;
  }
}

async function request(path, options) {
  let response;
  try {
    response = await fetch(`${BASE}/${path}`, { cache: "no-store", ...options });
  } catch (error) {
    throw new ApiError("unreachable", String(error), 0);
  }
  let body = null;
  try {
    body = await response.json();
  } catch {
    throw new ApiError("bad_answer", `HTTP ${response.status}`, response.status);
  }
  if (!response.ok || body.ok === false) {
    throw new ApiError(body.error ?? "failed", body.message ?? "", response.status, body.errors ?? null);
  }
  return body;
}

function query(params) {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    if (value !== null && value !== undefined) search.set(key, String(value));
  }
  return search.toString();
}

export async function fetchPeople() {
  return (await request("people")).people;
}

export class Api {
  /** @param {string} user the id of the person whose page this is */
  constructor(user) {
    this.user = user;
  }

  post(path, body) {
    return request(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ user: this.user, ...body }),
    });
  }

  history(channel, { threadTs = null, before = null, limit = null } = {}) {
    return request(`history?${query({ user: this.user, channel, thread_ts: threadTs, before, limit })}`);
  }

  message(channel, text, threadTs) {
    return this.post("message", { channel, text, ...(threadTs ? { thread_ts: threadTs } : {}) });
  }

  command(channel, command, text) {
    return this.post("command", { channel, command, text });
  }

  action(container, { blockId, actionId, element, state }) {
    return this.post("action", { container, block_id: blockId, action_id: actionId, element, state });
  }

  options(container, { blockId, actionId, value }) {
    return this.post("options", { container, block_id: blockId, action_id: actionId, value });
  }

  submit(viewId, values) {
    return this.post("submit", { view_id: viewId, state: { values } });
  }

  close(viewId) {
    return this.post("close", { view_id: viewId });
  }

  homeOpened() {
    return this.post("home", {});
  }

  dmOpened(channel) {
    return this.post("dm_opened", { channel });
  }

  shortcut(callbackId, message = null) {
    return this.post("shortcut", { callback_id: callbackId, ...(message ? { message } : {}) });
  }

  read(channel, ts) {
    return this.post("read", { channel, ts });
  }

  react(channel, ts, name, add) {
    return this.post("reaction", { channel, ts, name, add });
  }

  edit(channel, ts, text) {
    return this.post("edit", { channel, ts, text });
  }

  remove(channel, ts) {
    return this.post("delete", { channel, ts });
  }

  file(channel, file, threadTs) {
    const form = new FormData();
    form.set("user", this.user);
    form.set("channel", channel);
    if (threadTs) form.set("thread_ts", threadTs);
    form.set("file", file, file.name);
    return request("file", { method: "POST", body: form });
  }

  addFault(fault) {
    return this.post("faults", fault);
  }

  removeFault(id) {
    return request(`faults?${query({ id, user: this.user })}`, { method: "DELETE" });
  }
}

const FIRST_WAIT = 400;
const LONGEST_WAIT = 8000;

/**
 * The WebSocket of one person, opened again by itself when it is lost: waits double up to eight seconds,
 * and end at once when the network comes back, the tab is shown again, or `reconnect()` is called.
 */
export class Live {
  /** @param {{user: string, onEvent: (event: object) => void, onStatus: (open: boolean) => void}} options */
  constructor({ user, onEvent, onStatus }) {
    this.url = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/_page/ws?${query({ user })}`;
    this.onEvent = onEvent;
    this.onStatus = onStatus;
    this.wait = FIRST_WAIT;
    this.timer = 0;
    this.socket = null;
    window.addEventListener("online", () => this.reconnect());
    // Without a network the socket may stay open and silent for minutes: better to know at once.
    window.addEventListener("offline", () => this.drop());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.reconnect();
    });
  }

  open() {
    clearTimeout(this.timer);
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.addEventListener("open", () => {
      this.wait = FIRST_WAIT;
      this.onStatus(true);
    });
    socket.addEventListener("message", ({ data }) => this.onEvent(JSON.parse(data)));
    socket.addEventListener("close", () => {
      if (this.socket === socket) this.lost();
    });
  }

  lost() {
    this.socket = null;
    this.onStatus(false);
    this.timer = setTimeout(() => this.open(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  drop() {
    const socket = this.socket;
    if (socket === null) return;
    this.lost();
    socket.close();
  }

  reconnect() {
    if (this.socket === null) this.open();
  }
}
