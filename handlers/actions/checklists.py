"""The boxes of a checklist."""

from typing import Any

from slack_bolt import App, BoltContext

from handlers.arrival import arrive_pressing
from handlers.ids import CHECKLIST_TICK, ChecklistBoxes, numbered
from handlers.payloads import initially_ticked, ticked_in_message
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Listen to the boxes: what is ticked now, beside what was when the message was drawn."""

    def tick(body: dict[str, Any], context: BoltContext) -> None:
        arrival = arrive_pressing(services, context, body)
        run = ChecklistBoxes.load(body["actions"][0].get("block_id")).run
        services.checklists.set_ticked(
            arrival.occasion, run, ticked_in_message(body), shown=initially_ticked(body)
        )

    app.action(numbered(CHECKLIST_TICK))(tick)
