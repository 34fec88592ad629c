"""One call of a Web API method: its arguments, and what the method may use."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, TypeVar

from bot.sandbox.errors import SlackError, invalid_arguments, missing_argument
from bot.sandbox.files import FileStore
from bot.sandbox.manifest import AppManifest
from bot.sandbox.modals import Views
from bot.sandbox.model import Channel, Json
from bot.sandbox.tokens import Tokens
from bot.sandbox.workspace import Workspace

_Item = TypeVar("_Item")
_PLACES = {"offset": re.compile(r"\d{1,9}"), "next_ts": re.compile(r"\d{1,10}\.\d{6}")}
_TRUE = {"true", "1", True}


class Arguments:
    """The arguments of a call, however they were encoded."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def raw(self, name: str) -> Any:
        """An argument as it came, or None."""
        return self._values.get(name)

    def text(self, name: str) -> str:
        """A required string; raises SlackError `invalid_arguments` without it."""
        value = self.optional(name)
        if not value:
            raise missing_argument(name)
        return value

    def optional(self, name: str) -> str | None:
        """A string, or None when it is absent or empty."""
        value = self._values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, dict | list):
            raise invalid_arguments(f"must be a string [json-pointer:/{name}]")
        return str(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A boolean: true, "true" or 1."""
        value = self._values.get(name)
        return default if value in (None, "") else value in _TRUE

    def limit(self, default: int, most: int) -> int:
        """The argument `limit`, from 1 to `most`; raises SlackError `invalid_limit`."""
        value = self.optional("limit")
        if value is None:
            return default
        try:
            number = int(value)
        except ValueError:
            raise SlackError("invalid_limit") from None
        if number < 0:
            raise SlackError("invalid_limit")
        return min(number or default, most)

    def json(self, name: str) -> Any:
        """An argument that is JSON, or JSON text in a form; None when it is absent."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise invalid_arguments(f"must be valid json [json-pointer:/{name}]") from None


@dataclass(frozen=True, slots=True)
class Call:
    """What a method is called with."""

    args: Arguments
    workspace: Workspace
    views: Views
    tokens: Tokens
    files: FileStore
    manifest: AppManifest
    base_url: str
    new_ticket: Callable[[], str]

    def channel(self, name: str = "channel") -> Channel:
        """The channel that an argument names by its id.

        Raises SlackError `channel_not_found` for one that is not there or that is hidden from the
        bot: a private channel, or a direct message, that it is not in.
        """
        channel = self.workspace.channel(self.args.text(name))
        if channel.kind != "channel" and self.workspace.bot.id not in channel.members:
            raise SlackError("channel_not_found")
        return channel

    def need_scope(self, *scopes: str) -> None:
        """Raise SlackError `missing_scope` unless the app has one of `scopes`."""
        if not set(scopes) & set(self.manifest.scopes):
            raise SlackError(
                "missing_scope", needed=",".join(scopes), provided=",".join(self.manifest.scopes)
            )

    def need_channel_scope(self, channel: Channel, what: Literal["read", "history"]) -> None:
        """Raise SlackError `missing_scope` without the scope for channels of this kind."""
        self.need_scope(f"{_FAMILIES[channel.kind]}:{what}")


_FAMILIES = {"channel": "channels", "private": "groups", "im": "im"}
Handler: TypeAlias = Callable[[Call], Json]


@dataclass(frozen=True, slots=True)
class Method:
    """A method: what it does, whose token may call it, and the scopes that it needs."""

    handler: Handler
    scopes: tuple[str, ...] = ()
    caller: Literal["bot", "app", "anyone"] = "bot"


def page(items: Sequence[_Item], cursor: str | None, limit: int) -> tuple[Sequence[_Item], str]:
    """The items from `cursor` on, at most `limit`, and the cursor for the rest ("" at the end).

    Raises SlackError `invalid_cursor`. https://docs.slack.dev/apis/web-api/pagination
    """
    place = read_cursor(cursor, "offset")
    start = int(place) if place else 0
    if start > len(items):
        raise SlackError("invalid_cursor")
    end = start + limit
    return items[start:end], make_cursor("offset", str(end)) if end < len(items) else ""


def make_cursor(name: str, place: str) -> str:
    """A cursor in Slack's form: the place where the next page starts, in base64."""
    return base64.b64encode(f"{name}:{place}".encode()).decode()


def read_cursor(cursor: str | None, name: str) -> str | None:
    """The place in a cursor of the kind `name`; None without one; SlackError `invalid_cursor`."""
    if not cursor:
        return None
    try:
        kind, _, place = base64.b64decode(cursor, validate=True).decode("ascii").partition(":")
    except (ValueError, binascii.Error):
        raise SlackError("invalid_cursor") from None
    if kind != name or not _PLACES[name].fullmatch(place):
        raise SlackError("invalid_cursor")
    return place
