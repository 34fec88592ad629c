"""Each guide, from the first word to solved and to a case."""

from tests.support.house import House


def test_cannot_send_order_to_solved(at: House) -> None:
    at.kim.say("jag kan inte skicka min beställning")
    step = at.kim.wait_for_message("attesterat alla flikar")
    at.kim.press(step, "Nej, inte alla")
    step = at.kim.wait_for_message(after=step["ts"])
    print(step)
