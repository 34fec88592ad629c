"""The files that came in, as rows: each taken in once, read by one process at a time."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.database.models import IncomingListRow, PriceListRow
from bot.database.session import Database
from bot.database.upsert import insert_into
from bot.import_report import ImportReport, dump_report
from bot.lists.states import ENDED, UNREAD, ListState, Way
from bot.occasion import Clock
from knowledge.text import Frozen

LEASE = timedelta(seconds=60)
"""How long a process may work at a file without a sign of life."""

SOON = timedelta(seconds=10)
"""After a restart: when a file is taken from a process that gives no sign of life in the meantime.
Longer than `bot.lists.ticker.SIGN_SECONDS`."""

_NAME_MAX = 255


class Taken(Frozen):
    """A file that this process reads. `attempts` is its claim to it.

    `failures` are those so far, since a person decided; `sha256` is of what they decided about.
    """

    id: int
    way: Way
    source: str
    file_name: str
    attempts: int
    failures: int = 0
    sha256: str | None = None
    person_id: str | None
    confirmed_by: str | None
    said: str | None
    supplier: str | None
    message_id: int | None


class TakenOverError(Exception):
    """Another process has the file now: nothing may come of what this one did."""


class ListStore:
    """The rows of files that came in."""

    def __init__(self, db: Database, now: Clock) -> None:
        self._db = db
        self._now = now

    def add(
        self,
        session: Session,
        *,
        way: Way,
        key: str,
        source: str,
        file_name: str,
        person_id: str | None = None,
        said: str | None = None,
    ) -> int | None:
        """Take a file in, to be read at once; its id, or None if it had been taken in before."""
        now = self._now()
        statement = insert_into(session, IncomingListRow).values(
            way=way,
            key=key,
            source=source,
            file_name=file_name[-_NAME_MAX:],
            state="new",
            received_at=now,
            due_at=now,
            attempts=0,
            failures=0,
            nothing_new=False,
            person_id=person_id,
            said=said or None,
        )
        found = statement.on_conflict_do_nothing(index_elements=[IncomingListRow.key])
        return session.scalar(found.returning(IncomingListRow.id))

    def get(self, session: Session, incoming: int) -> IncomingListRow:
        """A row; LookupError if there is none."""
        row = session.get(IncomingListRow, incoming, populate_existing=True)
        if row is None:
            raise LookupError(f"there is no list {incoming}")
        return row

    def claim(self, ways: Collection[Way] = ("slack", "folder")) -> Taken | None:
        """Take the first file that came in one of `ways` and is due; None for none."""
        now = self._now()
        due = select(IncomingListRow).where(
            IncomingListRow.state.in_(UNREAD),
            IncomingListRow.due_at <= now,
            IncomingListRow.way.in_(ways),
        )
        with self._db.read() as session:  # so as not to ask for the lock all the time
            if session.scalar(due.with_only_columns(func.count())) == 0:
                return None
        with self._db.write() as session:
            row = session.scalar(
                due.order_by(IncomingListRow.id)
                .limit(1)
                .with_for_update(skip_locked=True, key_share=True)
            )
            if row is None:
                return None
            if row.state == "reading":  # whoever had it died of it, or seems to have
                row.failures += 1
            row.state = "reading"
            row.attempts += 1
            row.due_at = now + LEASE
            session.flush()
            return Taken.model_validate(row, from_attributes=True)

    def left(self, way: Way) -> int:
        """How many files are not read yet, by anybody."""
        unread = IncomingListRow.state.in_(UNREAD)
        with self._db.read() as session:
            count = select(func.count()).where(unread, IncomingListRow.way == way)
            return session.scalar(count) or 0

    def renew(self, taken: Taken) -> bool:
        """Give a sign of life; False if the file is another's by now."""
        return self._mine(taken, due_at=self._now() + LEASE)

    def give_back(self, taken: Taken, wait: timedelta, error: str | None = None) -> None:
        """Let anybody read it, after `wait`; with an `error` that is one failure more."""
        failures = taken.failures + (error is not None)
        self._mine(taken, state="new", due_at=self._now() + wait, failures=failures, error=error)

    def finish(
        self,
        session: Session,
        taken: Taken,
        state: ListState,
        *,
        report: ImportReport | None = None,
        error: str | None = None,
    ) -> None:
        """End the reading, in the transaction of its effects, with what `taken` says was read, and
        on whose word. TakenOverError if it is another's."""
        values: dict[str, object] = {
            "state": state,
            "report": None if report is None else dump_report(report),
            "error": error,
            "done_at": self._now() if state in ENDED else None,
            "sha256": taken.sha256,
            "confirmed_by": taken.confirmed_by,
            "supplier": taken.supplier,
            "nothing_new": state == "read" and _left_nothing(session, report),
        }
        if not self._update(session, taken, values):
            raise TakenOverError

    def decide(
        self,
        session: Session,
        incoming: int,
        awaited: Iterable[ListState],
        state: ListState,
        *,
        by: str,
        supplier: str | None = None,
    ) -> bool:
        """Go on from a state in which a person is awaited; False if it has been left already."""
        now = self._now()
        values: dict[str, object] = {"state": state, "due_at": now, "failures": 0}
        if supplier is None:
            values["confirmed_by"] = by
        else:
            values["supplier"] = supplier
        if state in ENDED:
            values["done_at"] = now
        statement = (
            update(IncomingListRow)
            .where(IncomingListRow.id == incoming, IncomingListRow.state.in_(tuple(awaited)))
            .values(**values)
            .execution_options(synchronize_session=False)
        )
        return session.scalar(statement.returning(IncomingListRow.id)) is not None

    def release(self) -> None:
        """Make what a dead process of this installation was reading due soon (at start)."""
        soon = self._now() + SOON
        with self._db.write() as session:
            session.execute(
                update(IncomingListRow)
                .where(IncomingListRow.state == "reading", IncomingListRow.due_at > soon)
                .values(due_at=soon)
            )

    def _mine(self, taken: Taken, **values: object) -> bool:
        with self._db.write() as session:
            return self._update(session, taken, values)

    @staticmethod
    def _update(session: Session, taken: Taken, values: Mapping[str, object]) -> bool:
        statement = (
            update(IncomingListRow)
            .where(
                IncomingListRow.id == taken.id,
                IncomingListRow.state == "reading",
                IncomingListRow.attempts == taken.attempts,
            )
            .values(**values)
            .execution_options(synchronize_session=False)
        )
        return session.scalar(statement.returning(IncomingListRow.id)) is not None


def _left_nothing(session: Session, report: ImportReport | None) -> bool:
    """Whether a list was so already, all of it. Asked where it is saved: SQLite gives the number
    of a list that leaves no trace to the next one."""
    if report is None or not report.nothing_new:
        return False
    kept = select(func.count()).where(PriceListRow.id.in_(report.list_ids))
    return session.scalar(kept) == 0
