"""The Events API: hands the app the events that it subscribes to, again until it has them.

https://docs.slack.dev/apis/events-api/#retries
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.changes import Change
from bot.sandbox.delivery import Delivery
from bot.sandbox.events import EventMaker, event_callback
from bot.sandbox.faults import Faults
from bot.sandbox.manifest import AppManifest
from bot.sandbox.model import Json
from bot.sandbox.workspace import Workspace

_RECORDS = 5000


@dataclass(frozen=True, slots=True)
class DeliveryRecord:
    """One attempt at delivering an event: `reason` is empty when the app acknowledged it."""

    event_id: str
    event: Json
    attempt: int
    reason: str


class EventsApi:
    """Delivers events one attempt after the other; `records` tells of the latest attempts."""

    def __init__(
        self,
        workspace: Workspace,
        manifest: AppManifest,
        maker: EventMaker,
        delivery: Delivery,
        faults: Faults,
        *,
        retry_delays: tuple[float, ...],
        on_record: Callable[[], None],
    ) -> None:
        self._workspace = workspace
        self._manifest = manifest
        self._maker = maker
        self._delivery = delivery
        self._faults = faults
        self._retry_delays = retry_delays
        self._on_record = on_record
        self._tasks: set[asyncio.Task[None]] = set()
        self.records: deque[DeliveryRecord] = deque(maxlen=_RECORDS)

    @property
    def in_flight(self) -> int:
        """How many events the app does not have yet and may still get."""
        return len(self._tasks)

    def hear(self, change: Change) -> None:
        """Deliver what the app is to know of a change."""
        for name, event in self._maker.events(change):
            if name in self._manifest.events:
                self.deliver(event)

    def deliver(self, event: Json) -> None:
        """Begin to deliver an event, whether the app subscribes to it or not."""
        payload = event_callback(event, self._workspace)
        times = 2 if self._faults.take("duplicate_event") else 1
        for _ in range(times):
            task = asyncio.get_running_loop().create_task(self._deliver(payload))
            self._tasks.add(task)
            task.add_done_callback(self._done)

    def stop(self) -> None:
        """Give up on what is not delivered yet."""
        for task in self._tasks:
            task.cancel()

    async def _deliver(self, payload: Json) -> None:
        reason = ""
        for attempt, delay in enumerate((0.0, *self._retry_delays)):
            if delay:
                await asyncio.sleep(delay)
            outcome = await self._delivery.send_event(payload, attempt, reason)
            reason = outcome.reason
            self.records.append(
                DeliveryRecord(payload["event_id"], payload["event"], attempt, reason)
            )
            self._on_record()
            if outcome.acknowledged or outcome.give_up:
                return

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._on_record()
        if not task.cancelled() and (error := task.exception()):
            raise error
