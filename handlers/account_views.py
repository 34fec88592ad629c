"""The coordinators' views of accounts, with what is in them now."""

from typing import Any

from bot.account_intents import AccountsOther
from bot.accounts.desk import Told
from bot.outcomes import Refused
from handlers.arrival import Arrival
from handlers.blocks import accounts
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
        shown = services.accounts.overview(origin.by, later=origin.later)
        return accounts.listed(arrival.words, shown, notice, origin)
    one = services.accounts.one(origin.scope, origin.after)
    return accounts.one(arrival.words, one, notice, origin)


def form_view(
    services: Services, arrival: Arrival, intent: AccountsOther, origin: AccountsOrigin
) -> View | None:
    """The form for another account; None if nobody waits for it any more."""
    known = services.accounts.knows_any()
    if intent.article is None:
        count = services.accounts.count(intent.scope, intent.last)
        if not count:
            return None
        whom = arrival.words.say("accounts.form.for_many", count=count)
    else:
        name = services.accounts.name(intent.article)
        if name is None:
            return None
        whom = arrival.words.say("accounts.form.for_one", name=name)
    carried = origin.model_copy(
        update={"form_scope": intent.scope, "article": intent.article, "last": intent.last}
    )
    return accounts.form(arrival.words, whom, carried, known=known)
