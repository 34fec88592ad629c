"""The log of questions: as written, how understood, whether the answer helped."""

import json

from sqlalchemy.orm import Session

from bot.database.models import QuestionRow
from bot.occasion import Clock
from bot.people import Person
from bot.understanding import Understood
from knowledge.text import Frozen

NONE = "none"
"""What is kept as chosen when none of the offered topics was meant."""


NEAR = 0.03
"""Below this confidence another topic is noise: of twenty, one by chance has more."""


class Question(Frozen):
    """A logged question."""

    id: int
    person: str
    text: str
    topic: str | None
    alternatives: tuple[str, ...]
    helpful: bool | None
    chosen: str | None = None

    @property
    def about(self) -> str | None:
        """The topic that the person says it is about; None if they say that it is none offered."""
        if self.chosen is None:
            return self.topic
        return None if self.chosen == NONE else self.chosen


class Questions:
    """Keeps questions; each method works in the caller's transaction."""

    def __init__(self, now: Clock) -> None:
        self._now = now

    def log(self, session: Session, person: Person, text: str, understood: Understood) -> int:
        """Keep a question with how it was understood; returns its id."""
        row = QuestionRow(
            person_id=person.id,
            asked_at=self._now(),
            text=text,
            lang=person.lang.value,
            # Small talk is no question that was not understood.
            kind=understood.kind if understood.small_talk is None else "small_talk",
            topic_id=understood.id,
            confidence=understood.confidence,
            alternatives=json.dumps(_near(understood)),
        )
        session.add(row)
        session.flush()
        return row.id

    def get(self, session: Session, question_id: int, person_id: str) -> Question | None:
        """A question of that person's; None if there is none or it is another's."""
        row = session.get(QuestionRow, question_id)
        if row is None or row.person_id != person_id:
            return None
        return Question(
            id=row.id,
            person=row.person_id,
            text=row.text,
            topic=row.topic_id,
            alternatives=tuple(json.loads(row.alternatives)),
            helpful=row.helpful,
            chosen=row.chosen,
        )

    def helped(self, session: Session, question_id: int, helpful: bool) -> None:
        """Keep whether the answer helped; the last word counts."""
        row = session.get_one(QuestionRow, question_id)
        row.helpful = helpful

    def chose(self, session: Session, question_id: int, topic: str | None) -> None:
        """Keep which offered topic was meant ("none" if none of them)."""
        row = session.get_one(QuestionRow, question_id)
        row.chosen = topic or NONE


def _near(understood: Understood) -> list[str]:
    """The other topics that are likely enough to be offered to anybody, best first."""
    return [other.id for other in understood.alternatives if other.confidence >= NEAR]
