"""A Chromium for the session; for every test a sandbox, a bot that is connected, and pages."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    expect,
    sync_playwright,
)
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.sandbox.config import SandboxConfig
from bot.sandbox.server import SandboxServer
from tests.browser.chromium import ARGUMENTS, NAMES, find_chromium
from tests.browser.tryout_bot import MANIFEST, build_app

DESKTOP = (1280, 800)
PHONE = (390, 844)
# Long, for a machine that has much else to do: what is waited for comes at once otherwise.
TIMEOUT_MS = 20_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.skip(f"no Chromium: set CHROMIUM, or have one of {', '.join(NAMES)} on PATH")
    expect.set_options(timeout=TIMEOUT_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SandboxServer]:
    """A sandbox for the tryout bot, which is not running."""
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps(MANIFEST), encoding="utf-8")
    with SandboxServer(SandboxConfig(manifest=manifest, ping_seconds=0.1)) as server:
        yield server


@contextmanager
def running_bot(server: SandboxServer) -> Iterator[None]:
    """The tryout bot, connected to the sandbox over Socket Mode while the block runs."""
    app = build_app(server.api_url, server.bot_token)
    handler = SocketModeHandler(app, server.app_token)
    handler.client.connect()
    server.wait_for_connection()
    yield
    handler.client.close()
    # Bolt's own pool has no end of its own: what it still does is waited for here.
    app.listener_runner.listener_executor.shutdown(wait=True)


@pytest.fixture
def bot(server: SandboxServer) -> Iterator[SandboxServer]:
    """The sandbox with the tryout bot connected to it."""
    with running_bot(server):
        yield server
    assert [str(violation) for violation in server.violations] == []


class OpenPage(Protocol):
    """Opens the page of a sandbox in a browser of its own."""

    def __call__(
        self,
        server: SandboxServer,
        query: str = "",
        *,
        size: tuple[int, int] = DESKTOP,
        scheme: Literal["light", "dark"] = "light",
        touch: bool = False,
        ready: str = "[data-testid=sidebar]",
    ) -> Page: ...


@dataclass
class Complaints:
    """What browsers complained of; a test that expects some takes them out of `texts`."""

    texts: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Collect what `page` writes to its console as an error or warning, and what it throws."""
        page.on("console", self._console)
        page.on("pageerror", self._thrown)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.texts.append(f"console {message.type}: {message.text}")

    def _thrown(self, error: Error) -> None:
        self.texts.append(f"thrown: {error}")


@pytest.fixture
def complaints() -> Complaints:
    return Complaints()


@pytest.fixture
def open_page(browser: Browser, complaints: Complaints) -> Iterator[OpenPage]:
    contexts: list[BrowserContext] = []

    def open_one(
        server: SandboxServer,
        query: str = "",
        *,
        size: tuple[int, int] = DESKTOP,
        scheme: Literal["light", "dark"] = "light",
        touch: bool = False,
        ready: str = "[data-testid=sidebar]",
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            has_touch=touch,
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
        )
        contexts.append(context)
        context.set_default_timeout(TIMEOUT_MS)
        page = context.new_page()
        complaints.watch(page)
        page.goto(f"{server.url}/{query}")
        page.wait_for_selector(ready, state="attached")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints.texts == []


@pytest.fixture(autouse=True)
def no_threads_left() -> Iterator[None]:
    """Nothing that a test started goes on after it."""
    before = set(threading.enumerate())
    yield
    left = [one for one in threading.enumerate() if one not in before and not one.daemon]
    assert left == []
