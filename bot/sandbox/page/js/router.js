/** Where the person is, kept in the address: `?person=U1&channel=C1&thread=ts`, or `&view=home`. */

export class Router {
  /** @param {(place: {view: "list"|"channel"|"home", channel: string|null, thread: string|null}) => void} onChange */
  constructor(person, onChange) {
    this.person = person;
    this.onChange = onChange;
    this.place = Router.read();
    window.addEventListener("popstate", () => {
      this.place = Router.read();
      this.onChange(this.place);
    });
  }

  static read() {
    const params = new URLSearchParams(location.search);
    const channel = params.get("channel");
    const view = params.get("view") === "home" ? "home" : channel ? "channel" : "list";
    return {
      view,
      channel: view === "channel" ? channel : null,
      thread: view === "channel" ? params.get("thread") : null,
    };
  }

  go(place, { replace = false } = {}) {
    const next = { view: "list", channel: null, thread: null, ...place };
    const params = new URLSearchParams({ person: this.person });
    if (next.view === "home") params.set("view", "home");
    if (next.channel) params.set("channel", next.channel);
    if (next.thread) params.set("thread", next.thread);
    const address = `?${params}`;
    if (replace || address === location.search) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    this.place = next;
    this.onChange(next);
  }
}
