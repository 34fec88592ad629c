"""What the page shows, and its live connections.

The page's protocol: a snapshot first, then every change as an object with a `type`.
"""

import asyncio
from collections.abc import Iterable

from bot.sandbox.changes import (
    BotConnected,
    Change,
    ChannelChanged,
    FaultsChanged,
    HomeChanged,
    MembershipChanged,
    MessageChanged,
    MessageDeleted,
    MessagePosted,
    ModalsChanged,
    PersonChanged,
    Toast,
)
from bot.sandbox.delivery import Delivery
from bot.sandbox.faults import Faults
from bot.sandbox.manifest import AppManifest
from bot.sandbox.modals import Views
from bot.sandbox.model import Channel, Json, Message, Person
from bot.sandbox.workspace import Workspace, is_in_channel

_LONGEST_QUEUE = 10_000


class PageConnection:
    """One open page, of one person. `queue` has what is to be sent to it; None is the end."""

    def __init__(self, user: str) -> None:
        self.user = user
        self.queue: asyncio.Queue[Json | None] = asyncio.Queue(_LONGEST_QUEUE)

    def send(self, message: Json | None) -> None:
        """Send something to the page; a page that does not read is not waited for."""
        if not self.queue.full():
            self.queue.put_nowait(message)


class PageHub:
    """Knows the open pages and tells them of changes."""

    def __init__(
        self,
        workspace: Workspace,
        views: Views,
        manifest: AppManifest,
        faults: Faults,
        delivery: Delivery,
    ) -> None:
        self._workspace = workspace
        self._views = views
        self._manifest = manifest
        self._faults = faults
        self._delivery = delivery
        self._connections: list[PageConnection] = []

    def connect(self, user: str) -> PageConnection:
        """A new connection, the snapshot already in its queue; SlackError `user_not_found`."""
        self._workspace.person(user)
        connection = PageConnection(user)
        connection.send(self.snapshot(user))
        self._connections.append(connection)
        return connection

    def disconnect(self, connection: PageConnection) -> None:
        """Forget a connection."""
        if connection in self._connections:
            self._connections.remove(connection)

    def stop(self) -> None:
        """End every connection."""
        for connection in self._connections:
            connection.send(None)

    # what the page shows

    def people(self) -> list[Json]:
        """Everyone in the workspace, the bot too."""
        return [person_json(person) for person in self._workspace.state.people.values()]

    def snapshot(self, user: str) -> Json:
        """Everything that a person's page shows when it opens, messages aside."""
        home = self._views.home(user)
        channels = self._workspace.state.channels.values()
        bot = self._workspace.bot
        return {
            "type": "snapshot",
            "me": person_json(self._workspace.person(user)),
            "people": self.people(),
            "channels": [self.channel(one, user) for one in channels if user in one.members],
            "bot": {
                "user_id": bot.id,
                "name": bot.real_name,
                "connected": self._delivery.connected,
                "shortcuts": [
                    {"callback_id": one.callback_id, "name": one.name, "type": one.type}
                    for one in self._manifest.shortcuts
                ],
                "commands": [
                    {
                        "command": one.command,
                        "description": one.description,
                        "usage_hint": one.usage_hint,
                    }
                    for one in self._manifest.commands
                ],
            },
            "home": self._views.as_json(home) if home else None,
            "modals": [self._views.as_json(view) for view in self._views.stack(user)],
            "faults": self.faults(),
        }

    def channel(self, channel: Channel, user: str) -> Json:
        """A channel as a person sees it."""
        people = self._workspace.state.people
        others = [member for member in channel.members if member != user]
        partner = others[0] if channel.kind == "im" and others else None
        messages = (
            message
            for message in reversed(self._workspace.log(channel.id))
            if is_in_channel(message) and self._workspace.visible_to(message, user)
        )
        newest = next(messages, None)
        return {
            "id": channel.id,
            "name": people[partner].real_name if partner else channel.name,
            "kind": "im" if channel.kind == "im" else "channel",
            "with": partner,
            "members": list(channel.members),
            "topic": channel.topic,
            "is_member": user in channel.members,
            "unread": self._workspace.unread(channel.id, user),
            "last_ts": newest.ts if newest else None,
        }

    def message(self, message: Message) -> Json:
        """A message as the page shows it: files under addresses that need no token."""
        shown = self._workspace.as_json(message)
        shown["ephemeral"] = message.ephemeral_to is not None
        if not message.blocks:
            # The rich_text that Slack makes of typed text says no more than the text itself.
            shown.pop("blocks", None)
        for file in shown.get("files", []):
            file["url_private"] = f"/_page/files/{file['id']}"
            file["url_private_download"] = f"/_page/files/{file['id']}?download=1"
        return shown

    def history(
        self, user: str, channel: str, *, thread_ts: str | None, before: str | None, limit: int
    ) -> Json:
        """The newest `limit` messages before `before`, oldest first.

        A thread is whole, and begins with its parent.
        """
        log = self._workspace.log(channel)
        found = [
            message
            for message in log
            if self._workspace.visible_to(message, user)
            and (before is None or message.ts < before)
            and (
                is_in_channel(message)
                if thread_ts is None
                else thread_ts in (message.ts, message.thread_ts)
            )
        ]
        shown = found if thread_ts else found[-limit:]
        return {
            "messages": [self.message(message) for message in shown],
            "has_more": len(shown) < len(found),
        }

    def faults(self) -> list[Json]:
        """The faults in force."""
        return [fault.as_json() for fault in self._faults.all()]

    # telling of changes

    def hear(self, change: Change) -> None:
        """Tell the pages of a change."""
        match change:
            case MessagePosted(message):
                self._tell_of_message(message, "message")
            case MessageChanged(message):
                self._tell_of_message(message, "message_changed")
            case MessageDeleted(message):
                self._tell_of_deletion(message)
            case ChannelChanged(channel) | MembershipChanged(channel, _, joined=False):
                left = [change.user] if isinstance(change, MembershipChanged) else []
                self._tell_of_channel(channel, left)
            case HomeChanged(user):
                home = self._views.home(user)
                view = self._views.as_json(home) if home else None
                self._tell([user], {"type": "home", "view": view})
            case ModalsChanged(user, errors):
                stack = [self._views.as_json(view) for view in self._views.stack(user)]
                self._tell([user], {"type": "modals", "stack": stack, "errors": errors})
            case PersonChanged():
                for connection in list(self._connections):
                    connection.send(self.snapshot(connection.user))
            case BotConnected(connected):
                self._tell(None, {"type": "bot", "connected": connected})
            case FaultsChanged():
                self._tell(None, {"type": "faults", "faults": self.faults()})
            case Toast(user, text, level):
                self._tell([user], {"type": "toast", "level": level, "text": text})
            case _:
                return

    def _tell_of_message(self, message: Message, kind: str) -> None:
        readers = self._readers(message)
        told = {"type": kind, "channel": message.channel, "message": self.message(message)}
        self._tell(readers, told)
        if kind == "message":
            self._tell_of_channel(message.channel)

    def _tell_of_deletion(self, message: Message) -> None:
        told: Json = {
            "type": "message_deleted",
            "channel": message.channel,
            "ts": message.ts,
            "thread_ts": message.thread_ts,
        }
        self._tell(self._readers(message), told)
        self._tell_of_channel(message.channel)

    def _tell_of_channel(self, channel_id: str, also: Iterable[str] = ()) -> None:
        channel = self._workspace.channel(channel_id)
        for connection in self._connections:
            if connection.user in channel.members or connection.user in also:
                shown = self.channel(channel, connection.user)
                connection.send({"type": "channel", "channel": shown})

    def _readers(self, message: Message) -> list[str]:
        members = self._workspace.channel(message.channel).members
        return [user for user in members if self._workspace.visible_to(message, user)]

    def _tell(self, users: list[str] | None, told: Json) -> None:
        for connection in self._connections:
            if users is None or connection.user in users:
                connection.send(told)


def person_json(person: Person) -> Json:
    """A person as the page shows them."""
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "title": person.title,
        "municipality": person.municipality,
        "locale": person.locale,
        "is_bot": person.is_bot,
        "initials": person.initials,
        "color": person.color,
    }
