"""Questions that the bot could not answer, grouped by likeness, until somebody settles them."""

import json
from collections import Counter
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from bot.database.models import QuestionRow
from bot.live_knowledge import LiveKnowledge
from bot.occasion import Clock
from bot.questions import NONE
from knowledge.folding import fold
from knowledge.likeness import groups
from knowledge.text import Frozen, Lang

LATEST = 1_000
"""How many of the latest questions are grouped."""

MOST_PHRASINGS = 10


class Asked(Frozen):
    """A way in which a question was written, and in which language its writer reads."""

    text: str
    lang: Lang


class UnansweredGroup(Frozen):
    """Questions that ask the same, though in other words.

    `question` stands for the group (its first question's id), `asked` are the different ways it
    was written, the most frequent first, `unhelpful` counts those whose answer did not help, and
    `likely` is the topic that the people themselves chose, or that came nearest.
    """

    question: int
    questions: tuple[int, ...]
    asked: tuple[Asked, ...]
    unhelpful: int
    likely: str | None

    def phrasings(self, lang: Lang) -> tuple[str, ...]:
        """The ways it was written by those who read `lang`."""
        return tuple(one.text for one in self.asked[:MOST_PHRASINGS] if one.lang is lang)


class Unanswered:
    """What was not understood, answered without helping, or meant none of what was offered."""

    def __init__(self, knowledge: LiveKnowledge, now: Clock) -> None:
        self._knowledge = knowledge
        self._now = now

    def count(self, session: Session) -> int:
        """How many such questions wait."""
        return session.scalar(select(func.count(QuestionRow.id)).where(_open())) or 0

    def groups(self, session: Session) -> tuple[UnansweredGroup, ...]:
        """Such questions by likeness, the most frequent first."""
        rows = session.scalars(
            select(QuestionRow).where(_open()).order_by(QuestionRow.id.desc()).limit(LATEST)
        ).all()[::-1]
        alike = groups([row.text for row in rows], self._knowledge.trained.lexicon)
        return tuple(self._group([rows[place] for place in places]) for places in alike)

    def group_of(self, session: Session, question: int) -> UnansweredGroup | None:
        """The group that a question is in now; None if it has been settled."""
        found = (group for group in self.groups(session) if question in group.questions)
        return next(found, None)

    def settle(self, session: Session, questions: Collection[int], person_id: str) -> None:
        """Note that questions have been taken care of."""
        session.execute(
            update(QuestionRow)
            .where(QuestionRow.id.in_(questions), QuestionRow.settled_at.is_(None))
            .values(settled_at=self._now(), settled_by=person_id)
            .execution_options(synchronize_session=False)
        )

    def same_words(self, session: Session, asker: str, text: str) -> tuple[int, ...]:
        """The ids of a person's unsettled questions in these very words."""
        wanted = _open(), QuestionRow.person_id == asker, QuestionRow.text == text
        return tuple(session.scalars(select(QuestionRow.id).where(*wanted)))

    def _group(self, rows: Sequence[QuestionRow]) -> UnansweredGroup:
        ways: dict[str, Asked] = {}
        for row in rows:
            text = " ".join(row.text.split())
            ways.setdefault(fold(text) or text, Asked(text=text, lang=Lang(row.lang)))
        counts = Counter(fold(row.text) or " ".join(row.text.split()) for row in rows)
        order = sorted(ways, key=lambda key: -counts[key])
        return UnansweredGroup(
            question=rows[0].id,
            questions=tuple(row.id for row in rows),
            asked=tuple(ways[key] for key in order),
            unhelpful=sum(row.helpful is False for row in rows),
            likely=self._likely(rows),
        )

    def _likely(self, rows: Sequence[QuestionRow]) -> str | None:
        known = self._knowledge.library.topics
        chosen = Counter(row.chosen for row in rows if row.chosen in known)
        near = Counter(
            other
            for row in rows
            for other in json.loads(row.alternatives)[:1]
            if other in known and row.chosen != NONE
        )
        best = (chosen or near).most_common(1)
        return best[0][0] if best else None


def _open() -> ColumnElement[bool]:
    return (
        QuestionRow.settled_at.is_(None)
        & (QuestionRow.text != "")
        & or_(
            QuestionRow.kind == "fallback",
            QuestionRow.helpful.is_(False),
            QuestionRow.chosen == NONE,
        )
    )
