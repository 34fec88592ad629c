"""What people do in many tests, in the words of the product."""

from bot.sandbox.model import Json
from tests.support.house import House
from tests.support.people import Person
from tests.support.surfaces import text_of


def said(person: Person, text: str, then: str, **where: str) -> Json:
    """Say something and wait for the answer that shows `then`."""
    before = latest(person)
    person.say(text, **where)
    return person.wait_for_message(then, after=before)


def pressed(person: Person, message: Json, name: str, then: str) -> Json:
    """Press a button of a message and wait for the answer that shows `then`."""
    before = latest(person)
    person.press(message, name)
    return person.wait_for_message(then, after=before)


def latest(person: Person, channel: str | None = None) -> str:
    """The ts of the newest message that a person sees."""
    seen = person.messages(channel=channel)
    return str(seen[-1]["ts"]) if seen else ""


def skip_profile(person: Person) -> None:
    """Answer nothing of what is asked about oneself."""
    pressed(person, person.wait_for_message("Vilken kommun"), "Hoppa över", "frågar jag inte mer")


def open_case(at: House, person: Person, text: str = "Skrivaren skriver inte ut etiketter") -> Json:
    """Hand something to the coordinator; returns the case's card in the channel."""
    offer = said(person, "hjälp", "Jag hjälper dig")
    pressed(person, offer, "Prata med en person", "i ett enda meddelande")
    person.say(text)
    skip_profile(person)
    return card(at)


def card(at: House, number: str = "E-1001") -> Json:
    """A case's card in the coordinators' channel, as it is now."""
    return at.robin.wait_for_message(
        lambda message: message["blocks"][0]["type"] == "header" and number in text_of(message),
        channel=at.channel,
    )


def thread(at: House, number: str = "E-1001") -> list[str]:
    """The texts in a case's thread, the card first."""
    ts = card(at, number)["ts"]
    return [text_of(one) for one in at.robin.messages(channel=at.channel, thread_ts=ts)]


def in_thread(at: House, then: str, number: str = "E-1001") -> Json:
    """The newest message in a case's thread that shows `then`."""
    return at.robin.wait_for_message(then, channel=at.channel, thread_ts=card(at, number)["ts"])


def form(person: Person, message: Json, button: str, **values: str) -> None:
    """Press a button that opens a form, fill it in and send it."""
    person.press(message, button)
    assert person.submit(person.wait_for_modal(), values) == {}
    person.wait_for_no_modal()


def texts(person: Person) -> list[str]:
    """Everything in a person's DM, oldest first."""
    return [text_of(message) for message in person.messages()]
