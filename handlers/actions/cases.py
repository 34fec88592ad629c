"""Buttons that act on a case at once."""

from typing import Any

from slack_bolt import App, BoltContext

from bot.intents import CaseClaim, CaseReopen, CaseWithdraw, ThreadKeep, ThreadSend
from handlers.arrival import arrive_pressing
from handlers.ids import OutdatedError, pressed
from handlers.payloads import intent_of
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Listen to these buttons; whoever is refused is told by the service."""

    def act(body: dict[str, Any], context: BoltContext) -> None:
        occasion = arrive_pressing(services, context, body).occasion
        match intent_of(body["actions"][0]):
            case CaseClaim(case=case):
                services.cases.claim(occasion, case)
            case CaseWithdraw(case=case):
                services.cases.withdraw(occasion, case)
            case CaseReopen(case=case):
                services.cases.reopen(occasion, case)
            case ThreadSend(case=case, event=event):
                services.cases.send_draft(occasion, case, event)
            case ThreadKeep(case=case, event=event):
                services.cases.keep_draft(occasion, case, event)
            case other:
                raise OutdatedError(f"{other.kind} is no act on a case")

    app.action(pressed(CaseClaim, CaseReopen, CaseWithdraw, ThreadKeep, ThreadSend))(act)
