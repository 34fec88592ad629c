"""The form for a party's contact details in one role."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.contacts import Details, Invalid
from handlers.arrival import arrive_submitting
from handlers.forms import answer, mend
from handlers.ids import CONTACT, CONTACT_FIELDS, ContactOrigin, OutdatedError
from handlers.payloads import entered
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Listen to the form; what is wrong is said at its field."""

    def submitted(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        origin = ContactOrigin.load(body["view"]["private_metadata"])
        arrival = arrive_submitting(services, context, origin)
        details = Details(**{field: entered(body, field) for field in CONTACT_FIELDS})
        try:
            outcome = services.contacts.save(arrival.occasion, origin.party, origin.role, details)
        except KeyError:
            raise OutdatedError(f"{origin.party} has no contact for {origin.role}") from None
        if isinstance(outcome, Invalid):
            mend(services, ack, arrival, dict(outcome.fields))
        else:
            answer(services, ack, arrival, outcome)

    app.view(CONTACT)(submitted)
