"""An entry that has been looked at: it is kept, and holds from now on."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.outcomes import Done
from handlers.arrival import arrive_submitting
from handlers.forms import answer
from handlers.ids import KNOWLEDGE_PREVIEW, DraftOrigin
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Listen to the form."""

    def submitted(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        origin = DraftOrigin.load(body["view"]["private_metadata"])
        arrival = arrive_submitting(services, context, origin)
        outcome = services.edits.publish(arrival.occasion, origin.draft)
        if isinstance(outcome, Done):
            ack(response_action="clear")
        else:
            answer(services, ack, arrival, outcome)
        services.knowledge.learn()

    app.view(KNOWLEDGE_PREVIEW)(submitted)
