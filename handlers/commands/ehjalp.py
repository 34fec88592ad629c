"""`/ehjalp TEXT`: asked anywhere, answered in the person's DM."""

from typing import Any

import structlog
from slack_bolt import Ack, App, BoltContext, Respond

from bot.slack.directory import SLACK_FAILURES
from handlers.arrival import arrive_asking
from handlers.ids import COMMAND
from handlers.payloads import DIRECT, readable
from handlers.services import Services
from handlers.telling import name_of

log = structlog.get_logger(__name__)


def register(app: App, services: Services) -> None:
    """Listen to the command; who asks elsewhere than in a DM is told where the answer comes."""

    def ehjalp(ack: Ack, command: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        ack()
        arrival = arrive_asking(services, context, DIRECT)
        text = readable(command.get("text") or "", context.bot_user_id, name_of(services))
        services.conversations.command(arrival.occasion, text)
        if command.get("channel_name") != "directmessage":
            _point(respond, arrival.words.say("ui.command.answered"))

    app.command(COMMAND)(ehjalp)


def _point(respond: Respond, text: str) -> None:
    """Say where the answer is. The bot may be no member of that channel, so not by the outbox."""
    try:
        respond(text)
    except SLACK_FAILURES as error:
        log.warning("not_pointed", error=str(error))
