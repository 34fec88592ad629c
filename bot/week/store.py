"""The reports as rows: begun, given a time and sent once, whoever of several processes does it."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import article_store, revisions
from bot.database.models import WeekReportRow
from bot.database.session import Database
from bot.occasion import Clock
from bot.week.gather import FIRST
from knowledge.text import Frozen


class Begun(Frozen):
    """A report that is not sent yet; with `until`, its time is set."""

    id: int
    scheduled: bool
    begun_at: datetime
    since: datetime | None
    until: datetime | None
    person_id: str | None


class ReportStore:
    """The rows of reports."""

    def __init__(self, db: Database, now: Clock) -> None:
        self._db = db
        self._now = now

    def begin(self, session: Session, person_id: str | None = None) -> int:
        """Begin a report: a Monday's, or the one that a person asked for; its id."""
        row = WeekReportRow(scheduled=person_id is None, begun_at=self._now(), person_id=person_id)
        session.add(row)
        session.flush()
        return row.id

    def begun(self) -> list[Begun]:
        """The reports that are not sent, in the order in which they were begun."""
        query = select(WeekReportRow).where(WeekReportRow.message_id.is_(None))
        with self._db.read() as session:
            rows = session.scalars(query.order_by(WeekReportRow.id)).all()
            return [Begun.model_validate(row, from_attributes=True) for row in rows]

    def set_time(self, report: int) -> None:
        """Let a report's time end now, unless that has been done.

        It waits for an import that is being saved: what is saved later belongs to the next report.
        """
        with self._db.write() as session:
            revisions.lock(session, article_store.REVISION)
            now = self._now()
            session.execute(
                update(WeekReportRow)
                .where(WeekReportRow.id == report, WeekReportRow.until.is_(None))
                .values(since=last_monday(session) or now - FIRST, until=now)
                .execution_options(synchronize_session=False)
            )

    def lock_unsent(self, session: Session, report: int) -> bool:
        """Whether a report is still to be sent; nobody else sends it in this transaction."""
        row = session.get(WeekReportRow, report, with_for_update=True, populate_existing=True)
        return row is not None and row.message_id is None

    def sent(self, session: Session, report: int, message_id: int) -> None:
        """Note that a report has been sent as a message of the outbox."""
        session.execute(
            update(WeekReportRow)
            .where(WeekReportRow.id == report)
            .values(message_id=message_id)
            .execution_options(synchronize_session=False)
        )


def last_monday(session: Session) -> datetime | None:
    """Up to when the last report of a Monday goes; None if there is none."""
    return session.scalar(
        select(WeekReportRow.until)
        .where(WeekReportRow.scheduled, WeekReportRow.until.is_not(None))
        .order_by(WeekReportRow.id.desc())
        .limit(1)
    )


def time_of(session: Session, report: int) -> tuple[datetime, datetime]:
    """From when to when a report is; LookupError if there is none, or its time is not set."""
    row = session.get(WeekReportRow, report)
    if row is None or row.since is None or row.until is None:
        raise LookupError(f"there is no time of a report {report}")
    return row.since, row.until
