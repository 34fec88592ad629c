"""The whole product as people meet it: a workspace, and the bot in it over a real Socket Mode."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.app import Bot
from bot.catalogue import Catalogue
from bot.database.models import InboxRow, OutboxRow
from bot.database.session import Database
from bot.database.upgrade import prepare
from bot.sandbox.config import SandboxConfig
from bot.sandbox.seed import COORDINATORS
from bot.sandbox.server import PATIENCE, SandboxServer
from bot.settings import Settings, load_settings
from bot.topic_understanding import Trained
from knowledge.library import default_content_dir, load_library
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

    def __init__(
        self, server: SandboxServer, settings: Settings, clock: SetClock, trained: Trained
    ) -> None:
        self.server = server
        self.trained = trained
        self.settings = settings
        self.clock = clock
        self.channel = COORDINATORS
        self.db = Database.connect(settings.database_url)
        prepare(self.db)
        self._running = ExitStack()
        self.bot: Bot | None = None

    def start(self) -> Bot:
        """Start the bot and wait until it is connected."""
        self.bot = bot = Bot(self.settings, self.db, self.clock, trained=self.trained)
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

    def settle(self, seconds: float = PATIENCE) -> None:
        """Wait until all that was begun is done: every event taken in, every message sent."""
        self._wait_while(lambda: self._on_the_way_in() or self._on_the_way_out(), seconds)

    def take_in(self, seconds: float = PATIENCE) -> None:
        """Wait until every event has had its effects; what is said may not be sent yet."""
        self._wait_while(self._on_the_way_in, seconds)

    def until(self, done: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Wait for what no message tells of, such as a row in the database."""
        self._wait_while(lambda: "" if done() else "something to wait for", seconds)

    @staticmethod
    def _wait_while(unfinished: Callable[[], str], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        pause = threading.Event()
        while left := unfinished():
            if time.monotonic() > deadline:
                raise TimeoutError(f"after {seconds:g} s there is still {left}")
            pause.wait(0.01)

    def _on_the_way_in(self) -> str:
        if self.server.call(lambda sandbox: sandbox.events.in_flight):
            return "an event that is not acknowledged"
        with self.db.read() as session:
            key = session.scalar(select(InboxRow.key).where(InboxRow.done_at.is_(None)).limit(1))
            return f"{key} in the inbox" if key else ""

    def _on_the_way_out(self) -> str:
        with self.db.read() as session:
            waiting = OutboxRow.state.in_(("pending", "sending"))
            sends = session.scalar(select(OutboxRow.envelope).where(waiting).limit(1))
            return f"{sends} in the outbox" if sends else ""

    def load_examples(self) -> None:
        """Fill the catalogue with the example articles."""
        Catalogue(self.db, self.trained.library.parties, self.clock).load_examples()

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


@cache
def knowledge() -> Trained:
    """The knowledge that all bots of a test run answer from: it never changes, and costs."""
    return Trained.of(load_library(default_content_dir()))


def environment(server: SandboxServer, database_url: str) -> dict[str, str]:
    """The settings of a bot in a workspace."""
    return {
        "SLACK_API_URL": server.api_url,
        "SLACK_BOT_TOKEN": server.bot_token,
        "SLACK_APP_TOKEN": server.app_token,
        "SLACK_SIGNING_SECRET": server.signing_secret,
        "DATABASE_URL": database_url,
        "HJALPEN_COORDINATOR_CHANNEL": COORDINATORS,
    }


@contextmanager
def house(folder: Path, database_url: str | None = None, **config: Any) -> Iterator[House]:
    """A house with everything new, on SQLite in `folder` unless `database_url` says otherwise.

    What Slack would have refused fails the test that caused it.
    """
    config = {"manifest": ROOT / "manifest.json", **config}
    with SandboxServer(SandboxConfig(**config)) as server:
        url = database_url or f"sqlite:///{folder / 'hjalpen.db'}"
        settings = load_settings(environment(server, url))
        built = House(server, settings, SetClock(MONDAY_NOON), knowledge())
        try:
            yield built
        finally:
            built.close()
            assert server.violations == []
