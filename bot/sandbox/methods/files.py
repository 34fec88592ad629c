"""files.*: https://docs.slack.dev/messaging/working-with-files"""

from bot.sandbox import render
from bot.sandbox.content import read_content
from bot.sandbox.errors import SlackError, invalid_arguments
from bot.sandbox.methods.call import Call, Method
from bot.sandbox.methods.chat import thread_of
from bot.sandbox.model import Channel, Json, SlackFile
from bot.sandbox.uploads import new_file


def get_upload_url(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/files.getUploadURLExternal"""
    name = call.args.text("filename")
    try:
        length = int(call.args.text("length"))
    except ValueError:
        raise invalid_arguments("must be an integer [json-pointer:/length]") from None
    if length <= 0:
        raise invalid_arguments("must be greater than 0 [json-pointer:/length]")
    file = new_file(call.workspace, call.workspace.bot.id, name, length)
    return {"upload_url": f"{call.base_url}/upload/v1/{file.secret}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/files.completeUploadExternal"""
    given = call.args.json("files")
    if not isinstance(given, list) or not given:
        raise invalid_arguments("must provide at least 1 items [json-pointer:/files]")
    files = [_uploaded(call, one) for one in given]
    channels = _channels(call)
    for file, one in zip(files, given, strict=True):
        file.title = str(one.get("title") or file.title)
        file.complete = True
    for channel in channels:
        _share(call, channel, files)
    state = call.workspace.state
    return {"files": [render.file_object(file, state) for file in files]}


def info(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/files.info"""
    file = call.workspace.state.files.get(call.args.text("file"))
    if file is None or not file.complete or not _reaches(call, file):
        raise SlackError("file_not_found")
    paging = {"count": 100, "total": 0, "page": 1, "pages": 0}
    shown = render.file_object(file, call.workspace.state) | call.workspace.shares(file)
    return {"file": shown, "comments": [], "paging": paging}


def _uploaded(call: Call, one: object) -> SlackFile:
    file_id = one.get("id") if isinstance(one, dict) else None
    file = call.workspace.state.files.get(str(file_id))
    if file is None or call.files.get(file.id) is None:
        raise SlackError("file_not_found")
    return file


def _channels(call: Call) -> list[Channel]:
    named = call.args.optional("channel_id") or call.args.optional("channels") or ""
    found: list[Channel] = []
    for name in filter(None, named.split(",")):
        channel = call.workspace.state.channels.get(name)
        if channel is None:
            raise SlackError("invalid_channel")
        if call.workspace.bot.id not in channel.members:
            raise SlackError("not_in_channel")
        found.append(channel)
    return found


def _share(call: Call, channel: Channel, files: list[SlackFile]) -> None:
    comment = call.args.optional("initial_comment") or ""
    blocks = call.args.raw("blocks")
    content = read_content(comment, blocks, None) if comment or blocks else None
    for file in files:
        file.channels.append(channel.id)
    call.workspace.post(
        channel.id,
        call.workspace.bot.id,
        comment,
        blocks=content.blocks if content else None,
        thread_ts=thread_of(call, channel),
        subtype="file_share",
        files=[file.id for file in files],
    )


def _reaches(call: Call, file: SlackFile) -> bool:
    bot, channels = call.workspace.bot.id, call.workspace.state.channels
    return file.user == bot or any(bot in channels[channel].members for channel in file.channels)


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, ("files:write",)),
    "files.completeUploadExternal": Method(complete_upload, ("files:write",)),
    "files.info": Method(info, ("files:read",)),
}
