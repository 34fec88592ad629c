"""Trigger ids and response URLs: short-lived rights that an interaction gives the app."""

import secrets

from bot.sandbox.errors import SlackError
from bot.sandbox.model import ResponseUrl, Trigger
from bot.sandbox.workspace import Workspace

_REMEMBERED = 600  # seconds for which a trigger id is known to be expired
_RESPONSE_URL_USES = 5
_RESPONSE_URL_SECONDS = 30 * 60


class Tokens:
    """Gives out trigger ids and response URLs, and redeems them."""

    def __init__(self, workspace: Workspace, trigger_seconds: float) -> None:
        self._workspace = workspace
        self._trigger_seconds = trigger_seconds
        self._triggers: dict[str, Trigger] = {}

    def new_trigger(self, user: str) -> str:
        """A trigger id, good for one modal within the seconds that the sandbox is set to."""
        number = secrets.randbelow(10**12)
        trigger_id = f"{number}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        now = self._workspace.clock()
        for old in [key for key, one in self._triggers.items() if one.expires < now - _REMEMBERED]:
            del self._triggers[old]
        expires = now + self._trigger_seconds
        self._triggers[trigger_id] = Trigger(trigger_id, user, expires)
        return trigger_id

    def check_trigger(self, trigger_id: str) -> Trigger:
        """The trigger, if it can still be exchanged.

        Raises SlackError `invalid_trigger_id`, `exchanged_trigger_id` or `expired_trigger_id`.
        https://docs.slack.dev/reference/methods/views.open
        """
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._workspace.clock() > trigger.expires:
            raise SlackError("expired_trigger_id")
        return trigger

    def new_response_url(
        self, kind: str, channel: str, user: str, *, message_ts: str | None = None,
        thread_ts: str | None = None,
    ) -> str:  # fmt: skip
        """An address that takes five answers within 30 minutes.

        `kind` is the first part of its path: `actions`, `commands` or `app`.
        https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
        """
        state = self._workspace.state
        now = self._workspace.clock()
        for old in [key for key, url in state.response_urls.items() if url.expires < now]:
            del state.response_urls[old]
        secret = secrets.token_urlsafe(18)
        state.response_urls[secret] = ResponseUrl(
            secret, channel, user, now + _RESPONSE_URL_SECONDS, _RESPONSE_URL_USES,
            message_ts, thread_ts,
        )  # fmt: skip
        return f"{state.base_url}/{kind}/{state.team.id}/{secret}"

    def use_response_url(self, secret: str) -> ResponseUrl:
        """Take one use of a response URL; raises SlackError `expired_url` or `used_url`."""
        url = self._workspace.state.response_urls.get(secret)
        if url is None or self._workspace.clock() > url.expires:
            raise SlackError("expired_url")
        if url.uses_left <= 0:
            raise SlackError("used_url")
        url.uses_left -= 1
        return url
