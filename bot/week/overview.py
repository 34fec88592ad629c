"""The coordinators' overview of price lists: what each supplier sent last, and what waits."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from bot.accounts.store import count_waiting
from bot.database.models import ArticleRow, IncomingListRow, PriceListRow, SupplierRow
from bot.lists.shown import as_it_is
from bot.lists.states import OPEN
from bot.lists.supplier import ask_whose
from bot.messages import ListShown
from bot.occasion import Clock
from bot.week import queries
from bot.week.gather import window
from bot.week.reports import WeekReports
from bot.week.shown import SupplierLatest
from knowledge.parties import Parties
from knowledge.text import Frozen


class OverviewShown(Frozen):
    """What the overview shows. `since` is from when on a report would be; `accounts` counts the
    articles that have no account; with `examples` there are only those of our own making, with
    `folder` what is put in a folder is read."""

    suppliers: tuple[SupplierLatest, ...]
    waits: tuple[ListShown, ...]
    unread: tuple[str, ...]
    since: datetime
    accounts: int
    examples: bool
    folder: bool = False


class Overview:
    """Gathers the overview, in the caller's session."""

    def __init__(self, parties: Parties, reports: WeekReports, now: Clock, *, folder: bool) -> None:
        """With `folder`, lists that are put in one are read."""
        self._parties = parties
        self._reports = reports
        self._now = now
        self._folder = folder

    def waiting(self, session: Session) -> int:
        """How many price lists wait for a coordinator."""
        query = select(func.count()).where(IncomingListRow.state.in_(OPEN))
        return session.scalar(query) or 0

    def shown(self, session: Session) -> OverviewShown:
        """The overview as it is now."""
        now = self._now()
        since = self._reports.since(session)
        within = window(session, since, now)
        return OverviewShown(
            suppliers=_suppliers(session, within, now),
            waits=self._waits(session),
            unread=queries.unread(session),
            since=since,
            accounts=count_waiting(session),
            examples=within.examples,
            folder=self._folder,
        )

    def _waits(self, session: Session) -> tuple[ListShown, ...]:
        rows = session.scalars(
            select(IncomingListRow)
            .where(IncomingListRow.state.in_(OPEN))
            .order_by(IncomingListRow.id)
        ).all()
        return tuple(
            ask_whose(session, self._parties, row.id, row.file_name, row.said)
            if row.state == "asking"
            else as_it_is(row, None)
            for row in rows
        )


def _suppliers(
    session: Session, within: queries.Window, now: datetime
) -> tuple[SupplierLatest, ...]:
    """Who sells something, or has sent a list; by name."""
    newest = select(func.max(PriceListRow.id)).group_by(PriceListRow.supplier_id)
    sold = (
        select(ArticleRow.supplier_id, func.count())
        .where(ArticleRow.removed_at.is_(None))
        .group_by(ArticleRow.supplier_id)
    )
    if not within.examples:
        sold = sold.where(ArticleRow.example.is_(False))
        newest = newest.where(PriceListRow.id.not_in(within.example_lists))
    articles: dict[int, int] = dict(session.execute(sold).all())
    lists = {
        row.supplier_id: row
        for row in session.scalars(
            select(PriceListRow)
            .where(PriceListRow.id.in_(newest))
            .options(defer(PriceListRow.rejections))
        )
    }
    query = select(SupplierRow.id, SupplierRow.name).order_by(SupplierRow.name)
    found = []
    for id_, name in session.execute(query):
        row = lists.get(id_)
        if row is None and id_ not in articles:
            continue
        found.append(
            SupplierLatest(
                name=name,
                articles=articles.get(id_, 0),
                latest=None if row is None else queries.list_read(row, name),
                ended=row is not None and row.valid_to is not None and row.valid_to < now.date(),
            )
        )
    return tuple(found)
