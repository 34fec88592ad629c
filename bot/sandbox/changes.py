"""What happens in the workspace, told to whoever listens: the page and the app's events."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bot.sandbox.model import Json, Message


@dataclass(frozen=True, slots=True)
class MessagePosted:
    """A new message; an ephemeral one too."""

    message: Message


@dataclass(frozen=True, slots=True)
class MessageChanged:
    """A message has other content. `previous` is Slack's message object from before.

    `visible_only` marks a change that Slack tells no app of, such as a thread's reply count.
    """

    message: Message
    previous: Json = field(default_factory=dict)
    visible_only: bool = False


@dataclass(frozen=True, slots=True)
class MessageDeleted:
    """A message is gone. `previous` is Slack's message object from before."""

    message: Message
    previous: Json


@dataclass(frozen=True, slots=True)
class ReactionChanged:
    """`user` has added or removed the reaction `name`."""

    message: Message
    user: str
    name: str
    added: bool


@dataclass(frozen=True, slots=True)
class ChannelChanged:
    """A channel is new, or its members, topic or unread count have changed."""

    channel: str


@dataclass(frozen=True, slots=True)
class MembershipChanged:
    """`user` has joined or left a channel."""

    channel: str
    user: str
    joined: bool
    inviter: str | None = None


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """A person's profile or locale has changed, or the person is new."""

    user: str
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class FileShared:
    """A file has been shared in a channel."""

    file: str
    channel: str
    user: str


@dataclass(frozen=True, slots=True)
class HomeChanged:
    """A person's home tab shows another view."""

    user: str


@dataclass(frozen=True, slots=True)
class ModalsChanged:
    """A person's stack of modals has changed, or a modal shows errors by block id."""

    user: str
    errors: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """A person has opened the app's home or messages tab."""

    user: str
    channel: str
    tab: Literal["home", "messages"]


@dataclass(frozen=True, slots=True)
class BotConnected:
    """The app has its first connection, or has lost its last."""

    connected: bool


@dataclass(frozen=True, slots=True)
class FaultsChanged:
    """The list of faults on demand has changed."""


@dataclass(frozen=True, slots=True)
class Toast:
    """A notice for one person on the page."""

    user: str
    text: str
    level: Literal["info", "error"] = "error"


Change: TypeAlias = (
    MessagePosted
    | MessageChanged
    | MessageDeleted
    | ReactionChanged
    | ChannelChanged
    | MembershipChanged
    | PersonChanged
    | FileShared
    | HomeChanged
    | ModalsChanged
    | HomeOpened
    | BotConnected
    | FaultsChanged
    | Toast
)
Listener: TypeAlias = Callable[[Change], None]


class Announcer:
    """Passes each change to every listener, in the order in which they came."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Call `listener` with every change from now on."""
        self._listeners.append(listener)

    def __call__(self, change: Change) -> None:
        """Tell every listener of `change`."""
        for listener in self._listeners:
            listener(change)
