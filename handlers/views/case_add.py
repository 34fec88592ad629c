"""The form with which a person writes to their case."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from handlers.arrival import arrive_submitting
from handlers.forms import answer, mend
from handlers.ids import CASE_ADD, TEXT, CaseOrigin
from handlers.payloads import entered
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Listen to the form."""

    def submitted(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        origin = CaseOrigin.load(body["view"]["private_metadata"])
        arrival = arrive_submitting(services, context, origin)
        text = entered(body, TEXT)
        if not text:
            mend(services, ack, arrival, {TEXT: "ui.error.empty"})
            return
        answer(
            services, ack, arrival, services.cases.add(arrival.occasion, origin.case, text), text
        )

    app.view(CASE_ADD)(submitted)
