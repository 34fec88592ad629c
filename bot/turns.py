"""Opens a person's turn: one transaction, in which the conversation's state is read and kept."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversation_state import State
from bot.database.models import ConversationRow
from bot.inbox import Inbox
from bot.occasion import Clock, Occasion
from bot.outbox import Outbox
from bot.people import People
from bot.turn import Turn


class Turns:
    """Turns of conversations."""

    def __init__(self, *, inbox: Inbox, outbox: Outbox, people: People, now: Clock) -> None:
        self._inbox = inbox
        self._outbox = outbox
        self._people = people
        self._now = now

    @contextmanager
    def take(self, occasion: Occasion) -> Iterator[Turn | None]:
        """The turn that an event is; None when the event has been worked at already."""
        with self._inbox.once(occasion.key) as session:
            if session is None:
                yield None
                return
            person = self._people.lock(session, occasion.person)
            row = _row(session, occasion)
            state = State() if row is None else State.model_validate_json(row.state)
            turn = Turn(
                session=session,
                occasion=occasion,
                person=person,
                state=state,
                outbox=self._outbox,
            )
            yield turn
            if row is None:
                if not occasion.place.dm and turn.state == State():  # others', in their threads
                    return
                channel, thread = _key(occasion)
                row = ConversationRow(person_id=person.id, channel_id=channel, thread_ts=thread)
                session.add(row)
            row.state = turn.state.model_dump_json()
            row.updated_at = self._now()


def _key(occasion: Occasion) -> tuple[str, str]:
    """Where the conversation is: one for all of a person's DM, one for each thread in a channel."""
    place = occasion.place
    return ("dm", "") if place.dm else (place.channel, place.thread_ts or "")


def _row(session: Session, occasion: Occasion) -> ConversationRow | None:
    """The conversation's row; None if there is nothing to remember of it."""
    channel, thread = _key(occasion)
    return session.scalar(
        select(ConversationRow).where(
            ConversationRow.person_id == occasion.person,
            ConversationRow.channel_id == channel,
            ConversationRow.thread_ts == thread,
        )
    )
