/** The menus of a message: reactions, reply, the bot's message shortcuts, edit and delete. */
import { QUICK_REACTIONS, emojiFor } from "../emoji.js";
import { askToConfirm } from "./confirm.js";
import { openMenu } from "./menu.js";
import { editableText } from "./typed.js";

function quickReactions(row) {
  const { text } = row.ctx;
  return {
    row: QUICK_REACTIONS.map((name) => ({
      label: text.reactWith(name.replaceAll("_", " ")),
      text: emojiFor(name),
      action: () => row.toggleReaction(name),
    })),
  };
}

export function reactionMenu(button, row) {
  openMenu(button, [quickReactions(row)]);
}

export function messageMenu(button, row) {
  const { ctx, message, channel } = row;
  const { text, store, api } = ctx;
  const shortcuts = store.bot.shortcuts.filter((shortcut) => shortcut.type === "message");
  const entries = [
    quickReactions(row),
    row.canReply
      ? { label: text.reply, icon: "reply", testid: "menu-reply", action: () => row.openThread() }
      : null,
    message.text
      ? { label: text.copyText, icon: "copy", testid: "menu-copy", action: () => copy(row) }
      : null,
    row.mine && message.text
      ? { label: text.edit, icon: "pencil", testid: "menu-edit", action: () => row.startEditing() }
      : null,
    row.mine
      ? {
          label: text.remove,
          icon: "trash",
          danger: true,
          testid: "menu-delete",
          action: () => remove(row, button),
        }
      : null,
    shortcuts.length ? { heading: text.shortcutsMessage } : null,
    ...shortcuts.map((shortcut) => ({
      label: shortcut.name,
      icon: "bolt",
      value: shortcut.callback_id,
      testid: `shortcut-${shortcut.callback_id}`,
      action: () => ctx.attempt(() => api.shortcut(shortcut.callback_id, { channel, ts: row.ts })),
    })),
  ];
  openMenu(button, entries.filter(Boolean));
}

async function copy(row) {
  const { ctx, message } = row;
  try {
    await navigator.clipboard.writeText(editableText(message.text, ctx.store));
    ctx.toast("info", ctx.text.copied);
  } catch {
    ctx.toast("error", ctx.text.actionFailed);
  }
}

async function remove(row, button) {
  const { ctx } = row;
  const yes = await askToConfirm({
    anchor: button,
    title: ctx.text.removeTitle,
    body: { type: "plain_text", text: ctx.text.removeText },
    names: ctx.names,
    yes: ctx.text.remove,
    no: ctx.text.cancel,
    danger: true,
  });
  if (yes) await ctx.attempt(() => ctx.api.remove(row.channel, row.ts));
}
