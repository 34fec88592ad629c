"""Who writes to the bot: looked up in the workspace, and what they said of themselves."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.people import DEPARTMENT_MAX
from knowledge.text import Lang
from knowledge.topics import Municipality
from tests.bot.world import ANNA, ERIN, World


def test_people_met_over_a_network_that_comes_and_goes(world: World) -> None:
    world.workspace.available = False
    stranger = world.people.meet("U0NEW")
    assert (stranger.name, stranger.lang) == ("U0NEW", Lang.SV)
    assert world.people.meet(ERIN).lang is Lang.EN  # known from before
    world.workspace.available = True
    profile = world.workspace.profiles[ERIN]
    world.workspace.profiles["U0NEW"] = profile
    assert world.people.meet("U0NEW").name == profile.name
    world.workspace.profiles[ERIN] = profile.model_copy(update={"name": "Erin Married"})
    assert world.people.meet(ERIN).name == profile.name
    world.clock.advance(hours=13)
    assert world.people.meet(ERIN).name == "Erin Married"


def test_what_is_not_said_stays(world: World) -> None:
    with world.db.write() as session:
        world.people.describe(session, ANNA, municipality=Municipality.YSTAD)
        world.people.describe(session, ANNA, department="Kök " + "x" * 500)
    with world.db.read() as session:
        anna = world.people.get(session, ANNA)
    assert anna.municipality is Municipality.YSTAD
    assert anna.department is not None
    assert len(anna.department) == DEPARTMENT_MAX


def test_a_stranger_cannot_be_described_or_locked(world: World) -> None:
    with world.db.write() as session:
        with pytest.raises(LookupError, match="U0NOBODY"):
            world.people.describe(session, "U0NOBODY", department="Kök")
        with pytest.raises(LookupError, match="U0NOBODY"):
            world.people.lock(session, "U0NOBODY")


def test_a_stranger_who_does_several_things_at_once(world: World) -> None:
    for number in range(5):
        start = threading.Barrier(4)

        def meet(_: int, who: str = f"U0NEW{number}", start: threading.Barrier = start) -> str:
            start.wait(timeout=30)
            return world.people.meet(who).id

        with ThreadPoolExecutor(4) as pool:
            assert set(pool.map(meet, range(4))) == {f"U0NEW{number}"}
