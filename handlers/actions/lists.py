"""Price lists: what coordinators say about one that waits, and their overview of all."""

from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.intents import ListConfirm, ListDecline, ListSupplier
from bot.messages import Say
from bot.outcomes import Done
from bot.week.intents import ListsOpen, ReportNow
from handlers.arrival import Arrival, arrive_pressing
from handlers.blocks import price_lists
from handlers.forms import change_form, open_form
from handlers.ids import PRICE_LISTS, ListMenu, OutdatedError, pressed
from handlers.payloads import chosen, intent_of
from handlers.services import Services
from handlers.telling import tell_once


def register(app: App, services: Services) -> None:
    """Listen to the buttons and the menu; whoever is refused is told by the service."""

    def decide(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        arrival = arrive_pressing(services, context, body)
        match intent_of(body["actions"][0]):
            case ListConfirm(incoming=incoming):
                services.arrivals.confirm(arrival.occasion, incoming)
            case ListDecline(incoming=incoming):
                services.arrivals.decline(arrival.occasion, incoming)
            case other:
                raise OutdatedError(f"{other.kind} decides on no list")
        _redraw(services, client, arrival, body)

    def choose(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        arrival = arrive_pressing(services, context, body)
        action = body["actions"][0]
        supplier = chosen(action)
        if not supplier:
            raise OutdatedError("no supplier is chosen")
        menu = ListMenu.load(action.get("block_id"))
        services.arrivals.choose(arrival.occasion, menu.incoming, supplier)
        _redraw(services, client, arrival, body)

    def opening(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        arrival = arrive_pressing(services, context, body)
        refused = services.week.refusal(arrival.person.id)
        if refused is not None:
            tell_once(services, arrival.occasion, Say(key=refused.key, params=refused.params))
            return
        pushed = (body.get("view") or {}).get("type") == "modal"
        # With many articles it takes longer to count them than Slack waits for a view.
        view = price_lists.waiting(arrival.words, arrival.origin)
        opened = open_form(services, client, arrival, body["trigger_id"], view, pushed=pushed)
        if opened is not None:
            change_form(client, opened, _view(services, arrival))

    def report(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        arrival = arrive_pressing(services, context, body)
        outcome = services.week.ask(arrival.occasion)
        _redraw(services, client, arrival, body, asked=isinstance(outcome, Done))
        services.week.send_due()

    app.action(pressed(ListConfirm, ListDecline))(decide)
    app.action(pressed(ListSupplier))(choose)
    app.action(pressed(ListsOpen))(opening)
    app.action(pressed(ReportNow))(report)


def _view(services: Services, arrival: Arrival, *, asked: bool = False) -> dict[str, Any]:
    with services.db.read() as session:
        shown = services.overview.shown(session)
    return price_lists.overview(arrival.words, shown, arrival.origin, asked=asked)


def _redraw(
    services: Services,
    client: WebClient,
    arrival: Arrival,
    body: dict[str, Any],
    *,
    asked: bool = False,
) -> None:
    """Show the overview as it is now, if that is where something was pressed, and they may see."""
    above = body.get("view") or {}
    if above.get("callback_id") != PRICE_LISTS:
        return
    if services.week.refusal(arrival.person.id) is None:
        change_form(client, above["id"], _view(services, arrival, asked=asked))
