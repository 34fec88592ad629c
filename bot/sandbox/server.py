"""Runs a sandbox: in a thread of its own for tests, or in the foreground."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

import uvicorn

from bot.sandbox.app import create_app
from bot.sandbox.config import SandboxConfig
from bot.sandbox.errors import SandboxError
from bot.sandbox.events_api import DeliveryRecord
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.manifest import AppManifest, read_manifest
from bot.sandbox.model import Channel, ChannelKind, Json, Person
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.socket_mode import DisconnectReason
from bot.sandbox.violations import Violation

_Result = TypeVar("_Result")
PATIENCE = 30.0
"""Seconds until whoever waits for the app gives up."""

_BACKLOG = 128
_TICK_SECONDS = 0.1
_START_SECONDS = 30.0
_GRACE_SECONDS = 1


class _Runner(uvicorn.Server):
    """uvicorn, telling when it has started and when it begins to stop."""

    def __init__(self, config: uvicorn.Config, sandbox: Sandbox, stopping: asyncio.Event) -> None:
        super().__init__(config)
        self._sandbox = sandbox
        self._stopping = stopping
        self._wake = asyncio.Event()
        self.ready = threading.Event()
        self.loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen."""
        self.loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        """Run until told to stop; unlike uvicorn's own it notices at once."""
        ticks = 0
        while not await self.on_tick(ticks):
            ticks += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), _TICK_SECONDS)

    def exit_soon(self) -> None:
        """Begin to stop; may be called from any thread."""
        self.should_exit = True
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._wake.set)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let held-up calls and open connections go, then stop."""
        self._stopping.set()
        try:
            await self._sandbox.stop()
        finally:
            await super().shutdown(sockets)


class SandboxServer:
    """A sandbox in a background thread, for use in a `with` block.

    Raises SandboxError for a bad setting, manifest or state file, and for a port that is taken.
    The methods may be called from any thread.
    """

    def __init__(self, config: SandboxConfig) -> None:
        config.check()
        self.config = config
        self.manifest: AppManifest = read_manifest(config.manifest)
        self._socket = _listen(config.host, config.port)
        try:
            host, port = self._socket.getsockname()[:2]
            shown = f"[{host}]" if ":" in host else host
            self.url = f"http://{shown}:{port}"
            self.port: int = port
            self._sandbox = Sandbox(config, self.manifest, self.url)
        except BaseException:
            self._socket.close()
            raise
        self._runner = _runner(self._sandbox)
        self._thread = threading.Thread(target=self._run, name="sandbox", daemon=True)
        self._failure: BaseException | None = None

    # life

    def start(self) -> Self:
        """Start to serve; returns when connections are accepted."""
        self._thread.start()
        if not self._runner.ready.wait(_START_SECONDS):
            raise SandboxError("the sandbox did not start")
        if self._failure:
            raise self._failure
        return self

    def stop(self) -> None:
        """Stop, write the state file, and wait until everything is closed."""
        self._runner.exit_soon()
        if self._thread.is_alive():
            self._thread.join()
        self._socket.close()
        if self._failure:
            failure, self._failure = self._failure, None
            raise failure

    def run_here(self, on_ready: Callable[[str], None] | None = None) -> None:
        """Serve in this thread until a signal says stop; `on_ready` is told the address."""
        if on_ready is not None:
            on_ready(self.url)
        try:
            # uvicorn stops in order on a signal, then raises the signal again.
            with contextlib.suppress(KeyboardInterrupt):
                asyncio.run(self._runner.serve([self._socket]))
        finally:
            self._socket.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _run(self) -> None:
        try:
            asyncio.run(self._runner.serve([self._socket]))
        except BaseException as error:
            self._failure = error
        finally:
            self._runner.ready.set()

    # what an app needs to know

    @property
    def api_url(self) -> str:
        """The base address of the Web API, for SLACK_API_URL."""
        return f"{self.url}/api/"

    @property
    def bot_token(self) -> str:
        """The bot token that the sandbox accepts."""
        return self.config.bot_token

    @property
    def app_token(self) -> str:
        """The app-level token that the sandbox accepts."""
        return self.config.app_token

    @property
    def signing_secret(self) -> str:
        """What requests in HTTP mode are signed with."""
        return self.config.signing_secret

    # looking and waiting

    def call(self, function: Callable[[Sandbox], _Result]) -> _Result:
        """Run `function` on the sandbox in the server's thread and return its result."""

        async def run() -> _Result:
            return function(self._sandbox)

        return self._await(run())

    def wait_for(
        self, look: Callable[[], _Result | None], timeout: float = PATIENCE, what: str = "it"
    ) -> _Result:
        """Call `look` now and after every change until it returns something true; return that.

        Raises TimeoutError naming `what` after `timeout` seconds.
        """
        deadline = time.monotonic() + timeout
        while True:
            seen = self._sandbox.signal.count
            result = look()
            if result:
                return result
            if not self._sandbox.signal.wait_past(seen, deadline):
                raise TimeoutError(f"waited {timeout:g} s for {what}")

    def wait_for_connection(self, timeout: float = PATIENCE, connections: int = 1) -> None:
        """Wait until the app has (at least) so many Socket Mode connections."""
        self.wait_for(
            lambda: self.connections >= connections, timeout, "the app's Socket Mode connection"
        )

    def wait_until_delivered(self, timeout: float = PATIENCE) -> None:
        """Wait until no event is on its way to the app: each is acknowledged or given up."""
        self.wait_for(
            lambda: self.call(lambda sandbox: sandbox.events.in_flight == 0),
            timeout,
            "the app to acknowledge every event",
        )

    @property
    def connections(self) -> int:
        """How many Socket Mode connections the app has."""
        return self.call(lambda sandbox: sandbox.socket_mode.connections)

    @property
    def violations(self) -> list[Violation]:
        """What the app sent that Slack would refuse every time: invalid blocks and the like."""
        return list(self._sandbox.violations.all)

    def clear_violations(self) -> None:
        """Forget the violations so far, in a test that provoked them."""
        self.call(lambda sandbox: sandbox.violations.all.clear())

    @property
    def deliveries(self) -> list[DeliveryRecord]:
        """Every attempt at delivering an event, oldest first."""
        return self.call(lambda sandbox: list(sandbox.events.records))

    # people and channels

    def add_person(
        self,
        user: str,
        real_name: str,
        *,
        title: str = "Beställare",
        municipality: str = "Ystad",
        locale: str = "sv-SE",
    ) -> Person:
        """Add a person with the id `user` (`U...`); they are in no channel yet."""
        handle = real_name.lower().replace(" ", ".")
        person = Person(user, handle, real_name, title, municipality, locale, color="c5")
        self.call(lambda sandbox: sandbox.workspace.add_person(person))
        return person

    def set_locale(self, user: str, locale: str) -> None:
        """Change a person's language, as in Slack's preferences."""
        self.call(lambda sandbox: sandbox.workspace.change_person(user, locale=locale))

    def add_channel(
        self, name: str, members: list[str], *, kind: ChannelKind = "channel"
    ) -> Channel:
        """Add a channel; the first of `members` is its creator."""
        return self.call(lambda sandbox: sandbox.workspace.add_channel(name, members, kind=kind))

    def join(self, channel: str, user: str, *, inviter: str | None = None) -> None:
        """Let a person (or the bot) join a channel."""
        self.call(lambda sandbox: sandbox.workspace.join(channel, user, inviter))

    def leave(self, channel: str, user: str) -> None:
        """Let a person (or the bot) leave a channel."""
        self.call(lambda sandbox: sandbox.workspace.leave(channel, user))

    def archive(self, channel: str) -> None:
        """Archive a channel."""
        self.call(lambda sandbox: sandbox.workspace.archive(channel))

    def snapshot(self, user: str) -> Json:
        """What a person's page shows: `me`, `people`, `channels`, `bot`, `home`, `modals` ..."""
        return self.call(lambda sandbox: sandbox.page.snapshot(user))

    def dm(self, user: str) -> str:
        """The id of a person's direct message with the bot."""
        return self.call(lambda sandbox: sandbox.workspace.im_with(user).id)

    # faults

    def add_fault(
        self,
        kind: FaultKind,
        *,
        method: str = "*",
        count: int = 1,
        retry_after: int = 1,
        seconds: float = 60.0,
        applied: bool = False,
    ) -> Fault:
        """Put a fault in force; see `Fault`. For dropping sockets there is `drop_sockets`."""
        return self.call(
            lambda sandbox: sandbox.faults.add(
                kind,
                method=method,
                count=count,
                retry_after=retry_after,
                seconds=seconds,
                applied=applied,
            )
        )

    def clear_faults(self) -> None:
        """Take every fault out of force."""
        self.call(lambda sandbox: sandbox.faults.clear())

    def drop_sockets(self) -> None:
        """Close every Socket Mode connection without warning."""
        self._await(self._sandbox.drop_sockets())

    def disconnect(self, reason: DisconnectReason = "refresh_requested") -> None:
        """Tell the app to reconnect, as Slack does from time to time."""
        self._await(self._sandbox.socket_mode.disconnect(reason))

    def deliver(self, event: Json) -> None:
        """Deliver an event of one's own making, inside Slack's envelope."""
        self.call(lambda sandbox: sandbox.events.deliver(event))

    def verify_target(self) -> bool:
        """HTTP mode: make the url_verification handshake; whether the app answered it rightly."""
        http_mode = self._sandbox.http_mode
        if http_mode is None:
            raise SandboxError("there is no http_target to verify")
        token = self._sandbox.workspace.state.app.verification_token
        return self._await(http_mode.verify(token))

    def _await(self, awaited: Coroutine[Any, Any, _Result]) -> _Result:
        loop = self._runner.loop
        if loop is None:
            awaited.close()
            raise SandboxError("the sandbox is not running")
        return asyncio.run_coroutine_threadsafe(awaited, loop).result(_START_SECONDS)


def serve(config: SandboxConfig, *, on_ready: Callable[[str], None] | None = None) -> None:
    """Serve a sandbox in this thread until SIGINT or SIGTERM; `on_ready` is told the address.

    Raises SandboxError as SandboxServer does.
    """
    server = SandboxServer(config)
    server.run_here(on_ready)


def _runner(sandbox: Sandbox) -> _Runner:
    stopping = asyncio.Event()
    settings = uvicorn.Config(
        create_app(sandbox, stopping),
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        ws_max_size=1_000_000,
        ws_ping_interval=sandbox.config.ping_seconds,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    return _Runner(settings, sandbox, stopping)


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise SandboxError(f"cannot listen on {host}: {error.strerror}") from error
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise SandboxError(f"cannot listen on {host}:{port}: {error.strerror}") from error
    return listening
