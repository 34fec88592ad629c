"""A price list on its way in: how far it is, what it changed, or what has to be decided."""

from collections.abc import Iterator

from bot.account_intents import AccountsOpen
from bot.intents import ListConfirm, ListDecline, ListSupplier
from bot.messages import ListShown, RejectedShown, RemarkShown
from handlers.blocks.common import (
    OPTIONS_MAX,
    Block,
    actions,
    button,
    context,
    fields,
    option,
    plain_text,
    section,
    sections,
)
from handlers.blocks.text import clip, escape, one_line, size
from handlers.blocks.wording import Wording
from handlers.ids import ListMenu, kind_of

_GOING_ON = ("queued", "fetching", "reading", "saving")
_LINE_MAX = 300
_VALUE_MAX = 150  # of an option


def price_list(words: Wording, message: ListShown) -> list[Block]:
    """The message of a list, in whichever state."""
    return list(_blocks(words, message))


def _blocks(words: Wording, message: ListShown) -> Iterator[Block]:
    if message.stage in _GOING_ON:
        yield section(_going_on(words, message))
        return
    yield section(_ended(words, message))
    if message.stage == "declined":
        return
    if message.problem:
        yield from sections(escape(message.problem))
    if message.reasons and message.stage == "waiting":
        yield from sections("\n".join(f"• {one_line(reason)}" for reason in message.reasons))
        yield section(words.say("ui.list.waiting.would"))
    if message.supplier or message.format:
        yield fields(_facts(words, message))
    yield from _rejected(words, message)
    yield from _remarks(words, message)
    yield from _next(words, message)


def decision(words: Wording, message: ListShown) -> Iterator[Block]:
    """What has to be decided about a list that waits, with its buttons; in short."""
    lines = [_ended(words, message)]
    lines += [f"• {clip(one_line(reason), _LINE_MAX)}" for reason in message.reasons]
    yield from sections("\n".join(lines))
    yield from _next(words, message)


def _going_on(words: Wording, message: ListShown) -> str:
    if message.stage != "queued":
        percent = round(100 * message.share)
        return words.say(f"ui.list.{message.stage}", file=message.file, percent=percent)
    if message.by is None:
        return words.say("ui.list.queued", file=message.file)
    return words.say("ui.list.queued.confirmed", file=message.file, name=message.by.name)


def _ended(words: Wording, message: ListShown) -> str:
    key = f"ui.list.{message.stage}"
    name = "" if message.by is None else message.by.name
    changed = message.added or message.changed or message.removed
    if message.stage == "read" and message.format and not changed:
        key = "ui.list.nothing_new"
    elif message.stage == "read" and name:
        key = "ui.list.read.confirmed"
    elif message.stage == "refused" and message.rejected:
        key = "ui.list.refused.all"
    return words.say(key, file=message.file, name=name)


def _facts(words: Wording, message: ListShown) -> list[tuple[str, str]]:
    unknown = words.say("ui.unknown")
    pairs = [
        (words.say("ui.list.supplier"), clip(one_line(message.supplier), _LINE_MAX) or unknown),
        (words.say("ui.list.format"), words.say(f"ui.list.format.{message.format}")),
        (words.say("ui.list.articles"), _counts(words, message)),
    ]
    if message.rejected:
        pairs.append((words.say("ui.list.rejected"), str(message.rejected)))
    return pairs


def _counts(words: Wording, message: ListShown) -> str:
    return words.label(
        "ui.list.counts",
        added=message.added,
        changed=message.changed,
        removed=message.removed,
        unchanged=message.unchanged,
    )


def _rejected(words: Wording, message: ListShown) -> list[Block]:
    if not message.first_rejected:
        return []
    lines = [f"• {clip(_line(words, bad), _LINE_MAX)}" for bad in message.first_rejected]
    more = message.rejected - len(message.first_rejected)
    if more > 0:
        lines.append(words.say("ui.list.rejected.more", count=more))
    return sections("\n".join([words.say("ui.list.rejected.title"), *lines]))


def _line(words: Wording, bad: RejectedShown) -> str:
    reason = " ".join(bad.reason.split())
    if not bad.article_number:
        return words.say("list.rejected.line.nameless", line=bad.line, reason=reason)
    return words.say("list.rejected.line", line=bad.line, number=bad.article_number, reason=reason)


def _remarks(words: Wording, message: ListShown) -> list[Block]:
    if not message.remarks:
        return []
    lines = [f"• {clip(_remark(words, one), _LINE_MAX)}" for one in message.remarks]
    if message.more_remarks:
        lines.append(words.say("ui.list.remarks.more", count=message.more_remarks))
    return sections("\n".join([words.say("ui.list.remarks"), *lines]))


def _remark(words: Wording, remark: RemarkShown) -> str:
    if remark.line is None:
        return one_line(remark.text)
    reason = " ".join(remark.text.split())
    return words.say("list.rejected.line.nameless", line=remark.line, reason=reason)


def _next(words: Wording, message: ListShown) -> Iterator[Block]:
    """What happens next, and what can be done about it."""
    decline = button(ListDecline(incoming=message.incoming), words.label("ui.button.list.decline"))
    match message.stage:
        case "read" if message.supplier:
            added = ["ui.list.next.added"] if message.added else []
            rejected = ["ui.list.next.rejected"] if message.rejected else []
            yield context(" ".join(map(words.say, ["ui.list.next", *added, *rejected])))
            if message.added:
                tie = button(AccountsOpen(), words.label("ui.button.accounts.open"))
                yield from actions([tie])
        case "refused" if message.faulty:
            yield context(words.say("ui.list.refused.next"))
        case "waiting":
            yield context(words.say("ui.list.waiting.next"))
            confirm = button(
                ListConfirm(incoming=message.incoming),
                words.label("ui.button.list.confirm"),
                style="danger",
                confirm=_are_you_sure(words, message),
            )
            yield from actions([confirm, decline])
        case "asking":
            menu = ListMenu(incoming=message.incoming).dump()
            yield from actions([*_menu(words, message), decline], menu)
            yield context(words.say("ui.list.asking.other"))


def _are_you_sure(words: Wording, message: ListShown) -> Block:
    """What a yes does, asked before it counts."""
    text = words.label("ui.confirm.list.confirm", counts=_counts(words, message))
    return {
        "title": plain_text(words.label("ui.confirm.title"), 100),
        "text": plain_text(text, 300),
        "confirm": plain_text(words.label("ui.button.list.confirm"), 30),
        "deny": plain_text(words.label("ui.confirm.no"), 30),
    }


def _menu(words: Wording, message: ListShown) -> list[Block]:
    """The suppliers to choose from; none that the menu could not give back whole."""
    whole = (name for name in dict.fromkeys(message.suppliers) if 0 < size(name) <= _VALUE_MAX)
    names = [name for name in whole if name.strip()]
    options = [option(name, name) for name in names]
    new = message.new_supplier
    if new.strip() and size(new) <= _VALUE_MAX and new not in names:
        options.insert(0, option(words.label("ui.list.supplier.new", supplier=new), new))
    if not options:
        return []
    return [
        {
            "type": "static_select",
            "action_id": kind_of(ListSupplier),
            "placeholder": plain_text(words.label("ui.button.list.supplier"), 150),
            "options": options[:OPTIONS_MAX],
        }
    ]
