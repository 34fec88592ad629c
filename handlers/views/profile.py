"""The form for municipality, department and role."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from handlers.arrival import arrive_submitting
from handlers.ids import DEPARTMENT, MUNICIPALITY, PROFILE, ROLE, Origin, OutdatedError
from handlers.payloads import entered
from handlers.services import Services
from knowledge.topics import Municipality, Role


def register(app: App, services: Services) -> None:
    """Listen to the form; what is left empty stays as it was."""

    def submitted(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        origin = Origin.load(body["view"]["private_metadata"])
        arrival = arrive_submitting(services, context, origin)
        place, role = entered(body, MUNICIPALITY), entered(body, ROLE)
        try:
            municipality = Municipality(place) if place else None
            does = Role(role) if role else None
        except ValueError as error:
            raise OutdatedError(str(error)) from None
        services.conversations.describe(
            arrival.occasion, municipality, entered(body, DEPARTMENT) or None, does
        )
        ack()

    app.view(PROFILE)(submitted)
