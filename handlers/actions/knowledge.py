"""Buttons and menus with which coordinators see and change the knowledge."""

from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.intents import (
    Intent,
    KnowledgeEdit,
    KnowledgeFromCase,
    KnowledgeHistory,
    KnowledgeNew,
    KnowledgeOpen,
    KnowledgeRestore,
    KnowledgeRetire,
    KnowledgeSameAsCase,
    KnowledgeUndo,
    KnowledgeVariant,
    UnansweredAnswer,
    UnansweredDismiss,
    UnansweredOpen,
    UnansweredSame,
)
from bot.messages import Say
from bot.occasion import Occasion
from bot.outcomes import Outcome
from handlers.arrival import Arrival, arrive_pressing
from handlers.blocks.entry_form import entry_form, written_in
from handlers.forms import change_form, open_form
from handlers.ids import KNOWLEDGE_LIST, EntryOrigin, OutdatedError, pressed
from handlers.knowledge_views import View, history_view, unanswered_view, view_for
from handlers.payloads import intent_of
from handlers.services import Services
from handlers.telling import tell_once
from knowledge.authoring import WrittenVariant

_OPENING = (
    KnowledgeEdit,
    KnowledgeFromCase,
    KnowledgeHistory,
    KnowledgeNew,
    KnowledgeOpen,
    KnowledgeSameAsCase,
    UnansweredAnswer,
    UnansweredOpen,
)
_ACTING = (KnowledgeRestore, KnowledgeRetire, KnowledgeUndo, UnansweredDismiss, UnansweredSame)


def register(app: App, services: Services) -> None:
    """Listen to them. Whoever is no coordinator is told so, and sees nothing."""

    def opening(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        arrival = arrive_pressing(services, context, body)
        refused = services.edits.refusal(arrival.person.id)
        if refused is not None:
            tell_once(services, arrival.occasion, Say(key=refused.key, params=refused.params))
            return
        intent = intent_of(body["actions"][0])
        view = view_for(services, arrival, intent)
        if view is None:
            tell_once(services, arrival.occasion, Say(key="knowledge.gone"))
            return
        above = body.get("view") or {}
        if isinstance(intent, KnowledgeOpen) and above.get("callback_id") == KNOWLEDGE_LIST:
            change_form(client, above["id"], view)
            services.inbox.finish(arrival.occasion.key)
            return
        pushed = above.get("type") == "modal"
        open_form(services, client, arrival, body["trigger_id"], view, pushed=pushed)

    def acting(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        arrival = arrive_pressing(services, context, body)
        intent = intent_of(body["actions"][0])
        _act(services, arrival.occasion, intent)
        services.knowledge.learn()
        above = body.get("view") or {}
        view = _after(services, arrival, intent)
        if view is not None and above.get("type") == "modal":
            change_form(client, above["id"], view)

    def more(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        arrival = arrive_pressing(services, context, body)
        origin = EntryOrigin.load(body["view"]["private_metadata"])
        written = written_in(body)
        roomier = written.model_copy(update={"variants": (*written.variants, WrittenVariant())})
        change_form(client, body["view"]["id"], entry_form(arrival.words, roomier, origin))
        services.inbox.finish(arrival.occasion.key)

    app.action(pressed(*_OPENING))(opening)
    app.action(pressed(*_ACTING))(acting)
    app.action(pressed(KnowledgeVariant))(more)


def _act(services: Services, occasion: Occasion, intent: Intent) -> Outcome:
    match intent:
        case KnowledgeRestore(topic=topic, version=version):
            return services.edits.restore(occasion, topic, version)
        case KnowledgeRetire(topic=topic):
            return services.edits.retire(occasion, topic)
        case KnowledgeUndo(version=version):
            return services.edits.undo(occasion, version)
        case UnansweredDismiss(question=question):
            return services.edits.dismiss(occasion, question)
        case UnansweredSame(question=question, topic=topic):
            return services.edits.same_as_questions(occasion, question, topic)
        case other:
            raise OutdatedError(f"{other.kind} is no act on the knowledge")


def _after(services: Services, arrival: Arrival, intent: Intent) -> View | None:
    """What a modal shows after an act; nothing new to somebody who may not see it."""
    if services.edits.refusal(arrival.person.id) is not None:
        return None
    match intent:
        case KnowledgeRestore(topic=topic) | KnowledgeRetire(topic=topic):
            return history_view(services, arrival, topic)
        case KnowledgeUndo(version=version):
            with services.db.read() as session:
                undone = services.knowledge_shown.topic_of(session, version)
            return history_view(services, arrival, undone) if undone else None
        case _:
            return unanswered_view(services, arrival)
