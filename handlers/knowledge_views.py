"""The coordinators' views of the knowledge, with what is in them now."""

from typing import Any

from bot.intents import (
    Intent,
    KnowledgeEdit,
    KnowledgeFromCase,
    KnowledgeHistory,
    KnowledgeNew,
    KnowledgeOpen,
    KnowledgeSameAsCase,
    UnansweredAnswer,
    UnansweredOpen,
)
from bot.knowledge_forms import EntryForm
from handlers.arrival import Arrival
from handlers.blocks import knowledge
from handlers.blocks.entry_form import entry_form
from handlers.ids import CaseOrigin, EntryOrigin, OutdatedError
from handlers.services import Services

View = dict[str, Any]


def view_for(services: Services, arrival: Arrival, intent: Intent) -> View | None:
    """The view that a button opens; None if what it is about is there no more."""
    match intent:
        case KnowledgeOpen(page=page):
            return list_view(services, arrival, page)
        case KnowledgeHistory(topic=topic):
            return history_view(services, arrival, topic)
        case UnansweredOpen():
            return unanswered_view(services, arrival)
        case KnowledgeSameAsCase(case=case):
            return _same_view(services, arrival, case)
        case _:
            return _form_view(services, arrival, intent)


def list_view(services: Services, arrival: Arrival, page: int) -> View:
    """What the bot answers with."""
    with services.db.read() as session:
        shown = services.knowledge_shown.entries(session)
        waiting = services.unanswered.count(session)
    return knowledge.entries(arrival.words, shown, waiting, page, arrival.origin)


def unanswered_view(services: Services, arrival: Arrival) -> View:
    """What the bot could not answer."""
    with services.db.read() as session:
        groups = services.unanswered.groups(session)
    return knowledge.unanswered(arrival.words, groups, arrival.origin)


def history_view(services: Services, arrival: Arrival, topic: str) -> View | None:
    """A topic's versions; None if there never was such a topic."""
    with services.db.read() as session:
        title = services.knowledge_shown.title(session, topic)
        versions = services.knowledge_shown.history(session, topic)
    if title is None:
        return None
    return knowledge.history(
        arrival.words,
        topic,
        title.get(arrival.words.lang),
        versions,
        in_files=services.knowledge_shown.in_files(topic),
        origin=arrival.origin,
    )


def _form_view(services: Services, arrival: Arrival, intent: Intent) -> View | None:
    forms = services.knowledge_forms
    form: EntryForm | None
    with services.db.read() as session:
        match intent:
            case KnowledgeNew():
                form = forms.empty()
            case KnowledgeEdit(topic=topic):
                form = forms.of_topic(session, topic)
            case UnansweredAnswer(question=question):
                form = forms.of_question(session, question)
            case KnowledgeFromCase(case=case, event=event):
                form = forms.of_case(session, arrival.person, case, event)
            case other:
                raise OutdatedError(f"{other.kind} opens no view of the knowledge")
    if form is None:
        return None
    origin = EntryOrigin(**arrival.origin.model_dump(), **form.opened.model_dump())
    return entry_form(arrival.words, form.written, origin)


def _same_view(services: Services, arrival: Arrival, case: int) -> View | None:
    with services.db.read() as session:
        text = services.knowledge_forms.phrasing_of_case(session, case)
    if text is None:
        return None
    origin = CaseOrigin(**arrival.origin.model_dump(), case=case)
    return knowledge.same_as(arrival.words, text, origin)
