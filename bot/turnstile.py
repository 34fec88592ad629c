"""What one person does is worked at in the order in which it came, however many threads work."""

import threading
import time
from collections import deque

PATIENCE_SECONDS = 10.0
"""How long to wait for what came before; then something is wrong with that, and it is passed."""


class Turnstile:
    """Keys queue up by person. It holds no event: those are in the inbox, this is their order."""

    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        self._patience = patience
        self._moved = threading.Condition()
        self._queues: dict[str, deque[str]] = {}
        self._whose: dict[str, str] = {}

    def join(self, person: str, key: str) -> None:
        """Queue up; call it in the order in which things came. Who is in the queue stays there."""
        with self._moved:
            if key in self._whose:
                return
            self._queues.setdefault(person, deque()).append(key)
            self._whose[key] = person

    def wait(self, key: str) -> None:
        """Wait until all that the person did before is through; at once for a key not queued."""
        deadline = time.monotonic() + self._patience
        with self._moved:
            while (person := self._whose.get(key)) is not None and (self._queues[person][0] != key):
                if not self._moved.wait(deadline - time.monotonic()):
                    self.leave(self._queues[person][0])  # or all that follow would wait for it too

    def leave(self, key: str) -> None:
        """Be through, or give up; nothing happens for a key not queued."""
        with self._moved:
            person = self._whose.pop(key, None)
            if person is None:
                return
            queue = self._queues[person]
            queue.remove(key)
            if not queue:
                del self._queues[person]
            self._moved.notify_all()
