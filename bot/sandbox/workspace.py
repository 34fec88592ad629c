"""The workspace: people, channels and messages, and everything that can happen to them.

No network and no files: it keeps `State`, and tells its `Announcer` of every change. It is used
from one thread (the server's event loop).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator

from bot.sandbox import render
from bot.sandbox.changes import (
    Announcer,
    ChannelChanged,
    FileShared,
    HomeOpened,
    MembershipChanged,
    MessageChanged,
    MessageDeleted,
    MessagePosted,
    PersonChanged,
    ReactionChanged,
)
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Channel, ChannelKind, Json, Message, Person, SlackFile, State

_MICROSECONDS = 1_000_000
# The subtypes of messages that someone has written; others tell of something that happened.
_WRITTEN = (None, "file_share")


class ChannelLog:
    """The messages of one channel in the order of their timestamps, and its threads."""

    def __init__(self) -> None:
        self._messages: dict[str, Message] = {}
        self._replies: dict[str, list[Message]] = {}

    def add(self, message: Message) -> None:
        """Append a message, which is newer than all others."""
        self._messages[message.ts] = message
        if message.thread_ts and not message.ephemeral_to:
            self._replies.setdefault(message.thread_ts, []).append(message)

    def remove(self, message: Message) -> None:
        """Take a message out."""
        del self._messages[message.ts]
        if message.thread_ts and not message.ephemeral_to:
            self._replies[message.thread_ts].remove(message)

    def get(self, ts: str) -> Message | None:
        """The message with the timestamp `ts`, if there is one."""
        return self._messages.get(ts)

    def replies(self, ts: str) -> list[Message]:
        """The replies to the message `ts`, oldest first."""
        return self._replies.get(ts, [])

    def __iter__(self) -> Iterator[Message]:
        return iter(self._messages.values())

    def __reversed__(self) -> Iterator[Message]:
        return reversed(self._messages.values())


class Workspace:
    """The state of a workspace and the operations on it."""

    def __init__(self, state: State, announce: Announcer, clock: Callable[[], float]) -> None:
        self.state = state
        self.announce = announce
        self.clock = clock
        self._logs: dict[str, ChannelLog] = {}
        for message in state.messages:
            self.log(message.channel).add(message)
        for person in list(state.people.values()):
            if not person.is_bot:
                self.im_with(person.id)

    # ids and time

    def tick(self) -> str:
        """A new message timestamp: seconds and microseconds, later than every one before."""
        last = int(self.state.last_ts.replace(".", ""))
        now = max(int(self.clock() * _MICROSECONDS), last + 1)
        self.state.last_ts = f"{now // _MICROSECONDS}.{now % _MICROSECONDS:06d}"
        return self.state.last_ts

    def new_id(self, prefix: str) -> str:
        """A new id in Slack's form, `prefix` and ten characters."""
        number, self.state.next_number = self.state.next_number, self.state.next_number + 1
        return f"{prefix}0{number:09X}"

    # people

    @property
    def bot(self) -> Person:
        """The app's bot user."""
        return self.state.people[self.state.app.bot_user_id]

    def person(self, user: str) -> Person:
        """The person with the id `user`; raises SlackError `user_not_found`."""
        try:
            return self.state.people[user]
        except KeyError:
            raise SlackError("user_not_found") from None

    def add_person(self, person: Person) -> None:
        """Let a new person join the team."""
        self.state.people[person.id] = person
        self.announce(PersonChanged(person.id, is_new=True))
        self.im_with(person.id)

    def change_person(
        self,
        user: str,
        *,
        locale: str | None = None,
        title: str = "",
        guest: bool | None = None,
    ) -> None:
        """Change a person's profile, or make them a guest or not."""
        person = self.person(user)
        person.locale = locale or person.locale
        person.title = title or person.title
        person.guest = person.guest if guest is None else guest
        person.updated = int(self.clock())
        self.announce(PersonChanged(user))

    # channels

    def log(self, channel: str) -> ChannelLog:
        """The messages of a channel."""
        return self._logs.setdefault(channel, ChannelLog())

    def channel(self, channel: str) -> Channel:
        """The channel with the id `channel`; raises SlackError `channel_not_found`."""
        try:
            return self.state.channels[channel]
        except KeyError:
            raise SlackError("channel_not_found") from None

    def im_with(self, user: str) -> Channel:
        """The direct message between the bot and a person, made when it is not there."""
        person = self.person(user)
        channel_id = f"D{user[1:]}"
        if channel_id not in self.state.channels:
            self.state.channels[channel_id] = Channel(
                channel_id,
                "directmessage",
                "im",
                [person.id, self.bot.id],
                int(self.clock()),
                person.id,
                person=person.id,
            )
            self.announce(ChannelChanged(channel_id))
        return self.state.channels[channel_id]

    def add_channel(
        self, name: str, members: list[str], *, kind: ChannelKind = "channel", topic: str = ""
    ) -> Channel:
        """Make a channel of which the first member is the creator."""
        channel = Channel(
            self.new_id("C"), name, kind, list(members), int(self.clock()), members[0], topic
        )
        self.state.channels[channel.id] = channel
        self.announce(ChannelChanged(channel.id))
        return channel

    def archive(self, channel: str) -> None:
        """Archive a channel."""
        self.channel(channel).is_archived = True
        self.announce(ChannelChanged(channel))

    def join(self, channel: str, user: str, inviter: str | None = None) -> bool:
        """Add a person to a channel; False if the person was a member already."""
        target, person = self.channel(channel), self.person(user)
        if user in target.members:
            return False
        target.members.append(user)
        self.announce(ChannelChanged(channel))
        self.announce(MembershipChanged(channel, user, joined=True, inviter=inviter))
        self.post(channel, person.id, f"<@{user}> has joined the channel", subtype="channel_join")
        return True

    def leave(self, channel: str, user: str) -> bool:
        """Take a person out of a channel; False if the person was not a member."""
        target = self.channel(channel)
        if user not in target.members:
            return False
        target.members.remove(user)
        self.announce(ChannelChanged(channel))
        self.announce(MembershipChanged(channel, user, joined=False))
        return True

    # messages

    def message(self, channel: str, ts: str) -> Message:
        """The message `ts` of a channel; raises SlackError `message_not_found`."""
        found = self.log(self.channel(channel).id).get(ts)
        if found is None:
            raise SlackError("message_not_found")
        return found

    def as_json(self, message: Message, *, metadata: bool = False) -> Json:
        """Slack's message object, with what the thread below it says."""
        log = self.log(message.channel)
        parent = log.get(message.thread_ts) if message.thread_ts else None
        return render.message(
            message,
            self.state,
            replies=log.replies(message.ts),
            parent_user=parent.user if parent else None,
            metadata=metadata,
        )

    def post(
        self,
        channel: str,
        user: str,
        text: str,
        *,
        blocks: list[Json] | None = None,
        attachments: list[Json] | None = None,
        thread_ts: str | None = None,
        subtype: str | None = None,
        files: list[str] | None = None,
        metadata: Json | None = None,
        ephemeral_to: str | None = None,
        broadcast: bool = False,
    ) -> Message:
        """Post a message by `user`; `text` is in Slack's escaped form."""
        by_app = user == self.bot.id and subtype in _WRITTEN
        written = user != self.bot.id and subtype in _WRITTEN
        message = Message(
            self.tick(),
            channel,
            user,
            text,
            blocks=blocks,
            attachments=attachments,
            thread_ts=thread_ts,
            subtype=subtype or ("thread_broadcast" if broadcast else None),
            by_app=by_app,
            client_msg_id=_client_message_id() if written else None,
            files=files or [],
            metadata=metadata,
            ephemeral_to=ephemeral_to,
            broadcast=broadcast,
        )
        log = self.log(channel)
        log.add(message)
        self.announce(MessagePosted(message))
        parent = log.get(thread_ts) if thread_ts else None
        if parent and not ephemeral_to:
            self.announce(MessageChanged(parent, visible_only=True))
        for file in message.files:
            self.announce(FileShared(file, channel, user))
        return message

    def shares(self, file: SlackFile) -> Json:
        """Where a file is shown: the members `shares`, `channels` and `ims` of its object.

        https://docs.slack.dev/reference/objects/file-object
        """
        shares: Json = {}
        for channel in dict.fromkeys(file.channels):
            kind = "public" if self.channel(channel).kind == "channel" else "private"
            shown = [one for one in self.log(channel) if file.id in one.files]
            shares.setdefault(kind, {})[channel] = [
                {"ts": one.ts} | ({"thread_ts": one.thread_ts} if one.thread_ts else {})
                for one in shown
            ]
        kinds = {channel: self.channel(channel).kind for channel in dict.fromkeys(file.channels)}
        return {
            "shares": shares,
            "channels": [channel for channel, kind in kinds.items() if kind == "channel"],
            "groups": [channel for channel, kind in kinds.items() if kind == "private"],
            "ims": [channel for channel, kind in kinds.items() if kind == "im"],
        }

    def thread_root(self, channel: str, ts: str) -> str:
        """The ts of the thread that `ts`, a parent or a reply, belongs to.

        Raises SlackError `invalid_thread_ts` when there is no such message.
        """
        found = self.log(channel).get(ts)
        if found is None or found.ephemeral_to:
            raise SlackError("invalid_thread_ts")
        return found.thread_ts or found.ts

    def edit(
        self,
        message: Message,
        *,
        text: str | None = None,
        blocks: list[Json] | None = None,
        attachments: list[Json] | None = None,
        metadata: Json | None = None,
    ) -> None:
        """Replace the content of a message; metadata None keeps it, an empty object removes it."""
        previous = self.as_json(message)
        message.text = message.text if text is None else text
        message.blocks, message.attachments = blocks, attachments
        if metadata is not None:
            message.metadata = metadata or None
        message.edited = {"user": message.user, "ts": self.tick()}
        self.announce(MessageChanged(message, previous))

    def delete(self, message: Message) -> None:
        """Delete a message; one with replies becomes a tombstone, as on Slack."""
        previous = self.as_json(message)
        log = self.log(message.channel)
        parent = log.get(message.thread_ts) if message.thread_ts else None
        if log.replies(message.ts):
            message.subtype, message.text = "tombstone", "This message was deleted."
            message.user, message.by_app = "USLACKBOT", False
            message.blocks = message.attachments = message.metadata = None
            message.files = []
            self.announce(MessageChanged(message, previous))
            return
        log.remove(message)
        self.announce(MessageDeleted(message, previous))
        if parent:
            self.announce(MessageChanged(parent, visible_only=True))

    def react(self, message: Message, user: str, name: str, *, add: bool) -> bool:
        """Add or remove a reaction; False when it was so already."""
        users = message.reactions.setdefault(name, [])
        if (user in users) == add:
            if not users:
                del message.reactions[name]
            return False
        if add:
            users.append(user)
        else:
            users.remove(user)
            if not users:
                del message.reactions[name]
        self.announce(ReactionChanged(message, user, name, added=add))
        self.announce(MessageChanged(message, visible_only=True))
        return True

    # what a person has seen

    def mark_read(self, channel: str, user: str, ts: str) -> None:
        """Remember that a person has read a channel up to `ts`."""
        marks = self.state.read.setdefault(user, {})
        marks[channel] = max(ts, marks.get(channel, ""))
        self.announce(ChannelChanged(channel))

    def unread(self, channel: str, user: str) -> int:
        """How many messages by others in the channel, replies aside, a person has not read."""
        mark = self.state.read.get(user, {}).get(channel, "")
        count = 0
        for message in reversed(self.log(channel)):
            if message.ts <= mark:
                break
            if message.user != user and self.visible_to(message, user) and is_in_channel(message):
                count += 1
        return count

    def visible_to(self, message: Message, user: str) -> bool:
        """Whether a member of the channel sees the message."""
        return message.ephemeral_to in (None, user)

    def open_tab(self, user: str, *, home: bool) -> None:
        """A person has opened the app's home tab, or its messages tab."""
        channel = self.im_with(user).id
        self.announce(HomeOpened(user, channel, "home" if home else "messages"))

    def to_save(self) -> State:
        """The state with every message in it, ready to be written; ephemeral ones are left out."""
        self.state.messages = [
            message
            for channel in self.state.channels
            for message in self.log(channel)
            if not message.ephemeral_to
        ]
        return self.state


def is_in_channel(message: Message) -> bool:
    """Whether the message is shown in the channel itself, not only in a thread."""
    return message.thread_ts is None or message.thread_ts == message.ts or message.broadcast


def _client_message_id() -> str:
    token = secrets.token_hex(16)
    return "-".join((token[:8], token[8:12], token[12:16], token[16:20], token[20:]))
