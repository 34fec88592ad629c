"""A bare WebSocket in the place of the app."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from websockets.sync.client import ClientConnection, connect

from bot.sandbox import SandboxServer
from bot.sandbox.model import Json
from tests.sandbox.conftest import Caller


def address(server: SandboxServer) -> str:
    """A WebSocket address from apps.connections.open."""
    url: str = Caller(server)("/api/apps.connections.open", {}, signed_in="app").json["url"]
    return url


@contextmanager
def opened(server: SandboxServer) -> Iterator[ClientConnection]:
    """A bare connection, after its hello."""
    with connect(address(server)) as connection:
        assert received(connection)["type"] == "hello"
        yield connection


def received(connection: ClientConnection) -> Json:
    """The next message, decoded."""
    message: Json = json.loads(connection.recv(timeout=30))
    return message


def acknowledge(connection: ClientConnection, envelope: Json) -> None:
    connection.send(json.dumps({"envelope_id": envelope["envelope_id"]}))
