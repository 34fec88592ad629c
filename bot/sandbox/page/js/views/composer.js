/** Where one writes: Enter sends, Shift+Enter breaks the line, `/` suggests commands, `@` people; files. */
import { h, uniqueId } from "../dom.js";
import { icon } from "../icons.js";
import { fileSize } from "../format.js";
import { openMenu } from "./menu.js";
import { Suggestions } from "./suggestions.js";

export class Composer {
  /** @param {object} ctx @param {{channel: string, threadTs?: string|null, label: string}} options */
  constructor(ctx, { channel, threadTs = null, label }) {
    this.ctx = ctx;
    this.channel = channel;
    this.threadTs = threadTs;
    this.files = [];
    const { text } = ctx;
    const testid = (name) => (threadTs ? `thread-${name}` : name);
    const hint = uniqueId("hint");
    this.box = h("textarea", {
      class: "composer-box",
      rows: "1",
      placeholder: label,
      "aria-label": label,
      "aria-describedby": hint,
      "aria-autocomplete": "list",
      enterkeyhint: "send",
      dataset: { testid: testid("composer") },
    });
    this.suggestions = new Suggestions(this.box, (query) => this.suggest(query));
    this.fileInput = h("input", {
      type: "file",
      multiple: true,
      hidden: true,
      dataset: { testid: testid("file-input") },
    });
    this.sendButton = h(
      "button",
      {
        class: "send",
        type: "submit",
        "aria-label": text.send,
        title: text.send,
        disabled: true,
        dataset: { testid: testid("send") },
      },
      icon("send"),
    );
    this.fileList = h("div", { class: "composer-files", hidden: true });
    this.element = h(
      "form",
      { class: "composer", "aria-label": label },
      this.suggestions.element,
      h(
        "div",
        { class: "composer-frame" },
        this.fileList,
        h(
          "div",
          { class: "composer-row" },
          h(
            "button",
            {
              class: "icon-button",
              type: "button",
              "aria-label": text.attach,
              title: text.attach,
              dataset: { testid: testid("attach") },
              on: { click: () => this.fileInput.click() },
            },
            icon("attach"),
          ),
          threadTs ? null : this.shortcutButton(),
          this.box,
          this.sendButton,
        ),
      ),
      this.fileInput,
      h("p", { class: "composer-hint", id: hint }, text.composerHint),
    );
    this.draftKey = `${channel}/${threadTs ?? ""}`;
    this.box.value = ctx.drafts.get(this.draftKey) ?? "";
    this.listen();
    // Its height can be measured once it is in the page.
    if (this.box.value) setTimeout(() => this.changed());
  }

  listen() {
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("input", () => this.changed());
    this.box.addEventListener("paste", (event) => {
      if (event.clipboardData.files.length) {
        event.preventDefault();
        this.addFiles(event.clipboardData.files);
      }
    });
    this.fileInput.addEventListener("change", () => {
      this.addFiles(this.fileInput.files);
      this.fileInput.value = "";
      this.box.focus();
    });
    this.element.addEventListener("dragover", (event) => event.preventDefault());
    this.element.addEventListener("drop", (event) => {
      event.preventDefault();
      this.addFiles(event.dataTransfer.files);
    });
  }

  key(event) {
    if (event.isComposing || this.suggestions.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    }
  }

  changed() {
    this.ctx.drafts.set(this.draftKey, this.box.value);
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight, 200)}px`;
    this.sendButton.disabled = this.box.value.trim() === "" && this.files.length === 0;
    this.suggestions.update();
  }

  focus() {
    this.box.focus({ preventScroll: true });
  }

  shortcutButton() {
    const { text, store, api } = this.ctx;
    const button = h(
      "button",
      {
        class: "icon-button",
        type: "button",
        "aria-label": text.shortcuts,
        title: text.shortcuts,
        "aria-haspopup": "menu",
        dataset: { testid: "shortcuts" },
      },
      icon("bolt"),
    );
    button.addEventListener("click", () => {
      const shortcuts = store.bot.shortcuts.filter((shortcut) => shortcut.type === "global");
      const items = shortcuts.map((shortcut) => ({
        label: shortcut.name,
        icon: "bolt",
        value: shortcut.callback_id,
        testid: `shortcut-${shortcut.callback_id}`,
        action: () => this.ctx.attempt(() => api.shortcut(shortcut.callback_id)),
      }));
      openMenu(button, [{ heading: items.length ? text.shortcuts : text.shortcutsNone }, ...items]);
    });
    return button;
  }

  /** What can be completed at the caret: `{start, items: [{insert, label, description}]}` or null. */
  suggest({ before }) {
    const { store, text } = this.ctx;
    const command = /^\/\S*$/.exec(before);
    if (command && !this.threadTs) {
      const items = store.bot.commands.filter((entry) => entry.command.startsWith(before));
      return {
        title: text.commands,
        start: 0,
        items: items.map((entry) => ({
          insert: `${entry.command} `,
          label: [entry.command, entry.usage_hint].filter(Boolean).join(" "),
          description: entry.description,
        })),
      };
    }
    const mention = /(?:^|[\s(])@([\p{L}\p{N}._-]*)$/u.exec(before);
    if (!mention) return null;
    const typed = mention[1];
    const wanted = typed.toLocaleLowerCase("sv");
    const people = [...store.people.values()]
      .filter((person) => person.id !== store.me.id)
      .map((person) => ({
        name: person.real_name || person.name,
        description: person.is_bot ? text.app : person.title,
      }));
    const items = people.filter(
      ({ name }) =>
        name
          .toLocaleLowerCase("sv")
          .split(/\s/)
          .some((part) => part.startsWith(wanted)) || name.toLocaleLowerCase("sv").startsWith(wanted),
    );
    return {
      title: text.people,
      start: before.length - typed.length - 1,
      items: items
        .slice(0, 8)
        .map(({ name, description }) => ({ insert: `@${name} `, label: `@${name}`, description })),
    };
  }

  addFiles(files) {
    this.files.push(...files);
    this.showFiles();
  }

  showFiles() {
    const { text, lang } = this.ctx;
    this.fileList.hidden = this.files.length === 0;
    this.fileList.replaceChildren(
      ...this.files.map((file) =>
        h(
          "span",
          { class: "chip", dataset: { testid: "pending-file" } },
          icon("file"),
          h("span", { class: "chip-text" }, `${file.name} · ${fileSize(file.size, lang)}`),
          h(
            "button",
            {
              class: "chip-remove",
              type: "button",
              "aria-label": text.removeFile(file.name),
              on: {
                click: () => {
                  this.files = this.files.filter((other) => other !== file);
                  this.showFiles();
                  this.box.focus();
                },
              },
            },
            "×",
          ),
        ),
      ),
    );
    this.changed();
  }

  async send() {
    const typed = this.box.value.trim();
    const files = this.files;
    if (!typed && files.length === 0) return;
    const isCommand = /^\/[\p{L}\p{N}_-]+(\s|$)/u.test(typed);
    if (isCommand && this.threadTs) {
      this.ctx.toast("error", this.ctx.text.noCommandInThread);
      return;
    }
    this.box.value = "";
    this.files = [];
    this.showFiles();
    if (typed && !(await this.sendText(typed, isCommand))) this.giveBack(typed);
    await this.sendFiles(files);
  }

  async sendText(typed, isCommand) {
    const { api, text } = this.ctx;
    try {
      if (isCommand) {
        const [, command, rest] = /^(\S+)\s*([\s\S]*)$/.exec(typed);
        await api.command(this.channel, command, rest);
      } else await api.message(this.channel, typed, this.threadTs);
      return true;
    } catch (error) {
      const unknown = error.code === "unknown_command";
      if (!error.told)
        this.ctx.toast("error", unknown ? text.unknownCommand(typed.split(/\s/)[0]) : text.sendFailed);
      return false;
    }
  }

  giveBack(typed) {
    this.box.value = this.box.value ? `${typed}\n${this.box.value}` : typed;
    this.changed();
  }

  async sendFiles(files) {
    const { api, text } = this.ctx;
    for (const file of files) {
      try {
        await api.file(this.channel, file, this.threadTs);
      } catch {
        this.ctx.toast("error", text.fileFailed(file.name));
        this.addFiles([file]);
      }
    }
  }
}
