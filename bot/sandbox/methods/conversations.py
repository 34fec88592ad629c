"""conversations.*: https://docs.slack.dev/reference/methods#conversations"""

from collections.abc import Iterable

from bot.sandbox import render
from bot.sandbox.errors import SlackError, invalid_arguments, missing_argument
from bot.sandbox.methods.call import Call, Method, make_cursor, page, read_cursor
from bot.sandbox.model import Channel, Json, Message
from bot.sandbox.workspace import is_in_channel

_MOST = 999
_TYPES = {"public_channel": "channel", "private_channel": "private", "im": "im", "mpim": ""}
_READ_SCOPES = {"channel": "channels:read", "private": "groups:read", "im": "im:read"}


def open_(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.open"""
    workspace = call.workspace
    if call.args.optional("channel"):
        channel = call.channel()
        if channel.kind != "im":
            raise SlackError("invalid_channel_type")
    else:
        users = [user.strip() for user in (call.args.optional("users") or "").split(",")]
        if not users[0]:
            raise SlackError("users_list_not_supplied")
        if len(users) > 1:
            raise invalid_arguments("the sandbox has direct messages with one person only")
        if users[0] == workspace.bot.id:
            raise SlackError("cannot_dm_bot")
        channel = workspace.im_with(users[0])
    if call.args.flag("return_im"):
        return {"channel": render.channel(channel, workspace.state) | {"is_open": True}}
    return {"channel": {"id": channel.id}}


def info(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.info"""
    channel = call.channel()
    call.need_channel_scope(channel, "read")
    count = call.args.flag("include_num_members")
    shown = render.channel(channel, call.workspace.state, member_count=count)
    if call.args.flag("include_locale"):
        shown["locale"] = "sv-SE"
    return {"channel": shown}


def history(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.history"""
    channel = _readable(call)
    messages = [
        message
        for message in reversed(call.workspace.log(channel.id))
        if is_in_channel(message) and not message.ephemeral_to
    ]
    return _messages(call, _between(call, messages), 100, newest_first=True) | {
        "pin_count": 0,
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }


def replies(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.replies"""
    channel = _readable(call)
    log = call.workspace.log(channel.id)
    ts = call.args.text("ts")
    parent = log.get(ts)
    if parent is None or parent.ephemeral_to:
        raise SlackError("thread_not_found")
    thread = [parent, *_between(call, log.replies(ts))]
    return _messages(call, thread, 1000, newest_first=False)


def members(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.members"""
    channel = call.channel()
    call.need_channel_scope(channel, "read")
    limit = call.args.limit(100, _MOST)
    found, cursor = page(channel.members, call.args.optional("cursor"), limit)
    return {"members": list(found), "response_metadata": {"next_cursor": cursor}}


def list_(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.list"""
    names = (call.args.optional("types") or "public_channel").split(",")
    if not {name.strip() for name in names} <= set(_TYPES):
        raise SlackError("invalid_types")
    kinds = {_TYPES[name.strip()] for name in names}
    for kind in kinds - {""}:
        call.need_scope(_READ_SCOPES[kind])
    bot = call.workspace.bot.id
    found = [
        channel
        for channel in call.workspace.state.channels.values()
        if channel.kind in kinds
        and (channel.kind == "channel" or bot in channel.members)
        and not (call.args.flag("exclude_archived") and channel.is_archived)
    ]
    shown, cursor = page(found, call.args.optional("cursor"), call.args.limit(100, _MOST))
    state = call.workspace.state
    return {
        "channels": [render.channel(one, state, member_count=True) for one in shown],
        "response_metadata": {"next_cursor": cursor},
    }


def join(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.join"""
    channel = call.channel()
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    joined = call.workspace.join(channel.id, call.workspace.bot.id)
    answer: Json = {"channel": render.channel(channel, call.workspace.state)}
    if not joined:
        answer |= {
            "warning": "already_in_channel",
            "response_metadata": {"warnings": ["already_in_channel"]},
        }
    return answer


def _readable(call: Call) -> Channel:
    if not call.args.optional("channel"):
        raise missing_argument("channel")
    channel = call.channel()
    call.need_channel_scope(channel, "history")
    if call.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _between(call: Call, messages: Iterable[Message]) -> list[Message]:
    oldest, latest = _bound(call, "oldest"), _bound(call, "latest")
    inclusive = call.args.flag("inclusive")

    def inside(message: Message) -> bool:
        ts = float(message.ts)
        after = oldest is None or ts > oldest or (inclusive and ts == oldest)
        before = latest is None or ts < latest or (inclusive and ts == latest)
        return after and before

    return [message for message in messages if inside(message)]


def _bound(call: Call, name: str) -> float | None:
    value = call.args.optional(name)
    if value is None:
        return None
    try:
        return float(value)
    except ValueError:
        raise SlackError(f"invalid_ts_{name}") from None


def _messages(call: Call, messages: list[Message], default: int, *, newest_first: bool) -> Json:
    """One page. Its cursor names the next message, so that new ones do not shift the pages."""
    limit = call.args.limit(default, _MOST + 1)
    start = read_cursor(call.args.optional("cursor"), "next_ts")
    if start is not None:
        messages = [
            one for one in messages if (one.ts <= start if newest_first else one.ts >= start)
        ]
    shown, rest = messages[:limit], messages[limit:]
    cursor = make_cursor("next_ts", rest[0].ts) if rest else ""
    metadata = call.args.flag("include_all_metadata")
    answer: Json = {
        "messages": [call.workspace.as_json(message, metadata=metadata) for message in shown],
        "has_more": bool(cursor),
    }
    return answer | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


METHODS = {
    "conversations.open": Method(open_, ("im:write",)),
    "conversations.info": Method(info),
    "conversations.history": Method(history),
    "conversations.replies": Method(replies),
    "conversations.members": Method(members),
    "conversations.list": Method(list_),
    "conversations.join": Method(join, ("channels:join",)),
}
