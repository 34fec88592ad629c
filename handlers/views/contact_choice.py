"""In which role a party is meant: its form comes in place of the question."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from handlers.arrival import arrive_submitting
from handlers.contact_forms import contact_view
from handlers.ids import CONTACT_CHOICE, ROLE, PartyOrigin
from handlers.payloads import entered
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Listen to the question's answer."""

    def submitted(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        origin = PartyOrigin.load(body["view"]["private_metadata"])
        arrival = arrive_submitting(services, context, origin)
        view = contact_view(services, arrival, origin.party, entered(body, ROLE))
        services.inbox.finish(arrival.occasion.key)
        ack(response_action="update", view=view)

    app.view(CONTACT_CHOICE)(submitted)
