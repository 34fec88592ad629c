"""What a workspace is made of: plain records, the same in memory and in the state file."""

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Json: TypeAlias = dict[str, Any]
ChannelKind: TypeAlias = Literal["channel", "private", "im"]


@dataclass(slots=True)
class Team:
    """The workspace itself."""

    id: str
    name: str
    domain: str


@dataclass(slots=True)
class AppIdentity:
    """The app as installed in the workspace: its app id, bot id and verification token."""

    id: str
    bot_id: str
    bot_user_id: str
    verification_token: str


@dataclass(slots=True)
class Person:
    """A member of the workspace; the app's bot user is one too.

    `name` is the handle, `title` and `municipality` are shown on the profile, `locale` is a
    language tag such as `sv-SE`, and `color` one of the page's colours `c0` to `c7`. A `guest` is
    a multi-channel guest.
    """

    id: str
    name: str
    real_name: str
    title: str = ""
    municipality: str = ""
    locale: str = "sv-SE"
    is_bot: bool = False
    color: str = "c0"
    guest: bool = False
    deleted: bool = False
    updated: int = 0

    @property
    def initials(self) -> str:
        """The first letters of the first and the last name."""
        parts = self.real_name.split() or [self.name]
        letters = parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")
        return letters.upper()


@dataclass(slots=True)
class Channel:
    """A conversation: a public channel, a private one, or a direct message with the bot.

    `person` is the one whom the bot talks to in a direct message, else None.
    """

    id: str
    name: str
    kind: ChannelKind
    members: list[str]
    created: int
    creator: str
    topic: str = ""
    purpose: str = ""
    is_archived: bool = False
    person: str | None = None


@dataclass(slots=True)
class Message:
    """A message with Slack's timestamp as its id.

    `text` is in Slack's escaped form. `ephemeral_to` names the one person who sees it; an
    ephemeral message is in no history. `broadcast` marks a reply that is shown in the channel too.
    """

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] | None = None
    attachments: list[Json] | None = None
    thread_ts: str | None = None
    subtype: str | None = None
    by_app: bool = False
    client_msg_id: str | None = None
    edited: dict[str, str] | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    metadata: Json | None = None
    ephemeral_to: str | None = None
    broadcast: bool = False


@dataclass(slots=True)
class SlackFile:
    """An uploaded file. `size` is in bytes; the bytes themselves are in the file store."""

    id: str
    name: str
    title: str
    mimetype: str
    size: int
    user: str
    created: int
    secret: str
    complete: bool = False
    channels: list[str] = field(default_factory=list)


@dataclass(slots=True)
class View:
    """A modal or a home tab that the app has shown to `user`.

    `definition` is the view as the app gave it, block ids filled in; `state` is what the user has
    entered so far, in the form of `state.values`.
    """

    id: str
    user: str
    definition: Json
    hash: str
    state: Json = field(default_factory=dict)
    root_id: str = ""
    previous_id: str | None = None


@dataclass(slots=True)
class Trigger:
    """A trigger id: good for one `views.open` or `views.push` until `expires` (epoch seconds)."""

    id: str
    user: str
    expires: float
    used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """Where an app answers an interaction: `uses_left` times until `expires` (epoch seconds).

    `message_ts` is the message that was interacted with, if any.
    """

    secret: str
    channel: str
    user: str
    expires: float
    uses_left: int
    message_ts: str | None = None
    thread_ts: str | None = None


@dataclass(slots=True)
class State:
    """The whole workspace, as it is saved. `base_url` is where it is reached this time."""

    team: Team
    app: AppIdentity
    base_url: str = ""
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    files: dict[str, SlackFile] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    modals: dict[str, list[str]] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    read: dict[str, dict[str, str]] = field(default_factory=dict)
    last_ts: str = "0.000000"
    next_number: int = 1
    version: int = 1
