"""Someone joined or left a channel: who may act for the coordinator may have changed."""

from typing import Any

from slack_bolt import App, BoltContext

from handlers.arrival import KEY
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Listen to `member_joined_channel` and `member_left_channel`."""

    def members(event: dict[str, Any], context: BoltContext) -> None:
        services.directory.forget_members(event["channel"])
        services.inbox.finish(context[KEY])

    app.event("member_joined_channel")(members)
    app.event("member_left_channel")(members)
