"""Every event in exactly once, whatever dies on the way."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.database.models import DueRow, InboxRow
from bot.inbox import LEASE, MAX_ATTEMPTS, Inbox
from tests.bot.world import World

BODY = {"event": {"text": "Hej å hå", "nested": [1, None]}}


def arrive(world: World, key: str = "e1") -> bool:
    """An event comes from Slack."""
    return world.inbox.record(key, BODY, "U0ANNA")


def effect(world: World, inbox: Inbox, key: str, name: str) -> bool:
    """Handle the event: its effect is a row. Whether it came about now."""
    with inbox.once(key) as session:
        if session is None:
            return False
        session.add(DueRow(name=name, due_at=world.clock.at))
        return True


def effects(world: World) -> set[str]:
    """The effects that came about."""
    with world.db.read() as session:
        return {row.name for row in session.query(DueRow)}


def test_recorded_once(world: World) -> None:
    assert [arrive(world), arrive(world), arrive(world, "e2")] == [True, False, True]


def test_the_effects_come_about_once(world: World) -> None:
    arrive(world)
    assert effect(world, world.inbox, "e1", "first")
    assert not effect(world, world.inbox, "e1", "second")
    assert effects(world) == {"first"}


def test_one_of_which_nothing_came_may_come_again(world: World) -> None:
    arrive(world)
    world.inbox.forget("e1")
    assert not effect(world, world.inbox, "e1", "late")
    assert arrive(world)
    assert effect(world, world.inbox, "e1", "again")


def test_an_event_that_was_never_recorded_has_no_effects(world: World) -> None:
    assert not effect(world, world.inbox, "unknown", "x")


def test_a_crash_undoes_effects_and_mark_together(world: World) -> None:
    arrive(world)
    with pytest.raises(RuntimeError), world.inbox.once("e1") as session:
        assert session is not None
        session.add(DueRow(name="half", due_at=world.clock.at))
        session.flush()
        raise RuntimeError
    assert effects(world) == set()
    assert effect(world, world.inbox, "e1", "whole")
    assert effects(world) == {"whole"}


def test_the_outbox_is_woken_after_the_commit_and_not_after_a_crash(world: World) -> None:
    arrive(world)
    before = world.woken
    with pytest.raises(RuntimeError), world.inbox.once("e1"):
        raise RuntimeError
    assert world.woken == before
    seen: list[set[str]] = []
    inbox = Inbox(world.db, world.clock, lambda: seen.append(effects(world)))
    effect(world, inbox, "e1", "done")
    assert seen == [{"done"}]


def test_two_at_the_same_event_have_its_effects_once(world: World) -> None:
    for number in range(5):
        key = f"race-{number}"
        arrive(world, key)
        start = threading.Barrier(4)

        def handle(who: int, key: str = key, start: threading.Barrier = start) -> bool:
            start.wait(timeout=30)
            return effect(world, world.inbox, key, f"{key} by {who}")

        with ThreadPoolExecutor(4) as pool:
            assert sorted(pool.map(handle, range(4))) == [False, False, False, True]
    assert len(effects(world)) == 5


def test_the_same_event_recorded_by_two_is_new_for_one(world: World) -> None:
    start = threading.Barrier(4)

    def receive(_: int) -> bool:
        start.wait(timeout=30)
        return arrive(world)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(receive, range(4))) == [False, False, False, True]


def test_finished_without_effects(world: World) -> None:
    arrive(world)
    world.inbox.finish("e1")
    world.clock.advance(days=1)
    assert world.inbox.overdue() == []


def test_an_event_whose_process_died_is_taken_up_after_its_lease(world: World) -> None:
    arrive(world)
    assert world.inbox.overdue() == []
    world.clock.at += LEASE
    assert world.inbox.overdue() == [("e1", BODY)]
    assert world.inbox.overdue() == []  # it has a new lease
    assert effect(world, world.inbox, "e1", "at last")
    world.clock.advance(days=1)
    assert world.inbox.overdue() == []


def test_taken_up_by_one_of_two_processes_oldest_first(world: World) -> None:
    for number in range(6):
        arrive(world, f"e{number}")
        world.clock.advance(seconds=1)
    world.clock.advance(minutes=5)
    start = threading.Barrier(2)

    def sweep(_: int) -> list[str]:
        start.wait(timeout=30)
        return [key for key, _ in world.inbox.overdue(limit=3)]

    with ThreadPoolExecutor(2) as pool:
        swept = list(pool.map(sweep, range(2)))
    keys = [key for some in swept for key in some]
    assert len(keys) == len(set(keys))
    assert all(some == sorted(some) for some in swept)
    keys += [key for key, _ in world.inbox.overdue(limit=6)]
    assert sorted(keys) == [f"e{number}" for number in range(6)]


def test_failing_is_tried_again_with_patience_and_given_up(world: World) -> None:
    arrive(world)
    waits: list[float] = []
    while not world.inbox.failed("e1", "ValueError: no"):
        began = world.clock.at
        while not world.inbox.overdue():
            world.clock.advance(seconds=1)
            assert world.clock.at - began < timedelta(minutes=5)
        waits.append((world.clock.at - began).total_seconds())
    assert waits == [2, 4]
    world.clock.advance(days=1)
    assert world.inbox.overdue() == []
    with world.db.read() as session:
        row = session.get(InboxRow, "e1")
        assert row is not None
        assert (row.attempts, row.error) == (MAX_ATTEMPTS, "ValueError: no")


def test_an_event_that_kills_each_process_is_given_up(world: World) -> None:
    arrive(world)
    taken = 0
    for _ in range(10):
        world.clock.at += LEASE
        taken += len(world.inbox.overdue())
    assert taken == MAX_ATTEMPTS - 1
    assert not effect(world, world.inbox, "e1", "too late")
    with world.db.read() as session:
        row = session.get(InboxRow, "e1")
        assert row is not None
        assert row.error is not None


def test_success_after_failure_forgets_the_error(world: World) -> None:
    arrive(world)
    world.inbox.failed("e1", "away")
    effect(world, world.inbox, "e1", "done")
    assert not world.inbox.failed("e1", "late")
    with world.db.read() as session:
        row = session.get(InboxRow, "e1")
        assert row is not None
        assert row.error is None


def test_what_one_person_did_is_taken_up_in_order(world: World) -> None:
    for key in ("e1", "e2"):
        arrive(world, key)
        world.clock.advance(seconds=1)
    world.clock.at += LEASE
    after_a_crash = Inbox(world.db, world.clock, lambda: None)
    assert [key for key, _ in after_a_crash.overdue()] == ["e1", "e2"]
    order: list[str] = []
    with ThreadPoolExecutor(1) as pool:

        def second() -> None:
            with after_a_crash.once("e2"):
                order.append("e2")

        later = pool.submit(second)
        with pytest.raises(TimeoutError):
            later.result(timeout=0.2)
        with after_a_crash.once("e1"):
            order.append("e1")
        later.result(timeout=10)
    assert order == ["e1", "e2"]


def test_taken_up_while_it_still_waits_its_turn(world: World) -> None:
    arrive(world, "e1")
    world.clock.at += LEASE
    assert [key for key, _ in world.inbox.overdue()] == ["e1"]
    world.inbox.finish("e1")
    arrive(world, "e2")
    assert effect(world, world.inbox, "e2", "at once")
