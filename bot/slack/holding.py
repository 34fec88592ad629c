"""A message is held while something is made for it that takes longer than a lease."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from bot.outbox import Claimed, Outbox

EVERY_SECONDS = 20.0
"""Shorter than `Outbox.LEASE` by far."""

log = structlog.get_logger(__name__)


@contextmanager
def held(outbox: Outbox, claimed: Claimed, every: float = EVERY_SECONDS) -> Iterator[None]:
    """Begin the lease anew every so many seconds while inside, unless the message is lost."""
    ended = threading.Event()

    def hold() -> None:
        while not ended.wait(every):
            try:
                if not outbox.hold(claimed):
                    return
            except Exception:
                log.exception("hold_failed", message=claimed.id)

    thread = threading.Thread(target=hold, name="hold", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
