"""A sandbox for each test, and apps made with Bolt to run against it."""

import http.client
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.sandbox import SandboxConfig, SandboxServer
from tests.support import bolt
from tests.support.people import Person

MANIFEST = Path(__file__).with_name("manifest.json")
# Slack's three seconds for an acknowledgement are kept, its minutes between retries are not.
CONFIG = SandboxConfig(manifest=MANIFEST, ping_seconds=0.05, time_scale=0.0)

StartApp: TypeAlias = Callable[[App], SocketModeHandler]


@dataclass(frozen=True)
class Answer:
    """What the sandbox answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, decoded."""
        return json.loads(self.body)


class Caller:
    """Calls addresses of a sandbox without any client's help."""

    def __init__(self, server: SandboxServer) -> None:
        self._server = server

    def __call__(
        self,
        path: str,
        body: bytes | dict[str, Any] | None = None,
        *,
        verb: str = "POST",
        signed_in: str | None = "bot",
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send a request; a dict is sent as JSON.

        `signed_in` is "bot", "app", a token or None.
        """
        named = {"bot": self._server.bot_token, "app": self._server.app_token}
        sent = dict(headers or {})
        if signed_in:
            sent["authorization"] = f"Bearer {named.get(signed_in, signed_in)}"
        if isinstance(body, dict):
            body = json.dumps(body).encode()
            sent.setdefault("content-type", "application/json; charset=utf-8")
        connection = http.client.HTTPConnection("127.0.0.1", self._server.port, timeout=10)
        try:
            connection.request(verb, path, body, sent)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()


@pytest.fixture
def server() -> Iterator[SandboxServer]:
    with SandboxServer(CONFIG) as running:
        yield running


@pytest.fixture
def start_server() -> Iterator[Callable[..., SandboxServer]]:
    """Starts sandboxes with settings of the test's own, and stops them."""
    started: list[SandboxServer] = []

    def start(**settings: Any) -> SandboxServer:
        server = SandboxServer(replace(CONFIG, **settings)).start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def call(server: SandboxServer) -> Caller:
    return Caller(server)


@pytest.fixture
def web(server: SandboxServer) -> WebClient:
    return WebClient(token=server.bot_token, base_url=server.api_url)


@pytest.fixture
def app(web: WebClient) -> App:
    return App(client=web)


@pytest.fixture
def start(server: SandboxServer) -> Iterator[StartApp]:
    """Connects an app by Socket Mode, and disconnects it after the test."""
    handlers: list[SocketModeHandler] = []

    def connect(app: App) -> SocketModeHandler:
        handlers.append(bolt.connect(app, server))
        return handlers[-1]

    yield connect
    for handler in handlers:
        bolt.disconnect(handler)


@pytest.fixture
def kim(server: SandboxServer) -> Person:
    return Person(server, "U0KIM00001")


@pytest.fixture
def robin(server: SandboxServer) -> Person:
    return Person(server, "U0ROBIN001")
