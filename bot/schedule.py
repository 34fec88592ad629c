"""Runs the sweeps: each looks for rows that are due, so a restart loses nothing."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

Sweep = Callable[[], object]
"""Does what is due; it may run in several processes at once, and claims each row that it takes."""

EVERY = timedelta(seconds=15)

log = structlog.get_logger(__name__)


class Schedule:
    """The sweeps on a thread pool: at once when started, then every so often.

    A sweep that still runs when its next time comes is not started beside itself. One that fails is
    logged, and tried again the next time.
    """

    def __init__(
        self, *, sweeps: Mapping[str, Sweep], zone: ZoneInfo, every: timedelta = EVERY
    ) -> None:
        """`zone` is the one in which the scheduler logs its times; no due time depends on it."""
        self._sweeps = dict(sweeps)
        self._zone = zone
        self._every = every
        self._scheduler: BackgroundScheduler | None = None

    def start(self) -> None:
        """Begin; RuntimeError if it is running."""
        if self._scheduler is not None:
            raise RuntimeError("the schedule is running already")
        # https://apscheduler.readthedocs.io/en/3.x/userguide.html: a run that comes late is made up
        # for however late it is (no grace time), and several missed ones by one (coalesce).
        scheduler = BackgroundScheduler(
            timezone=self._zone,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for name, sweep in self._sweeps.items():
            scheduler.add_job(
                _run,
                IntervalTrigger(seconds=self._every.total_seconds(), timezone=UTC),
                args=(name, sweep),
                id=name,
                name=name,
                next_run_time=datetime.now(UTC),
            )
        scheduler.start()
        self._scheduler = scheduler

    def stop(self) -> None:
        """End when the sweeps that run have ended; nothing happens if it is not running."""
        scheduler, self._scheduler = self._scheduler, None
        if scheduler is not None:
            scheduler.shutdown(wait=True)


def _run(name: str, sweep: Sweep) -> None:
    try:
        done = sweep()
    except Exception:
        log.exception("sweep_failed", sweep=name)
    else:
        if done:
            log.info("sweep", sweep=name, done=done)
