"""The message shortcut "Skapa ärende": a form with the message's text."""

from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from handlers.arrival import arrive
from handlers.blocks import modals
from handlers.forms import open_form
from handlers.ids import CREATE_CASE
from handlers.payloads import DIRECT, readable
from handlers.services import Services
from handlers.telling import name_of


def register(app: App, services: Services) -> None:
    """Listen to the shortcut. The message may be anywhere; what comes of it is said in the DM."""

    def create_case(shortcut: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        arrival = arrive(services, context, DIRECT)
        message = shortcut.get("message") or {}
        text = readable(message.get("text") or "", context.bot_user_id, name_of(services))
        view = modals.case_from_message(arrival.words, text, arrival.origin)
        open_form(services, client, arrival, shortcut["trigger_id"], view)

    app.shortcut(CREATE_CASE)(create_case)
