"""The coordinators' overview of price lists, as a modal."""

from collections.abc import Iterable, Iterator

from bot.account_intents import AccountsOpen
from bot.week.intents import ReportNow
from bot.week.overview import OverviewShown
from bot.week.shown import SupplierLatest
from handlers import ids
from handlers.blocks import lists
from handlers.blocks.common import (
    Block,
    actions,
    button,
    context,
    divider,
    header,
    section,
    sections,
)
from handlers.blocks.inputs import view
from handlers.blocks.text import clip, one_line
from handlers.blocks.week import counted, list_named, when_local
from handlers.blocks.wording import Wording
from handlers.ids import Origin

_WAITS_SHOWN = 8
_SUPPLIERS_SHOWN = 60
_TOGETHER = 6  # suppliers in a section
_NAME_MAX = 100


def overview(words: Wording, shown: OverviewShown, origin: Origin, *, asked: bool = False) -> Block:
    """The modal; `asked` says that a report is on its way."""
    return view(
        words,
        ids.PRICE_LISTS,
        words.label("lists.title"),
        _blocks(words, shown, asked=asked),
        origin,
    )


def waiting(words: Wording, origin: Origin) -> Block:
    """The modal while what it shows is counted."""
    return view(
        words,
        ids.PRICE_LISTS,
        words.label("lists.title"),
        [section(words.say("lists.waiting"))],
        origin,
    )


def _view(words: Wording, blocks: Iterable[Block], origin: Origin) -> Block:
    return view(words, ids.PRICE_LISTS, words.label("lists.title"), blocks, origin)


def _blocks(words: Wording, shown: OverviewShown, *, asked: bool) -> Iterator[Block]:
    since = when_local(words, shown.since)
    accounts = button(
        AccountsOpen(),
        words.label("week.button.accounts", count=counted(words, shown.accounts)),
        style="primary" if shown.accounts else None,
    )
    report = button(ReportNow(), words.label("ui.button.lists.report"))
    yield section(words.say("lists.intro.folder" if shown.folder else "lists.intro"))
    yield from actions([accounts, report])
    yield context(words.say("lists.report.sent" if asked else "lists.report.since", since=since))
    if shown.unread:
        names = ", ".join(shown.unread[:_WAITS_SHOWN])
        yield section(words.say("lists.unread", files=names))
    if shown.waits:
        yield header(words.label("lists.waits", count=len(shown.waits)))
        for one in shown.waits[:_WAITS_SHOWN]:
            yield from lists.decision(words, one)
            yield divider()
        if len(shown.waits) > _WAITS_SHOWN:
            yield context(words.say("week.more", count=len(shown.waits) - _WAITS_SHOWN))
    yield header(words.label("lists.suppliers"))
    if not shown.suppliers:
        yield section(words.say("lists.suppliers.none"))
    suppliers = shown.suppliers[:_SUPPLIERS_SHOWN]
    for start in range(0, len(suppliers), _TOGETHER):
        lines = [_supplier(words, one) for one in suppliers[start : start + _TOGETHER]]
        yield from sections("\n\n".join(lines))
    if len(shown.suppliers) > _SUPPLIERS_SHOWN:
        more = len(shown.suppliers) - _SUPPLIERS_SHOWN
        yield context(words.say("week.more", count=more))
    if shown.examples:
        yield context(words.say("week.examples"))


def _supplier(words: Wording, one: SupplierLatest) -> str:
    name = clip(one_line(one.name), _NAME_MAX)
    key = "lists.supplier.articles" if one.articles != 1 else "lists.supplier.article"
    first = f"*{name}* · {words.say(key, count=counted(words, one.articles))}"
    if one.latest is None:
        return f"{first}\n{words.say('lists.supplier.none')}"
    parts = [words.say("lists.supplier.latest", which=list_named(words, one.latest))]
    if one.latest.valid_to is not None:
        ended = "lists.supplier.ended" if one.ended else "lists.supplier.valid_to"
        parts.append(words.say(ended, date=one.latest.valid_to))
    parts.append(f"{words.say('lists.supplier.read')} {words.when(one.latest.read_at)}")
    return f"{first}\n{' · '.join(parts)}"
