"""Buttons that open a form."""

from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.intents import CaseAdd, CaseForm, EditContact, EditProfile
from handlers.arrival import Arrival, arrive_pressing
from handlers.blocks import modals
from handlers.contact_forms import contact_view
from handlers.forms import open_form
from handlers.ids import (
    CaseOrigin,
    ContactChoice,
    OutdatedError,
    pressed,
)
from handlers.payloads import chosen, intent_of
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Listen to these buttons, and to the coordinator's menu of contacts."""

    def open_it(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        arrival = arrive_pressing(services, context, body)
        view = _view(services, arrival, body["actions"][0])
        open_form(services, client, arrival, body["trigger_id"], view)

    app.action(pressed(CaseAdd, CaseForm, EditContact, EditProfile))(open_it)


def _view(services: Services, arrival: Arrival, action: dict[str, Any]) -> dict[str, Any]:
    if action.get("type") == "external_select":
        choice = ContactChoice.load(chosen(action))
        return contact_view(services, arrival, choice.party, choice.role)
    where = arrival.origin.model_dump()
    match intent_of(action):
        case CaseAdd(case=case):
            return modals.case_add(arrival.words, CaseOrigin(case=case, **where))
        case CaseForm(case=case, form=form):
            origin = CaseOrigin(case=case, **where)
            parties = _parties(services, case) if form == "handover" else ()
            return modals.case_form(arrival.words, form, origin, parties)
        case EditProfile():
            return modals.profile(arrival.words, arrival.person, arrival.origin)
        case EditContact(party=party):
            return contact_view(services, arrival, party)
        case other:
            raise OutdatedError(f"{other.kind} opens no form")


def _parties(services: Services, case_id: int) -> tuple[str, ...]:
    with services.db.read() as session:
        try:
            case = services.cases.get(session, case_id)
        except LookupError as error:
            raise OutdatedError(str(error)) from None
        return services.cases.hand_over_choices(case.municipality)
