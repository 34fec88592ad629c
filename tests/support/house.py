"""The whole product as people meet it: a workspace, and the bot in it over a real Socket Mode."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import Bot
from bot.catalogue import Catalogue
from bot.database.session import Database
from bot.database.upgrade import prepare
from bot.knowing import load_knowledge
from bot.sandbox.config import SandboxConfig
from bot.sandbox.seed import COORDINATORS
from bot.sandbox.server import SandboxServer
from bot.settings import Settings, load_settings
from tests.support.people import Person

ROOT = Path(__file__).parents[2]
KIM, ALEX, SAM, ROBIN = "U0KIM00001", "U0ALEX0001", "U0SAM00001", "U0ROBIN001"
MONDAY_NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


class SetClock:
    """A clock that a test sets; it goes on by itself from there."""

    def __init__(self, start: datetime) -> None:
        self._ahead = start - datetime.now(UTC)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def forward(self, by: timedelta) -> None:
        """Let time pass."""
        self._ahead += by


class House:
    """A workspace with the bot in it; the bot can be stopped and started again."""

    def __init__(self, server: SandboxServer, settings: Settings, clock: SetClock) -> None:
        self.server = server
        self.settings = settings
        self.clock = clock
        self.channel = COORDINATORS
        self.db = Database.connect(settings.database_url)
        prepare(self.db)
        self._running = ExitStack()
        self.bot: Bot | None = None

    def start(self) -> Bot:
        """Start the bot and wait until it is connected."""
        self.bot = bot = Bot(self.settings, self.db, self.clock)
        bot.greet(threading.Event())
        self._running.enter_context(bot.running())
        self._running.enter_context(bot.connected())
        self.server.wait_for_connection()
        return bot

    def stop(self) -> None:
        """Stop the bot; the workspace goes on."""
        self._running.close()
        self.bot = None
        self.server.wait_for(lambda: self.server.connections == 0, what="the bot to leave")

    def load_examples(self) -> None:
        """Fill the catalogue with the example articles."""
        library = load_knowledge(self.settings)
        Catalogue(self.db, library.parties, self.clock).load_examples()

    def person(self, user: str) -> Person:
        """One of the workspace's people."""
        return Person(self.server, user)

    @property
    def kim(self) -> Person:
        """An orderer in Simrishamn."""
        return self.person(KIM)

    @property
    def alex(self) -> Person:
        """An orderer in Ystad whose Slack is in English."""
        return self.person(ALEX)

    @property
    def sam(self) -> Person:
        """A goods receiver in Ystad."""
        return self.person(SAM)

    @property
    def robin(self) -> Person:
        """The coordinator."""
        return self.person(ROBIN)

    def close(self) -> None:
        """Stop everything."""
        if self.bot is not None:
            self.stop()
        self.db.close()


@contextmanager
def house(folder: Path, database_url: str | None = None, **config: Any) -> Iterator[House]:
    """A house with everything new, on SQLite in `folder` unless `database_url` says otherwise.

    What Slack would have refused fails the test that caused it.
    """
    with SandboxServer(SandboxConfig(manifest=ROOT / "manifest.json", **config)) as server:
        settings = load_settings(
            {
                "SLACK_API_URL": server.api_url,
                "SLACK_BOT_TOKEN": server.bot_token,
                "SLACK_APP_TOKEN": server.app_token,
                "SLACK_SIGNING_SECRET": server.signing_secret,
                "DATABASE_URL": database_url or f"sqlite:///{folder / 'hjalpen.db'}",
                "HJALPEN_COORDINATOR_CHANNEL": COORDINATORS,
            }
        )
        built = House(server, settings, SetClock(MONDAY_NOON))
        try:
            yield built
        finally:
            built.close()
            assert server.violations == []
