"""A report of price lists: what came, what did not, and what it changed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from bot.account_intents import AccountsOpen
from bot.intents import EditContact
from bot.week.intents import ListsOpen
from bot.week.shown import (
    Amount,
    ListFailed,
    ListRead,
    ListWaits,
    PriceChange,
    RejectedLine,
    SupplierMissing,
    WeekReport,
)
from handlers.blocks.common import Block, actions, button, context, header, section, sections
from handlers.blocks.text import clip, one_line
from handlers.blocks.wording import Wording
from knowledge.text import Lang

_LISTS_SHOWN = 12
_SHOWN = 8
_CONTACTS_SHOWN = 5
_LINE_MAX = 300
_NAME_MAX = 60
_T = TypeVar("_T")


def report(words: Wording, message: WeekReport) -> list[Block]:
    """The message of a report."""
    return list(_blocks(words, message))


def counted(words: Wording, count: int) -> str:
    """A number as the language groups its digits."""
    shown = f"{count:,}"
    return shown if words.lang is Lang.EN else shown.replace(",", "\u00a0")


def list_named(words: Wording, one: ListRead) -> str:
    """Which list it was: its format, its number and when it was issued, as plain text."""
    parts = [words.label(f"ui.list.format.{one.format}")]
    if one.number:
        parts.append(words.label("week.list.number", number=one.number))
    if one.issued is not None:
        parts.append(words.label("week.list.issued", date=one.issued))
    return ", ".join(parts)


def _blocks(words: Wording, message: WeekReport) -> Iterator[Block]:
    yield header(words.label("week.asked.title" if message.asked else "week.title"))
    yield section(f"{words.say('week.intro')} {words.when(message.since)}.")
    if message.unread:
        yield section(words.say("week.unread", files=", ".join(message.unread[:_SHOWN])))
    yield from _titled(words, "week.read", message.lists, _list, _LISTS_SHOWN)
    if not message.lists:
        yield section(_none_read(words, message))
    yield from _missing(words, message.missing, message.until)
    yield from _titled(words, "week.waits", message.waits, _waits, _SHOWN)
    yield from _titled(words, "week.failed", message.failed, _failed, _SHOWN)
    yield from _rejected(words, message)
    yield section("\n".join(_articles(words, message)))
    yield from _prices(words, "week.up", message.up, message.up_count)
    yield from _prices(words, "week.down", message.down, message.down_count)
    yield context(*_small_print(words, message))
    yield from actions(_buttons(words, message))


def _titled(
    words: Wording,
    key: str,
    found: Sequence[_T],
    line: Callable[[Wording, _T], str],
    most: int,
) -> Iterator[Block]:
    """A title and a line for each, those that are too many counted; nothing for none."""
    if not found:
        return
    lines = [words.say(key, count=counted(words, len(found)))]
    lines += [f"• {clip(line(words, one), _LINE_MAX)}" for one in found[:most]]
    if len(found) > most:
        lines.append(words.say("week.more", count=counted(words, len(found) - most)))
    yield from sections("\n".join(lines))


def _list(words: Wording, one: ListRead) -> str:
    changes = [
        words.say(_plural(f"week.list.{name}", count), count=counted(words, count))
        for name, count in (
            ("added", one.added),
            ("changed", one.changed),
            ("removed", one.removed),
            ("rejected", one.rejected),
        )
        if count
    ]
    what = ", ".join(changes) or words.say("week.list.nothing_new")
    return words.say(
        "week.list",
        supplier=clip(one.supplier, _NAME_MAX),
        file=clip(one.file, _NAME_MAX),
        which=list_named(words, one),
        what=what,
    )


def _none_read(words: Wording, message: WeekReport) -> str:
    if message.waits or message.failed or message.unread:
        return words.say("week.read.none")
    return words.say("week.none_came.folder" if message.folder else "week.none_came")


def _missing(
    words: Wording, missing: Sequence[SupplierMissing], until: datetime
) -> Iterator[Block]:
    def missed(words: Wording, one: SupplierMissing) -> str:
        passed = max(1, (until - one.last_at).days)
        days = words.say(_plural("week.missing.days", passed), days=passed)
        return f"{_bold(one.name)}: {days} {words.when(one.last_at)}"

    yield from _titled(words, "week.missing", missing, missed, _SHOWN)
    buttons = [
        button(
            EditContact(party=one.party),
            words.label("week.button.contact", supplier=clip(one.name, _NAME_MAX)),
        )
        for one in missing[:_SHOWN]
        if one.party is not None
    ]
    yield from actions(buttons[:_CONTACTS_SHOWN])


def _waits(words: Wording, one: ListWaits) -> str:
    reasons = " · ".join(map(one_line, one.reasons)) or words.say("week.waits.whose")
    return f"{_bold(one.file)}: {reasons}"


def _failed(words: Wording, one: ListFailed) -> str:
    if one.by is not None:
        return f"{_bold(one.file)}: {words.say('week.failed.declined', name=one.by)}"
    return f"{_bold(one.file)}: {one_line(one.problem)}"


def _rejected(words: Wording, message: WeekReport) -> Iterator[Block]:
    if not message.rejected_count:
        return
    lines = [words.say("week.rejected", count=counted(words, message.rejected_count))]
    lines += [f"• {clip(_bad(words, one), _LINE_MAX)}" for one in message.rejected]
    more = message.rejected_count - len(message.rejected)
    if more > 0:
        lines.append(words.say("week.more", count=counted(words, more)))
    yield from sections("\n".join(lines))


def _bad(words: Wording, one: RejectedLine) -> str:
    return words.say(
        "week.rejected.line" if one.number else "week.rejected.line.nameless",
        supplier=one.supplier,
        line=one.line,
        number=one.number or "",
        reason=" ".join(one.reason.split()),
    )


def _articles(words: Wording, message: WeekReport) -> Iterable[str]:
    yield words.say("week.articles")
    amounts = {
        "new": message.new,
        "returned": message.returned,
        "changed": message.changed,
        "gone": message.gone,
    }
    if not any(amount.count for amount in amounts.values()):
        yield words.say("week.articles.none")
    for name, amount in amounts.items():
        if amount.count:
            key = _plural(f"week.amount.{name}", amount.count)
            said = words.say(key, count=counted(words, amount.count))
            yield f"• {said}{_first(words, amount)}"


def _plural(key: str, count: int) -> str:
    return f"{key}.one" if count == 1 else key


def _first(words: Wording, amount: Amount) -> str:
    names = [clip(one_line(one.name), _NAME_MAX) for one in amount.first]
    more = amount.count - len(names)
    tail = [words.say("week.and_more", count=counted(words, more))] if more > 0 and names else []
    return f": {', '.join([*names, *tail])}" if names else ""


def _prices(
    words: Wording, key: str, changes: Sequence[PriceChange], count: int
) -> Iterator[Block]:
    if not changes:
        return
    lines = [words.say(_plural(key, count), count=counted(words, count))]
    lines += [f"• {clip(_price(words, one), _LINE_MAX)}" for one in changes]
    yield from sections("\n".join(lines))


def _price(words: Wording, one: PriceChange) -> str:
    percent = words.percent(one.before, one.after) or ""
    before = words.price(one.before, one.currency) or ""
    after = words.price(one.after, one.currency) or ""
    unit = f"/{one_line(one.unit)}" if one.unit else ""
    what = f"{clip(one_line(one.name), 2 * _NAME_MAX)} ({one_line(one.number)}, "
    return f"*{percent}* {what}{one_line(one.supplier)}): {before} → {after}{unit}"


def _small_print(words: Wording, message: WeekReport) -> Iterator[str]:
    yield words.say("week.asked.next" if message.asked else "week.next")
    if message.examples:
        yield words.say("week.examples")


def _buttons(words: Wording, message: WeekReport) -> list[Block]:
    accounts = button(
        AccountsOpen(),
        words.label("week.button.accounts", count=counted(words, message.accounts)),
        style="primary",
    )
    lists = button(ListsOpen(), words.label("ui.button.lists.open"))
    return [*([accounts] if message.accounts else []), lists]


def _bold(text: str) -> str:
    return f"*{clip(one_line(text), 2 * _NAME_MAX)}*"


def when_local(words: Wording, instant: datetime) -> str:
    """A date and time as plain text, for a label."""
    return f"{instant.astimezone(words.zone):%Y-%m-%d %H:%M}"
