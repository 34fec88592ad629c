"""HTTP mode: signed requests to the app's request URL.

https://docs.slack.dev/apis/events-api/using-http-request-urls
https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import asyncio
import hashlib
import hmac
import http.client
import json
import secrets
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin, urlsplit

from bot.sandbox.delivery import AppSilentError, InteractionKind, Outcome
from bot.sandbox.model import Json

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_MOST_REDIRECTS = 2
_OK = range(200, 300)
_REDIRECT = range(300, 400)


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes


class _TooManyRedirectsError(Exception):
    pass


class HttpMode:
    """Posts events and interactions to one address and reads the answers."""

    def __init__(
        self,
        target: str,
        signing_secret: str,
        *,
        ack_seconds: float,
        clock: Callable[[], float],
    ) -> None:
        self._target = target
        self._secret = signing_secret.encode()
        self._ack_seconds = ack_seconds
        self._clock = clock

    @property
    def connected(self) -> bool:
        """HTTP has no connection to lose: always true."""
        return True

    async def verify(self, token: str) -> bool:
        """The url_verification handshake: whether the app gives the challenge back.

        https://docs.slack.dev/reference/events/url_verification
        """
        challenge = secrets.token_urlsafe(30)
        body = {"token": token, "challenge": challenge, "type": "url_verification"}
        try:
            reply = await self._post(_JSON, json.dumps(body))
        except (OSError, http.client.HTTPException, _TooManyRedirectsError):
            return False
        if reply.status not in _OK:
            return False
        return challenge in (
            _decoded(reply).get("challenge"),
            reply.body.decode("utf-8", "replace"),
        )

    async def send_event(self, payload: Json, attempt: int, reason: str) -> Outcome:
        """Post an event; see `Delivery`."""
        retry = (
            {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason} if attempt else {}
        )
        try:
            reply = await self._post(_JSON, json.dumps(payload), retry)
        except (OSError, http.client.HTTPException, _TooManyRedirectsError) as error:
            return Outcome(_reason(error))
        if reply.status in _OK:
            return Outcome()
        return Outcome("http_error", give_up=reply.headers.get("x-slack-no-retry") == "1")

    async def send_interaction(
        self, kind: InteractionKind, payload: Json, *, wants_answer: bool
    ) -> Json:
        """Post an interaction as a form; see `Delivery`."""
        form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
        try:
            reply = await self._post(_FORM, urlencode(form))
        except TimeoutError:
            raise AppSilentError("timeout", f"no answer in {self._ack_seconds:g} s") from None
        except (OSError, http.client.HTTPException, _TooManyRedirectsError) as error:
            raise AppSilentError("dispatch_failed", f"cannot reach the app: {error}") from error
        if reply.status not in _OK:
            raise AppSilentError("dispatch_failed", f"the app answered HTTP {reply.status}")
        if not wants_answer or not reply.body:
            return {}
        if reply.headers.get("content-type", "").startswith(_JSON):
            return _decoded(reply)
        return {"text": reply.body.decode("utf-8", "replace")}

    async def _post(self, kind: str, body: str, extra: Mapping[str, str] | None = None) -> _Reply:
        """Raises TimeoutError when there is no answer within `ack_seconds`."""
        timestamp = str(int(self._clock()))
        base = f"v0:{timestamp}:{body}".encode()
        headers = {
            "Content-Type": kind,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={hmac.new(self._secret, base, hashlib.sha256).hexdigest()}",
            **(extra or {}),
        }
        request = asyncio.to_thread(_exchange, self._target, body, headers, self._ack_seconds)
        return await asyncio.wait_for(request, self._ack_seconds)


def _reason(error: Exception) -> str:
    """Slack's word for why a request failed (X-Slack-Retry-Reason)."""
    for kind, reason in (
        (TimeoutError, "http_timeout"),
        (ssl.SSLError, "ssl_error"),
        (_TooManyRedirectsError, "too_many_redirects"),
        (OSError, "connection_failed"),
    ):
        if isinstance(error, kind):
            return reason
    return "unknown_error"


def _exchange(address: str, body: str, headers: Mapping[str, str], seconds: float) -> _Reply:
    for _ in range(_MOST_REDIRECTS + 1):
        reply = _exchange_once(address, body, headers, seconds)
        if reply.status not in _REDIRECT:
            return reply
        address = urljoin(address, reply.headers.get("location", ""))
    raise _TooManyRedirectsError


def _exchange_once(address: str, body: str, headers: Mapping[str, str], seconds: float) -> _Reply:
    url = urlsplit(address)
    secure = url.scheme == "https"
    maker = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = maker(url.hostname or "", url.port, timeout=seconds)
    try:
        path = f"{url.path or '/'}{'?' + url.query if url.query else ''}"
        connection.request("POST", path, body.encode(), dict(headers))
        answer = connection.getresponse()
        content = answer.read()
        return _Reply(
            answer.status, {name.lower(): value for name, value in answer.getheaders()}, content
        )
    finally:
        connection.close()


def _decoded(reply: _Reply) -> Json:
    try:
        value = json.loads(reply.body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
