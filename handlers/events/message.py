"""Messages: in the DM, and replies in a channel's thread."""

from typing import Any

from slack_bolt import App, BoltContext

from handlers.arrival import arrive_asking
from handlers.incoming import taken_in
from handlers.payloads import files_of, message_place, readable
from handlers.services import Services
from handlers.telling import name_of


def register(app: App, services: Services) -> None:
    """Listen to `message`; what is none of the bot's business never comes here."""

    def message(event: dict[str, Any], context: BoltContext) -> None:
        place = message_place(event)
        # In a channel, files are between people until the bot is mentioned: `app_mention`.
        if place.dm and taken_in(services, context, event):
            return
        arrival = arrive_asking(services, context, place, event["ts"])
        text = readable(event.get("text") or "", context.bot_user_id, name_of(services))
        files = files_of(event)
        if arrival.occasion.place.dm:
            services.conversations.receive(arrival.occasion, text, files)
        else:
            services.conversations.overhear(arrival.occasion, text, files)

    app.event("message")(message)
