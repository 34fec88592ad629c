"""A report, put together from the database as it is."""

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
    session: Session, parties: Parties, within: Window, *, asked: bool = False
) -> WeekReport:
    """What has come in and changed in that time, and what waits now."""
    lists = queries.lists(session, within)
    amounts = queries.amounts(session, within, MOST_NAMED)
    prices = ranked(queries.prices(session, within), MOST_PRICES)
    first = []
    for bad in queries.rejected(session, within):
        first.append(bad)
        if len(first) == MOST_REJECTED:
            break
    waits, failed = queries.waits(session), queries.failed(session, within)
    came = {one.supplier for one in lists}
    came |= {one.supplier for one in waits} | {one.supplier for one in failed}
    return WeekReport(
        since=within.since,
        until=within.until,
        asked=asked,
        lists=lists,
        missing=_missing(session, parties, within, came),
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
    )


def _missing(
    session: Session, parties: Parties, within: Window, came: set[str]
) -> tuple[SupplierMissing, ...]:
    """Who sent lists in the weeks before, and none in this; the longest gone first.

    `came` are those that sent something, whatever became of it; a file may have lists of several.
    """
    start = within.since - REMEMBERED
    before = queries.deliveries(
        session, start, within.since, () if within.examples else within.example_lists
    )
    ids = {party.name: party.id for party in parties.suppliers}
    return tuple(
        SupplierMissing(name=name, last_at=at, party=ids.get(name))
        for name, at in sorted(before.items(), key=lambda one: one[1])
        if not any(name in (one, *one.split(", ")) for one in came)
    )
