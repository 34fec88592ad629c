"""Messages that an app answers an interaction with: in an acknowledgement or by a response URL.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from bot.sandbox.content import Content, read_content, read_metadata
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Json, Message, ResponseUrl
from bot.sandbox.workspace import Workspace


def respond(workspace: Workspace, url: ResponseUrl, body: Json) -> None:
    """Do what `body` says, where `url` leads.

    `delete_original` and `replace_original` are about the message that was interacted with;
    otherwise the message is new: ephemeral, or for everyone with `response_type` `in_channel`.
    Raises SlackError and BlockKitError as chat.postMessage does, and SlackError
    `message_not_found` when there is no original.
    """
    if body.get("delete_original"):
        workspace.delete(_original(workspace, url))
        return
    content = read_content(body.get("text"), body.get("blocks"), body.get("attachments"))
    if body.get("replace_original"):
        original = _original(workspace, url)
        workspace.edit(
            original,
            text=content.text,
            blocks=content.blocks,
            attachments=content.attachments,
            metadata=read_metadata(body.get("metadata")),
        )
        return
    _post(workspace, url, content, body)


def _post(workspace: Workspace, url: ResponseUrl, content: Content, body: Json) -> None:
    thread = body.get("thread_ts")
    in_channel = body.get("response_type") == "in_channel"
    workspace.post(
        url.channel,
        workspace.bot.id,
        content.text,
        blocks=content.blocks,
        attachments=content.attachments,
        thread_ts=workspace.thread_root(url.channel, thread) if thread else None,
        metadata=read_metadata(body.get("metadata")),
        ephemeral_to=None if in_channel else url.user,
    )


def _original(workspace: Workspace, url: ResponseUrl) -> Message:
    if url.message_ts is None:
        raise SlackError("message_not_found")
    return workspace.message(url.channel, url.message_ts)
