"""What the form for an entry begins with: an entry, what people have asked, or a case."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database.models import CaseEventRow, CaseRow
from bot.knowledge_edits import STEP, EntryOpened
from bot.knowledge_shown import KnowledgeShown
from bot.live_knowledge import LiveKnowledge
from bot.people import People, Person
from bot.unanswered import Unanswered
from knowledge.authoring import Written, phrasing_of, plain, written_of
from knowledge.consistency import TITLE_MAX
from knowledge.text import Frozen, Lang

_ANSWERS = ("replied", "resolved")


class EntryForm(Frozen):
    """A form: what it is for, and what is in it."""

    opened: EntryOpened
    written: Written


class KnowledgeForms:
    """Prepares forms; reads only."""

    def __init__(
        self,
        knowledge: LiveKnowledge,
        shown: KnowledgeShown,
        unanswered: Unanswered,
        people: People,
    ) -> None:
        self._knowledge = knowledge
        self._shown = shown
        self._unanswered = unanswered
        self._people = people

    def empty(self) -> EntryForm:
        """For a new entry."""
        return EntryForm(opened=EntryOpened(), written=self._new())

    def of_topic(self, session: Session, topic_id: str) -> EntryForm | None:
        """For a FAQ entry that there is; None if there is none."""
        faq = self._knowledge.library.faqs.get(topic_id)
        if faq is None:
            return None
        opened = EntryOpened(topic=topic_id, base=self._shown.newest(session, topic_id))
        return EntryForm(opened=opened, written=written_of(faq))

    def of_question(self, session: Session, question: int) -> EntryForm | None:
        """For a new entry from what a group of people asked; None if that has been settled."""
        group = self._unanswered.group_of(session, question)
        if group is None:
            return None
        written = self._new(
            group.asked[0].text,
            sv=[phrasing_of(text) for text in group.phrasings(Lang.SV)],
            en=[phrasing_of(text) for text in group.phrasings(Lang.EN)],
        )
        return EntryForm(opened=EntryOpened(question=question), written=written)

    def of_case(
        self, session: Session, actor: Person, case_id: int, event_id: int
    ) -> EntryForm | None:
        """For a new entry from a case's question and what was answered; None without the case."""
        case = session.get(CaseRow, case_id)
        if case is None:
            return None
        answer = self._answer(session, case_id, event_id)
        asked = [phrasing_of(case.summary)]
        english = self._people.get(session, case.person_id).lang is Lang.EN
        written = self._new(case.summary, sv=[] if english else asked, en=asked if english else [])
        field = "answer_en" if actor.lang is Lang.EN else "answer_sv"
        written = written.model_copy(update={field: answer})
        return EntryForm(opened=EntryOpened(case=case_id), written=written)

    def phrasing_of_case(self, session: Session, case_id: int) -> str | None:
        """What a case asks, as a phrasing; None without the case."""
        case = session.get(CaseRow, case_id)
        return phrasing_of(case.summary) if case else None

    def _new(
        self, title: str = "", *, sv: list[str] | None = None, en: list[str] | None = None
    ) -> Written:
        step = self._knowledge.library.phrases.get(STEP)
        return Written(
            title_sv=_title(title),
            steps_sv=plain(step.sv),
            steps_en=plain(step.en),
            phrasings_sv="\n".join(sv or ()),
            phrasings_en="\n".join(en or ()),
        )

    @staticmethod
    def _answer(session: Session, case_id: int, event_id: int) -> str:
        """The latest answer with words in it, up to the event."""
        found = session.scalar(
            select(CaseEventRow.text)
            .where(
                CaseEventRow.case_id == case_id,
                CaseEventRow.id <= event_id,
                CaseEventRow.kind.in_(_ANSWERS),
                CaseEventRow.text != "",
            )
            .order_by(CaseEventRow.id.desc())
            .limit(1)
        )
        return found or ""


def _title(text: str) -> str:
    """A text's beginning as a title."""
    line = " ".join(text.split()).rstrip("?!. ")
    if len(line) > TITLE_MAX:
        line = line[:TITLE_MAX].rsplit(" ", 1)[0]
    return line[:1].upper() + line[1:]
