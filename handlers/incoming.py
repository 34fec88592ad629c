"""Files that came with a message, given to whoever reads them."""

from typing import Any

from slack_bolt import BoltContext

from handlers.arrival import arrive
from handlers.payloads import files_of, message_place, readable
from handlers.services import Services
from handlers.telling import name_of


def taken_in(services: Services, context: BoltContext, event: dict[str, Any]) -> bool:
    """Take in a message's files if they are to be read: then it is no part of a conversation.

    At once: nothing has to be learnt for it.
    """
    files = files_of(event)
    if not files:
        return False
    arrival = arrive(services, context, message_place(event), event["ts"])
    if not services.arrivals.takes(arrival.occasion, files):
        return False
    text = readable(event.get("text") or "", context.bot_user_id, name_of(services))
    services.arrivals.receive(arrival.occasion, text, files)
    return True
