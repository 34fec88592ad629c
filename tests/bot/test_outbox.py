"""Every message out, in order, across crashes."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.database.models import OutboxRow
from bot.messages import Say
from bot.occasion import Occasion, Place
from bot.outbox import (
    AsReaction,
    Claimed,
    Envelope,
    InPlaceOf,
    InPlaceOfPosted,
    Outbox,
    Posted,
    Target,
    ToHome,
    ToPerson,
    ToPlace,
    UnderMessage,
)
from knowledge.text import Lang
from tests.bot.world import ANNA, CHANNEL, ERIN, World

PLACE = ToPlace(channel=CHANNEL)
TO_ANNA = ToPerson(person=ANNA)


def put(world: World, target: Target, key: str = "x", case: int | None = None) -> int:
    """A message on its way."""
    with world.db.write() as session:
        envelope = Envelope(target=target, lang=Lang.SV, message=Say(key=key))
        return world.outbox.put(session, envelope, case)


def waiting(world: World) -> int:
    """How many messages are not sent yet."""
    unsent = select(func.count()).where(OutboxRow.state.in_(("pending", "sending")))
    with world.db.read() as session:
        return session.scalar(unsent) or 0


def ids(claimed: list[Claimed]) -> list[int]:
    return [item.id for item in claimed]


def test_nothing_is_sent_of_a_change_that_was_undone(world: World) -> None:
    with pytest.raises(RuntimeError), world.db.write() as session:
        world.outbox.put(session, Envelope(target=TO_ANNA, lang=Lang.SV, message=Say(key="x")))
        raise RuntimeError
    assert world.outbox.claim() == []
    assert waiting(world) == 0


def test_one_at_a_time_and_in_order_within_a_queue(world: World) -> None:
    first, second, other = put(world, TO_ANNA), put(world, TO_ANNA), put(world, PLACE)
    assert ids(world.outbox.claim()) == [first, other]
    assert world.outbox.claim() == []
    world.outbox.sent(first, Posted(channel="DANNA", ts="1.0"))
    assert ids(world.outbox.claim()) == [second]


def test_a_message_that_must_wait_holds_up_its_own_queue_only(world: World) -> None:
    first, second, other = put(world, TO_ANNA), put(world, TO_ANNA), put(world, PLACE)
    world.outbox.claim()
    world.outbox.later(first, timedelta(seconds=30), "ratelimited")
    world.outbox.sent(other, None)
    assert world.outbox.claim() == []
    world.clock.advance(seconds=30)
    [again] = world.outbox.claim()
    assert (again.id, again.attempts, again.again) == (first, 2, False)
    world.outbox.sent(first, None)
    assert ids(world.outbox.claim()) == [second]


def test_a_message_that_slack_never_takes_does_not_hold_up_the_next(world: World) -> None:
    first, second = put(world, TO_ANNA), put(world, TO_ANNA)
    world.outbox.claim()
    world.outbox.failed(first, "invalid_blocks")
    assert ids(world.outbox.claim()) == [second]


def test_what_a_dead_process_was_sending_comes_back_marked(world: World) -> None:
    message = put(world, TO_ANNA)
    assert [item.again for item in world.outbox.claim()] == [False]
    world.clock.at += Outbox.LEASE - timedelta(seconds=1)
    assert world.outbox.claim() == []
    world.clock.advance(seconds=1)
    assert [(i.id, i.again) for i in world.outbox.claim()] == [(message, True)]


def test_at_start_nobody_waits_for_the_lease_but_for_a_call_that_another_may_be_in(
    world: World,
) -> None:
    message = put(world, TO_ANNA)
    world.outbox.claim()
    second = Outbox(world.db, world.clock)
    for _ in range(3):
        second.release()
        assert second.claim() == []
    world.clock.at += Outbox.CALL - timedelta(seconds=1)
    assert second.claim() == []
    world.clock.advance(seconds=1)
    assert [(i.id, i.again) for i in second.claim()] == [(message, True)]


def test_who_was_taken_for_dead_learns_that_the_message_is_anothers(world: World) -> None:
    put(world, TO_ANNA)
    [slow] = world.outbox.claim()
    world.outbox.release()
    world.clock.at += Outbox.CALL - timedelta(seconds=1)
    assert world.outbox.hold(slow)  # alive: the lease begins anew
    world.clock.at += Outbox.LEASE - timedelta(seconds=1)
    assert world.outbox.claim() == []
    world.clock.advance(seconds=1)
    [taken] = world.outbox.claim()
    assert not world.outbox.hold(slow)
    assert world.outbox.hold(taken)
    world.outbox.sent(taken.id, None)
    assert not world.outbox.hold(taken)


def test_two_senders_never_take_the_same_message_or_two_of_a_queue(world: World) -> None:
    for number in range(12):
        put(world, ToPerson(person=f"U{number % 4}"), key=str(number))
    taken: list[Claimed] = []
    lock = threading.Lock()
    start = threading.Barrier(2)

    def sender(_: int) -> None:
        start.wait(timeout=30)
        for _ in range(100):
            for item in world.outbox.claim(limit=2):
                with lock:
                    taken.append(item)
                world.outbox.sent(item.id, None)
            if waiting(world) == 0:
                return

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(sender, range(2)))
    assert sorted(ids(taken)) == list(range(1, 13))
    for queue in range(4):
        of_queue = [i.id for i in taken if i.envelope.target == ToPerson(person=f"U{queue}")]
        assert of_queue == sorted(of_queue)


def test_updates_and_threads_follow_their_message(world: World) -> None:
    card = put(world, PLACE)
    update = put(world, InPlaceOf(message=card))
    below = put(world, UnderMessage(message=card))
    assert ids(world.outbox.claim()) == [card]
    world.outbox.sent(card, Posted(channel=CHANNEL, ts="1.0"))
    assert world.outbox.posted(card) == Posted(channel=CHANNEL, ts="1.0")
    assert ids(world.outbox.claim()) == [update]
    world.outbox.sent(update, Posted(channel=CHANNEL, ts="1.0"))
    assert ids(world.outbox.claim()) == [below]


def test_under_a_message_that_does_not_exist(world: World) -> None:
    with pytest.raises(LookupError, match="99"):
        put(world, UnderMessage(message=99))


@pytest.mark.parametrize(
    ("target", "other"),
    [
        (TO_ANNA, ToPerson(person=ERIN)),
        (TO_ANNA, ToHome(person=ANNA)),
        (PLACE, ToPlace(channel="C0OTHER")),
    ],
)
def test_queues_apart(world: World, target: Target, other: Target) -> None:
    assert ids(world.outbox.claim()) == []
    both = [put(world, target), put(world, other)]
    assert ids(world.outbox.claim()) == both


@pytest.mark.parametrize(
    "other",
    [
        ToPlace(channel=CHANNEL, thread_ts="1.0", only_for=ANNA),
        InPlaceOfPosted(channel=CHANNEL, ts="1.0"),
        AsReaction(channel=CHANNEL, ts="1.0", name="eyes"),
    ],
)
def test_queues_together(world: World, other: Target) -> None:
    first = put(world, PLACE)
    put(world, other)
    assert ids(world.outbox.claim()) == [first]


@pytest.mark.parametrize(
    ("place", "only_for_them", "target"),
    [
        (Place(channel="DANNA"), False, TO_ANNA),
        (
            Place(channel="DANNA", thread_ts="1.0"),
            False,
            ToPlace(channel="DANNA", thread_ts="1.0"),
        ),
        (Place(channel="C1", dm=False), False, ToPlace(channel="C1")),
        (
            Place(channel="C1", thread_ts="1.0", dm=False),
            True,
            ToPlace(channel="C1", thread_ts="1.0", only_for=ANNA),
        ),
    ],
)
def test_answers_go_where_the_person_wrote(
    world: World, place: Place, only_for_them: bool, target: Target
) -> None:
    occasion = Occasion(key="k", person=ANNA, place=place)
    with world.db.write() as session:
        world.outbox.answer(session, occasion, Lang.EN, Say(key="x"), only_for_them=only_for_them)
    [claimed] = world.outbox.claim()
    assert (claimed.envelope.target, claimed.envelope.lang) == (target, Lang.EN)


def test_the_case_of_a_thread(world: World) -> None:
    message, plain = put(world, TO_ANNA, case=7), put(world, PLACE)
    world.outbox.claim()
    world.outbox.sent(message, Posted(channel="DANNA", ts="1.0"))
    world.outbox.sent(plain, Posted(channel=CHANNEL, ts="1.0"))
    with world.db.read() as session:
        assert world.outbox.case_of(session, Place(channel="DANNA", thread_ts="1.0")) == 7
        assert world.outbox.case_of(session, Place(channel="DANNA", thread_ts="2.0")) is None
        assert world.outbox.case_of(session, Place(channel="DANNA")) is None
        assert world.outbox.case_of(session, Place(channel=CHANNEL, thread_ts="1.0")) is None
