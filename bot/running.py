"""The life of a running bot: until Ctrl-C or SIGTERM, in Socket Mode or over HTTP."""

import signal
import threading
from types import FrameType

import structlog
import uvicorn

from bot.app import Bot
from bot.database.session import Database
from bot.http import web_app
from bot.settings import Settings

log = structlog.get_logger(__name__)


def run_socket_mode(settings: Settings, db: Database) -> None:
    """Run in Socket Mode until the process is told to end."""
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    bot = Bot(settings, db)
    bot.greet(stopping)
    if stopping.is_set():
        return
    with bot.running(), bot.connected():
        bot.learn()
        log.info("running", mode="socket")
        stopping.wait()
    log.info("stopped")


def run_http(settings: Settings, db: Database) -> None:
    """Run as a web server until the process is told to end; uvicorn minds the signals."""
    bot = Bot(settings, db)
    bot.greet(threading.Event())
    # uvicorn raises the signal again when it has ended: what is being sent still has to be sent.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _signal, _frame: None)
    with bot.running():
        bot.learn()
        log.info("running", mode="http", host=settings.http_host, port=settings.http_port)
        uvicorn.run(
            web_app(bot.bolt),
            host=settings.http_host,
            port=settings.http_port,
            log_config=None,
        )
    log.info("stopped")
