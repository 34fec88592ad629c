/** The drawer of faults: what the sandbox is to do wrong next, to see that the bot holds. */
import { h, uniqueId } from "../dom.js";
import { icon } from "../icons.js";
import { onBackdrop, trapFocus } from "./dialog.js";

const FIELDS = {
  ratelimited: ["method", "retry_after"],
  http_500: ["method"],
  timeout: ["method", "seconds"],
  drop_socket: [],
  duplicate_event: [],
  delay_ack: ["seconds"],
};
const METHODS = [
  "*",
  "chat.postMessage",
  "chat.update",
  "chat.postEphemeral",
  "views.open",
  "views.update",
  "views.publish",
  "users.info",
  "conversations.open",
  "files.completeUploadExternal",
  "upload",
];

export class FaultsDrawer {
  constructor(ctx) {
    this.ctx = ctx;
    const { text } = ctx;
    const heading = uniqueId("faults");
    this.kind = h(
      "select",
      { class: "text-input", dataset: { testid: "fault-kind" } },
      Object.keys(FIELDS).map((kind) => h("option", { value: kind }, text.faultKinds[kind])),
    );
    this.inputs = {
      method: h("input", {
        class: "text-input",
        type: "text",
        value: "*",
        list: "fault-methods",
        required: true,
        dataset: { testid: "fault-method" },
      }),
      retry_after: h("input", {
        class: "text-input",
        type: "number",
        min: "0",
        max: "60",
        value: "1",
        required: true,
      }),
      seconds: h("input", {
        class: "text-input",
        type: "number",
        min: "0",
        max: "60",
        step: "0.1",
        value: "4",
        required: true,
      }),
    };
    this.count = h("input", {
      class: "text-input",
      type: "number",
      min: "1",
      max: "100",
      value: "1",
      required: true,
      dataset: { testid: "fault-count" },
    });
    const field = (label, input, name = null) =>
      h(
        "label",
        { class: "drawer-field", dataset: { fault: name } },
        h("span", { class: "input-label" }, label),
        input,
      );
    this.fields = [
      field(text.faultMethod, this.inputs.method, "method"),
      field(text.faultRetryAfter, this.inputs.retry_after, "retry_after"),
      field(text.faultSeconds, this.inputs.seconds, "seconds"),
    ];
    this.list = h("ul", { class: "fault-list" });
    this.dialog = h(
      "dialog",
      { class: "dialog drawer", "aria-labelledby": heading, dataset: { testid: "faults" } },
      h(
        "header",
        { class: "dialog-head" },
        h("h2", { id: heading }, text.faults),
        h(
          "button",
          {
            class: "icon-button",
            type: "button",
            "aria-label": text.close,
            dataset: { testid: "faults-close" },
            on: { click: () => this.dialog.close() },
          },
          icon("close"),
        ),
      ),
      h(
        "div",
        { class: "dialog-body" },
        h("p", { class: "drawer-intro" }, text.faultsIntro),
        h(
          "form",
          {
            class: "drawer-form",
            on: {
              submit: (event) => {
                event.preventDefault();
                this.add();
              },
            },
          },
          field(text.faultKind, this.kind),
          this.fields,
          field(text.faultCount, this.count),
          h(
            "datalist",
            { id: "fault-methods" },
            METHODS.map((method) => h("option", { value: method })),
          ),
          h(
            "button",
            { class: "button button-primary", type: "submit", dataset: { testid: "fault-add" } },
            text.faultAdd,
          ),
        ),
        h("h3", null, text.faultActive),
        this.list,
      ),
    );
    this.element = this.dialog;
    trapFocus(this.dialog);
    onBackdrop(this.dialog, () => this.dialog.close());
    this.kind.addEventListener("change", () => this.showFields());
    ctx.store.on("faults", () => this.draw());
    this.showFields();
    this.draw();
  }

  open() {
    this.dialog.showModal();
  }

  showFields() {
    const wanted = FIELDS[this.kind.value];
    for (const field of this.fields) {
      field.hidden = !wanted.includes(field.dataset.fault);
      field.querySelector("input").disabled = field.hidden;
    }
  }

  async add() {
    const fault = { kind: this.kind.value, count: Number(this.count.value) };
    for (const name of FIELDS[fault.kind])
      fault[name] = name === "method" ? this.inputs.method.value.trim() : Number(this.inputs[name].value);
    await this.ctx.attempt(() => this.ctx.api.addFault(fault));
  }

  draw() {
    const { text, store, api } = this.ctx;
    if (store.faults.length === 0) {
      this.list.replaceChildren(h("li", { class: "fault-none" }, text.faultNone));
      return;
    }
    this.list.replaceChildren(
      ...store.faults.map((fault) =>
        h(
          "li",
          { class: "fault", dataset: { testid: "fault", kind: fault.kind } },
          h(
            "span",
            { class: "fault-text" },
            h("strong", null, text.faultKinds[fault.kind] ?? fault.kind),
            h("span", null, [fault.method, text.faultTimes(fault.count)].filter(Boolean).join(" · ")),
          ),
          h(
            "button",
            {
              class: "icon-button",
              type: "button",
              "aria-label": text.faultRemove,
              on: { click: () => this.ctx.attempt(() => api.removeFault(fault.id)) },
            },
            icon("trash"),
          ),
        ),
      ),
    );
  }
}
