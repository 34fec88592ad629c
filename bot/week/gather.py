"""A report, put together from the database as it is."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.store import count_waiting
from bot.database.models import PriceListRow
from bot.example_articles import example_hashes
from bot.week import queries
from bot.week.queries import Which, Window
from bot.week.ranking import ranked
from bot.week.shown import SupplierMissing, WeekReport
from knowledge.parties import Parties

FIRST = timedelta(days=7)
"""How far back the first report of all goes."""

MISSED = timedelta(days=7)
"""A supplier is missed when so much time has passed since their last list."""

REMEMBERED = timedelta(weeks=4)
"""A supplier is missed for so long after the last list that it sent."""

MOST_NAMED = 5
MOST_PRICES = 5
MOST_REJECTED = 5


def window(session: Session, since: datetime, until: datetime) -> Window:
    """The time that a report is about."""
    examples = not queries.any_real(session)
    theirs = session.scalars(
        select(PriceListRow.id).where(PriceListRow.file_hash.in_(example_hashes()))
    )
    return Window(since, until, examples, frozenset(theirs))


def gather(
    session: Session,
    parties: Parties,
    within: Window,
    *,
    asked: bool = False,
    folder: bool = False,
) -> WeekReport:
    """What has come in and changed in that time, and what waits now.

    All of it goes together where no list is saved meanwhile (`ReportStore.set_time`).
    """
    lists = queries.lists(session, within)
    amounts = queries.amounts(session, within, MOST_NAMED)
    prices = ranked(queries.prices(session, within), MOST_PRICES)
    first = []
    for bad in queries.rejected(session, within):
        first.append(bad)
        if len(first) == MOST_REJECTED:
            break
    waits, failed = queries.waits(session), queries.failed(session, within)
    return WeekReport(
        since=within.since,
        until=within.until,
        asked=asked,
        lists=lists,
        missing=_missing(session, parties, within, {one.supplier for one in waits}),
        waits=waits,
        unread=queries.unread(session),
        failed=failed,
        rejected=tuple(first),
        rejected_count=queries.rejected_count(lists),
        new=amounts[Which.NEW],
        returned=amounts[Which.RETURNED],
        changed=amounts[Which.CHANGED],
        gone=amounts[Which.GONE],
        up=prices.up,
        up_count=prices.up_count,
        down=prices.down,
        down_count=prices.down_count,
        accounts=count_waiting(session),
        examples=within.examples,
        folder=folder,
    )


def _missing(
    session: Session, parties: Parties, within: Window, waits: set[str]
) -> tuple[SupplierMissing, ...]:
    """Who sent lists in the weeks before, and none since; the longest gone first.

    None for a week at least, whatever time the report is about: one that was asked for on a Tuesday
    would miss whoever sent on Monday. `waits` are whose lists wait for an answer. To send something
    that could not be read is to send; a file may have lists of several.
    """
    cut = min(within.since, within.until - MISSED)
    aside = () if within.examples else within.example_lists
    before = queries.deliveries(session, cut - REMEMBERED, cut, aside)
    came = set(queries.deliveries(session, cut, within.until, aside)) | waits
    came |= {one.supplier for one in queries.failed(session, replace(within, since=cut))}
    ids = {party.name: party.id for party in parties.suppliers}
    return tuple(
        SupplierMissing(name=name, last_at=at, party=ids.get(name))
        for name, at in sorted(before.items(), key=lambda one: one[1])
        if not any(name in (one, *one.split(", ")) for one in came)
    )
