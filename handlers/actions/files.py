"""Files that could not be sent."""

from typing import Any

from slack_bolt import App, BoltContext

from bot.intents import SendFileAgain
from handlers.arrival import arrive_pressing
from handlers.ids import OutdatedError, pressed
from handlers.payloads import intent_of
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Listen to the button under a notice of one."""

    def again(body: dict[str, Any], context: BoltContext) -> None:
        arrival = arrive_pressing(services, context, body)
        intent = intent_of(body["actions"][0])
        if not isinstance(intent, SendFileAgain):
            raise OutdatedError(f"{intent.kind} sends no file")
        services.unsent.again(arrival.occasion, intent.message)

    app.action(pressed(SendFileAgain))(again)
