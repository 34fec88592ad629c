"""A message for which something is made stays its sender's, however long that takes."""

import threading

from bot.database.models import OutboxRow
from bot.messages import Say
from bot.outbox import Claimed, Envelope, Outbox, ToPlace
from bot.slack.holding import held
from knowledge.text import Lang
from tests.bot.world import CHANNEL, World


def claimed(world: World) -> Claimed:
    """A message that is being sent."""
    with world.db.write() as session:
        envelope = Envelope(
            target=ToPlace(channel=CHANNEL), lang=Lang.SV, message=Say(key="ui.gone")
        )
        world.outbox.put(session, envelope)
    [mine] = world.outbox.claim()
    return mine


def renewed(world: World, message: int) -> bool:
    """Whether the lease ends a whole one from now."""
    with world.db.read() as session:
        row = session.get_one(OutboxRow, message)
        return row.due_at == world.clock.at + Outbox.LEASE


def wait_until_renewed(world: World, message: int) -> bool:
    pause = threading.Event()
    for _ in range(1000):
        if renewed(world, message):
            return True
        pause.wait(0.01)
    return False


def test_nobody_else_takes_it(world: World) -> None:
    mine = claimed(world)
    with held(world.outbox, mine, every=0.01):
        for _ in range(3):
            world.clock.at += Outbox.LEASE * 0.9
            assert wait_until_renewed(world, mine.id)
            assert world.outbox.claim() == []
    world.clock.at += Outbox.LEASE * 1.1
    [again] = world.outbox.claim()
    assert again.again


def test_what_another_has_taken_is_left_alone(world: World) -> None:
    mine = claimed(world)
    world.clock.at += Outbox.LEASE * 1.1
    [other] = world.outbox.claim()
    with held(world.outbox, mine, every=0.01):
        world.clock.at += Outbox.LEASE * 0.5
        assert not world.outbox.hold(mine)
    assert not renewed(world, other.id)
