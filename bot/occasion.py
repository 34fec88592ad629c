"""When and where a person did something: what every service is told beside what was done."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from knowledge.text import Frozen

Clock = Callable[[], datetime]
"""Gives the present instant, aware; injected so that tests can set it."""


def utc_now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


class Place(Frozen):
    """Where a person writes: a DM with the bot, or a thread in a channel."""

    channel: str
    thread_ts: str | None = None
    dm: bool = True


class Occasion(Frozen):
    """One thing a person did. `key` names it in the inbox: its effects come about once.

    `message_ts` is the message written, or the one whose button was pressed.
    """

    key: str
    person: str
    place: Place
    message_ts: str | None = None


class FileRef(Frozen):
    """A file that a person sent, as Slack keeps it."""

    id: str
    name: str
    mimetype: str = ""


class Profile(Frozen):
    """What the workspace says of a person."""

    name: str
    locale: str


class Directory(Protocol):
    """The workspace's people, looked up over the network: never inside a transaction."""

    def profile(self, person_id: str) -> Profile | None:
        """A person's profile, or None if the workspace cannot say now."""

    def is_coordinator(self, person_id: str) -> bool:
        """Whether the person is a member of the coordinator's channel.

        Raises DirectoryUnavailable if that cannot be found out now.
        """
