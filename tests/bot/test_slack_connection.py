"""A connection over Socket Mode ends, whatever its threads are doing in that moment."""

import threading
from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient

from bot.sandbox.config import SandboxConfig
from bot.sandbox.server import SandboxServer
from bot.slack.connection import end_connection
from tests.support.house import ROOT


class Slow(SocketModeClient):
    """A client whose receiving thread is held up where it has seen that the connection is open, and
    has not begun to receive: until it is closed, or for half a second."""

    entered: threading.Event
    closed_now: threading.Event

    def session_id(self) -> str | None:
        """As it is; asked first in that place."""
        if threading.current_thread() is self.current_session_runner.thread:
            self.entered.set()
            self.closed_now.wait(0.5)
        return super().session_id()

    def disconnect(self) -> None:
        """Close the connection."""
        super().disconnect()
        self.closed_now.set()


@pytest.fixture
def server() -> Iterator[SandboxServer]:
    with SandboxServer(SandboxConfig(manifest=ROOT / "manifest.json")) as one:
        yield one


def test_it_ends_though_a_thread_begins_to_receive(server: SandboxServer) -> None:
    web = WebClient(token=server.bot_token, base_url=server.api_url)
    client = Slow(app_token=server.app_token, web_client=web, concurrency=1)
    client.entered, client.closed_now = threading.Event(), threading.Event()
    client.connect()
    assert client.entered.wait(30)

    ending = threading.Thread(target=end_connection, args=(client,), daemon=True)
    ending.start()
    ending.join(10)

    assert not ending.is_alive()
    assert not client.is_connected()
