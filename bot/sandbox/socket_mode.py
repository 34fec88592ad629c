"""Socket Mode: WebSocket connections from the app, and envelopes over them.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
import secrets
import uuid
from collections.abc import Callable
from typing import Literal, TypeAlias

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.delivery import AppSilentError, InteractionKind, Outcome
from bot.sandbox.faults import Faults
from bot.sandbox.model import Json

DisconnectReason: TypeAlias = Literal["warning", "refresh_requested", "link_disabled"]

_HOST = "applink-sandbox"
_GOING_AWAY = 1001
_POLICY = 1008
_LIFETIME_SECONDS = 18060


class SocketMode:
    """The app's connections. An envelope goes to one of them, each in turn."""

    def __init__(
        self,
        app_id: str,
        faults: Faults,
        *,
        ack_seconds: float,
        max_connections: int,
        on_connected: Callable[[bool], None],
    ) -> None:
        self._app_id = app_id
        self._faults = faults
        self._ack_seconds = ack_seconds
        self._max_connections = max_connections
        self._on_connected = on_connected
        self._tickets: set[str] = set()
        self._connections: list[WebSocket] = []
        self._retiring: set[WebSocket] = set()
        self._turn = 0
        self._waiting: dict[str, asyncio.Future[Json]] = {}

    @property
    def connected(self) -> bool:
        """Whether the app has a connection."""
        return bool(self._connections)

    @property
    def connections(self) -> int:
        """How many connections the app has."""
        return len(self._connections)

    def new_ticket(self) -> str:
        """A ticket for one connection."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, websocket: WebSocket) -> None:
        """Hold one connection until either side closes it."""
        ticket = websocket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await websocket.close(_POLICY, "invalid ticket")
            return
        self._tickets.discard(ticket)
        await websocket.accept()
        if len(self._connections) >= self._max_connections:
            await websocket.send_text(json.dumps(_disconnect("too_many_websockets")))
            await websocket.close(_POLICY, "too_many_websockets")
            return
        self._connections.append(websocket)
        try:
            await websocket.send_text(json.dumps(self._hello()))
            self._tell()
            while True:
                self._receive(await websocket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            # Starlette raises RuntimeError for a socket that this side has closed.
            pass
        finally:
            self._forget(websocket)
            self._retiring.discard(websocket)

    async def send_event(self, payload: Json, attempt: int, reason: str) -> Outcome:
        """Deliver an event to one connection; see `Delivery`."""
        envelope: Json = {
            "payload": payload,
            "type": "events_api",
            "accepts_response_payload": False,
            "retry_attempt": attempt,
            "retry_reason": reason,
        }
        answer = await self._send(envelope)
        return Outcome() if answer is not None else Outcome("timeout")

    async def send_interaction(
        self, kind: InteractionKind, payload: Json, *, wants_answer: bool
    ) -> Json:
        """Deliver an interaction to one connection; see `Delivery`."""
        if not self._connections:
            raise AppSilentError("not_connected", "the app has no Socket Mode connection")
        envelope: Json = {
            "payload": payload,
            "type": kind,
            "accepts_response_payload": wants_answer,
        }
        answer = await self._send(envelope)
        if answer is None:
            raise AppSilentError("timeout", f"no acknowledgement in {self._ack_seconds:g} s")
        return answer if wants_answer else {}

    async def disconnect(self, reason: DisconnectReason = "refresh_requested") -> None:
        """Ask every connection to reconnect, as Slack does when it recycles them.

        A `warning` announces it only. Otherwise they get no more envelopes, but what is on its way
        can still be acknowledged until the app closes them.
        """
        for websocket in list(self._connections):
            await self._send_text(websocket, json.dumps(_disconnect(reason)))
            if reason != "warning":
                self._forget(websocket)
                self._retiring.add(websocket)

    async def drop(self) -> None:
        """Close every connection without a word of warning."""
        for websocket in [*self._connections, *self._retiring]:
            self._forget(websocket)
            await _close(websocket, _GOING_AWAY)

    async def _send(self, envelope: Json) -> Json | None:
        """The payload of the acknowledgement, or None without one."""
        envelope_id = str(uuid.uuid4())
        waiting: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = waiting
        try:
            if not await self._send_to_one(json.dumps({"envelope_id": envelope_id, **envelope})):
                return None
            return await asyncio.wait_for(waiting, self._ack_seconds)
        except TimeoutError:
            return None
        finally:
            del self._waiting[envelope_id]

    async def _send_to_one(self, text: str) -> bool:
        while self._connections:
            self._turn = (self._turn + 1) % len(self._connections)
            if await self._send_text(self._connections[self._turn], text):
                return True
        return False

    async def _send_text(self, websocket: WebSocket, text: str) -> bool:
        try:
            await websocket.send_text(text)
        except (WebSocketDisconnect, RuntimeError):
            self._forget(websocket)
            return False
        return True

    def _receive(self, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            return
        envelope_id = message.get("envelope_id") if isinstance(message, dict) else None
        if not isinstance(envelope_id, str):
            return
        payload = message.get("payload")
        delay = self._faults.take("delay_ack")
        if delay is None:
            self._acknowledge(envelope_id, payload)
        else:
            loop = asyncio.get_running_loop()
            loop.call_later(delay.seconds, self._acknowledge, envelope_id, payload)

    def _acknowledge(self, envelope_id: str, payload: object) -> None:
        waiting = self._waiting.get(envelope_id)
        if waiting and not waiting.done():
            waiting.set_result(payload if isinstance(payload, dict) else {})

    def _forget(self, websocket: WebSocket) -> None:
        if websocket in self._connections:
            self._connections.remove(websocket)
            self._tell()

    def _tell(self) -> None:
        self._on_connected(self.connected)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "debug_info": {
                "host": _HOST,
                "build_number": 1,
                "approximate_connection_time": _LIFETIME_SECONDS,
            },
            "connection_info": {"app_id": self._app_id},
        }


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": _HOST}}


async def _close(websocket: WebSocket, code: int) -> None:
    try:
        await websocket.close(code)
    except (WebSocketDisconnect, RuntimeError):
        return  # it was closed already
