"""The coordinators' menu of accounts: those with what has been typed so far."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from handlers.blocks.common import OPTIONS_MAX, option
from handlers.ids import ACCOUNT_MENU
from handlers.services import Services
from knowledge.folding import fold


def register(app: App, services: Services) -> None:
    """Answer coordinators; anybody else is offered nothing."""

    def accounts(ack: Ack, payload: dict[str, Any], context: BoltContext) -> None:
        if services.accounts.refusal(context.user_id or "") is not None:
            ack(options=[])
            return
        wanted = fold(payload.get("value") or "").split()
        found = [
            option(one.text, one.code)
            for one in services.accounts.looks.known()
            if all(word in fold(one.text) for word in wanted)
        ]
        ack(options=found[:OPTIONS_MAX])

    app.options(ACCOUNT_MENU)(accounts)
