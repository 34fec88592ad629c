"""Who may talk to the sandbox: this machine, by its loopback names.

A web page elsewhere could reach 127.0.0.1 through a visitor's browser, under its own name (DNS
rebinding) or with its own origin. The Host, Origin and Sec-Fetch-Site headers show it.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.sandbox.config import is_loopback

_FORBIDDEN = 403
_POLICY = 1008
_OWN_SITE = ("same-origin", "none")


class LoopbackOnly:
    """ASGI middleware: refuses a Host that is not loopback, and what another site's page asks for.

    A link to `/` may be followed from anywhere.
    """

    def __init__(self, app: ASGIApp, *, allow_remote: bool) -> None:
        self._app = app
        self._allow_remote = allow_remote

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403 (close the WebSocket)."""
        if scope["type"] not in ("http", "websocket") or self._is_welcome(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _POLICY, "reason": "foreign origin"})
        else:
            answer = {
                "ok": False,
                "error": "forbidden",
                "message": "only for pages and programs on this machine, by a loopback name",
            }
            await JSONResponse(answer, _FORBIDDEN)(scope, receive, send)

    def _is_welcome(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            return False
        if headers.get("sec-fetch-site", "none") not in _OWN_SITE and scope["path"] != "/":
            return False
        return self._allow_remote or is_loopback(_name(host))


def _name(host: str) -> str:
    """The Host header without the port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
