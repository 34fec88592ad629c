"""What the bot would answer, without Slack: the whole bot, in a transaction that is undone."""

from collections.abc import Callable
from typing import Any

from pydantic import Field
from sqlalchemy import select

from bot.catalogue import Catalogue
from bot.core import build_core, understanding
from bot.database.models import OutboxRow
from bot.database.session import Database
from bot.live_knowledge import LiveKnowledge
from bot.messages import Message
from bot.occasion import Occasion, Place, Profile, utc_now
from bot.outbox import Envelope
from bot.settings import Settings
from bot.understanding import Alternative, AnswerKind
from knowledge.text import Frozen, Lang

ASKER = "U0000000000"
"""Whom the bot takes the asker for: a stranger with a Swedish locale."""

Draw = Callable[[Message, Lang], str]
"""Gives a message as plain text."""


class Asked(Frozen):
    """An answer, as `hjalpen ask --json` prints it."""

    text: str
    kind: AnswerKind
    id: str | None
    confidence: float = Field(ge=0, le=1)
    alternatives: tuple[Alternative, ...]
    reply: str

    def dump(self) -> dict[str, Any]:
        """As plain values for JSON, confidences with four decimals."""
        values = self.model_dump(mode="json")
        values["confidence"] = round(self.confidence, 4)
        for other in values["alternatives"]:
            other["confidence"] = round(other["confidence"], 4)
        return values


class _Stranger:
    """A directory that knows nobody: no workspace is asked."""

    def profile(self, person_id: str) -> Profile | None:
        """A stranger who speaks Swedish."""
        return Profile(name=person_id, locale="sv-SE")

    def is_coordinator(self, person_id: str) -> bool:  # noqa: ARG002 - a stranger is none
        """No."""
        return False


class Asking:
    """Answers texts one by one, each as the first message of a person who has never written."""

    def __init__(
        self,
        settings: Settings,
        db: Database,
        knowledge: LiveKnowledge,
        catalogue: Catalogue,
        draw: Draw,
    ) -> None:
        self._settings = settings
        self._db = db
        self._knowledge = knowledge
        self._catalogue = catalogue
        self._understands = understanding(settings, knowledge, catalogue)
        self._draw = draw

    def ask(self, text: str) -> Asked:
        """How `text` is understood, and everything that the bot would reply to it."""
        self._knowledge.learn()
        understood = self._understands.understand(text)
        with self._db.rehearsal() as rehearsal:
            core = build_core(
                settings=self._settings,
                db=rehearsal,
                knowledge=self._knowledge,
                catalogue=self._catalogue,
                understands=self._understands,
                directory=_Stranger(),
                now=utc_now,
                woken=lambda: None,
            )
            core.people.meet(ASKER)
            core.inbox.record("ask", {}, ASKER)
            core.conversations.receive(
                Occasion(key="ask", person=ASKER, place=Place(channel="D0000000000")), text
            )
            with rehearsal.read() as session:
                rows = session.scalars(
                    select(OutboxRow)
                    .where(OutboxRow.queue == f"person:{ASKER}")
                    .order_by(OutboxRow.id)
                )
                sent = [Envelope.model_validate_json(row.envelope) for row in rows]
        replies = [self._draw(one.message, one.lang) for one in sent if one.message is not None]
        return Asked(
            text=text,
            kind=understood.kind,
            id=understood.id,
            confidence=understood.confidence,
            alternatives=understood.alternatives,
            reply="\n\n".join(replies),
        )
