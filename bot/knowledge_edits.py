"""What coordinators do to the knowledge: add, edit, retire, give phrasings, undo.

Every act is a version that is added, with who and when; none is ever lost. It takes effect in this
process with the next message, and in every other one as soon as it sees the revision.
"""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from bot import knowledge_store
from bot.coordinators import Coordinators
from bot.database.models import CaseRow, KnowledgeVersionRow, PersonRow
from bot.inbox import Inbox
from bot.intents import KnowledgeUndo
from bot.knowledge_drafts import Draft, Drafts
from bot.live_knowledge import LiveKnowledge
from bot.messages import Button, Say
from bot.occasion import Clock, Occasion
from bot.outbox import Outbox
from bot.outcomes import Done, Outcome, Refused
from bot.people import People, Person
from bot.unanswered import Unanswered
from knowledge.authoring import Faults, Written, entry_of, phrasing_of
from knowledge.collisions import Collision, collisions
from knowledge.edits import TopicEdit, free_id, merged, with_phrasings
from knowledge.folding import fold
from knowledge.library import Library
from knowledge.matching import Thresholds
from knowledge.text import Frozen, Lang
from knowledge.topics import Faq, Topic

_SHOWN = 200  # characters of a question, where it is quoted

STEP = "knowledge.default_step"
"""The phrase of what to do next, when nothing else was written."""


class Drafted(Frozen):
    """An entry to be looked at before it is kept, with what its phrasings collide with."""

    id: str
    draft: Draft
    collisions: tuple[Collision, ...]


class EntryOpened(Frozen):
    """What a form was opened for: a topic (None: a new one), and whose questions it answers."""

    topic: str | None = None
    base: int = 0
    question: int | None = None
    case: int | None = None


_Act = Callable[[Session, Person, Library], Say | Refused]


class KnowledgeEdits:
    """The coordinators' acts. Each comes about once, and tells who did it; nobody else may."""

    def __init__(
        self,
        *,
        inbox: Inbox,
        outbox: Outbox,
        people: People,
        coordinators: Coordinators,
        knowledge: LiveKnowledge,
        unanswered: Unanswered,
        thresholds: Thresholds,
        now: Clock,
    ) -> None:
        self._inbox = inbox
        self._outbox = outbox
        self._people = people
        self._coordinators = coordinators
        self._knowledge = knowledge
        self._unanswered = unanswered
        self._thresholds = thresholds
        self._drafts = Drafts(now)
        self._now = now

    def refusal(self, person_id: str) -> Refused | None:
        """Why the person may not see or change the knowledge, or None. Goes over the network."""
        return self._coordinators.refusal(person_id)

    # An entry ----------------------------------------------------------------------------------

    def draft(
        self, occasion: Occasion, opened: EntryOpened, written: Written
    ) -> Drafted | Refused | Faults:
        """Keep an entry as it was written until it has been looked at.

        `Faults` comes before anything is done with the event: the form stays open.
        """
        library = self._knowledge.library
        before = library.faqs.get(opened.topic or "")
        topic_id = opened.topic or free_id(written.title_sv or "svar", library.topics)
        step = library.phrases.get(STEP)
        faq = entry_of(written, topic_id, step=step, before=before)
        if isinstance(faq, Faults):
            return faq
        refused = self._coordinators.refusal(occasion.person)
        with self._inbox.once(occasion.key) as session:
            if session is None:
                return Refused(key="knowledge.draft_gone")
            person = self._people.lock(session, occasion.person)
            if refused is not None:
                self._say(session, occasion, person, refused)
                return refused
            group = (
                self._unanswered.group_of(session, opened.question)
                if opened.question is not None
                else None
            )
            draft = Draft(
                topic=opened.topic,
                base=opened.base,
                faq=faq,
                questions=group.questions if group else (),
                case=opened.case,
            )
            draft_id = self._drafts.put(session, person.id, draft)
        return Drafted(
            id=draft_id, draft=draft, collisions=self.collisions(faq.phrasings.all(), topic_id)
        )

    def collisions(self, phrasings: Sequence[str], topic_id: str) -> tuple[Collision, ...]:
        """What phrasings to be given to a topic collide with."""
        library, matcher = self._knowledge.library, self._knowledge.trained.matcher
        return collisions(phrasings, topic_id, library, matcher, self._thresholds)

    def publish(self, occasion: Occasion, draft_id: str) -> Outcome:
        """Keep a draft for good: from now on people are answered with it."""

        def act(session: Session, person: Person, library: Library) -> Say | Refused:
            draft = self._drafts.take(session, person.id, draft_id)
            if draft is None:
                return Refused(key="knowledge.draft_gone")
            faq, topic_id = draft.faq, draft.topic
            if topic_id is None:
                taken = {*library.topics, *knowledge_store.newest_of_all(session)}
                topic_id = free_id(faq.title.sv, taken)
                faq = faq.model_copy(update={"id": topic_id})
            newest = knowledge_store.newest(session, topic_id)
            if newest is not None and newest.id != draft.base:
                return Refused(
                    key="knowledge.changed_meanwhile",
                    params={"name": _name(session, newest), "title": faq.title.get(person.lang)},
                )
            stored = _edit(session, topic_id)
            whole = (stored.faq if stored else None) or self._knowledge.base.faqs.get(topic_id)
            if whole is not None:  # also what it is related to that is retired now
                faq = faq.model_copy(update={"related": whole.related})
            act = "edited" if draft.topic else "added"
            version = self._add(session, person, topic_id, act, TopicEdit(faq=faq))
            self._unanswered.settle(session, draft.questions, person.id)
            if draft.case is not None:
                self._settle_case(session, person, draft.case)
            return _told(f"knowledge.{act}", faq, person, version)

        return self._once(occasion, act)

    def retire(self, occasion: Occasion, topic_id: str) -> Outcome:
        """Answer with a FAQ entry no more; it can be brought back."""

        def act(session: Session, person: Person, library: Library) -> Say | Refused:
            faq = library.faqs.get(topic_id)
            if faq is None:
                return Refused(key="knowledge.gone")
            edit = _edit(session, topic_id) or TopicEdit()
            retired = edit.model_copy(update={"retired": True})
            version = self._add(session, person, topic_id, "retired", retired)
            return _told("knowledge.retired", faq, person, version)

        return self._once(occasion, act)

    # Phrasings ---------------------------------------------------------------------------------

    def same_as_questions(self, occasion: Occasion, question: int, topic_id: str) -> Outcome:
        """What the group of a question asks is asked of a topic: its phrasings from now on."""

        def act(session: Session, person: Person, library: Library) -> Say | Refused:
            group = self._unanswered.group_of(session, question)
            if group is None:
                return Refused(key="knowledge.settled")
            said = self._same_as(
                session,
                person,
                library,
                topic_id,
                sv=[phrasing_of(text) for text in group.phrasings(Lang.SV)],
                en=[phrasing_of(text) for text in group.phrasings(Lang.EN)],
            )
            if isinstance(said, Say):
                self._unanswered.settle(session, group.questions, person.id)
            return said

        return self._once(occasion, act)

    def same_as_case(self, occasion: Occasion, case_id: int, topic_id: str, text: str) -> Outcome:
        """What a case asks (`text`) is asked of a topic: a phrasing of its from now on."""

        def act(session: Session, person: Person, library: Library) -> Say | Refused:
            case = session.get(CaseRow, case_id)
            if case is None:
                return Refused(key="knowledge.gone")
            phrasing = phrasing_of(text)
            english = self._people.get(session, case.person_id).lang is Lang.EN
            said = self._same_as(
                session,
                person,
                library,
                topic_id,
                sv=[] if english else [phrasing],
                en=[phrasing] if english else [],
            )
            if isinstance(said, Say):
                self._settle_case(session, person, case_id)
            return said

        return self._once(occasion, act)

    def dismiss(self, occasion: Occasion, question: int) -> Outcome:
        """Settle the group of a question without making knowledge of it."""

        def act(session: Session, person: Person, _library: Library) -> Say | Refused:
            group = self._unanswered.group_of(session, question)
            if group is None:
                return Refused(key="knowledge.settled")
            self._unanswered.settle(session, group.questions, person.id)
            return Say(key="knowledge.dismissed", params={"text": group.asked[0].text[:_SHOWN]})

        return self._once(occasion, act)

    # Back --------------------------------------------------------------------------------------

    def undo(self, occasion: Occasion, version_id: int) -> Outcome:
        """Take back a topic's newest version, if it still is the newest."""

        def act(session: Session, person: Person, library: Library) -> Say | Refused:
            version = session.get(KnowledgeVersionRow, version_id)
            if version is None:
                return Refused(key="knowledge.gone")
            newest = knowledge_store.newest(session, version.topic_id)
            if newest is None or newest.id != version.id:
                name = _name(session, newest or version)
                return Refused(key="knowledge.undo_late", params={"name": name})
            earlier = knowledge_store.edit_of(knowledge_store.before(session, version))
            return self._back(session, person, library, version.topic_id, earlier)

        return self._once(occasion, act)

    def restore(self, occasion: Occasion, topic_id: str, version_id: int) -> Outcome:
        """Make a topic what it was in one of its versions, or (0) what it is in the files."""

        def act(session: Session, person: Person, library: Library) -> Say | Refused:
            version = session.get(KnowledgeVersionRow, version_id) if version_id else None
            if version_id and (version is None or version.topic_id != topic_id):
                return Refused(key="knowledge.gone")
            edit = knowledge_store.edit_of(version)
            return self._back(session, person, library, topic_id, edit)

        return self._once(occasion, act)

    # Parts -------------------------------------------------------------------------------------

    def _same_as(
        self,
        session: Session,
        person: Person,
        library: Library,
        topic_id: str,
        *,
        sv: Sequence[str],
        en: Sequence[str],
    ) -> Say | Refused:
        topic = library.topics.get(topic_id)
        if topic is None:
            return Refused(key="knowledge.gone")
        before = _edit(session, topic_id)
        edit = with_phrasings(library, topic_id, before, sv, en)
        version = self._add(session, person, topic_id, "phrased", edit)
        text = [*sv, *en][0]
        owner = next((one for one in library.topics.values() if _has(one, text)), topic)
        said = {"text": text[:_SHOWN]}
        if owner.id == topic_id:
            return _told("knowledge.phrased", topic, person, version, **said)
        said["other"] = owner.title.get(person.lang)
        return _told("knowledge.phrased_moved", topic, person, version, **said)

    def _back(
        self,
        session: Session,
        person: Person,
        library: Library,
        topic_id: str,
        edit: TopicEdit | None,
    ) -> Say:
        version = self._add(session, person, topic_id, "restored", edit)
        now = merged(self._knowledge.base, knowledge_store.edits(session))
        topic = now.topics.get(topic_id) or library.topics.get(topic_id)
        if topic is None:
            return Say(key="knowledge.restored_away")
        key = "knowledge.restored" if topic_id in now.topics else "knowledge.restored_gone"
        return _told(key, topic, person, version)

    def _add(
        self, session: Session, person: Person, topic_id: str, act: str, edit: TopicEdit | None
    ) -> int:
        return knowledge_store.add(
            session, topic_id, at=self._now(), actor_id=person.id, act=act, edit=edit
        )

    def _settle_case(self, session: Session, person: Person, case_id: int) -> None:
        case = session.get(CaseRow, case_id)
        if case is not None:
            same = self._unanswered.same_words(session, case.person_id, case.summary)
            self._unanswered.settle(session, same, person.id)

    def _once(self, occasion: Occasion, act: _Act) -> Outcome:
        """Act on the knowledge as it is in the database, one at a time, and tell who did it."""
        refused = self._coordinators.refusal(occasion.person)
        revision = 0
        with self._inbox.once(occasion.key) as session:
            if session is None:
                return Done()
            person = self._people.lock(session, occasion.person)
            said: Say | Refused
            if refused is not None:
                said = refused
            else:
                knowledge_store.lock(session)
                now = merged(self._knowledge.base, knowledge_store.edits(session))
                said = act(session, person, now)
                revision = knowledge_store.revision(session)
            self._say(session, occasion, person, said)
        self._knowledge.changed_here(revision)
        return said if isinstance(said, Refused) else Done()

    def _say(
        self, session: Session, occasion: Occasion, person: Person, said: Say | Refused
    ) -> None:
        if isinstance(said, Refused):
            said = Say(key=said.key, params=said.params)
        only_for_them = not occasion.place.dm
        self._outbox.answer(session, occasion, person.lang, said, only_for_them=only_for_them)


def _has(topic: Topic, phrasing: str) -> bool:
    return fold(phrasing) in map(fold, topic.phrasings.all())


def _edit(session: Session, topic_id: str) -> TopicEdit | None:
    return knowledge_store.edit_of(knowledge_store.newest(session, topic_id))


def _name(session: Session, version: KnowledgeVersionRow) -> str:
    return session.get_one(PersonRow, version.actor_id).name


def _told(key: str, topic: Topic | Faq, person: Person, version: int, **params: str) -> Say:
    undo = Button(intent=KnowledgeUndo(version=version), label="ui.button.knowledge.undo")
    return Say(key=key, params={"title": topic.title.get(person.lang), **params}, buttons=(undo,))
