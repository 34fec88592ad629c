"""A whole sandbox: the workspace, the way to the app, and everything between, put together."""

from pathlib import Path

from bot.sandbox import store
from bot.sandbox.changes import Announcer, BotConnected, Change, FaultsChanged
from bot.sandbox.config import SandboxConfig
from bot.sandbox.delivery import Delivery
from bot.sandbox.events import EventMaker
from bot.sandbox.events_api import EventsApi
from bot.sandbox.faults import Faults
from bot.sandbox.files import FileStore
from bot.sandbox.http_mode import HttpMode
from bot.sandbox.interactions import Interactions
from bot.sandbox.manifest import AppManifest
from bot.sandbox.modals import Views
from bot.sandbox.page_hub import PageHub
from bot.sandbox.seed import seed
from bot.sandbox.socket_mode import SocketMode
from bot.sandbox.tokens import Tokens
from bot.sandbox.violations import Violations
from bot.sandbox.waiting import ChangeSignal
from bot.sandbox.workspace import Workspace


class Sandbox:
    """The parts of a sandbox. They are used from one thread, that of the server's event loop.

    `base_url` is where the server is reached. Raises SandboxError for a damaged state file.
    """

    def __init__(self, config: SandboxConfig, manifest: AppManifest, base_url: str) -> None:
        self.config = config
        self.manifest = manifest
        self.signal = ChangeSignal()
        self.announce = Announcer()
        state = store.load(config.state) if config.state else None
        state = state or seed(manifest.bot_name)
        state.base_url = base_url
        self.workspace = Workspace(state, self.announce, config.clock)
        self.files = FileStore(_uploads(config.state))
        self.violations = Violations(self.signal.notify)
        self.faults = Faults(lambda: self.announce(FaultsChanged()))
        self.views = Views(self.workspace)
        self.tokens = Tokens(self.workspace, config.trigger_seconds)
        self.socket_mode = SocketMode(
            state.app.id,
            self.faults,
            ack_seconds=config.ack_seconds,
            max_connections=config.max_connections,
            on_connected=lambda connected: self.announce(BotConnected(connected)),
        )
        self.http_mode = (
            HttpMode(
                config.http_target,
                config.signing_secret,
                ack_seconds=config.ack_seconds,
                clock=config.clock,
            )
            if config.http_target
            else None
        )
        self.delivery: Delivery = self.http_mode or self.socket_mode
        self.events = EventsApi(
            self.workspace,
            manifest,
            EventMaker(self.workspace, self.views.home),
            self.delivery,
            self.faults,
            retry_delays=tuple(delay * config.time_scale for delay in config.retry_delays),
            on_record=self.signal.notify,
        )
        self.interactions = Interactions(
            self.workspace, manifest, self.views, self.tokens, self.delivery, self.violations
        )
        self.page = PageHub(self.workspace, self.views, manifest, self.faults, self.delivery)
        self.saver = store.Saver(config.state, self.workspace.to_save, config.save_seconds)
        for listener in (self.page.hear, self.events.hear, self._save, self._notify):
            self.announce.listen(listener)

    async def drop_sockets(self) -> None:
        """Close every Socket Mode connection without warning."""
        await self.socket_mode.drop()

    async def stop(self) -> None:
        """Close all connections, give up on undelivered events, and write the state."""
        self.events.stop()
        self.page.stop()
        await self.socket_mode.drop()
        self.saver.flush()

    def _save(self, change: Change) -> None:
        if not isinstance(change, BotConnected | FaultsChanged):
            self.saver.schedule()

    def _notify(self, change: Change) -> None:
        del change
        self.signal.notify()


def _uploads(state: Path | None) -> Path | None:
    return state.with_name(f"{state.name}.files") if state else None
