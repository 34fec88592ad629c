"""The composition root: settings in, the running bot out. Nothing is built at import."""

import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.core import Core, article_catalogue, build_core, documents, understanding
from bot.database.session import Database
from bot.errors import UsageError
from bot.forgetting import Forgetting
from bot.knowing import load_knowledge
from bot.lists.wiring import Lists, build_lists
from bot.live_knowledge import LiveKnowledge
from bot.occasion import Clock, utc_now
from bot.schedule import Schedule
from bot.settings import Settings
from bot.slack.connection import end_connection
from bot.slack.directory import SLACK_FAILURES, SlackDirectory
from bot.slack.downloads import SlackFiles
from bot.slack.gateway import Gateway
from bot.slack.live import LiveMessages
from bot.topic_understanding import Trained
from handlers import register
from handlers.blocks import Renderer
from handlers.redispatch import redispatch
from handlers.services import Services

SLACK_TIMEOUT_SECONDS = 10
SOCKET_CONCURRENCY = 1
"""Envelopes are taken one by one, so that the inbox has them in the order in which they came."""

LISTENERS = 16
FIRST_CONTACT_SECONDS = 2.0

log = structlog.get_logger(__name__)


class Bot:
    """The bot, wired; `running()` is its life."""

    def __init__(
        self,
        settings: Settings,
        db: Database,
        now: Clock = utc_now,
        *,
        trained: Trained | None = None,
    ) -> None:
        """`trained` is what the content files hold, for who has it already; else read and built.

        Raises UsageError if a setting that Slack needs is not set, or the folder cannot be used.
        """
        settings.need("slack_bot_token", "coordinator_channel")
        assert settings.slack_bot_token is not None  # noqa: S101 - needed above
        assert settings.coordinator_channel is not None  # noqa: S101
        self.settings = settings
        self.client = WebClient(
            token=settings.slack_bot_token.get_secret_value(),
            base_url=settings.slack_api_url,
            timeout=SLACK_TIMEOUT_SECONDS,
            # By itself the client posts again when the answer was lost; the outbox looks first.
            retry_handlers=[],
        )
        trained = trained or Trained.begun(load_knowledge(settings))
        knowledge = LiveKnowledge(db, trained)
        wake = threading.Event()
        catalogue = article_catalogue(settings, db, knowledge.base.parties, now)
        directory = SlackDirectory(self.client, settings.coordinator_channel, now)
        self.core: Core = build_core(
            settings=settings,
            db=db,
            knowledge=knowledge,
            catalogue=catalogue,
            understands=understanding(settings, knowledge, catalogue),
            directory=directory,
            now=now,
            woken=wake.set,
        )
        renderer = Renderer(knowledge.current, settings.timezone)
        makes = documents(self.core, now)
        self.gateway = Gateway(db, self.core.outbox, self.client, renderer, makes, wake)
        self.lists: Lists = build_lists(
            self.core,
            directory=directory,
            slack_files=SlackFiles(self.client, settings.pricelist_max_mb),
            shows=LiveMessages(self.client, self.core.outbox, renderer),
            draw=lambda message, lang: renderer.render(message, lang).plain,
            now=now,
            woken=wake.set,
        )
        secret = settings.slack_signing_secret
        self.bolt = App(
            client=self.client,
            signing_secret=secret.get_secret_value() if secret else "",
            # Whether Slack can be reached is found out in `running`, with patience.
            token_verification_enabled=False,
            request_verification_enabled=secret is not None,
            ssl_check_enabled=False,
            logger=_errors_only(),
            listener_executor=ThreadPoolExecutor(LISTENERS, thread_name_prefix="listener"),
        )
        self.services = Services(
            conversations=self.core.conversations,
            cases=self.core.cases,
            contacts=self.core.contacts,
            checklists=self.core.checklists,
            week=self.core.week,
            overview=self.core.overview,
            arrivals=self.lists.arrivals,
            people=self.core.people,
            inbox=self.core.inbox,
            outbox=self.core.outbox,
            directory=directory,
            renderer=renderer,
            knowledge=knowledge,
            catalogue=catalogue,
            desk=self.core.desk,
            accounts=self.core.accounts,
            unsent=self.core.unsent,
            edits=self.core.edits,
            unanswered=self.core.unanswered,
            knowledge_shown=self.core.knowledge_shown,
            knowledge_forms=self.core.knowledge_forms,
            settings=settings,
            db=db,
        )
        register(self.bolt, self.services)
        self.schedule = Schedule(
            zone=settings.zone,
            sweeps={
                "reminders": self.core.cases.remind_due,
                "closing": self.core.cases.close_due,
                "price-lists": self.core.checklists.monday_due,
                "lists": self.lists.sweep,
                "reports": self.core.week.send_due,
                "articles": self.core.catalogue.freshen,
                "accounts": self.core.suggestions.keep_fresh,
                "picks": self.core.catalogue.forget_picks,
                "inbox": self.sweep_inbox,
                "forgetting": self.core.inbox.prune,
                "forgetting-sent": Forgetting(self.core.db, now).sweep,
                "outbox": self.gateway.sweep,
            },
        )

    def sweep_inbox(self) -> int:
        """Take up events whose process died with them; returns how many."""
        overdue = self.core.inbox.overdue()
        for key, body in overdue:
            log.info("inbox_taken_up", key=key)
            redispatch(self.bolt, body)
        return len(overdue)

    def greet(self, stopping: threading.Event) -> None:
        """Find out that Slack knows us, waiting while it cannot be reached.

        Raises UsageError when Slack refuses the token.
        """
        wait = FIRST_CONTACT_SECONDS
        while not stopping.is_set():
            try:
                answer = self.client.auth_test()
            except SlackApiError as error:
                code = str(error.response.get("error"))
                if error.response.status_code < 500 and code != "ratelimited":  # noqa: PLR2004
                    raise UsageError(f"SLACK_BOT_TOKEN: Slack refuses it: {code}") from None
                log.warning("slack_not_ready", error=code)
            except SLACK_FAILURES as error:
                log.warning("slack_unreachable", url=self.settings.slack_api_url, error=str(error))
            else:
                log.info("slack_reached", team=answer["team"], user=answer["user"])
                return
            stopping.wait(wait)

    def learn(self) -> None:
        """Be ready to answer at once: otherwise whoever writes first waits for it."""
        self.services.learn()

    @contextmanager
    def running(self) -> Iterator[None]:
        """The outbox is sent and due things are done while inside."""
        self.gateway.start()
        self.lists.worker.start()
        self.schedule.start()
        try:
            yield
        finally:
            self.core.suggestions.stop()
            # Before sweeps and listeners: they may wait for the list that it saves.
            self.lists.worker.stop()
            self.schedule.stop()
            self.bolt.listener_runner.listener_executor.shutdown(wait=True)
            self.gateway.stop()
            self.core.catalogue.close()

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Connected over Socket Mode while inside. UsageError if the app token is missing."""
        self.settings.need("slack_app_token")
        assert self.settings.slack_app_token is not None  # noqa: S101
        handler = SocketModeHandler(
            self.bolt,
            self.settings.slack_app_token.get_secret_value(),
            web_client=self.client,
            concurrency=SOCKET_CONCURRENCY,
        )
        try:
            handler.client.connect()
        except SlackApiError as error:
            code = error.response.get("error")
            raise UsageError(f"SLACK_APP_TOKEN: Slack refuses it: {code}") from None
        try:
            yield
        finally:
            end_connection(handler.client)


def _errors_only() -> logging.Logger:
    """What Bolt copies its loggers' level from.

    It would warn that SLACK_BOT_TOKEN is set beside the client that we give it; it always is.
    """
    logger = logging.getLogger("bot.bolt")
    logger.setLevel(logging.ERROR)
    return logger
