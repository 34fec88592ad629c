"""`/ehjalp TEXT`: asked anywhere, answered in the person's DM."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from handlers.arrival import arrive
from handlers.ids import COMMAND
from handlers.payloads import DIRECT, readable
from handlers.services import Services
from handlers.telling import known_lang, name_of


def register(app: App, services: Services) -> None:
    """Listen to the command; who asks elsewhere than in a DM is told where the answer comes."""

    def ehjalp(ack: Ack, command: dict[str, Any], context: BoltContext) -> None:
        if command.get("channel_name") == "directmessage":
            ack()
        else:
            with services.db.read() as session:
                lang = known_lang(services, session, command["user_id"])
            ack(services.renderer.words(lang).say("ui.command.answered"))
        arrival = arrive(services, context, DIRECT)
        text = readable(command.get("text") or "", context.bot_user_id, name_of(services))
        services.conversations.command(arrival.occasion, text)

    app.command(COMMAND)(ehjalp)
