"""The sheets of a report's workbook, as columns and rows of plain values; the rows are streamed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row
from sqlalchemy.orm import Session

from bot.week import queries
from bot.week.queries import Which, Window
from bot.week.shown import ListRead, PriceChange, WeekReport
from bot.workbooks import Cell

Kind = Literal["text", "whole", "price", "percent", "date", "time"]
Say = Callable[..., str]
"""A phrase by its key, filled in, in the language of the workbook."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `key` is that of its heading, below `week.column.`."""

    key: str
    width: int
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet; `key` is that of its name, below `week.sheet.`."""

    key: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Made:
    """When a workbook is made, and how many lists have been read since its report was."""

    at: datetime
    lists_since: int


_SUPPLIER = Column("supplier", 24)
_NUMBER = Column("number", 18)
_NAME = Column("name", 48)
_SUMMARY = (
    _SUPPLIER,
    Column("state", 22),
    Column("file", 34),
    Column("list_number", 16),
    Column("format", 14),
    Column("issued", 12, "date"),
    Column("read_at", 18, "time"),
    Column("new", 10, "whole"),
    Column("changed", 10, "whole"),
    Column("gone", 10, "whole"),
    Column("unchanged", 12, "whole"),
    Column("rejected", 10, "whole"),
    Column("remark", 70),
)
_ARTICLE = (
    _SUPPLIER,
    _NUMBER,
    Column("gtin", 16),
    _NAME,
    Column("brand", 18),
    Column("group", 26),
    Column("package", 16),
    Column("unit", 10),
    Column("price", 12, "price"),
    Column("currency", 8),
    Column("valid_from", 12, "date"),
    Column("valid_to", 12, "date"),
    Column("contract", 16),
    Column("account", 12),
)
_PRICES = (
    _SUPPLIER,
    _NUMBER,
    _NAME,
    Column("before", 12, "price"),
    Column("currency_before", 10),
    Column("unit_before", 10),
    Column("after", 12, "price"),
    Column("currency", 8),
    Column("unit", 10),
    Column("percent", 12, "percent"),
)
_REJECTED = (
    _SUPPLIER,
    Column("file", 34),
    Column("line", 8, "whole"),
    _NUMBER,
    Column("reason", 90),
)


def sheets(
    session: Session, within: Window, report: WeekReport, made: Made, say: Say
) -> Iterator[Sheet]:
    """All sheets, in order. Each has to be gone through before the next is asked for.

    What the summary says is the report's; the other sheets have the articles as they are now.
    """
    yield Sheet("summary", _SUMMARY, summary(report, made, say))
    yield Sheet("new", (*_ARTICLE, Column("what", 20)), _new(session, within, say))
    changed = queries.articles(session, within, Which.CHANGED)
    yield Sheet("changed", _ARTICLE, map(_article, changed))
    gone = queries.articles(session, within, Which.GONE)
    columns = (*_ARTICLE, Column("gone_at", 18, "time"), Column("replaced_by", 18))
    rows = ((*_article(row), row.removed_at, row.replaced_by) for row in gone)
    yield Sheet("gone", columns, rows)
    yield Sheet("prices", _PRICES, map(price, queries.prices(session, within)))
    bad = queries.rejected(session, within)
    lines = ((one.supplier, one.file, one.line, one.number, one.reason) for one in bad)
    yield Sheet("rejected", _REJECTED, lines)


def summary(report: WeekReport, made: Made, say: Say) -> Iterator[tuple[Cell, ...]]:
    """A row for all and one on when it was made, then one for each list that was read, missed,
    waits or was not read."""
    yield (
        say("week.all"), "", "", "", "", None, report.until,
        report.new.count + report.returned.count,
        report.changed.count,
        report.gone.count,
        sum(one.unchanged for one in report.lists),
        report.rejected_count,
        say("week.window", since=_day(report.since), until=_day(report.until)),
    )  # fmt: skip
    key = "week.made.since" if made.lists_since else "week.made"
    remark = say(key, report=_day(report.until), at=_day(made.at), count=made.lists_since)
    yield _without(say("week.made.row"), "", "", remark)
    for one in report.lists:
        yield _list(one, say)
    for missed in report.missing:
        last = say("week.missing.last", when=_day(missed.last_at))
        yield _without(missed.name, say("week.state.missing"), "", last)
    for waits in report.waits:
        yield _without(
            waits.supplier, say("week.state.waits"), waits.file, " · ".join(waits.reasons)
        )
    for file in report.unread:
        yield _without("", say("week.state.unread"), file, "")
    for failed in report.failed:
        state = say("week.state.refused" if failed.by is None else "week.state.declined")
        yield _without(
            failed.supplier, state, failed.file, failed.problem if failed.by is None else failed.by
        )


def price(change: PriceChange) -> tuple[Cell, ...]:
    """A row of the sheet of prices; no percent where the two cannot be compared."""
    return (
        change.supplier,
        change.number,
        change.name,
        change.before,
        change.currency_before,
        change.unit_before,
        change.after,
        change.currency,
        change.unit,
        change.share,
    )


def _list(one: ListRead, say: Say) -> tuple[Cell, ...]:
    new = one.added or one.changed or one.removed
    return (
        one.supplier,
        say("week.state.read" if new else "week.state.nothing_new"),
        one.file,
        one.number,
        say(f"ui.list.format.{one.format}"),
        one.issued,
        one.read_at,
        one.added,
        one.changed,
        one.removed,
        one.unchanged,
        one.rejected,
        "",
    )


def _without(supplier: str, state: str, file: str, remark: str) -> tuple[Cell, ...]:
    return (supplier, state, file, *[None] * 9, remark)


def _new(session: Session, within: Window, say: Say) -> Iterator[tuple[Cell, ...]]:
    for which in (Which.NEW, Which.RETURNED):
        what = say(f"week.what.{which.value}")
        for row in queries.articles(session, within, which):
            yield (*_article(row), what)


def _article(row: Row[Any]) -> tuple[Cell, ...]:
    return (
        row.supplier,
        row.article_number,
        row.gtin,
        row.name,
        row.brand,
        row.product_group,
        row.package,
        row.unit,
        queries.price(row),
        row.currency,
        row.valid_from,
        row.valid_to,
        row.contract_number,
        row.account,
    )


def _day(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}"
