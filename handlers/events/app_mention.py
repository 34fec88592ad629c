"""The bot mentioned in a channel: it answers in the thread."""

from typing import Any

from slack_bolt import App, BoltContext

from handlers.arrival import arrive_asking
from handlers.incoming import taken_in
from handlers.payloads import files_of, message_place, readable
from handlers.services import Services
from handlers.telling import name_of


def register(app: App, services: Services) -> None:
    """Listen to `app_mention`."""

    def app_mention(event: dict[str, Any], context: BoltContext) -> None:
        if taken_in(services, context, event):
            return
        arrival = arrive_asking(services, context, message_place(event), event["ts"])
        text = readable(event.get("text") or "", context.bot_user_id, name_of(services))
        services.conversations.receive(arrival.occasion, text, files_of(event))

    app.event("app_mention")(app_mention)
