"""The form for a party's contact details, with what is known in it."""

from typing import Any

from bot.messages import ContactCard
from handlers.arrival import Arrival
from handlers.blocks import modals
from handlers.ids import ContactOrigin, OutdatedError, PartyOrigin
from handlers.services import Services


def contact_view(
    services: Services, arrival: Arrival, party: str, role: str | None = None
) -> dict[str, Any]:
    """The form for a party's details in a role, or the question in which, if it has several."""
    card = _card(services, arrival, party)
    where = arrival.origin.model_dump()
    lines = [line for line in card.lines if role is None or line.role == role]
    if not lines:
        raise OutdatedError(f"{party} has no contact for {role}")
    if len(lines) > 1:
        return modals.contact_choice(arrival.words, card, PartyOrigin(party=party, **where))
    origin = ContactOrigin(party=party, role=lines[0].role, **where)
    return modals.contact_form(arrival.words, card.name, lines[0], origin)


def _card(services: Services, arrival: Arrival, party: str) -> ContactCard:
    with services.db.read() as session:
        try:
            return services.contacts.card(session, party, lang=arrival.person.lang)
        except KeyError:
            raise OutdatedError(f"there is no party {party}") from None
