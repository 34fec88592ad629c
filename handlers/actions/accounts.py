"""Buttons with which coordinators tie new articles to accounts."""

from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.account_intents import (
    AccountsExport,
    AccountsLater,
    AccountsNew,
    AccountsOne,
    AccountsOpen,
    AccountsOther,
    AccountsSheet,
    AccountsTie,
    AccountsTieAll,
    AccountsUndo,
)
from bot.accounts.outcomes import Told
from bot.intents import Intent
from bot.messages import Say
from bot.outcomes import Refused
from handlers.account_views import form_view, origin_of, redraw, view_now, wait, when_ready
from handlers.arrival import Arrival, arrive_pressing
from handlers.blocks import accounts
from handlers.forms import change_form, open_form
from handlers.ids import ACCOUNTS, AccountsOrigin, OutdatedError, pressed
from handlers.payloads import intent_of
from handlers.services import Services
from handlers.telling import tell_once

_SHOWING = (AccountsOpen, AccountsOne)
_FORMS = (AccountsOther, AccountsNew)
_ACTING = (
    AccountsTieAll,
    AccountsTie,
    AccountsLater,
    AccountsUndo,
    AccountsSheet,
    AccountsExport,
)


def register(app: App, services: Services) -> None:
    """Listen to them. Whoever is no coordinator is told so, and sees nothing."""

    def refused(arrival: Arrival) -> bool:
        why = services.accounts.refusal(arrival.person.id)
        if why is not None:
            tell_once(services, arrival.occasion, Say(key=why.key, params=why.params))
        return why is not None

    def showing(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        arrival = arrive_pressing(services, context, body)
        if refused(arrival):
            return
        intent = intent_of(body["actions"][0])
        origin = _moved(origin_of(body, arrival), intent)
        above = body.get("view") or {}
        if above.get("callback_id") == ACCOUNTS:
            if isinstance(intent, AccountsOpen) and intent.fresh:
                wait(services, client, above["id"], arrival, origin)
            redraw(services, client, above["id"], arrival, origin)
            services.inbox.finish(arrival.occasion.key)
            return
        ready = services.accounts.looks.ready()
        view = (
            view_now(services, arrival, origin)
            if ready
            else accounts.waiting(arrival.words, origin)
        )
        pushed = above.get("type") == "modal"
        opened = open_form(services, client, arrival, body["trigger_id"], view, pushed=pushed)
        if not ready and opened is not None:
            services.accounts.looks.wait()
            change_form(client, opened, view_now(services, arrival, origin))

    def form(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        arrival = arrive_pressing(services, context, body)
        if refused(arrival):
            return
        intent = intent_of(body["actions"][0])
        origin = origin_of(body, arrival)
        view = (
            form_view(services, arrival, intent, origin)
            if isinstance(intent, AccountsOther)
            else accounts.new_account(arrival.words, origin)
        )
        if not isinstance(view, Refused):
            open_form(services, client, arrival, body["trigger_id"], view, pushed=True)
            return
        redraw(services, client, body["view"]["id"], arrival, origin, view)
        services.inbox.finish(arrival.occasion.key)

    def acting(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        arrival = arrive_pressing(services, context, body)
        intent = intent_of(body["actions"][0])
        above = body.get("view") or {}
        inside = above.get("callback_id") == ACCOUNTS
        allowed = inside and services.accounts.refusal(arrival.person.id) is None
        origin = _moved(origin_of(body, arrival), intent)
        if allowed and isinstance(intent, AccountsTieAll):
            when_ready(services, client, above["id"], arrival, origin)
        told = _act(services, arrival, intent, quietly=inside)
        if allowed:
            redraw(services, client, above["id"], arrival, origin, told)

    app.action(pressed(*_SHOWING))(showing)
    app.action(pressed(*_FORMS))(form)
    app.action(pressed(*_ACTING))(acting)


def _moved(origin: AccountsOrigin, intent: Intent) -> AccountsOrigin:
    """What is to be shown after a button was pressed where `origin` was shown."""
    match intent:
        case AccountsOpen(by=by, page=page, later=later):
            changes: dict[str, object] = {"by": by, "page": page, "later": later, "scope": None}
        case AccountsOne(scope=scope, after=after):
            changes = {"scope": scope, "after": after}
        case (
            AccountsTie(scope=scope, article=article) | AccountsLater(scope=scope, article=article)
        ):
            changes = {"scope": scope, "after": article}
        case _:
            changes = {}
    return origin.model_copy(update=changes)


def _act(services: Services, arrival: Arrival, intent: Intent, *, quietly: bool) -> Told | Refused:
    desk, occasion = services.accounts, arrival.occasion
    match intent:
        case AccountsTieAll(group=group):
            return desk.tie_all(occasion, group)
        case AccountsTie(article=article, account=account):
            return desk.tie(occasion, article, account)
        case AccountsLater(article=article):
            return desk.leave(occasion, article)
        case AccountsUndo(batch=batch):
            return desk.undo(occasion, batch, quietly=quietly)
        case AccountsSheet():
            return desk.files.send_sheet(occasion)
        case AccountsExport(whole=whole):
            return desk.files.export(occasion, whole=whole)
        case other:
            raise OutdatedError(f"{other.kind} is no act on accounts")
