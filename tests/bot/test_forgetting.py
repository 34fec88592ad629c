"""Messages that were sent long ago are forgotten; what something refers to is not."""

from sqlalchemy import select

from bot.database.models import CaseRow, ChecklistRow, OutboxRow
from bot.forgetting import BATCH, PAUSE, Forgetting
from bot.messages import Say
from bot.outbox import Envelope, Posted, ToPerson
from knowledge.text import Lang
from tests.bot.world import ANNA, World


def put(world: World, *, sent: bool = True, case: int | None = None) -> int:
    """A message to Anna, sent or not."""
    envelope = Envelope(target=ToPerson(person=ANNA), lang=Lang.SV, message=Say(key="x"))
    with world.db.write() as session:
        message = world.outbox.put(session, envelope, case)
    if sent:
        world.outbox.sent(message, Posted(channel="DANNA", ts=f"{message}.0"))
    return message


def there(world: World) -> set[int]:
    with world.db.read() as session:
        return set(session.scalars(select(OutboxRow.id)))


def test_what_was_sent_long_ago_is_forgotten(world: World) -> None:
    forgetting = Forgetting(world.db, world.clock)
    put(world)
    unsent, of_a_case = put(world, sent=False), put(world, case=1)
    world.clock.advance(days=91)
    young = put(world)

    assert forgetting.sweep() == 1
    assert there(world) == {unsent, of_a_case, young}


def test_a_cases_card_and_receipt_and_a_checklist_stay(world: World) -> None:
    world.open()
    with world.db.write() as session:
        world.checklists.start(session, "price-lists")
    with world.db.write() as session:
        for row in session.scalars(select(OutboxRow)):
            row.state, row.case_id = "sent", None
        referred_to = {*session.execute(select(CaseRow.card_id, CaseRow.receipt_id)).one()}
        referred_to |= set(session.scalars(select(ChecklistRow.message_id)))
    world.clock.advance(days=91)

    Forgetting(world.db, world.clock).sweep()
    assert there(world) == referred_to
    assert None not in referred_to


def test_many_are_forgotten_a_batch_at_a_time_and_then_not_looked_for(world: World) -> None:
    forgetting = Forgetting(world.db, world.clock)
    for _ in range(BATCH + 1):
        put(world)
    world.clock.advance(days=91)

    assert [forgetting.sweep() for _ in range(3)] == [BATCH, 1, 0]
    put(world)
    world.clock.advance(days=91)
    assert forgetting.sweep() == 1
    put(world)
    assert forgetting.sweep() == 0
    world.clock.advance(seconds=PAUSE.total_seconds())
    assert forgetting.sweep() == 0  # young still
