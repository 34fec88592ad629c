"""The coordinator's menu of contacts: each party's roles, with those not filled in marked."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.intents import EditContact
from handlers.blocks import menus
from handlers.ids import pressed
from handlers.services import Services
from handlers.telling import known_lang


def register(app: App, services: Services) -> None:
    """Answer with what fits what has been typed so far."""

    def contacts(ack: Ack, payload: dict[str, Any], context: BoltContext) -> None:
        with services.db.read() as session:
            lang = known_lang(services, session, context.user_id or "")
            cards = [
                services.contacts.card(session, party.id, lang=lang)
                for party in services.knowledge.library.parties.all()
            ]
        words = services.renderer.words(lang)
        ack(option_groups=menus.contact_groups(words, cards, payload.get("value") or ""))

    app.options(pressed(EditContact))(contacts)
