"""What the app is told of an interaction.

https://docs.slack.dev/reference/interaction-payloads
"""

from bot.sandbox.model import Channel, Json, Message, Person, State, View
from bot.sandbox.render import view as view_json

_CHANNEL_NAMES = {"im": "directmessage", "private": "privategroup"}


def channel_name(channel: Channel) -> str:
    """The name that interaction payloads give a channel: that of its kind, unless it is public."""
    return _CHANNEL_NAMES.get(channel.kind, channel.name)


def _team(state: State) -> Json:
    return {"id": state.team.id, "domain": state.team.domain}


def _user(person: Person, state: State) -> Json:
    return {
        "id": person.id,
        "username": person.name,
        "name": person.name,
        "team_id": state.team.id,
    }


def _channel(channel: Channel) -> Json:
    return {"id": channel.id, "name": channel_name(channel)}


def _head(kind: str, person: Person, state: State) -> Json:
    return {
        "type": kind,
        "user": _user(person, state),
        "api_app_id": state.app.id,
        "token": state.app.verification_token,
        "team": _team(state),
        "enterprise": None,
        "is_enterprise_install": False,
    }


def message_container(message: Message) -> Json:
    """Where a message's element is."""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.ephemeral_to is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    return container


def of_message(message: Message, shown: Json, channel: Channel) -> Json:
    """The members that say which message; an ephemeral message is not shown itself."""
    source: Json = {"container": message_container(message), "channel": _channel(channel)}
    return source if message.ephemeral_to else source | {"message": shown}


def of_view(view: View, state: State) -> Json:
    """The members that say which view."""
    return {"container": {"type": "view", "view_id": view.id}, "view": view_json(view, state)}


def block_actions(person: Person, state: State, source: Json, actions: list[Json]) -> Json:
    """A press or a choice; `source` has what is said of the message or the view, and the tokens.

    https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
    """
    return _head("block_actions", person, state) | source | {"actions": actions}


def block_suggestion(
    person: Person, state: State, source: Json, block_id: str, action_id: str, value: str
) -> Json:
    """A question for the options of an external select, `value` being typed so far.

    https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
    """
    return _head("block_suggestion", person, state) | {
        "action_id": action_id,
        "block_id": block_id,
        "value": value,
        **source,
    }


def view_submission(
    person: Person, state: State, view: View, trigger_id: str, response_urls: list[Json]
) -> Json:
    """https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload"""
    return _head("view_submission", person, state) | {
        "trigger_id": trigger_id,
        "view": view_json(view, state),
        "response_urls": response_urls,
    }


def view_closed(person: Person, state: State, view: View, *, is_cleared: bool) -> Json:
    """A modal was closed by its person, or with the whole stack (`is_cleared`)."""
    return _head("view_closed", person, state) | {
        "view": view_json(view, state),
        "is_cleared": is_cleared,
    }


def shortcut(
    person: Person, state: State, callback_id: str, trigger_id: str, action_ts: str
) -> Json:
    """https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload"""
    user = _user(person, state)
    del user["name"]
    return {
        "type": "shortcut",
        "token": state.app.verification_token,
        "action_ts": action_ts,
        "team": _team(state),
        "user": user,
        "is_enterprise_install": False,
        "enterprise": None,
        "callback_id": callback_id,
        "trigger_id": trigger_id,
    }


def message_action(
    person: Person, state: State, callback_id: str, tokens: Json, message: Json, channel: Channel
) -> Json:
    """A message shortcut; `tokens` are action_ts, trigger_id and response_url."""
    user = _user(person, state)
    del user["username"]
    return {
        "type": "message_action",
        "token": state.app.verification_token,
        "team": _team(state),
        "user": user,
        "channel": _channel(channel),
        "is_enterprise_install": False,
        "enterprise": None,
        "callback_id": callback_id,
        "message_ts": message["ts"],
        "message": message,
        **tokens,
    }


def slash_command(
    person: Person, state: State, channel: Channel, command: str, text: str, tokens: Json
) -> Json:
    """A command as the fields of a form; `tokens` are trigger_id and response_url.

    https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling
    """
    return {
        "token": state.app.verification_token,
        "team_id": state.team.id,
        "team_domain": state.team.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": state.app.id,
        "is_enterprise_install": "false",
        **tokens,
    }
