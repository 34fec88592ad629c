"""Which topic a case's question belongs to: it becomes a phrasing of that topic."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from handlers.arrival import arrive_submitting
from handlers.forms import answer, mend
from handlers.ids import KNOWLEDGE_SAME, TEXT, TOPIC, CaseOrigin
from handlers.payloads import entered
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Listen to the form."""

    def submitted(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        origin = CaseOrigin.load(body["view"]["private_metadata"])
        arrival = arrive_submitting(services, context, origin)
        text, topic = entered(body, TEXT), entered(body, TOPIC)
        missing = {block: "ui.error.empty" for block in (TEXT, TOPIC) if not entered(body, block)}
        if missing:
            mend(services, ack, arrival, missing)
            return
        outcome = services.edits.same_as_case(arrival.occasion, origin.case, topic, text)
        answer(services, ack, arrival, outcome, text)
        services.knowledge.learn()

    app.view(KNOWLEDGE_SAME)(submitted)
