"""The form for one more line of the list of goods not found."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from handlers.arrival import arrive_submitting
from handlers.forms import mend
from handlers.ids import ARTICLES, GOODS_ADD, TEXT, Origin
from handlers.payloads import articles_chosen, entered
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Listen to the form. It may lie on another one, which closes with it."""

    def submitted(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        origin = Origin.load(body["view"]["private_metadata"])
        arrival = arrive_submitting(services, context, origin)
        text = entered(body, TEXT)
        found = articles_chosen(body, ARTICLES)
        if not text and not found:
            mend(services, ack, arrival, {TEXT: "goods.add.empty"})
            return
        services.desk.add_goods(arrival.occasion, text, found[0] if found else None)
        ack(response_action="clear")

    app.view(GOODS_ADD)(submitted)
