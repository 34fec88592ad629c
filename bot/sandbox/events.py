"""What the app is told of a change: the events of the Events API.

https://docs.slack.dev/reference/events
"""

import secrets
from collections.abc import Callable, Iterator

from bot.sandbox import render
from bot.sandbox.changes import (
    Change,
    FileShared,
    HomeOpened,
    MembershipChanged,
    MessageChanged,
    MessageDeleted,
    MessagePosted,
    PersonChanged,
    ReactionChanged,
)
from bot.sandbox.model import Channel, Json, Message, View
from bot.sandbox.workspace import Workspace

# The kind of a channel -> the event to subscribe to, and the event's channel_type.
_MESSAGE_EVENTS = {
    "channel": ("message.channels", "channel"),
    "private": ("message.groups", "group"),
    "im": ("message.im", "im"),
}


class EventMaker:
    """Turns a change into the events that the app is to get, before its subscriptions are asked.

    `home` gives the view on a person's home tab.
    """

    def __init__(self, workspace: Workspace, home: Callable[[str], View | None]) -> None:
        self._workspace = workspace
        self._home = home

    def events(self, change: Change) -> Iterator[tuple[str, Json]]:
        """Each event with the name under which an app subscribes to it."""
        match change:
            case MessagePosted(message):
                yield from self._posted(message)
            case MessageChanged(message, previous, visible_only=False):
                yield from self._changed(message, previous)
            case MessageDeleted(message, previous):
                yield from self._deleted(message, previous)
            case ReactionChanged():
                yield from self._reaction(change)
            case MembershipChanged():
                yield from self._membership(change)
            case PersonChanged(user, is_new):
                yield self._person(user, is_new=is_new)
            case FileShared(file, channel, user):
                if self._hears(channel):
                    yield (
                        "file_shared",
                        {
                            "type": "file_shared",
                            "file_id": file,
                            "file": {"id": file},
                            "user_id": user,
                            "channel_id": channel,
                            "event_ts": self._workspace.tick(),
                        },
                    )
            case HomeOpened():
                yield self._home_opened(change)
            case _:
                return

    def _hears(self, channel: str) -> bool:
        return self._workspace.bot.id in self._workspace.channel(channel).members

    def _posted(self, message: Message) -> Iterator[tuple[str, Json]]:
        if message.ephemeral_to or not self._hears(message.channel):
            return
        channel = self._workspace.channel(message.channel)
        name, channel_type = _MESSAGE_EVENTS[channel.kind]
        event = self._workspace.as_json(message) | {
            "channel": channel.id,
            "event_ts": message.ts,
            "channel_type": channel_type,
        }
        yield name, event
        if self._is_mention(message, channel):
            kept = {
                "user", "ts", "client_msg_id", "text", "team", "thread_ts", "parent_user_id",
                "blocks", "files", "channel", "event_ts",
            }  # fmt: skip
            mention = {key: value for key, value in event.items() if key in kept}
            yield "app_mention", {"type": "app_mention", **mention}

    def _is_mention(self, message: Message, channel: Channel) -> bool:
        bot = self._workspace.bot.id
        return channel.kind != "im" and message.user != bot and f"<@{bot}>" in message.text

    def _changed(self, message: Message, previous: Json) -> Iterator[tuple[str, Json]]:
        if not message.ephemeral_to and self._hears(message.channel):
            yield self._about_message(
                message,
                {
                    "subtype": "message_changed",
                    "message": self._workspace.as_json(message),
                    "previous_message": previous,
                },
            )

    def _deleted(self, message: Message, previous: Json) -> Iterator[tuple[str, Json]]:
        if not message.ephemeral_to and self._hears(message.channel):
            yield self._about_message(
                message,
                {
                    "subtype": "message_deleted",
                    "previous_message": previous,
                    "deleted_ts": message.ts,
                },
            )

    def _about_message(self, message: Message, what: Json) -> tuple[str, Json]:
        channel = self._workspace.channel(message.channel)
        name, channel_type = _MESSAGE_EVENTS[channel.kind]
        now = self._workspace.tick()
        return name, {
            "type": "message",
            **what,
            "channel": channel.id,
            "hidden": True,
            "ts": now,
            "event_ts": now,
            "channel_type": channel_type,
        }

    def _reaction(self, change: ReactionChanged) -> Iterator[tuple[str, Json]]:
        message = change.message
        if message.ephemeral_to or not self._hears(message.channel):
            return
        name = "reaction_added" if change.added else "reaction_removed"
        yield (
            name,
            {
                "type": name,
                "user": change.user,
                "reaction": change.name,
                "item": {"type": "message", "channel": message.channel, "ts": message.ts},
                "item_user": message.user,
                "event_ts": self._workspace.tick(),
            },
        )

    def _membership(self, change: MembershipChanged) -> Iterator[tuple[str, Json]]:
        if not (self._hears(change.channel) or change.user == self._workspace.bot.id):
            return
        name = "member_joined_channel" if change.joined else "member_left_channel"
        kind = self._workspace.channel(change.channel).kind
        event: Json = {
            "type": name,
            "user": change.user,
            "channel": change.channel,
            "channel_type": "G" if kind == "private" else "C",
            "team": self._workspace.state.team.id,
            "event_ts": self._workspace.tick(),
        }
        if change.inviter:
            event["inviter"] = change.inviter
        yield name, event

    def _person(self, user: str, *, is_new: bool) -> tuple[str, Json]:
        state = self._workspace.state
        name = "team_join" if is_new else "user_change"
        return name, {
            "type": name,
            "user": render.user(self._workspace.person(user), state, locale=True),
            "cache_ts": int(self._workspace.clock()),
            "event_ts": self._workspace.tick(),
        }

    def _home_opened(self, change: HomeOpened) -> tuple[str, Json]:
        event: Json = {
            "type": "app_home_opened",
            "user": change.user,
            "channel": change.channel,
            "tab": change.tab,
            "event_ts": self._workspace.tick(),
        }
        view = self._home(change.user)
        if change.tab == "home" and view:
            event["view"] = render.view(view, self._workspace.state)
        return "app_home_opened", event


def event_callback(event: Json, workspace: Workspace) -> Json:
    """The event in the envelope in which Slack sends it.

    https://docs.slack.dev/apis/events-api/#events-JSON
    """
    state = workspace.state
    channel = event.get("channel")
    shared: Json = {"is_ext_shared_channel": False} if isinstance(channel, str) else {}
    return {
        "token": state.app.verification_token,
        "team_id": state.team.id,
        "context_team_id": state.team.id,
        "context_enterprise_id": None,
        "api_app_id": state.app.id,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(6).upper()}",
        "event_time": int(workspace.clock()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": state.team.id,
                "user_id": state.app.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        **shared,
        "event_context": f"4-{secrets.token_urlsafe(24)}",
    }
