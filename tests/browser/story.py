"""Kim cannot send an order, and Robin answers: the whole product lived through on the page."""

from playwright.sync_api import Locator, Page, expect

from bot.sandbox.seed import COORDINATORS, KIM, ROBIN
from tests.browser.steps import dm, write

KIM_AT = dm(KIM)
ROBIN_AT = f"?person={ROBIN}&channel={COORDINATORS}"


def newest(page: Page, part: str) -> Locator:
    """The newest message in the open channel that shows `part`, once it is there."""
    found = page.get_by_test_id("log").get_by_test_id("message").filter(has_text=part).last
    expect(found).to_be_visible()
    return found


def press(message: Locator, name: str) -> None:
    """Press a button of a message."""
    message.get_by_role("button", name=name, exact=True).click()


def asks_and_hands_over(kim: Page) -> None:
    """From the first word through the guide to a case."""
    write(kim, "jag kan inte skicka min beställning")
    press(newest(kim, "Har du attesterat alla flikar"), "Ja, alla")
    press(newest(kim, "Har varje orderrad en kontering"), "Ja, på alla rader")
    write(kim, "ja, det har jag")
    press(newest(kim, "rätt avdelning, kontering och attestant"), "Nej, något är fel")
    write(kim, "Martin & Servera")
    newest(kim, "Vad har ordern för nummer")
    write(kim, "4711")
    newest(kim, "Vad händer när du försöker skicka")
    write(kim, "Det står att jag hör till gamla avdelningen")
    newest(kim, "Vilken kommun")


def says_who_they_are(kim: Page) -> None:
    """Answer what is asked once of a person."""
    press(newest(kim, "Vilken kommun"), "Simrishamn")
    press(newest(kim, "Vad gör du i e-handeln"), "Beställare")
    newest(kim, "Vilken avdelning hör du till")
    write(kim, "Förskolan Örnen")
    newest(kim, "Tack! Det sparar tid")


def takes_and_answers(robin: Page) -> None:
    """The coordinator takes the case and answers in its form."""
    card = newest(robin, "E-1001 · Kan inte skicka beställning")
    card.get_by_role("button", name="Ta ärende").click()
    expect(card).to_contain_text("Tas om hand av")
    press(card, "Svara")
    modal = robin.get_by_test_id("modal")
    modal.get_by_role("textbox").fill("Nu är din kortkod kopplad till Örnen. Skicka igen!")
    modal.get_by_test_id("modal-submit").click()
    expect(modal).to_be_hidden()


def sees_the_answer(kim: Page) -> None:
    """The answer has come, under the coordinator's name."""
    answer = newest(kim, "Nu är din kortkod kopplad till Örnen")
    expect(answer).to_contain_text("Robin Ek svarar i ditt ärende E-1001")
