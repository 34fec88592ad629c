"""chat.*: posting, changing and deleting messages. https://docs.slack.dev/reference/methods/chat"""

import re

from bot.sandbox.content import read_content, read_metadata
from bot.sandbox.errors import SlackError
from bot.sandbox.methods.call import Call, Method
from bot.sandbox.model import Channel, Json, Message

_ABSENT = (None, "")
_TS = re.compile(r"\d{1,10}\.\d{1,6}")


def post_message(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/chat.postMessage"""
    args, workspace = call.args, call.workspace
    channel = _destination(call)
    content = read_content(args.raw("text"), args.raw("blocks"), args.raw("attachments"))
    message = workspace.post(
        channel.id,
        workspace.bot.id,
        content.text,
        blocks=content.blocks,
        attachments=content.attachments,
        thread_ts=thread_of(call, channel),
        metadata=read_metadata(args.raw("metadata")) or None,
        broadcast=args.flag("reply_broadcast") and args.optional("thread_ts") is not None,
    )
    shown = workspace.as_json(message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def post_ephemeral(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/chat.postEphemeral"""
    args, workspace = call.args, call.workspace
    channel, user = _destination(call), args.text("user")
    if user not in workspace.state.people:
        raise SlackError("user_not_found")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    content = read_content(args.raw("text"), args.raw("blocks"), args.raw("attachments"))
    message = workspace.post(
        channel.id,
        workspace.bot.id,
        content.text,
        blocks=content.blocks,
        attachments=content.attachments,
        thread_ts=thread_of(call, channel),
        ephemeral_to=user,
    )
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/chat.update"""
    args, workspace = call.args, call.workspace
    channel = call.channel()
    message = _own_message(call, channel, "cant_update_message")
    given = [args.raw(name) for name in ("text", "blocks", "attachments")]
    content = read_content(given[0], given[1], given[2], update=True)
    # What is left out stays; an empty array takes it away.
    workspace.edit(
        message,
        text=content.text if args.raw("text") is not None else None,
        blocks=content.blocks if given[1] not in _ABSENT else message.blocks,
        attachments=content.attachments if given[2] not in _ABSENT else message.attachments,
        metadata=read_metadata(args.raw("metadata")),
    )
    shown = workspace.as_json(message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def delete(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/chat.delete"""
    channel = call.channel()
    message = _own_message(call, channel, "cant_delete_message")
    call.workspace.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/chat.getPermalink"""
    channel = call.channel()
    message = call.workspace.message(channel.id, call.args.text("message_ts"))
    link = f"{call.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts and message.thread_ts != message.ts:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def _destination(call: Call) -> Channel:
    """The channel to post to: by id, by name, or by the id of a person for the direct message."""
    workspace, named = call.workspace, call.args.text("channel")
    if named in workspace.state.people and named != workspace.bot.id:
        return workspace.im_with(named)
    for channel in workspace.state.channels.values():
        if channel.kind != "im" and named in (channel.id, channel.name, f"#{channel.name}"):
            break
    else:
        channel = call.channel()
    is_member = workspace.bot.id in channel.members
    if channel.kind != "channel" and not is_member:
        raise SlackError("channel_not_found")
    if channel.is_archived:
        raise SlackError("is_archived")
    if not is_member and "chat:write.public" not in call.manifest.scopes:
        raise SlackError("not_in_channel")
    return channel


def thread_of(call: Call, channel: Channel) -> str | None:
    """The thread that the argument `thread_ts` names; raises SlackError `invalid_thread_ts`."""
    ts = call.args.optional("thread_ts")
    if ts is None:
        return None
    if not _TS.fullmatch(ts):
        raise SlackError("invalid_thread_ts")
    return call.workspace.thread_root(channel.id, ts)


def _own_message(call: Call, channel: Channel, refusal: str) -> Message:
    message = call.workspace.message(channel.id, call.args.text("ts"))
    if message.ephemeral_to:
        raise SlackError("message_not_found")
    if not message.by_app:
        raise SlackError(refusal)
    if channel.is_archived:
        raise SlackError("is_inactive" if refusal == "cant_update_message" else "is_archived")
    return message


METHODS = {
    "chat.postMessage": Method(post_message, ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",)),
    "chat.update": Method(update, ("chat:write",)),
    "chat.delete": Method(delete, ("chat:write",)),
    "chat.getPermalink": Method(get_permalink),
}
