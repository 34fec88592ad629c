"""The manifest asks for what the code uses, and for nothing else."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.sandbox.manifest import read_manifest
from handlers import ids

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / "manifest.json"

# The bot scopes of each Web API method that the code calls, as its page under
# https://docs.slack.dev/reference/methods says. Public and private channels have scopes of their
# own: the coordinator's channel may be private, and the bot may be in both kinds.
METHOD_SCOPES: dict[str, set[str]] = {
    "auth_test": set(),
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_history": {"channels:history", "groups:history", "im:history"},
    "conversations_members": {"channels:read", "groups:read"},
    "conversations_open": {"im:write"},
    "conversations_replies": {"channels:history", "groups:history", "im:history"},
    "files_completeUploadExternal": {"files:write"},
    "files_getUploadURLExternal": {"files:write"},
    "files_info": {"files:read"},
    "reactions_add": {"reactions:write"},
    "users_info": {"users:read"},
    "views_open": set(),
    "views_publish": set(),
    "views_push": set(),
    "views_update": set(),
}

# What each event needs, and the subscriptions behind Bolt's `message`:
# https://docs.slack.dev/reference/events
EVENT_SCOPES: dict[str, set[str]] = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "member_left_channel": {"channels:read", "groups:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "user_change": {"users:read"},
}
MESSAGE_EVENTS = {"message.channels", "message.groups", "message.im"}


def manifest() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return content


def calls(*folders: str) -> Iterator[ast.Call]:
    """Every call in the code of some folders and modules; the sandbox is not the bot."""
    for folder in folders:
        path = ROOT / folder
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def method(call: ast.Call) -> tuple[str, str] | None:
    """What is called on what: the last two names of `self._client.users_info(…)`."""
    match call.func:
        case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
            return owner, name
        case _:
            return None


def registered(what: str) -> set[str]:
    """The names given to `app.event(…)` and its like, constants of `handlers.ids` looked up."""
    found = set()
    for call in calls("handlers"):
        if method(call) == ("app", what):
            match call.args[0]:
                case ast.Constant(value=str(name)):
                    found.add(name)
                case ast.Name(id=name) if hasattr(ids, name):
                    found.add(str(getattr(ids, name)))
    return found


def test_the_sandbox_takes_it() -> None:
    read = read_manifest(MANIFEST)

    assert read.home_tab
    assert read.messages_tab
    assert not read.messages_tab_read_only
    assert read.interactivity
    assert read.socket_mode


def test_events() -> None:
    heard = registered("event")
    expected = (heard - {"message"}) | (MESSAGE_EVENTS if "message" in heard else set())

    events = manifest()["settings"]["event_subscriptions"]["bot_events"]
    assert sorted(expected) == events


def test_slash_commands() -> None:
    commands = {command["command"] for command in manifest()["features"]["slash_commands"]}

    assert commands == registered("command") == {"/ehjalp"}


def test_shortcuts() -> None:
    shortcuts = {shortcut["callback_id"] for shortcut in manifest()["features"]["shortcuts"]}

    assert shortcuts == registered("shortcut") == {"create_case"}


def test_scopes() -> None:
    owners = {"client", "_client"}
    used = {
        name
        for call in calls("handlers", "bot/slack", "bot/app.py")
        if (named := method(call)) is not None
        for owner, name in [named]
        if owner in owners and "_" in name
    }
    assert used == METHOD_SCOPES.keys()

    methods = set().union(*(METHOD_SCOPES[name] for name in used))
    events = set().union(
        *(EVENT_SCOPES[e] for e in manifest()["settings"]["event_subscriptions"]["bot_events"])
    )
    assert sorted(methods | events | {"commands"}) == manifest()["oauth_config"]["scopes"]["bot"]


def test_slacks_own_limits() -> None:
    """https://docs.slack.dev/reference/app-manifest"""
    info = manifest()["display_information"]

    assert len(info["name"]) <= 35
    assert len(info["description"]) <= 140
    assert 175 <= len(info["long_description"]) <= 4000
    for shortcut in manifest()["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
