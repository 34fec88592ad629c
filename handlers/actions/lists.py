"""What coordinators say about a price list that waits."""

from typing import Any

from slack_bolt import App, BoltContext

from bot.intents import ListConfirm, ListDecline, ListSupplier
from handlers.arrival import arrive_pressing
from handlers.ids import ListMenu, OutdatedError, pressed
from handlers.payloads import chosen, intent_of
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Listen to the buttons and the menu; whoever is refused is told by the service."""

    def decide(body: dict[str, Any], context: BoltContext) -> None:
        occasion = arrive_pressing(services, context, body).occasion
        match intent_of(body["actions"][0]):
            case ListConfirm(incoming=incoming):
                services.arrivals.confirm(occasion, incoming)
            case ListDecline(incoming=incoming):
                services.arrivals.decline(occasion, incoming)
            case other:
                raise OutdatedError(f"{other.kind} decides on no list")

    def choose(body: dict[str, Any], context: BoltContext) -> None:
        occasion = arrive_pressing(services, context, body).occasion
        action = body["actions"][0]
        supplier = chosen(action)
        if not supplier:
            raise OutdatedError("no supplier is chosen")
        menu = ListMenu.load(action.get("block_id"))
        services.arrivals.choose(occasion, menu.incoming, supplier)

    app.action(pressed(ListConfirm, ListDecline))(decide)
    app.action(pressed(ListSupplier))(choose)
