"""The coordinators' menus of topics: those with what has been typed so far."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.intents import KnowledgeEdit, UnansweredSame
from handlers.blocks import menus
from handlers.ids import VALUE, numbered, pressed
from handlers.services import Services
from handlers.telling import known_lang


def register(app: App, services: Services) -> None:
    """Answer coordinators; anybody else is offered nothing."""

    def topics(ack: Ack, payload: dict[str, Any], context: BoltContext) -> None:
        person = context.user_id or ""
        if services.edits.refusal(person) is not None:
            ack(options=[])
            return
        with services.db.read() as session:
            lang = known_lang(services, session, person)
        library = services.knowledge.current()
        editing = numbered(KnowledgeEdit.model_fields["kind"].default)
        only_faqs = editing.match(payload.get("action_id") or "")
        found = (library.faqs if only_faqs else library.topics).values()
        words = services.renderer.words(lang)
        ack(options=menus.topic_options(words, found, payload.get("value") or ""))

    app.options(pressed(KnowledgeEdit, UnansweredSame))(topics)
    app.options(VALUE)(topics)
