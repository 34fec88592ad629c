"""The app's configuration, read from its Slack app manifest.

https://docs.slack.dev/reference/app-manifest
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints, ValidationError

from bot.sandbox.errors import SandboxError

# The scope without which Slack does not let an app subscribe to the event.
# https://docs.slack.dev/reference/events
EVENT_SCOPES = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "file_shared": "files:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "team_join": "users:read",
    "user_change": "users:read",
}

_Name = Annotated[str, StringConstraints(min_length=1, max_length=35)]
_Callback = Annotated[str, StringConstraints(min_length=1, max_length=255)]


class Shortcut(BaseModel, frozen=True):
    """A global or message shortcut."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=24)]
    callback_id: _Callback
    description: Annotated[str, StringConstraints(max_length=150)] = ""
    type: Literal["global", "message"]


class SlashCommand(BaseModel, frozen=True):
    """A slash command; `command` begins with a slash."""

    command: Annotated[str, StringConstraints(pattern=r"^/[^\s/]{1,31}$")]
    description: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    usage_hint: Annotated[str, StringConstraints(max_length=1000)] = ""
    url: str | None = None
    should_escape: bool = False


class _DisplayInformation(BaseModel):
    name: _Name


class _BotUser(BaseModel):
    display_name: Annotated[str, StringConstraints(min_length=1, max_length=80)]


class _AppHome(BaseModel):
    home_tab_enabled: bool = False
    messages_tab_enabled: bool = False
    messages_tab_read_only_enabled: bool = False


class _Features(BaseModel):
    bot_user: _BotUser | None = None
    app_home: _AppHome = Field(default_factory=_AppHome)
    shortcuts: list[Shortcut] = Field(default_factory=list, max_length=10)
    slash_commands: list[SlashCommand] = Field(default_factory=list, max_length=50)


class _Scopes(BaseModel):
    bot: list[str] = Field(default_factory=list, max_length=255)


class _OauthConfig(BaseModel):
    scopes: _Scopes = Field(default_factory=_Scopes)


class _EventSubscriptions(BaseModel):
    request_url: str | None = None
    bot_events: list[str] = Field(default_factory=list, max_length=100)


class _Interactivity(BaseModel):
    is_enabled: bool = False


class _Settings(BaseModel):
    event_subscriptions: _EventSubscriptions = Field(default_factory=_EventSubscriptions)
    interactivity: _Interactivity = Field(default_factory=_Interactivity)
    socket_mode_enabled: bool = False


class _Manifest(BaseModel):
    display_information: _DisplayInformation
    features: _Features = Field(default_factory=_Features)
    oauth_config: _OauthConfig = Field(default_factory=_OauthConfig)
    settings: _Settings = Field(default_factory=_Settings)


@dataclass(frozen=True, slots=True)
class AppManifest:
    """What the sandbox needs to know of the app."""

    name: str
    bot_name: str
    scopes: tuple[str, ...]
    events: frozenset[str]
    shortcuts: tuple[Shortcut, ...]
    commands: tuple[SlashCommand, ...]
    home_tab: bool
    messages_tab: bool
    messages_tab_read_only: bool
    interactivity: bool
    socket_mode: bool


def read_manifest(path: Path) -> AppManifest:
    """Read the manifest at `path` (JSON).

    Raises SandboxError naming the file and the place for a file that cannot be read, is not a
    manifest, or subscribes to an event without the scope that Slack asks for.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SandboxError(f"cannot read the app manifest {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SandboxError(f"the app manifest {path} is not UTF-8 text") from error
    try:
        return parse_manifest(json.loads(content))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise SandboxError(f"the app manifest {path} is not JSON: {error.msg}, {place}") from error
    except SandboxError as error:
        raise SandboxError(f"the app manifest {path}: {error}") from error


def parse_manifest(content: object) -> AppManifest:
    """The manifest in `content` (decoded JSON); raises SandboxError that names the place."""
    try:
        manifest = _Manifest.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = "/".join(str(part) for part in first["loc"]) or "top level"
        raise SandboxError(f"{place}: {first['msg']}") from error
    scopes = manifest.oauth_config.scopes.bot
    events = manifest.settings.event_subscriptions.bot_events
    features = manifest.features
    _check_events(events, scopes)
    if features.bot_user is None:
        raise SandboxError("features/bot_user: missing; an app without a bot user has no bot token")
    if (features.slash_commands or features.shortcuts) and "commands" not in scopes:
        raise SandboxError("oauth_config/scopes/bot: shortcuts and slash commands need `commands`")
    return AppManifest(
        name=manifest.display_information.name,
        bot_name=features.bot_user.display_name,
        scopes=tuple(scopes),
        events=frozenset(events),
        shortcuts=tuple(features.shortcuts),
        commands=tuple(features.slash_commands),
        home_tab=features.app_home.home_tab_enabled,
        messages_tab=features.app_home.messages_tab_enabled,
        messages_tab_read_only=features.app_home.messages_tab_read_only_enabled,
        interactivity=manifest.settings.interactivity.is_enabled,
        socket_mode=manifest.settings.socket_mode_enabled,
    )


def _check_events(events: list[str], scopes: list[str]) -> None:
    place = "settings/event_subscriptions/bot_events"
    for event in events:
        if event not in EVENT_SCOPES:
            raise SandboxError(f"{place}: the sandbox does not know the event `{event}`")
        needed = EVENT_SCOPES[event]
        if needed and needed not in scopes:
            raise SandboxError(f"{place}: `{event}` needs the scope `{needed}`")
