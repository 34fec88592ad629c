"""The forms for an account: articles are tied to it, or it is only made known."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.accounts.desk import Told
from bot.accounts.forms import Faults, Written
from bot.outcomes import Refused
from handlers.account_views import view_now
from handlers.arrival import arrive_submitting
from handlers.forms import answer, change_form, mend
from handlers.ids import (
    ACCOUNT_CHOSEN,
    ACCOUNT_CODE,
    ACCOUNT_FORM,
    ACCOUNT_MENU,
    ACCOUNT_NAME,
    ACCOUNT_NEW,
    AccountsOrigin,
)
from handlers.payloads import chosen, entered
from handlers.services import Services

_BLOCKS = {"chosen": ACCOUNT_CHOSEN, "code": ACCOUNT_CODE, "name": ACCOUNT_NAME}


def register(app: App, services: Services) -> None:
    """Listen to the forms; what is wrong is said at its field."""

    def submitted(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        origin = AccountsOrigin.load(body["view"]["private_metadata"])
        arrival = arrive_submitting(services, context, origin)
        occasion, written = arrival.occasion, _written(body)
        told: Told | Refused | Faults
        if body["view"]["callback_id"] == ACCOUNT_NEW:
            told = services.accounts.add(occasion, written)
        else:
            assert origin.form_scope is not None  # noqa: S101 - the form was drawn with it
            told = services.accounts.tie_other(
                occasion, origin.form_scope, origin.article, origin.last, written
            )
        if isinstance(told, Faults):
            mend(services, ack, arrival, {_BLOCKS[at]: key for at, key in told.fields.items()})
            return
        refused = services.accounts.refusal(arrival.person.id)
        if refused is not None:
            answer(services, ack, arrival, refused)
            return
        ack()
        below = body["view"].get("previous_view_id")
        if below is not None:
            after = origin.article if origin.article is not None else origin.after
            origin = origin.model_copy(update={"after": after})
            change_form(client, below, view_now(services, arrival, origin, told))

    app.view(ACCOUNT_FORM)(submitted)
    app.view(ACCOUNT_NEW)(submitted)


def _written(body: dict[str, Any]) -> Written:
    menu = body["view"]["state"]["values"].get(ACCOUNT_CHOSEN, {}).get(ACCOUNT_MENU, {})
    return Written(
        chosen=chosen(menu) or "",
        code=entered(body, ACCOUNT_CODE),
        name=entered(body, ACCOUNT_NAME),
    )
