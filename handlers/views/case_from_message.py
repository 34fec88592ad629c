"""The form for a case from a message."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from handlers.arrival import arrive_submitting
from handlers.forms import mend
from handlers.ids import CASE_FROM_MESSAGE, COMMENT, TEXT, Origin
from handlers.payloads import entered
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Listen to the form."""

    def submitted(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        origin = Origin.load(body["view"]["private_metadata"])
        arrival = arrive_submitting(services, context, origin)
        text = entered(body, TEXT)
        if not text:
            mend(services, ack, arrival, {TEXT: "ui.error.empty"})
            return
        comment = entered(body, COMMENT) or None
        services.conversations.case_from_message(arrival.occasion, text, comment)
        ack()

    app.view(CASE_FROM_MESSAGE)(submitted)
