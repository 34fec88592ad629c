"""The coordinators' views of accounts, with what is in them now."""

from typing import Any

from slack_sdk import WebClient

from bot.account_intents import AccountsOther
from bot.accounts.outcomes import Told
from bot.outcomes import Refused
from handlers.arrival import Arrival
from handlers.blocks import accounts
from handlers.forms import change_form
from handlers.ids import ACCOUNTS, AccountsOrigin
from handlers.services import Services

View = dict[str, Any]


def origin_of(body: dict[str, Any], arrival: Arrival) -> AccountsOrigin:
    """What the view of accounts that is open shows; for a new one if none is."""
    view = body.get("view") or {}
    if view.get("callback_id") == ACCOUNTS:
        return AccountsOrigin.load(view["private_metadata"])
    return AccountsOrigin(**arrival.origin.model_dump())


def view_now(
    services: Services,
    arrival: Arrival,
    origin: AccountsOrigin,
    notice: Told | Refused | None = None,
) -> View:
    """The groups, or one article if that is what was shown, as they are now."""
    if origin.scope is None:
        shown = services.accounts.looks.overview(origin.by, later=origin.later)
        return accounts.listed(arrival.words, shown, notice, origin)
    one = services.accounts.looks.one(origin.scope, origin.after)
    return accounts.one(arrival.words, one, notice, origin)


def form_view(
    services: Services, arrival: Arrival, intent: AccountsOther, origin: AccountsOrigin
) -> View | Refused:
    """The form for another account; why not, if what it is for has changed. It judges nothing."""
    if intent.group is not None:
        if not services.accounts.looks.stands(intent.group):
            return Refused(key="accounts.changed")
        whom = arrival.words.say("accounts.form.for_many", count=intent.group.count)
    else:
        name = services.accounts.looks.name(intent.article) if intent.article is not None else None
        if name is None:
            return Refused(key="accounts.gone")
        whom = arrival.words.say("accounts.form.for_one", name=name)
    carried = origin.model_copy(update={"article": intent.article, "group": intent.group})
    return accounts.form(arrival.words, whom, carried, known=services.accounts.looks.knows_any())


def when_ready(
    services: Services, client: WebClient, view_id: str, arrival: Arrival, origin: AccountsOrigin
) -> None:
    """Work out suggestions if there are none; meanwhile the view says so."""
    if not services.accounts.looks.ready():
        wait(services, client, view_id, arrival, origin)


def wait(
    services: Services, client: WebClient, view_id: str, arrival: Arrival, origin: AccountsOrigin
) -> None:
    """Work out suggestions as they are now; meanwhile the view says so."""
    change_form(client, view_id, accounts.waiting(arrival.words, origin))
    services.accounts.looks.wait()


def redraw(
    services: Services,
    client: WebClient,
    view_id: str,
    arrival: Arrival,
    origin: AccountsOrigin,
    notice: Told | Refused | None = None,
) -> None:
    """Show in a view that is open what there is now, however long it takes to work it out."""
    when_ready(services, client, view_id, arrival, origin)
    change_form(client, view_id, view_now(services, arrival, origin, notice))
