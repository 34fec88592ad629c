"""What comes of time: cases that nobody takes, and the price lists of every Monday."""

from datetime import UTC, datetime, timedelta

from bot.sandbox.model import Json
from tests.e2e.steps import card, form, open_case
from tests.support.house import House
from tests.support.surfaces import text_of

# The house's clock begins on Monday 23 November 2026 at 12:00 in Stockholm; the office closes
# at 16:30 and opens at 7:30.


def reminders(at: House) -> list[Json]:
    at.settle()
    seen = at.robin.messages(channel=at.channel)
    return [one for one in seen if "E-1001 · " in text_of(one) and "väntat i" in text_of(one)]


def sweep(at: House) -> int:
    """Look for what is due now, as the schedule does every few seconds."""
    assert at.bot is not None
    return at.bot.core.cases.remind_due()


def test_an_unclaimed_case_is_reminded_once_and_then_at_a_longer_interval(at: House) -> None:
    open_case(at, at.kim)
    at.clock.forward(timedelta(hours=1, minutes=50))
    sweep(at)
    assert reminders(at) == []
    at.clock.forward(timedelta(minutes=20))
    sweep(at)
    [first] = reminders(at)
    assert "Det har väntat i 2 tim" in text_of(first)
    at.stop()  # what is due is in the database
    at.start()
    at.clock.forward(timedelta(hours=7))  # the evening does not count
    sweep(at)
    assert len(reminders(at)) == 1
    at.clock.forward(timedelta(hours=18))  # 8 hours of the office's later
    sweep(at)
    sweep(at)
    [_, second] = reminders(at)
    assert "det här är påminnelse 2" in text_of(second)


def test_a_claimed_case_is_not_reminded_of(at: House) -> None:
    open_case(at, at.kim)
    at.robin.press(card(at), "Ta ärendet")
    at.kim.wait_for_message("har tagit hand om")
    at.clock.forward(timedelta(days=2))
    sweep(at)
    assert reminders(at) == []


def test_a_case_can_be_taken_from_its_reminder(at: House) -> None:
    open_case(at, at.kim)
    at.clock.forward(timedelta(hours=3))
    sweep(at)
    [reminder] = reminders(at)
    at.robin.press(reminder, "Ta ärendet")
    at.robin.wait_until(card(at), "Tas om hand av")


def test_a_solved_case_is_closed_after_a_while(at: House) -> None:
    open_case(at, at.kim)
    form(at.robin, card(at), "Lös", text="Klart")
    at.kim.wait_for_message("har löst ditt ärende")
    at.clock.forward(timedelta(days=15))
    assert at.bot is not None
    at.bot.core.cases.close_due()
    at.kim.wait_for_message("har varit löst i 14 dagar")


def test_the_price_lists_of_monday_come_once_and_can_be_ticked(at: House) -> None:
    assert at.bot is not None
    next_monday = datetime(2026, 11, 30, 7, 1, tzinfo=UTC)  # 8:01 in Stockholm
    at.bot.core.checklists.monday_due()
    at.settle()
    assert at.robin.messages(channel=at.channel) == []
    at.clock.forward(next_monday - at.clock())
    at.stop()
    bot = at.start()
    bot.core.checklists.monday_due()
    shown = at.robin.wait_for_message("Läsa in prislistor", channel=at.channel)
    at.robin.choose(shown, _boxes(shown), ["read-in"])
    at.robin.wait_until(shown, "Ikryssat av")
    shown = at.robin.messages(channel=at.channel)[0]
    at.robin.choose(shown, _boxes(shown), ["read-in", "accounts"])
    at.robin.wait_until(shown, "Allt är klart")
    assert len(at.robin.messages(channel=at.channel)) == 1


def _boxes(message: Json) -> str:
    return next(
        str(element["action_id"])
        for block in message["blocks"]
        for element in block.get("elements", [])
        if element["type"] == "checkboxes"
    )
