"""Every event in exactly once: committed before it is acknowledged, done with its effects."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.database.models import InboxRow
from bot.database.session import Database
from bot.database.upsert import insert_into
from bot.occasion import Clock
from bot.turnstile import Turnstile

LEASE = timedelta(seconds=30)
"""How long a process may work at an event before a sweep takes it to have died."""

MAX_ATTEMPTS = 3

KEPT = timedelta(days=30)
"""How long an event is kept when it is done."""

log = structlog.get_logger(__name__)


class Inbox:
    """The events that Slack has sent."""

    def __init__(self, db: Database, now: Clock, woken: Callable[[], None]) -> None:
        """`woken` is called after a commit: there may be something in the outbox."""
        self._db = db
        self._now = now
        self._woken = woken
        self._order = Turnstile()

    def record(self, key: str, body: Mapping[str, Any], person_id: str | None) -> bool:
        """Commit an event; False if it had been recorded before."""
        now = self._now()
        values = {
            "key": key,
            "body": json.dumps(body, ensure_ascii=False),
            "person_id": person_id,
            "received_at": now,
            "attempts": 1,
            "next_try_at": now + LEASE,
        }
        with self._db.write() as session:
            statement = insert_into(session, InboxRow).values(**values).on_conflict_do_nothing()
            returned = session.execute(statement.returning(InboxRow.key)).scalar()
        if returned is not None and person_id is not None:
            self._order.join(person_id, key)
        return returned is not None

    @contextmanager
    def once(self, key: str) -> Iterator[Session | None]:
        """The one transaction of an event's effects: a session, or None if they came about before.

        It waits until what the same person did before is through. Two processes at the same event:
        the second waits for the first and then gets None.
        """
        self._order.wait(key)
        try:
            with self._db.write() as session:
                first = session.scalar(
                    update(InboxRow)
                    .where(InboxRow.key == key, InboxRow.done_at.is_(None))
                    .values(done_at=self._now(), error=None)
                    .returning(InboxRow.key)
                )
                yield session if first is not None else None
        finally:
            self._order.leave(key)
        self._woken()

    def finish(self, key: str) -> None:
        """Mark an event that has no effects as done."""
        with self.once(key):
            pass

    def forget(self, key: str) -> None:
        """Forget an event of which nothing came, so that the same may come again: a form that was
        not accepted, and is submitted again as it was."""
        self._order.leave(key)
        with self._db.write() as session:
            session.execute(delete(InboxRow).where(InboxRow.key == key))

    def failed(self, key: str, error: str) -> bool:
        """Note that an event's effects failed; True if that was the last attempt."""
        self._order.leave(key)
        with self._db.write() as session:
            row = session.get(InboxRow, key)
            if row is None or row.done_at is not None:
                return False
            row.error = error
            if row.attempts >= MAX_ATTEMPTS:
                row.done_at = self._now()
                return True
            row.next_try_at = self._now() + timedelta(seconds=2**row.attempts)
            return False

    def prune(self) -> int:
        """Forget what was done long ago; returns how many. Slack retries for minutes, not days."""
        with self._db.write() as session:
            old = delete(InboxRow).where(InboxRow.done_at < self._now() - KEPT)
            return len(session.scalars(old.returning(InboxRow.key)).all())

    def overdue(self, limit: int = 20) -> list[tuple[str, dict[str, Any]]]:
        """Claim events whose process died or failed: (key, body), oldest first."""
        now = self._now()
        claimed: list[tuple[str, dict[str, Any]]] = []
        whose: dict[str, str] = {}
        with self._db.write() as session:
            rows = session.scalars(
                select(InboxRow)
                .where(InboxRow.done_at.is_(None), InboxRow.next_try_at <= now)
                .order_by(InboxRow.received_at)
                .limit(limit)
                .with_for_update(skip_locked=True)
            )
            for row in rows:
                if row.attempts >= MAX_ATTEMPTS:
                    row.done_at = now
                    row.error = row.error or "gave up: the process died each time"
                    log.error("inbox_gave_up", key=row.key)
                    continue
                row.attempts += 1
                row.error = None  # that of the attempt before
                row.next_try_at = now + LEASE
                claimed.append((row.key, json.loads(row.body)))
                if row.person_id is not None:
                    whose[row.key] = row.person_id
        for key, person in whose.items():
            self._order.join(person, key)
        return claimed
