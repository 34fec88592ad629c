"""The forms for an account: articles are tied to it, or it is only made known."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.accounts.forms import Written
from bot.accounts.outcomes import Told
from bot.outcomes import Refused
from handlers.account_views import redraw, when_ready
from handlers.arrival import Arrival, arrive_submitting
from handlers.forms import answer, mend
from handlers.ids import (
    ACCOUNT_CHOSEN,
    ACCOUNT_CODE,
    ACCOUNT_FORM,
    ACCOUNT_MENU,
    ACCOUNT_NAME,
    ACCOUNT_NEW,
    AccountsOrigin,
    OutdatedError,
)
from handlers.payloads import chosen, entered
from handlers.services import Services

_BLOCKS = {"chosen": ACCOUNT_CHOSEN, "code": ACCOUNT_CODE, "name": ACCOUNT_NAME}


def register(app: App, services: Services) -> None:
    """Listen to the forms; what is wrong is said at its field."""

    def submitted(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        origin = AccountsOrigin.load(body["view"]["private_metadata"])
        arrival = arrive_submitting(services, context, origin)
        written, new = _written(body), body["view"]["callback_id"] == ACCOUNT_NEW
        faults = services.accounts.looks.faults(written, new=new)
        if faults is not None:
            wrong = {_BLOCKS[at]: key for at, key in faults.fields.items()}
            mend(services, ack, arrival, wrong, **faults.params)
            return
        refused = services.accounts.refusal(arrival.person.id)
        if refused is not None:
            answer(services, ack, arrival, refused)
            return
        ack()  # before any judging: Slack waits three seconds
        below = body["view"].get("previous_view_id")
        if below is not None and origin.group is not None:
            when_ready(services, client, below, arrival, origin)
        told = _act(services, arrival, origin, written, new=new)
        if below is not None:
            after = origin.article if origin.article is not None else origin.after
            origin = origin.model_copy(update={"after": after})
            redraw(services, client, below, arrival, origin, told)

    app.view(ACCOUNT_FORM)(submitted)
    app.view(ACCOUNT_NEW)(submitted)


def _act(
    services: Services, arrival: Arrival, origin: AccountsOrigin, written: Written, *, new: bool
) -> Told | Refused:
    desk, occasion = services.accounts, arrival.occasion
    if new:
        return desk.add(occasion, written)
    if origin.group is not None:
        return desk.tie_group(occasion, origin.group, written)
    if origin.article is not None:
        return desk.tie_other(occasion, origin.article, written)
    raise OutdatedError("a form for neither an article nor a group")


def _written(body: dict[str, Any]) -> Written:
    menu = body["view"]["state"]["values"].get(ACCOUNT_CHOSEN, {}).get(ACCOUNT_MENU, {})
    return Written(
        chosen=chosen(menu) or "",
        code=entered(body, ACCOUNT_CODE),
        name=entered(body, ACCOUNT_NAME),
    )
