"""Entries that a coordinator is looking at, and has not kept yet."""

import secrets
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.database.models import KnowledgeDraftRow
from bot.occasion import Clock
from knowledge.text import Frozen
from knowledge.topics import Faq

KEPT = timedelta(days=2)


class Draft(Frozen):
    """An entry to be kept: `topic` is None for a new one.

    `base` is the topic's newest version when the form was opened (0: none). `questions` are those
    that the entry settles, and `case` one whose question it answers.
    """

    topic: str | None
    base: int
    faq: Faq
    questions: tuple[int, ...] = ()
    case: int | None = None


class Drafts:
    """Keeps drafts; each method works in the caller's transaction."""

    def __init__(self, now: Clock) -> None:
        self._now = now

    def put(self, session: Session, person_id: str, draft: Draft) -> str:
        """Keep a draft, and forget everybody's old ones; returns its id."""
        session.execute(delete(KnowledgeDraftRow).where(KnowledgeDraftRow.at < self._now() - KEPT))
        row = KnowledgeDraftRow(
            id=secrets.token_hex(16),
            person_id=person_id,
            at=self._now(),
            content=draft.model_dump_json(),
        )
        session.add(row)
        session.flush()
        return row.id

    def take(self, session: Session, person_id: str, draft_id: str) -> Draft | None:
        """Take a person's draft out; None if it is not there any more."""
        row = session.get(KnowledgeDraftRow, draft_id)
        if row is None or row.person_id != person_id:
            return None
        session.delete(row)
        return Draft.model_validate_json(row.content)
