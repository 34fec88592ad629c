"""Signs of life while a file is read."""

import threading
import time

import pytest

from bot.importing import Stage
from bot.lists.store import TakenOverError
from bot.lists.ticker import StoppedError, Ticker

FAST = 0.005
SECONDS = 5.0


class Listener:
    """What a ticker tells, and whether the file still is ours."""

    def __init__(self) -> None:
        self.shown: list[tuple[Stage, float]] = []
        self.ours = True
        self.renewed = 0
        self.writable = True
        self.stopping = threading.Event()
        self.more = threading.Condition()

    def ticker(self, sign: float = 0.0) -> Ticker:
        return Ticker(
            show=self.show,
            renew=self.renew,
            may_write=lambda _: self.writable,
            stopping=self.stopping,
            every=FAST,
            sign=sign,
        )

    def show(self, stage: Stage, share: float) -> None:
        with self.more:
            self.shown.append((stage, share))
            self.more.notify_all()

    def renew(self) -> bool:
        with self.more:
            self.renewed += 1
            self.more.notify_all()
        return self.ours

    def wait(self, done: str) -> None:
        """Wait until something has been shown, or renewed."""
        with self.more:
            assert self.more.wait_for(lambda: getattr(self, done), SECONDS)


def test_each_change_is_shown_once() -> None:
    listener = Listener()
    with listener.ticker() as ticker:
        ticker.tell(Stage.READING, 0.5)
        listener.wait("shown")
        listener.renewed = 0
        listener.wait("renewed")
    assert listener.shown == [(Stage.READING, 0.5)]


def test_nothing_is_shown_after_the_result() -> None:
    listener = Listener()
    with listener.ticker() as ticker:
        ticker.hush()
        ticker.tell(Stage.SAVING, 0.9)
        listener.wait("renewed")
    assert listener.shown == []


def test_no_sign_of_life_while_it_cannot_be_written() -> None:
    listener = Listener()
    listener.writable = False
    with listener.ticker() as ticker:
        ticker.tell(Stage.SAVING, 0.9)
        listener.wait("shown")
        listener.renewed = 0
        ticker.tell(Stage.SAVING, 0.95)
        listener.shown.clear()
        listener.wait("shown")
    assert listener.renewed == 0


def test_a_file_that_another_process_has_taken() -> None:
    listener = Listener()
    listener.ours = False
    with listener.ticker() as ticker:
        listener.wait("renewed")
        deadline = time.monotonic() + SECONDS
        with pytest.raises(TakenOverError):
            while time.monotonic() < deadline:
                ticker.tell(Stage.READING, 0.5)


def test_what_another_process_has_taken_is_not_shown() -> None:
    """Its result may stand there by now."""
    listener = Listener()
    listener.ours = False
    with listener.ticker() as ticker:
        ticker.tell(Stage.SAVING, 0.4)
        listener.wait("renewed")
        listener.renewed = 0
        listener.wait("renewed")
    assert listener.shown == []


def test_a_process_that_ends() -> None:
    listener = Listener()
    with listener.ticker() as ticker:
        listener.stopping.set()
        with pytest.raises(StoppedError):
            ticker.tell(Stage.READING, 0.5)
