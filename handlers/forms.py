"""Opening a form, and what its submission comes to."""

from typing import Any

import structlog
from slack_bolt import Ack, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.messages import Say
from bot.outcomes import Done, Outcome, Refused
from handlers.arrival import Arrival
from handlers.blocks import modals
from handlers.services import Services
from handlers.telling import tell_once

# https://docs.slack.dev/reference/methods/views.open lists the errors.
_TOO_LATE = ("expired_trigger_id", "invalid_trigger_id")
_CLOSED = ("not_found", "view_not_found")
_OPENED_BEFORE = "exchanged_trigger_id"

log = structlog.get_logger(__name__)


def open_form(
    services: Services,
    client: WebClient,
    arrival: Arrival,
    trigger_id: str,
    view: dict[str, Any],
    *,
    pushed: bool = False,
) -> str | None:
    """Open a modal (on top of the one that is open if `pushed`); its id, None if it is not open.

    A person for whom it came too late is asked to press again.
    """
    opened: str | None = None
    try:
        if pushed:
            opened = client.views_push(trigger_id=trigger_id, view=view)["view"]["id"]
        else:
            opened = client.views_open(trigger_id=trigger_id, view=view)["view"]["id"]
    except SlackApiError as error:
        code = error.response.get("error")
        if code in _TOO_LATE:
            log.info("form_too_late", key=arrival.occasion.key)
            tell_once(services, arrival.occasion, Say(key="ui.error.expired"))
            return None
        if code != _OPENED_BEFORE:
            raise
    services.inbox.finish(arrival.occasion.key)
    return opened


def change_form(client: WebClient, view_id: str, view: dict[str, Any]) -> None:
    """Show something else in a modal that is open; nothing if it has been closed meanwhile."""
    try:
        client.views_update(view_id=view_id, view=view)
    except SlackApiError as error:
        if error.response.get("error") not in _CLOSED:
            raise


def answer(
    services: Services, ack: Ack, arrival: Arrival, outcome: Outcome, written: str = ""
) -> BoltResponse:
    """Close the form, or show in its place why not, with what was written so as not to lose it."""
    match outcome:
        case Done():
            return ack()
        case Refused(key=key, params=params):
            services.inbox.forget(arrival.occasion.key)
            text = arrival.words.say(key, **params)
            return ack(response_action="update", view=modals.notice(arrival.words, text, written))


def mend(
    services: Services, ack: Ack, arrival: Arrival, errors: dict[str, str], **params: str
) -> BoltResponse:
    """Leave the form open with what is wrong: block ids to phrases' keys, with their values."""
    services.inbox.forget(arrival.occasion.key)
    said = {block: arrival.words.label(key, **params) for block, key in errors.items()}
    return ack(response_action="errors", errors=said)
