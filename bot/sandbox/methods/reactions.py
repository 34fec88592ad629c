"""reactions.*: https://docs.slack.dev/reference/methods#reactions"""

import re

from bot.sandbox.errors import SlackError
from bot.sandbox.methods.call import Call, Method
from bot.sandbox.model import Json, Message

_NAME = re.compile(r"[a-z0-9_+'\-]+(?:::skin-tone-[2-6])?")


def add(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/reactions.add"""
    message, name = _message(call), _name(call)
    if not call.workspace.react(message, call.workspace.bot.id, name, add=True):
        raise SlackError("already_reacted")
    return {}


def remove(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/reactions.remove"""
    message, name = _message(call), _name(call)
    if not call.workspace.react(message, call.workspace.bot.id, name, add=False):
        raise SlackError("no_reaction")
    return {}


def get(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/reactions.get"""
    message = _message(call)
    shown = call.workspace.as_json(message)
    return {"type": "message", "channel": message.channel, "message": shown}


def _message(call: Call) -> Message:
    if not call.args.optional("channel") or not call.args.optional("timestamp"):
        raise SlackError("no_item_specified")
    channel = call.channel()
    if call.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    message = call.workspace.message(channel.id, call.args.text("timestamp"))
    if message.ephemeral_to:
        raise SlackError("message_not_found")
    return message


def _name(call: Call) -> str:
    name = (call.args.optional("name") or "").strip(":")
    if not _NAME.fullmatch(name):
        raise SlackError("invalid_name")
    return name


METHODS = {
    "reactions.add": Method(add, ("reactions:write",)),
    "reactions.remove": Method(remove, ("reactions:write",)),
    "reactions.get": Method(get, ("reactions:read",)),
}
