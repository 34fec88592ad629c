"""Forgets messages that were sent long ago, so that the outbox does not grow for ever."""

from datetime import datetime, timedelta

from sqlalchemy import Column, delete, exists, select

from bot.database.models import Base, OutboxRow
from bot.database.session import Database
from bot.occasion import Clock

KEPT = timedelta(days=90)
"""How long a message is kept when it has been sent."""

BATCH = 200
"""How many are forgotten in one transaction, which others may have to wait for."""

PAUSE = timedelta(hours=1)
"""How long there is nothing to look for when all that was old has been forgotten."""


class Forgetting:
    """Takes sent messages out of the outbox when nothing can ask for them any more.

    What belongs to a case stays: its threads are found by where its messages stand. So does what
    has not been sent, or never could be.
    """

    def __init__(self, db: Database, now: Clock) -> None:
        self._db = db
        self._now = now
        self._next: datetime | None = None

    def sweep(self) -> int:
        """Forget one batch of what is old; returns how many."""
        now = self._now()
        if self._next is not None and now < self._next:
            return 0
        old = select(OutboxRow.id).where(
            OutboxRow.state == "sent",
            OutboxRow.due_at < now - KEPT,  # the end of its sender's lease: sent a minute before
            OutboxRow.case_id.is_(None),
            *(~exists().where(column == OutboxRow.id) for column in _referring()),
        )
        batch = old.order_by(OutboxRow.due_at).limit(BATCH)
        with self._db.write() as session:
            gone = delete(OutboxRow).where(OutboxRow.id.in_(batch)).returning(OutboxRow.id)
            forgotten = len(session.scalars(gone).all())
        self._next = None if forgotten == BATCH else now + PAUSE
        return forgotten


def _referring() -> list[Column[int]]:
    """The columns of all tables that refer to a message."""
    keys = (key for table in Base.metadata.sorted_tables for key in table.foreign_keys)
    return [key.parent for key in keys if key.references(OutboxRow.metadata.tables["outbox"])]
