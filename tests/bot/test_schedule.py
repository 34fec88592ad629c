"""The schedule runs its sweeps, whatever they do."""

import threading
from datetime import timedelta

import pytest
import structlog

from bot.business_time import STOCKHOLM
from bot.schedule import Schedule
from tests.bot.world import World

WAIT = 20  # seconds: a deadline, not a delay
OFTEN = timedelta(milliseconds=20)


def test_at_once_and_again_although_one_fails() -> None:
    ran, failed = threading.Semaphore(0), threading.Semaphore(0)

    def fails() -> None:
        failed.release()
        raise RuntimeError("the database is away")

    schedule = Schedule(sweeps={"good": ran.release, "bad": fails}, zone=STOCKHOLM, every=OFTEN)
    with structlog.testing.capture_logs() as logs:
        schedule.start()
        try:
            for _ in range(3):
                assert ran.acquire(timeout=WAIT)
                assert failed.acquire(timeout=WAIT)
        finally:
            schedule.stop()
    assert {"event": "sweep_failed", "sweep": "bad"}.items() <= logs[0].items()


def test_a_long_interval_does_not_delay_the_first_run() -> None:
    ran = threading.Event()
    schedule = Schedule(sweeps={"one": ran.set}, zone=STOCKHOLM, every=timedelta(days=1))
    schedule.start()
    try:
        assert ran.wait(WAIT)
    finally:
        schedule.stop()


def test_a_sweep_never_runs_beside_itself_and_is_waited_for() -> None:
    running = threading.Lock()
    others = threading.Semaphore(0)
    entered, may_end = threading.Event(), threading.Event()
    overlaps: list[bool] = []
    ended = threading.Event()

    def slow() -> None:
        free = running.acquire(blocking=False)
        overlaps.append(not free)
        entered.set()
        may_end.wait(WAIT)
        running.release()
        ended.set()

    schedule = Schedule(sweeps={"slow": slow, "other": others.release}, zone=STOCKHOLM, every=OFTEN)
    schedule.start()
    assert entered.wait(WAIT)
    for _ in range(5):
        assert others.acquire(timeout=WAIT)  # five times for the other, still once for the slow
    assert overlaps == [False]
    may_end.set()
    schedule.stop()
    assert ended.is_set()
    assert not any(overlaps)


def test_started_twice_is_an_error_and_stopped_twice_is_not() -> None:
    schedule = Schedule(sweeps={}, zone=STOCKHOLM)
    schedule.stop()
    schedule.start()
    try:
        with pytest.raises(RuntimeError, match="running"):
            schedule.start()
    finally:
        schedule.stop()
        schedule.stop()


def test_what_came_due_while_nothing_ran_is_done_at_start(world: World) -> None:
    world.open()
    world.checklists.monday_due()
    world.clock.advance(days=8)
    done = threading.Semaphore(0)

    def reminders() -> int:
        number = world.cases.remind_due() + world.checklists.monday_due()
        done.release()
        return number

    schedule = Schedule(sweeps={"all": reminders}, zone=STOCKHOLM, every=OFTEN)
    with structlog.testing.capture_logs() as logs:
        schedule.start()
        try:
            for _ in range(3):
                assert done.acquire(timeout=WAIT)
        finally:
            schedule.stop()
    assert [entry["done"] for entry in logs if entry["event"] == "sweep"] == [2]
