"""What has changed in the database from one time to another. Long results are streamed."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, defer

from bot.article_store import plain
from bot.database.models import (
    ArticlePriceRow,
    ArticleRow,
    IncomingListRow,
    PersonRow,
    PriceListRow,
    SupplierRow,
)
from bot.import_report import load_rejections, load_report
from bot.lists.states import OPEN, UNREAD
from bot.week.shown import (
    Amount,
    GoodsNamed,
    ListFailed,
    ListRead,
    ListWaits,
    PriceChange,
    RejectedLine,
)

_BATCH = 5_000
_REPORTS = 4
"""Reports of files at once: one may have 20,000 rejected lines."""


@dataclass(frozen=True, slots=True)
class Window:
    """After `since`, up to and with `until`. `examples` is True if there are only examples:
    where there is anything else, they are left aside. `example_lists` are the ids of theirs."""

    since: datetime
    until: datetime
    examples: bool
    example_lists: frozenset[int]

    def holds(self, column: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
        """Whether a time is in it."""
        return and_(column > self.since, column <= self.until)


class Which(StrEnum):
    """What has happened to an article."""

    NEW = "new"
    RETURNED = "returned"
    CHANGED = "changed"
    GONE = "gone"


def any_real(session: Session) -> bool:
    """Whether there is an article that is no example."""
    return bool(session.scalar(select(exists().where(ArticleRow.example.is_(False)))))


def lists(session: Session, window: Window) -> tuple[ListRead, ...]:
    """The lists that were read, by supplier, and those among the files that had nothing new."""
    query = (
        select(PriceListRow, SupplierRow.name)
        .join(SupplierRow, SupplierRow.id == PriceListRow.supplier_id)
        .where(window.holds(PriceListRow.read_at), *_real_lists(window))
        .options(defer(PriceListRow.rejections))
    )
    found = [list_read(row, supplier) for row, supplier in session.execute(query)]
    found += _nothing_new(session, window.since, window.until)
    return tuple(sorted(found, key=lambda one: (one.supplier.casefold(), one.read_at)))


def deliveries(
    session: Session, since: datetime, until: datetime, aside: Collection[int]
) -> dict[str, datetime]:
    """When each supplier last sent a list in that time, with news in it or not.

    `aside` are the ids of lists that do not count.
    """
    query = (
        select(SupplierRow.name, func.max(PriceListRow.id))
        .join(SupplierRow, SupplierRow.id == PriceListRow.supplier_id)
        .where(
            PriceListRow.read_at > since,
            PriceListRow.read_at <= until,
            PriceListRow.id.not_in(aside),
        )
        .group_by(SupplierRow.name)
    )
    newest = {id_: name for name, id_ in session.execute(query)}
    times = select(PriceListRow.id, PriceListRow.read_at).where(PriceListRow.id.in_(newest))
    last = {newest[id_]: at for id_, at in session.execute(times)}
    for one in _nothing_new(session, since, until):
        last[one.supplier] = max(one.read_at, last.get(one.supplier, one.read_at))
    return last


def read_since(session: Session, instant: datetime) -> int:
    """How many lists have been read since then."""
    query = select(func.count()).select_from(PriceListRow).where(PriceListRow.read_at > instant)
    return session.scalar(query) or 0


def rejected(session: Session, window: Window) -> Iterator[RejectedLine]:
    """The lines that were not read, of each list the first that were kept."""
    query = (
        select(PriceListRow.rejections, PriceListRow.file_name, SupplierRow.name)
        .join(SupplierRow, SupplierRow.id == PriceListRow.supplier_id)
        .where(window.holds(PriceListRow.read_at), PriceListRow.rejected > 0, *_real_lists(window))
        .order_by(SupplierRow.name, PriceListRow.id)
    )
    for kept, file, supplier in session.execute(query).yield_per(10):
        for bad in load_rejections(kept):
            yield RejectedLine(
                supplier=supplier,
                file=file,
                line=bad.line,
                number=bad.article_number,
                reason=bad.reason,
            )


def waits(session: Session) -> tuple[ListWaits, ...]:
    """The lists that wait for a coordinator now."""
    query = select(IncomingListRow.file_name, IncomingListRow.report)
    query = query.where(IncomingListRow.state.in_(OPEN)).order_by(IncomingListRow.id)
    found = []
    for row in session.execute(query).yield_per(_REPORTS):
        report = None if row.report is None else load_report(row.report)
        found.append(
            ListWaits(
                file=row.file_name,
                supplier="" if report is None else report.supplier,
                reasons=() if report is None else report.waiting,
            )
        )
    return tuple(found)


def unread(session: Session) -> tuple[str, ...]:
    """The files that are still being read, by name."""
    query = select(IncomingListRow.file_name).where(IncomingListRow.state.in_(UNREAD))
    return tuple(session.scalars(query.order_by(IncomingListRow.id)))


def failed(session: Session, window: Window) -> tuple[ListFailed, ...]:
    """The files of which nothing was read, and those that a coordinator did not want."""
    query = (
        select(
            IncomingListRow.file_name,
            IncomingListRow.state,
            IncomingListRow.error,
            IncomingListRow.report,
            PersonRow.name,
        )
        .outerjoin(PersonRow, PersonRow.id == IncomingListRow.confirmed_by)
        .where(
            IncomingListRow.state.in_(("refused", "declined")),
            window.holds(IncomingListRow.done_at),
        )
        .order_by(IncomingListRow.id)
    )
    found = []
    for row in session.execute(query).yield_per(_REPORTS):
        report = None if row.report is None else load_report(row.report)
        problem = row.error or ""
        if not problem and report is not None and report.rejected:
            problem = report.rejected[0].reason
        found.append(
            ListFailed(
                file=row.file_name,
                supplier="" if report is None else report.supplier,
                problem=problem,
                by=(row.name or "") if row.state == "declined" else None,
            )
        )
    return tuple(found)


def amounts(session: Session, window: Window, most: int) -> dict[Which, Amount]:
    """How many articles each thing has happened to, and the first `most` of them."""
    counts = session.execute(
        select(*(func.count().filter(_has(window, which)) for which in Which))
        .select_from(ArticleRow)
        .where(*_real_articles(window))
    ).one()
    found = {}
    for which, count in zip(Which, counts, strict=True):
        first = articles(session, window, which, most) if count else iter(())
        named = tuple(
            GoodsNamed(supplier=row.supplier, number=row.article_number, name=row.name)
            for row in first
        )
        found[which] = Amount(count=count, first=named)
    return found


def articles(
    session: Session, window: Window, which: Which, limit: int | None = None
) -> Iterator[Row[Any]]:
    """The articles that something has happened to, by supplier and name."""
    query = (
        select(
            SupplierRow.name.label("supplier"),
            ArticleRow.article_number,
            ArticleRow.gtin,
            ArticleRow.name,
            ArticleRow.brand,
            ArticleRow.product_group,
            ArticleRow.package,
            ArticleRow.unit,
            ArticleRow.price,
            ArticleRow.currency,
            ArticleRow.valid_from,
            ArticleRow.valid_to,
            ArticleRow.contract_number,
            ArticleRow.account,
            ArticleRow.replaced_by,
            ArticleRow.removed_at,
        )
        .join(SupplierRow, SupplierRow.id == ArticleRow.supplier_id)
        .where(_has(window, which), *_real_articles(window))
        .order_by(SupplierRow.name, ArticleRow.name, ArticleRow.id)
        .limit(limit)
    )
    yield from cast("Iterable[Row[Any]]", session.execute(query).yield_per(_BATCH))


def prices(session: Session, window: Window) -> Iterator[PriceChange]:
    """Articles whose price, or what it is for, is another than it was, by supplier and name."""
    before, after = aliased(ArticlePriceRow), aliased(ArticlePriceRow)
    read = select(PriceListRow.id).where(window.holds(PriceListRow.read_at))
    last = (
        select(ArticlePriceRow.article_id, func.max(ArticlePriceRow.id).label("id"))
        .where(ArticlePriceRow.price_list_id.in_(read))
        .group_by(ArticlePriceRow.article_id)
        .subquery()
    )
    earlier = aliased(ArticlePriceRow)
    conditions = [earlier.article_id == last.c.article_id, earlier.seen_at <= window.since]
    if window.example_lists and not window.examples:
        conditions.append(
            or_(
                earlier.price_list_id.is_(None),
                earlier.price_list_id.not_in(window.example_lists),
            )
        )
    # By the index of the article's prices; for a max() PostgreSQL would walk that of all ids.
    newest = (
        select(earlier.id)
        .where(*conditions)
        .order_by(earlier.seen_at.desc(), earlier.id.desc())
        .limit(1)
        .correlate(last)
        .scalar_subquery()
    )
    query = (
        select(
            SupplierRow.name.label("supplier"),
            ArticleRow.article_number,
            ArticleRow.name,
            before.price.label("was"),
            after.price.label("is_now"),
            before.unit.label("unit_before"),
            after.unit,
            before.currency.label("currency_before"),
            after.currency,
        )
        .select_from(last)
        .join(after, after.id == last.c.id)
        .join(before, before.id == newest)
        .join(ArticleRow, ArticleRow.id == last.c.article_id)
        .join(SupplierRow, SupplierRow.id == ArticleRow.supplier_id)
        .where(
            ArticleRow.removed_at.is_(None),
            or_(
                before.price != after.price,
                before.unit.is_distinct_from(after.unit),
                before.currency.is_distinct_from(after.currency),
            ),
            *_real_articles(window),
        )
        .order_by(SupplierRow.name, ArticleRow.name, ArticleRow.id)
    )
    for row in session.execute(query).yield_per(_BATCH):
        yield PriceChange.model_construct(
            supplier=row.supplier,
            number=row.article_number,
            name=row.name,
            before=plain(row.was),
            after=plain(row.is_now),
            unit=row.unit,
            unit_before=row.unit_before,
            currency=row.currency,
            currency_before=row.currency_before,
        )


def list_read(row: PriceListRow, supplier: str) -> ListRead:
    """A list that was read, of a supplier of that name."""
    return ListRead(
        supplier=supplier,
        file=row.file_name,
        format=row.format,
        number=row.number,
        issued=row.issued_on,
        valid_to=row.valid_to,
        read_at=row.read_at,
        added=row.added,
        changed=row.changed,
        removed=row.removed,
        unchanged=row.unchanged,
        rejected=row.rejected,
    )


def rejected_count(found: tuple[ListRead, ...]) -> int:
    """How many lines of these lists were not read."""
    return sum(one.rejected for one in found)


def price(row: Row[Any]) -> Decimal | None:
    """The price of an article of `articles`."""
    return None if row.price is None else plain(row.price)


def _has(window: Window, which: Which) -> ColumnElement[bool]:
    """Whether something has happened to an article; one that came and went has not."""
    known = ArticleRow.first_seen_at <= window.since
    # At the end of the time: a workbook may be made when another list has been read since.
    sold = or_(ArticleRow.removed_at.is_(None), ArticleRow.removed_at > window.until)
    match which:
        case Which.NEW:
            return and_(window.holds(ArticleRow.first_seen_at), sold)
        case Which.RETURNED:
            return and_(window.holds(ArticleRow.returned_at), known, sold)
        case Which.CHANGED:
            returned = ArticleRow.returned_at
            here = or_(returned.is_(None), returned <= window.since)
            return and_(window.holds(ArticleRow.updated_at), known, sold, here)
        case Which.GONE:
            return and_(window.holds(ArticleRow.removed_at), known)


def _real_articles(window: Window) -> tuple[ColumnElement[bool], ...]:
    return () if window.examples else (ArticleRow.example.is_(False),)


def _real_lists(window: Window) -> tuple[ColumnElement[bool], ...]:
    if window.examples or not window.example_lists:
        return ()
    return (PriceListRow.id.not_in(window.example_lists),)


def _nothing_new(session: Session, since: datetime, until: datetime) -> Iterator[ListRead]:
    """Files that were read and brought nothing: they leave no list, but were delivered."""
    query = select(IncomingListRow.file_name, IncomingListRow.done_at, IncomingListRow.report)
    here = and_(IncomingListRow.done_at > since, IncomingListRow.done_at <= until)
    query = query.where(IncomingListRow.nothing_new, here).order_by(IncomingListRow.id)
    for row in session.execute(query).yield_per(_REPORTS):
        report = load_report(row.report)
        yield ListRead(
            supplier=report.supplier,
            file=row.file_name,
            format=report.format,
            number=report.number,
            issued=report.issued,
            read_at=row.done_at,
            unchanged=report.unchanged,
            rejected=len(report.rejected),
        )
