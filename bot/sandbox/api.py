"""The Web API over HTTP: reads a call, checks who calls, and answers in Slack's form.

https://docs.slack.dev/apis/web-api
"""

import asyncio
import contextlib
import json
import secrets
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.sandbox.errors import SandboxError, SlackError
from bot.sandbox.faults import Fault
from bot.sandbox.methods.call import Arguments, Call, Method
from bot.sandbox.methods.registry import METHODS
from bot.sandbox.model import Json
from bot.sandbox.responses import respond
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.uploads import MOST_BYTES, receive

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
_TOO_MANY_REQUESTS = 429


class WebApi:
    """The endpoints that an app calls. `stopping` is set when the server stops."""

    def __init__(self, sandbox: Sandbox, stopping: asyncio.Event) -> None:
        self._sandbox = sandbox
        self._stopping = stopping

    async def call(self, request: Request) -> Response:
        """`/api/METHOD`, by GET or POST."""
        name = request.path_params["method"]
        fault = self._sandbox.faults.take_for_call(name)
        if fault is not None:
            return await self._spoil(fault, lambda: self._answer(request, name))
        return await self._answer(request, name)

    async def respond(self, request: Request) -> Response:
        """A response URL: `/actions/TEAM/SECRET`, `/commands/...` and `/app/...`."""
        sandbox = self._sandbox
        try:
            url = sandbox.tokens.use_response_url(request.path_params["secret"])
            body = _object(await request.body())
            with sandbox.violations.watch("response_url"):
                respond(sandbox.workspace, url, body)
        except SlackError as error:
            status = 404 if error.code in ("expired_url", "used_url") else 400
            return JSONResponse(error.answer(), status)
        return PlainTextResponse("ok")

    async def upload(self, request: Request) -> Response:
        """An upload URL: takes the bytes as they are, or as the first file of a form."""
        fault = self._sandbox.faults.take_for_upload()
        if fault is not None:
            return await self._spoil(fault, lambda: self._take(request))
        return await self._take(request)

    async def download(self, request: Request) -> Response:
        """A file's `url_private`: needs the bot's token and the scope `files:read`."""
        sandbox = self._sandbox
        file = sandbox.workspace.state.files.get(request.path_params["file"])
        allowed = _bearer(request) == sandbox.config.bot_token
        if not allowed or "files:read" not in sandbox.manifest.scopes:
            return Response(status_code=302, headers={"location": "/"})
        content = sandbox.files.get(file.id) if file and file.complete else None
        if file is None or content is None:
            return PlainTextResponse("not found", 404)
        return Response(content, media_type=file.mimetype)

    async def _take(self, request: Request) -> Response:
        content = b""
        if request.headers.get("content-type", "").startswith(_MULTIPART):
            async with request.form() as form:
                for value in form.values():
                    if isinstance(value, UploadFile):
                        content = await value.read()
                        break
        else:
            content = await request.body()
        if len(content) > MOST_BYTES:
            return PlainTextResponse("file too large", 413)
        sandbox = self._sandbox
        try:
            receive(sandbox.workspace, sandbox.files, request.path_params["secret"], content)
        except SlackError as error:
            return PlainTextResponse(error.code, 400)
        except SandboxError as error:
            return PlainTextResponse(str(error), 500)
        return PlainTextResponse(f"OK - {len(content)}")

    async def _spoil(self, fault: Fault, answer: Callable[[], Awaitable[Response]]) -> Response:
        if fault.kind == "ratelimited":
            headers = {"Retry-After": str(fault.retry_after)}
            refusal = SlackError("ratelimited").answer()
            return JSONResponse(refusal, _TOO_MANY_REQUESTS, headers)
        if fault.applied:
            await answer()
        if fault.kind == "timeout":
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), fault.seconds)
            return PlainTextResponse("upstream request timeout", 504)
        return PlainTextResponse("Internal Server Error", 500)

    async def _answer(self, request: Request, name: str) -> Response:
        sandbox = self._sandbox
        headers = {"x-slack-req-id": secrets.token_hex(16)}
        try:
            with sandbox.violations.watch(name):
                method = _method(name)
                values, warnings = await _arguments(request)
                self._authorize(method, request, values)
                headers["x-oauth-scopes"] = self._provided(method)
                headers["x-accepted-oauth-scopes"] = ",".join(method.scopes)
                answer = {"ok": True, **method.handler(self._call(request, values))}
        except SlackError as error:
            return _json(error.answer(), headers)
        except SandboxError as error:
            return _json(SlackError("fatal_error", message=str(error)).answer(), headers)
        if warnings:
            told = answer.setdefault("response_metadata", {}).setdefault("warnings", [])
            told.extend(warnings)
            answer.setdefault("warning", ",".join(warnings))
        return _json(answer, headers)

    def _authorize(self, method: Method, request: Request, values: Json) -> None:
        """Raise SlackError unless the token is one that may call the method, with its scopes."""
        token = _bearer(request)
        if token is None and not _is_json(request):
            token = values.get("token")
        config = self._sandbox.config
        if method.caller == "anyone":
            return
        if not token:
            raise SlackError("not_authed")
        kinds = {config.bot_token: "bot", config.app_token: "app"}
        if token not in kinds:
            raise SlackError("invalid_auth")
        if kinds[token] != method.caller:
            raise SlackError("not_allowed_token_type")
        missing = [one for one in method.scopes if one not in self._sandbox.manifest.scopes]
        if missing:
            raise SlackError("missing_scope", needed=",".join(missing), provided=self._scopes())

    def _scopes(self) -> str:
        return ",".join(self._sandbox.manifest.scopes)

    def _provided(self, method: Method) -> str:
        return "connections:write" if method.caller == "app" else self._scopes()

    def _call(self, request: Request, values: Json) -> Call:
        sandbox = self._sandbox
        return Call(
            args=Arguments(values),
            workspace=sandbox.workspace,
            views=sandbox.views,
            tokens=sandbox.tokens,
            files=sandbox.files,
            manifest=sandbox.manifest,
            base_url=str(request.base_url).rstrip("/"),
            new_ticket=sandbox.socket_mode.new_ticket,
        )


def _method(name: str) -> Method:
    try:
        return METHODS[name]
    except KeyError:
        raise SlackError("unknown_method", req_method=name) from None


def _json(answer: Json, headers: dict[str, str]) -> Response:
    headers = {**headers, "content-type": "application/json; charset=utf-8"}
    return Response(json.dumps(answer, ensure_ascii=False), headers=headers)


def _is_json(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith(_JSON)


def _bearer(request: Request) -> str | None:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" and token.strip() else None


async def _arguments(request: Request) -> tuple[Json, list[str]]:
    """The arguments from address and body, and what Slack warns of.

    Raises SlackError `invalid_json`, `json_not_object`, `invalid_post_type`, `missing_post_type`.
    """
    values: Json = dict(request.query_params)
    if request.method != "POST":
        return values, []
    kind = request.headers.get("content-type", "")
    if kind.startswith(_MULTIPART):
        async with request.form() as form:
            texts = {name: value for name, value in form.items() if isinstance(value, str)}
        return {**values, **texts}, []
    body = await request.body()
    if not body:
        return values, []
    if kind.startswith(_FORM):
        return {**values, **dict(parse_qsl(body.decode("utf-8", "replace"), True))}, []
    if kind.startswith(_JSON):
        return {**values, **_object(body)}, [] if "charset" in kind else ["missing_charset"]
    raise SlackError("invalid_post_type" if kind else "missing_post_type")


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(value, dict):
        raise SlackError("json_not_object")
    return value
