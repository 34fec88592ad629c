"""What the families of buttons of a conversation have in common."""

import re
from typing import Any

from slack_bolt import App, BoltContext

from bot.conversations import TalkIntent
from handlers.arrival import arrive_pressing
from handlers.ids import OutdatedError
from handlers.payloads import intent_of
from handlers.services import Services


def listen(app: App, services: Services, action_ids: re.Pattern[str]) -> None:
    """Give what the elements mean to the conversation of who pressed them."""

    def pressed(body: dict[str, Any], context: BoltContext) -> None:
        services.learn()
        arrival = arrive_pressing(services, context, body)
        intent = intent_of(body["actions"][0])
        if not isinstance(intent, TalkIntent):
            raise OutdatedError(f"{intent.kind} is no button of a conversation")
        services.conversations.press(arrival.occasion, intent)

    app.action(action_ids)(pressed)
