"""Every message out, in order, across crashes: written with the change that caused it."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session, aliased

from bot.database.models import OutboxRow
from bot.database.session import Database
from bot.messages import Message
from bot.occasion import Clock, Occasion, Place
from knowledge.text import Frozen, Lang


class ToPerson(Frozen):
    """To the person's DM with the bot."""

    kind: Literal["person"] = "person"
    person: str


class ToPlace(Frozen):
    """To a channel or a thread in it; only `only_for` sees it if that is given."""

    kind: Literal["place"] = "place"
    channel: str
    thread_ts: str | None = None
    only_for: str | None = None


class UnderMessage(Frozen):
    """In the thread of another message from the outbox."""

    kind: Literal["under"] = "under"
    message: int


class InPlaceOf(Frozen):
    """In place of another message from the outbox."""

    kind: Literal["replace"] = "replace"
    message: int


class InPlaceOfPosted(Frozen):
    """In place of a message known by its place in Slack."""

    kind: Literal["replace_posted"] = "replace_posted"
    channel: str
    ts: str


class ToHome(Frozen):
    """The person's App Home."""

    kind: Literal["home"] = "home"
    person: str


class AsReaction(Frozen):
    """A reaction (an emoji's name) on a person's message."""

    kind: Literal["reaction"] = "reaction"
    channel: str
    ts: str
    name: str


Target = Annotated[
    ToPerson | ToPlace | UnderMessage | InPlaceOf | InPlaceOfPosted | ToHome | AsReaction,
    Field(discriminator="kind"),
]


class Envelope(Frozen):
    """A message, to whom and in which language. A reaction has no message."""

    target: Target
    lang: Lang
    message: Message | None


class Claimed(Frozen):
    """An envelope to send now. `again`: it may have been sent already, by a process that died or
    with an answer that was lost."""

    id: int
    envelope: Envelope
    attempts: int
    again: bool
    file_id: str | None = None  # of the file that was uploaded for it


class Posted(Frozen):
    """Where a message stands in Slack."""

    channel: str
    ts: str


class Outbox:
    """The messages on their way to Slack."""

    LEASE = timedelta(seconds=60)
    """How long a sender may work at a message; longer than all its calls to Slack together."""

    CALL = timedelta(seconds=15)
    """How long one call that posts something may last, at most."""

    def __init__(self, db: Database, now: Clock) -> None:
        self._db = db
        self._now = now

    def put(self, session: Session, envelope: Envelope, case_id: int | None = None) -> int:
        """Put an envelope in, in the caller's transaction; returns its id."""
        row = OutboxRow(
            queue=self._queue(session, envelope.target),
            envelope=envelope.model_dump_json(),
            state="pending",
            created_at=self._now(),
            due_at=self._now(),
            case_id=case_id,
        )
        session.add(row)
        session.flush()
        return row.id

    def answer(
        self,
        session: Session,
        occasion: Occasion,
        lang: Lang,
        message: Message,
        *,
        only_for_them: bool = False,
        case_id: int | None = None,
    ) -> int:
        """Put a message to where the person did what they did."""
        target: Target
        if occasion.place.dm and not only_for_them and occasion.place.thread_ts is None:
            target = ToPerson(person=occasion.person)
        else:
            target = ToPlace(
                channel=occasion.place.channel,
                thread_ts=occasion.place.thread_ts,
                only_for=occasion.person if only_for_them else None,
            )
        envelope = Envelope(target=target, lang=lang, message=message)
        return self.put(session, envelope, case_id)

    def has(self, session: Session, message_id: int) -> bool:
        """Whether a message is in the outbox: one that was sent long ago may be forgotten."""
        return session.get(OutboxRow, message_id) is not None

    def case_of(self, session: Session, place: Place) -> int | None:
        """The case whose message began the thread at `place`, if any."""
        if place.thread_ts is None:
            return None
        return session.scalar(
            select(OutboxRow.case_id).where(
                OutboxRow.channel_id == place.channel,
                OutboxRow.ts == place.thread_ts,
                OutboxRow.case_id.is_not(None),
            )
        )

    def posted(self, message_id: int) -> Posted | None:
        """Where a message from the outbox stands, or None if it is not sent."""
        with self._db.read() as session:
            row = session.get(OutboxRow, message_id)
            if row is None or row.channel_id is None or row.ts is None:
                return None
            return Posted(channel=row.channel_id, ts=row.ts)

    def target_of(self, message_id: int) -> Target:
        """Where a message from the outbox was meant for; LookupError if there is none."""
        with self._db.read() as session:
            row = session.get(OutboxRow, message_id)
            if row is None:
                raise LookupError(f"no message {message_id} in the outbox")
            return Envelope.model_validate_json(row.envelope).target

    def claim(self, limit: int = 20) -> list[Claimed]:
        """Take the envelopes that are due, at most the first of each queue, oldest first.

        One whose process died while sending comes back, marked, when its lease has ended.
        """
        now = self._now()
        with self._db.write() as session:
            before = aliased(OutboxRow)
            waits = exists().where(
                before.queue == OutboxRow.queue,
                before.state.in_(("pending", "sending")),
                before.id < OutboxRow.id,
            )
            rows = session.scalars(
                select(OutboxRow)
                .where(OutboxRow.state.in_(("pending", "sending")), OutboxRow.due_at <= now, ~waits)
                .order_by(OutboxRow.id)
                .limit(limit)
                # key_share: rows that refer to these need not wait for it.
                .with_for_update(skip_locked=True, key_share=True)
            ).all()
            claimed = []
            for row in rows:
                again = row.state == "sending"
                row.state = "sending"
                row.attempts += 1
                row.due_at = now + self.LEASE
                claimed.append(
                    Claimed(
                        id=row.id,
                        envelope=Envelope.model_validate_json(row.envelope),
                        attempts=row.attempts,
                        again=again,
                        file_id=row.file_id,
                    )
                )
            return claimed

    def sent(self, message_id: int, posted: Posted | None) -> None:
        """Note that a message was sent, and where it stands."""
        self._set(
            message_id,
            state="sent",
            channel_id=posted.channel if posted else None,
            ts=posted.ts if posted else None,
            error=None,
        )

    def later(
        self, message_id: int, wait: timedelta, error: str, *, uncertain: bool = False
    ) -> None:
        """Note that a message could not be sent now; it is tried again after `wait`.

        `uncertain`: Slack may have taken it, and only the answer was lost. It is then claimed as
        `again`, as one whose process died.
        """
        state = "sending" if uncertain else "pending"
        self._set(message_id, state=state, due_at=self._now() + wait, error=error)

    def failed(self, message_id: int, error: str, instead: Envelope | None = None) -> None:
        """Note that this message is given up; kept, to be looked at and sent again (`again`).

        `instead` is put in for it: last in its queue.
        """
        with self._db.write() as session:
            row = session.get(OutboxRow, message_id)
            if row is None or row.state == "failed":
                return
            row.state, row.error = "failed", error
            if instead is not None:
                self.put(session, instead, row.case_id)

    def again(self, session: Session, message_id: int) -> Envelope | None:
        """Send a message that was given up once more; no effect on one that is not.

        Returns it, or None if it is forgotten.
        """
        row = session.get(OutboxRow, message_id)
        if row is None:
            return None
        if row.state == "failed":
            row.state, row.attempts, row.error, row.due_at = "pending", 0, None, self._now()
        return Envelope.model_validate_json(row.envelope)

    def release(self) -> None:
        """Make what a dead process of this installation was sending due soon (at start).

        Not at once: another process may live and be sending it. When its call has ended, what it
        posted is found in Slack; before its next call it learns that it is to stop (`hold`).
        """
        soon = self._now() + self.CALL
        with self._db.write() as session:
            session.execute(
                update(OutboxRow)
                .where(OutboxRow.state == "sending", OutboxRow.due_at > soon)
                .values(due_at=soon)
            )

    def hold(self, claimed: Claimed) -> bool:
        """Begin the lease anew, after what took long; False if the message is another's by now."""
        return self._renew(claimed)

    def uploaded(self, claimed: Claimed, file_id: str | None) -> bool:
        """Note which file goes with a message before it is shown (None: the file is given up), and
        begin the lease anew. False if the message is another's by now.
        """
        return self._renew(claimed, file_id=file_id)

    def _renew(self, claimed: Claimed, **values: object) -> bool:
        mine = (
            update(OutboxRow)
            .where(
                OutboxRow.id == claimed.id,
                OutboxRow.state == "sending",
                OutboxRow.attempts == claimed.attempts,
            )
            .values(due_at=self._now() + self.LEASE, **values)
        )
        with self._db.write() as session:
            return session.scalar(mine.returning(OutboxRow.id)) is not None

    def _set(self, message_id: int, **values: object) -> None:
        with self._db.write() as session:
            session.execute(update(OutboxRow).where(OutboxRow.id == message_id).values(**values))

    @staticmethod
    def _queue(session: Session, target: Target) -> str:
        match target:
            case ToPerson(person=person):
                return f"person:{person}"
            case ToHome(person=person):
                return f"home:{person}"
            case UnderMessage(message=message) | InPlaceOf(message=message):
                row = session.get(OutboxRow, message)
                if row is None:
                    raise LookupError(f"no message {message} in the outbox")
                return row.queue
            case _:
                return f"channel:{target.channel}"
