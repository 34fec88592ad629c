"""Signs of life while a file is read: to the other processes, and to whoever waits for it."""

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

import structlog

from bot.importing import Stage
from bot.lists.store import TakenOverError

SHOW_SECONDS = 3.0
"""Slack takes about one change of a message a second; the first is shown after this long."""

SIGN_SECONDS = 5.0

log = structlog.get_logger(__name__)


class StoppedError(Exception):
    """The process ends: the file is read by the next one."""


class Ticker:
    """A thread beside the reading, while inside `with`."""

    def __init__(
        self,
        *,
        show: Callable[[Stage, float], None],
        renew: Callable[[], bool],
        may_write: Callable[[Stage], bool],
        stopping: threading.Event,
        every: float = SHOW_SECONDS,
        sign: float = SIGN_SECONDS,
    ) -> None:
        """`show` tells how far a stage is, `renew` gives a sign of life and says whether the file
        still is ours. `may_write` says in which stages that can be written.
        """
        self._show = show
        self._renew = renew
        self._may_write = may_write
        self._stopping = stopping
        self._every = every
        self._sign = sign
        self._ended = threading.Event()
        self._showing = threading.Lock()
        self._quiet = False
        self._lost = False
        self._at: tuple[Stage, float] | None = None
        self._thread = threading.Thread(target=self._run, name="list-ticker", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()

    def tell(self, stage: Stage, share: float) -> None:
        """Note how far it has come. StoppedError, TakenOverError if the reading is to end."""
        if self._stopping.is_set():
            raise StoppedError
        if self._lost:
            raise TakenOverError
        self._at = (stage, share)

    def hush(self) -> None:
        """Show nothing more: the result is about to be shown."""
        with self._showing:
            self._quiet = True

    def _run(self) -> None:
        shown: tuple[Stage, float] | None = None
        signed = time.monotonic()
        while not self._ended.wait(self._every):
            at = self._at
            try:
                writable = at is None or self._may_write(at[0])
                if writable and time.monotonic() - signed > self._sign - self._every:
                    self._lost = not self._renew()
                    signed = time.monotonic()
                # After the sign of life: whoever has the file now may have shown the result.
                if at is not None and at != shown and not self._lost:
                    with self._showing:
                        if not self._quiet:
                            self._show(*at)
                    shown = at
            except Exception:
                log.exception("list_ticker_failed")
