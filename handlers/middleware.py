"""Before every listener: the request is in the inbox before Slack gets its acknowledgement."""

from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltContext, BoltResponse

from handlers.arrival import KEY
from handlers.payloads import inbox_key, is_noise, is_submission
from handlers.redispatch import is_redispatched
from handlers.services import Services

_ACKNOWLEDGED_HERE = ("block_actions", "shortcut", "message_action")


def register(app: App, services: Services) -> None:
    """Keep every request that changes something, once; one that was kept before goes no further,
    but for a form: its listener finds the effects done, and answers what there is to answer.

    What waits for nothing but the acknowledgement gets it here, not from a listener that may have
    to wait for a free thread: Slack waits for three seconds.
    """

    def keep(
        body: dict[str, Any],
        context: BoltContext,
        next_: Callable[[], None],
    ) -> BoltResponse | None:
        if is_noise(body, context.bot_user_id):
            return BoltResponse(status=200, body="")
        key = inbox_key(body)
        if key is not None:
            # The deprecated verification token is a secret of the app's: it is not kept.
            kept = {name: value for name, value in body.items() if name != "token"}
            new = services.inbox.record(key, kept, context.user_id)
            if not new and not is_submission(body) and not is_redispatched(context):
                return BoltResponse(status=200, body="")
            context[KEY] = key
            if body.get("type") in _ACKNOWLEDGED_HERE:
                context.ack()
        next_()
        return None

    app.middleware(keep)
