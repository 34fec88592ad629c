"""The sandbox as an ASGI application."""

import asyncio
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.sandbox.api import WebApi
from bot.sandbox.guard import LoopbackOnly
from bot.sandbox.page_api import PageApi
from bot.sandbox.sandbox import Sandbox

_PAGE = Path(__file__).parent / "page"
_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


class _PageHeaders:
    """Adds the headers that keep the page to itself, and has the browser ask for news each time."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = {
                    "content-security-policy": _POLICY,
                    "x-content-type-options": "nosniff",
                    "referrer-policy": "no-referrer",
                    "cache-control": "no-cache",
                }
                present = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.encode(), value.encode())
                        for name, value in added.items()
                        if name.encode() not in present
                    ),
                ]
            await send(message)

        await self._app(scope, receive, with_headers)


def create_app(sandbox: Sandbox, stopping: asyncio.Event) -> Starlette:
    """The application: Web API, Socket Mode, response and file addresses, and the page.

    `stopping` is set when the server stops: calls that a fault holds up end then.
    """
    web_api = WebApi(sandbox, stopping)
    responses = [
        Route(f"/{kind}/{{team}}/{{secret}}", web_api.respond, methods=["POST"])
        for kind in ("actions", "commands", "app")
    ]
    return Starlette(
        routes=[
            Route("/", _index),
            Route("/api/{method}", web_api.call, methods=["GET", "POST"]),
            *responses,
            Route("/upload/v1/{secret}", web_api.upload, methods=["POST", "PUT"]),
            Route("/files-pri/{team}-{file}/download/{name:path}", web_api.download),
            Route("/files-pri/{team}-{file}/{name:path}", web_api.download),
            WebSocketRoute("/link/", sandbox.socket_mode.serve),
            *PageApi(sandbox).routes(),
            Mount("/_page/static", StaticFiles(directory=_PAGE, check_dir=False)),
        ],
        middleware=[
            Middleware(LoopbackOnly, allow_remote=sandbox.config.allow_remote),
            Middleware(_PageHeaders),
        ],
    )


async def _index(request: Request) -> Response:
    del request
    index = _PAGE / "index.html"
    if not index.is_file():
        return PlainTextResponse("the page is not installed", 404)
    return FileResponse(index)
