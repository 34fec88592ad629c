"""What a person is told when something went wrong, and what the log says of it."""

import json
import secrets
import traceback
from typing import Any

import structlog
from slack_bolt import App, BoltContext, BoltResponse

from bot.errors import DirectoryUnavailable
from bot.messages import Say
from bot.occasion import Occasion
from handlers.arrival import KEY
from handlers.blocks import modals
from handlers.ids import OutdatedError
from handlers.payloads import is_interaction, is_submission, place_of
from handlers.services import Services
from handlers.telling import known_lang, tell, tell_once

log = structlog.get_logger(__name__)


def register(app: App, services: Services) -> None:
    """Answer errors of listeners; one before a request was kept is Slack's to send again."""

    def failed(
        error: Exception, body: dict[str, Any], context: BoltContext, response: BoltResponse | None
    ) -> BoltResponse | None:
        key = context.get(KEY)
        if key is None:
            log.error("request_not_kept", exception="".join(traceback.format_exception(error)))
            return None
        try:
            say = _answer(services, error, body, key, context.user_id)
            waits = is_submission(body) and response is not None
            return _in_form(services, context.user_id, say) if waits and say else None
        except Exception as second:
            trace = "".join(traceback.format_exception(second))
            log.error("error_not_told", key=key, exception=trace)  # noqa: TRY400 - see _answer
            return None

    app.error(failed)


def _answer(
    services: Services, error: Exception, body: dict[str, Any], key: str, user: str | None
) -> Say | None:
    """Note the error and tell the person; returns what they were told."""
    place = place_of(body)
    occasion = Occasion(key=key, person=user, place=place) if user and place else None
    say = _known(error)
    if say is not None:
        log.info("refused", key=key, error=repr(error))
        if occasion is None:
            services.inbox.finish(key)
        else:
            _tell(services, occasion, say, body)
        return say
    reference = secrets.token_hex(3)
    # As text: what a formatter would show of the values around an error is not for a log.
    trace = "".join(traceback.format_exception(error))
    log.error("listener_failed", key=key, reference=reference, exception=trace)
    say = Say(key="error.unknown", params={"reference": reference})
    if is_interaction(body) and occasion is not None:
        # Told at once, and so not tried again: the person will.
        _tell(services, occasion, say, body)
        return say
    last = services.inbox.failed(key, repr(error))
    if last and occasion is not None:
        tell(services, occasion, say)
    return say


def _tell(services: Services, occasion: Occasion, say: Say, body: dict[str, Any]) -> None:
    """Tell the person, unless what they did has come about; a form may come again as it is."""
    if tell_once(services, occasion, say) and is_submission(body):
        services.inbox.forget(occasion.key)


def _known(error: Exception) -> Say | None:
    match error:
        case OutdatedError():
            return Say(key="ui.error.outdated")
        case DirectoryUnavailable():
            return Say(key="ui.error.directory")
        case _:
            return None


def _in_form(services: Services, user: str | None, say: Say) -> BoltResponse:
    with services.db.read() as session:
        lang = known_lang(services, session, user or "")
    words = services.renderer.words(lang)
    view = modals.notice(words, words.say(say.key, **say.params))
    return BoltResponse(
        status=200,
        body=json.dumps({"response_action": "update", "view": view}),
        headers={"content-type": "application/json"},
    )
