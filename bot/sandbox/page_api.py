"""What the page asks of the sandbox: reading, writing, pressing, choosing, as one person.

Everything is under `/_page`. A failure is `{"ok": false, "error", "message"}` with a 4xx status.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox import richtext
from bot.sandbox.delivery import AppSilentError
from bot.sandbox.errors import SandboxError, SlackError, invalid_arguments, missing_argument
from bot.sandbox.methods.call import Arguments
from bot.sandbox.model import Channel, Json, Message
from bot.sandbox.page_hub import PageConnection
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.uploads import MOST_BYTES, new_file

_JSON = "application/json"
_MOST_HISTORY = 1000
_UNKNOWN_USER = 1008
_NOT_FOUND = {
    "action_not_found", "channel_not_found", "file_not_found", "message_not_found", "not_found",
    "unknown_command", "unknown_shortcut", "user_not_found",
}  # fmt: skip

_Doing: TypeAlias = Callable[[str, Arguments], Awaitable[Json]]


class PageApi:
    """The endpoints of the page."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._workspace = sandbox.workspace

    def routes(self) -> list[BaseRoute]:
        """All routes under `/_page`, static files aside."""
        doings: dict[str, _Doing] = {
            "message": self._post_message,
            "command": self._command,
            "action": self._action,
            "options": self._options,
            "submit": self._submit,
            "close": self._close,
            "home": self._home,
            "dm_opened": self._dm_opened,
            "shortcut": self._shortcut,
            "read": self._read,
            "reaction": self._reaction,
            "delete": self._delete,
            "edit": self._edit,
        }
        return [
            Route("/_page/api/people", self.people),
            Route("/_page/api/history", self.history),
            Route("/_page/api/file", self.upload, methods=["POST"]),
            Route("/_page/api/faults", self.faults, methods=["GET", "POST", "DELETE"]),
            Route("/_page/files/{file}", self.download),
            *(
                Route(f"/_page/api/{name}", self._endpoint(doing), methods=["POST"])
                for name, doing in doings.items()
            ),
            WebSocketRoute("/_page/ws", self.live),
        ]

    async def people(self, request: Request) -> Response:
        """Everyone whom the page can be used as, and the bot."""
        del request
        return JSONResponse({"people": self._sandbox.page.people()})

    async def history(self, request: Request) -> Response:
        """Messages of a channel or a thread."""
        args = Arguments(dict(request.query_params))
        try:
            channel = self._channel(args.text("user"), args)
            answer = self._sandbox.page.history(
                args.text("user"),
                channel.id,
                thread_ts=args.optional("thread_ts"),
                before=args.optional("before"),
                limit=args.limit(50, _MOST_HISTORY),
            )
        except SlackError as error:
            return _failure(error)
        return JSONResponse(answer)

    async def live(self, websocket: WebSocket) -> None:
        """The live connection: a snapshot, then changes."""
        try:
            connection = self._sandbox.page.connect(websocket.query_params.get("user", ""))
        except SlackError:
            await websocket.close(_UNKNOWN_USER, "user_not_found")
            return
        await websocket.accept()
        sending = asyncio.create_task(_send(websocket, connection))
        try:
            while True:
                await websocket.receive_text()
        except (WebSocketDisconnect, RuntimeError):
            pass  # the page has gone, or the sandbox has closed the connection
        finally:
            self._sandbox.page.disconnect(connection)
            sending.cancel()

    async def upload(self, request: Request) -> Response:
        """A person shares a file."""
        async with request.form(max_files=1) as form:
            texts = {name: value for name, value in form.items() if isinstance(value, str)}
            given = form.get("file")
            content = await given.read() if isinstance(given, UploadFile) else b""
            name = (given.filename if isinstance(given, UploadFile) else None) or "file"
        try:
            message = self._share(Arguments(texts), name, content)
        except SlackError as error:
            return _failure(error)
        except SandboxError as error:
            return _failure(SlackError("not_stored", message=str(error)))
        return JSONResponse({"ok": True, "ts": message.ts})

    def _share(self, args: Arguments, name: str, content: bytes) -> Message:
        user = args.text("user")
        channel = self._writable(user, args)
        if not content:
            raise missing_argument("file")
        if len(content) > MOST_BYTES:
            raise SlackError("file_too_large", message=f"at most {MOST_BYTES} bytes")
        file = new_file(self._workspace, user, name, len(content))
        self._sandbox.files.put(file.id, content)
        file.complete = True
        return self._say(user, channel, args, [file.id])

    async def download(self, request: Request) -> Response:
        """A file's bytes, for the page; only images are shown, everything else is downloaded."""
        file = self._workspace.state.files.get(request.path_params["file"])
        content = self._sandbox.files.get(file.id) if file and file.complete else None
        if file is None or content is None:
            return _failure(SlackError("file_not_found"))
        shown = file.mimetype in ("image/png", "image/jpeg", "image/gif", "image/webp")
        shown = shown and "download" not in request.query_params
        headers = {
            "content-disposition": "inline" if shown else "attachment",
            "x-content-type-options": "nosniff",
        }
        return Response(content, media_type=file.mimetype, headers=headers)

    async def faults(self, request: Request) -> Response:
        """List the faults, add one (POST), or remove one by `id`, or all (DELETE)."""
        faults = self._sandbox.faults
        try:
            if request.method == "POST":
                await self._add_fault(await _body(request))
            elif request.method == "DELETE":
                fault_id = request.query_params.get("id")
                if fault_id is None and await request.body():
                    fault_id = (await _body(request)).get("id")
                faults.clear() if fault_id is None else faults.remove(fault_id)
        except SlackError as error:
            return _failure(error)
        return JSONResponse({"ok": True, "faults": self._sandbox.page.faults()})

    async def _add_fault(self, body: Json) -> None:
        fields = {"kind", "method", "count", "retry_after", "seconds", "applied"}
        given = {name: body[name] for name in fields if body.get(name) is not None}
        try:
            if given.get("kind") == "drop_socket":
                await self._sandbox.drop_sockets()
            else:
                self._sandbox.faults.add(**given)
        except (TypeError, ValueError) as error:
            raise SlackError("invalid_fault", message=str(error)) from error

    def _endpoint(self, doing: _Doing) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                args = Arguments(await _body(request))
                user = args.text("user")
                self._workspace.person(user)
                return JSONResponse({"ok": True, **await doing(user, args)})
            except SlackError as error:
                return _failure(error)
            except AppSilentError as error:
                answer = {"ok": False, "error": error.code, "message": str(error)}
                return JSONResponse(answer, 424)

        return endpoint

    async def _post_message(self, user: str, args: Arguments) -> Json:
        channel = self._writable(user, args)
        files = args.json("file_ids") or []
        known = self._workspace.state.files
        if any(file not in known or known[file].user != user for file in files):
            raise SlackError("file_not_found")
        return {"ts": self._say(user, channel, args, list(files)).ts}

    async def _command(self, user: str, args: Arguments) -> Json:
        channel = self._channel(user, args)
        text = args.optional("text") or ""
        await self._sandbox.interactions.command(user, channel.id, args.text("command"), text)
        return {}

    async def _action(self, user: str, args: Arguments) -> Json:
        interactions = self._sandbox.interactions
        source = interactions.source(user, _object(args, "container"))
        await interactions.act(
            user,
            source,
            args.text("block_id"),
            args.text("action_id"),
            _object(args, "element"),
            _values(args),
        )
        return {}

    async def _options(self, user: str, args: Arguments) -> Json:
        interactions = self._sandbox.interactions
        source = interactions.source(user, _object(args, "container"))
        ids = args.text("block_id"), args.text("action_id")
        return await interactions.options(user, source, *ids, args.optional("value") or "")

    async def _submit(self, user: str, args: Arguments) -> Json:
        view_id = args.text("view_id")
        errors = await self._sandbox.interactions.submit(user, view_id, _values(args))
        return {"ok": False, "errors": errors} if errors else {}

    async def _close(self, user: str, args: Arguments) -> Json:
        await self._sandbox.interactions.close(user, args.text("view_id"))
        return {}

    async def _home(self, user: str, args: Arguments) -> Json:
        del args
        if not self._sandbox.manifest.home_tab:
            raise SlackError("not_enabled", message="the manifest has the home tab turned off")
        self._workspace.open_tab(user, home=True)
        return {}

    async def _dm_opened(self, user: str, args: Arguments) -> Json:
        self._channel(user, args)
        self._workspace.open_tab(user, home=False)
        return {}

    async def _shortcut(self, user: str, args: Arguments) -> Json:
        callback_id, interactions = args.text("callback_id"), self._sandbox.interactions
        message = args.json("message")
        if message is None:
            await interactions.global_shortcut(user, callback_id)
        else:
            where = Arguments(_object(args, "message"))
            place = where.text("channel"), where.text("ts")
            await interactions.message_shortcut(user, callback_id, *place)
        return {}

    async def _read(self, user: str, args: Arguments) -> Json:
        self._workspace.mark_read(self._channel(user, args).id, user, args.text("ts"))
        return {}

    async def _reaction(self, user: str, args: Arguments) -> Json:
        message = self._message(user, args)
        name = args.text("name").strip(":")
        self._workspace.react(message, user, name, add=args.flag("add", default=True))
        return {}

    async def _delete(self, user: str, args: Arguments) -> Json:
        self._workspace.delete(self._own_message(user, args))
        return {}

    async def _edit(self, user: str, args: Arguments) -> Json:
        self._workspace.edit(self._own_message(user, args), text=self._typed(args.text("text")))
        return {}

    def _say(self, user: str, channel: Channel, args: Arguments, files: list[str]) -> Message:
        text, thread = args.optional("text") or "", args.optional("thread_ts")
        if not text.strip() and not files:
            raise SlackError("no_text")
        for file in files:
            self._workspace.state.files[file].channels.append(channel.id)
        message = self._workspace.post(
            channel.id,
            user,
            self._typed(text),
            thread_ts=self._workspace.thread_root(channel.id, thread) if thread else None,
            subtype="file_share" if files else None,
            files=files,
        )
        self._workspace.mark_read(channel.id, user, message.ts)
        return message

    def _typed(self, text: str) -> str:
        people = self._workspace.state.people.values()
        return richtext.from_typing(text, {person.id: person.real_name for person in people})

    def _channel(self, user: str, args: Arguments) -> Channel:
        channel = self._workspace.channel(args.text("channel"))
        if user not in channel.members:
            raise SlackError("channel_not_found")
        return channel

    def _writable(self, user: str, args: Arguments) -> Channel:
        channel, manifest = self._channel(user, args), self._sandbox.manifest
        if channel.is_archived:
            raise SlackError("is_archived")
        closed = not manifest.messages_tab or manifest.messages_tab_read_only
        if channel.kind == "im" and closed:
            raise SlackError(
                "messages_tab_disabled", message="the manifest lets nobody write to the app"
            )
        return channel

    def _message(self, user: str, args: Arguments) -> Message:
        message = self._workspace.message(self._channel(user, args).id, args.text("ts"))
        if not self._workspace.visible_to(message, user):
            raise SlackError("message_not_found")
        return message

    def _own_message(self, user: str, args: Arguments) -> Message:
        message = self._message(user, args)
        if message.user != user:
            raise SlackError("not_your_message", message="one can change one's own messages only")
        return message


async def _send(websocket: WebSocket, connection: PageConnection) -> None:
    while True:
        message = await connection.queue.get()
        try:
            if message is None:
                await websocket.close()
                return
            await websocket.send_text(json.dumps(message, ensure_ascii=False))
        except (WebSocketDisconnect, RuntimeError):
            return  # the reading side sees it too, and cleans up


async def _body(request: Request) -> Json:
    """The JSON object in the body; a form, which a foreign page could send, is not accepted."""
    if not request.headers.get("content-type", "").startswith(_JSON):
        raise SlackError("invalid_post_type", message="send application/json")
    try:
        value = json.loads(await request.body())
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(value, dict):
        raise SlackError("json_not_object")
    return value


def _failure(error: SlackError) -> Response:
    details = error.details
    lines = details.get("response_metadata", {}).get("messages", [])
    message = details.get("message") or "; ".join(lines) or error.code.replace("_", " ")
    status = 404 if error.code in _NOT_FOUND else 400
    return JSONResponse({"ok": False, "error": error.code, "message": message}, status)


def _object(args: Arguments, name: str) -> dict[str, Any]:
    value = args.json(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise invalid_arguments(f"must provide an object [json-pointer:/{name}]")
    return value


def _values(args: Arguments) -> dict[str, Any]:
    """The state that the page sends: `{values: {...}}`, or the values themselves."""
    state = _object(args, "state")
    values = state.get("values", state)
    if not isinstance(values, dict) or not all(isinstance(one, dict) for one in values.values()):
        raise invalid_arguments("must provide an object of objects [json-pointer:/state]")
    return values
