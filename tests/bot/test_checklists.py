"""Checklists: begun on time and once, ticked by coordinators."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.checklists import PRICE_LISTS, Checklists
from bot.messages import ChecklistShown, PersonShown
from bot.outcomes import Done, Refused
from tests.bot.world import ANNA, KARIN, KENT, LIBRARY, World

KARIN_SHOWN = PersonShown(id=KARIN, name="Karin Samordnare")
KENT_SHOWN = PersonShown(id=KENT, name="Kent Kollega")


def begin(world: World) -> int:
    """A run, delivered."""
    with world.db.write() as session:
        run = world.checklists.start(session, PRICE_LISTS)
    world.mail.deliver()
    return run


def standing(world: World) -> list[ChecklistShown]:
    """The checklists in the channel as they are now."""
    world.mail.deliver()
    return [m for m in world.mail.in_channel() if isinstance(m, ChecklistShown)]


def test_ticked_and_unticked_in_place(world: World) -> None:
    run = begin(world)
    assert world.checklists.set_ticked(world.press(KARIN), run, ["read"]) == Done()
    assert standing(world) == [
        ChecklistShown(run=run, checklist=PRICE_LISTS, ticked={"read": KARIN_SHOWN})
    ]
    world.checklists.set_ticked(world.press(KENT), run, ["read", "tie"])
    assert standing(world)[0].ticked == {"read": KARIN_SHOWN, "tie": KENT_SHOWN}
    world.checklists.set_ticked(world.press(KENT), run, ["tie"])
    assert standing(world)[0].ticked == {"tie": KENT_SHOWN}
    with world.db.read() as session:
        assert world.checklists.get(session, run) == standing(world)[0]


def test_a_colleagues_tick_of_the_same_moment_stays(world: World) -> None:
    run = begin(world)
    world.checklists.set_ticked(world.press(KARIN), run, ["read"], shown=[])
    world.checklists.set_ticked(world.press(KENT), run, ["tie"], shown=[])
    assert standing(world)[0].ticked == {"read": KARIN_SHOWN, "tie": KENT_SHOWN}


@pytest.mark.parametrize("available", [True, False])
def test_only_coordinators(world: World, available: bool) -> None:
    run = begin(world)
    world.workspace.available = available
    outcome = world.checklists.set_ticked(world.press(ANNA), run, ["read"])
    key = "case.refused" if available else "case.directory_unavailable"
    assert outcome == Refused(key=key)
    assert standing(world)[0].ticked == {}
    assert [say.key for say in world.mail.only_for(ANNA)] == [key]


@pytest.mark.parametrize(("run", "steps"), [(99, ["read"]), (1, ["no-such-step"])])
def test_unknown_runs_and_steps(world: World, run: int, steps: list[str]) -> None:
    assert begin(world) == 1
    refused = Refused(key="checklist.unknown")
    assert world.checklists.set_ticked(world.press(KARIN), run, steps) == refused
    assert standing(world)[0].ticked == {}
    with world.db.read() as session, pytest.raises(LookupError):
        world.checklists.get(session, 99)


def test_the_same_event_twice_counts_once(world: World) -> None:
    run, occasion = begin(world), world.press(KARIN)
    world.checklists.set_ticked(occasion, run, ["read"])
    world.checklists.set_ticked(world.press(KARIN), run, [])
    assert world.checklists.set_ticked(occasion, run, ["read"]) == Done()
    assert standing(world)[0].ticked == {}


def test_every_monday_at_eight(world: World) -> None:
    begun: list[datetime] = []
    for _ in range(24 * 35):  # five weeks of hours, over the change to summer time
        if world.checklists.monday_due():
            begun.append(world.clock.at)
        world.clock.advance(hours=1)
    assert begun == [
        datetime(2026, 3, 9, 7, tzinfo=UTC),
        datetime(2026, 3, 16, 7, tzinfo=UTC),
        datetime(2026, 3, 23, 7, tzinfo=UTC),
        datetime(2026, 3, 30, 6, tzinfo=UTC),
        datetime(2026, 4, 6, 6, tzinfo=UTC),
    ]
    assert len(standing(world)) == 5


def test_not_at_once_when_first_installed(world: World) -> None:
    assert not world.checklists.monday_due()


def test_weeks_that_were_missed_are_made_up_for_once(world: World) -> None:
    world.checklists.monday_due()
    later = World(world.db, at=world.clock.at + timedelta(days=24))
    assert [later.checklists.monday_due() for _ in range(3)] == [True, False, False]
    later.clock.advance(days=7)
    assert later.checklists.monday_due()


def test_two_processes_begin_one_run(world: World) -> None:
    world.checklists.monday_due()
    world.clock.advance(days=7)
    other = World(world.db, at=world.clock.at)
    start = threading.Barrier(2)

    def sweep(checklists: Checklists) -> bool:
        start.wait(timeout=30)
        return checklists.monday_due()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(sweep, (world.checklists, other.checklists)))
    assert sorted(outcomes) == [False, True]
    assert len(standing(world)) == 1


def test_a_changed_setting_holds_from_the_next_time(world: World) -> None:
    world.checklists.monday_due()  # next: 9 March 08:00
    earlier = Checklists(
        db=world.db,
        inbox=world.inbox,
        outbox=world.outbox,
        people=world.people,
        coordinators=world.coordinators,
        library=LIBRARY,
        now=world.clock,
        channel="C0SAMORD",
        monday_at=time(7, 0),
    )
    assert not earlier.monday_due()
    world.clock.at = datetime(2026, 3, 9, 6, 0, tzinfo=UTC)
    assert earlier.monday_due()
