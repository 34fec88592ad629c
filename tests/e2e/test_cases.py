"""A case between a person and the coordinators: both ways, and to its end."""

import threading

import pytest

from bot.sandbox.model import Json
from tests.e2e.steps import card, form, in_thread, latest, open_case, pressed, said, texts, thread
from tests.support.house import SAM, House
from tests.support.people import PageError, Person
from tests.support.surfaces import buttons, text_of


def claim(at: House) -> Json:
    """Robin takes the case; returns the card as it is then."""
    shown = card(at)
    at.robin.press(shown, "Ta ärendet")
    return at.robin.wait_until(shown, "Tas om hand av")


def ask(at: House, text: str) -> Json:
    """Robin asks the person something; returns what the person sees."""
    form(at.robin, card(at), "Fråga", text=text)
    return at.kim.wait_for_message(text)


class TestClaiming:
    def test_the_card_has_what_the_coordinator_needs(self, at: House) -> None:
        shown = open_case(at, at.kim)
        assert buttons(shown) == [
            "Ta ärendet", "Svara", "Fråga", "Intern anteckning", "Lämna över", "Lös",
        ]  # fmt: skip
        assert ">Skrivaren skriver inte ut etiketter" in text_of(shown)
        assert "Nytt" in text_of(shown)

    def test_the_person_is_told_who_has_it(self, at: House) -> None:
        open_case(at, at.kim)
        shown = claim(at)
        assert "Ta ärendet" not in buttons(shown)
        at.kim.wait_for_message("Robin Ek har tagit hand om ditt ärende E-1001")
        at.kim.wait_for_message("Robin Ek arbetar med det")
        in_thread(at, "Robin Ek tog ärendet.")

    def test_of_two_at_once_one_wins_and_the_other_is_told_who(self, at: House) -> None:
        at.server.join(at.channel, SAM)
        shown = open_case(at, at.kim)
        at.settle()
        together = threading.Barrier(2)

        def press(person: Person) -> None:
            together.wait()
            person.press(shown, "Ta ärendet")

        both = [threading.Thread(target=press, args=(one,)) for one in (at.robin, at.sam)]
        for thread_ in both:
            thread_.start()
        for thread_ in both:
            thread_.join()
        at.settle()
        told = {
            name: [
                text_of(one)
                for one in person.messages(channel=at.channel)
                if one["ephemeral"] and "har redan ärende E-1001" in text_of(one)
            ]
            for name, person in (("Robin Ek", at.robin), ("Sam Lindqvist", at.sam))
        }
        winner = next(name for name in told if not told[name])
        loser = next(name for name in told if told[name])
        assert winner in told[loser][0]
        won = [line for line in thread(at) if "tog ärendet" in line]
        assert len(won) == 1
        assert winner in won[0]

    def test_an_outsiders_press_is_refused(self, at: House) -> None:
        shown = open_case(at, at.kim)
        at.server.join(at.channel, SAM)
        before = latest(at.sam, at.channel)
        at.server.leave(at.channel, SAM)
        with pytest.raises(PageError):
            at.sam.press(shown, "Ta ärendet")
        assert before
        assert "Nytt" in text_of(card(at))

    def test_one_who_left_the_channel_with_a_form_open_is_refused(self, at: House) -> None:
        at.server.join(at.channel, SAM)
        shown = open_case(at, at.kim)
        at.sam.press(shown, "Svara")
        view = at.sam.wait_for_modal()
        at.server.leave(at.channel, SAM)
        at.settle()
        at.sam.submit(view, {"text": "Hej från Sam"})
        refused = at.sam.wait_for_modal("bara medlemmarna i samordnarens kanal")
        assert "Hej från Sam" in text_of(refused)
        assert not any("Hej från Sam" in text for text in texts(at.kim))
        assert "Nytt" in text_of(card(at))


class TestBothWays:
    def test_an_answer_reaches_the_person_under_a_name(self, at: House) -> None:
        open_case(at, at.kim)
        form(at.robin, card(at), "Svara", text="Starta om skrivaren")
        news = at.kim.wait_for_message("Starta om skrivaren")
        assert "Robin Ek har tagit hand om ditt ärende E-1001 och svarar:" in text_of(news)
        in_thread(at, "Robin Ek svarade Kim Berg:")

    def test_a_reply_with_the_buttons_form(self, at: House) -> None:
        open_case(at, at.kim)
        question = ask(at, "Vilken skrivare?")
        form(at.kim, question, "Svara", text="Den i köket")
        assert ">Den i köket" in text_of(in_thread(at, "Kim Berg skrev:"))
        at.kim.wait_for_message("Ditt svar i ärende E-1001 har kommit fram")

    def test_a_reply_in_the_questions_thread(self, at: House) -> None:
        open_case(at, at.kim)
        question = ask(at, "Vilken skrivare?")
        at.kim.say("den i köket", thread_ts=question["ts"])
        in_thread(at, "den i köket")

    def test_a_reply_below_the_question(self, at: House) -> None:
        open_case(at, at.kim)
        ask(at, "Vilken skrivare?")
        said(at.kim, "hon den blå därborta", "Ditt svar i ärende E-1001")
        in_thread(at, "hon den blå därborta")

    def test_it_was_a_new_question(self, at: House) -> None:
        open_case(at, at.kim)
        ask(at, "Vilken skrivare?")
        told = said(at.kim, "hon den blå därborta", "Ditt svar i ärende E-1001")
        pressed(at.kim, told, "Det var en ny fråga", "Det förstod jag inte")
        in_thread(at, "det senaste var en ny fråga")
        at.kim.wait_for_message("Väntar på ditt svar")

    def test_it_was_an_answer_after_all(self, at: House) -> None:
        open_case(at, at.kim)
        ask(at, "Vad står det?")
        offer = said(at.kim, "jag har inte fått något ordersvar", "Var det ett svar till")
        before = latest(at.kim)
        at.kim.press(offer, "Skicka till samordnaren")
        at.kim.wait_for_message("Ditt svar i ärende E-1001", after=before)
        in_thread(at, "jag har inte fått något ordersvar")

    def test_what_a_coordinator_writes_in_the_thread_is_sent_when_they_say_so(
        self, at: House
    ) -> None:
        shown = open_case(at, at.kim)
        at.robin.say("Jag ringer IT", channel=at.channel, thread_ts=shown["ts"])
        draft = in_thread(at, "Ska det du skrev i ärende E-1001 skickas till Kim Berg?")
        assert not any("Jag ringer IT" in text for text in texts(at.kim))
        at.robin.press(draft, "Skicka")
        at.kim.wait_for_message("Jag ringer IT")

    def test_what_a_coordinator_keeps_never_reaches_the_person(self, at: House) -> None:
        shown = open_case(at, at.kim)
        at.robin.say("Knepig den här", channel=at.channel, thread_ts=shown["ts"])
        at.robin.press(in_thread(at, "skickas till Kim Berg?"), "Behåll internt")
        in_thread(at, "stannar här, som en intern anteckning")
        form(at.robin, card(at), "Intern anteckning", text="Ring IT efter lunch")
        in_thread(at, "Ring IT efter lunch")
        at.settle()
        assert not any("Knepig" in text or "efter lunch" in text for text in texts(at.kim))

    def test_a_file_comes_along_by_name(self, at: House) -> None:
        open_case(at, at.kim)
        question = ask(at, "Hur ser det ut?")
        at.kim.upload("skärmbild.png", b"\x89PNG", text="så här", thread_ts=question["ts"])
        assert "skärmbild.png" in text_of(in_thread(at, "så här"))

    def test_nothing_written_is_said_at_the_field(self, at: House) -> None:
        open_case(at, at.kim)
        at.robin.press(card(at), "Svara")
        view = at.robin.wait_for_modal()
        assert at.robin.submit(view, {"text": "   "}) == {"text": "Skriv något här."}
        assert at.robin.submit(view, {"text": "Nu så"}) == {}
        at.kim.wait_for_message("Nu så")


class TestItsEnd:
    def test_handing_over_shows_the_contact_and_tells_the_person(self, at: House) -> None:
        open_case(at, at.kim)
        form(at.robin, card(at), "Lämna över", party="Lyreco", text="De hör av sig")
        assert "inte ifyllt än" in text_of(in_thread(at, "lämnade över till Lyreco"))
        news = at.kim.wait_for_message("bett Lyreco om hjälp")
        assert "De hör av sig" in text_of(news)
        at.robin.wait_until(card(at), "Lämnat över till")

    def test_solved_and_opened_again_by_a_reply(self, at: House) -> None:
        open_case(at, at.kim)
        form(at.robin, card(at), "Lös", text="Ny patron")
        news = at.kim.wait_for_message("Robin Ek har löst ditt ärende E-1001")
        assert "Ny patron" in text_of(news)
        at.kim.say("nej, den är fortfarande trasig", thread_ts=news["ts"])
        at.kim.wait_for_message("Ditt ärende E-1001 är öppet igen, hos Robin Ek")
        in_thread(at, "den är fortfarande trasig")
        in_thread(at, "Kim Berg öppnade ärendet igen.")
        at.robin.wait_until(card(at), "Någon arbetar med det")

    def test_opened_again_by_the_button(self, at: House) -> None:
        open_case(at, at.kim)
        form(at.robin, card(at), "Lös", text="Ny patron")
        news = at.kim.wait_for_message("har löst ditt ärende")
        pressed(at.kim, news, "Det är inte löst", "är öppet igen")

    def test_withdrawn(self, at: House) -> None:
        open_case(at, at.kim)
        receipt = at.kim.wait_for_message("Ditt ärende E-1001 kom in")
        pressed(at.kim, receipt, "Ta tillbaka ärendet", "Du har tagit tillbaka ditt ärende")
        in_thread(at, "Kim Berg tog tillbaka ärendet.")
        at.robin.wait_until(card(at), lambda shown: buttons(shown) == [])

    def test_another_person_cannot_withdraw_it(self, at: House) -> None:
        open_case(at, at.kim)
        receipt = at.kim.wait_for_message("Ditt ärende E-1001 kom in")
        with pytest.raises(PageError):
            at.sam.press(receipt, "Ta tillbaka ärendet")
