"""Lets another thread wait until something has happened in the sandbox."""

import threading
import time


class ChangeSignal:
    """Counts changes; a waiter sleeps until the count is past the one it has seen."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._count = 0

    @property
    def count(self) -> int:
        """How many changes there have been."""
        with self._condition:
            return self._count

    def notify(self) -> None:
        """Count a change and wake everyone who waits."""
        with self._condition:
            self._count += 1
            self._condition.notify_all()

    def wait_past(self, seen: int, deadline: float) -> bool:
        """Wait for a change after the `seen`th; False at `deadline` (`time.monotonic()`)."""
        with self._condition:
            return self._condition.wait_for(
                lambda: self._count > seen, max(0.0, deadline - time.monotonic())
            )
