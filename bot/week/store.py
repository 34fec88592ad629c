"""The reports as rows: begun, and sent once, whoever of several processes does it."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import article_store, revisions
from bot.database.models import OutboxRow, WeekReportRow
from bot.database.session import Database
from bot.occasion import Clock
from bot.outbox import Envelope
from bot.week.gather import FIRST
from bot.week.shown import WeekReport
from knowledge.text import Frozen


class Begun(Frozen):
    """A report that is not sent yet."""

    id: int
    scheduled: bool
    begun_at: datetime
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

    def set_time(self, session: Session, report: int) -> tuple[datetime, datetime] | None:
        """Let a report's time end now; from when to when it is. None if it has been sent already.

        It waits for an import that is being saved, and no other begins before the transaction ends:
        what is saved later belongs to the next report.
        """
        revisions.lock(session, article_store.REVISION)
        row = session.get(WeekReportRow, report, with_for_update=True, populate_existing=True)
        if row is None or row.message_id is not None:
            return None
        now = self._now()
        since = last_monday(session) or now - FIRST
        row.since, row.until = since, now
        return since, now

    def sent(self, session: Session, report: int, message_id: int) -> None:
        """Note that a report has been sent as a message of the outbox, in the same transaction."""
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


def sent_report(session: Session, report: int) -> WeekReport:
    """A report as it was sent; LookupError if it was not, or is forgotten."""
    row = session.get(WeekReportRow, report)
    sent = None if row is None else session.get(OutboxRow, row.message_id)
    message = None if sent is None else Envelope.model_validate_json(sent.envelope).message
    if isinstance(message, WeekReport):
        return message
    raise LookupError(f"no report {report} has been sent")
