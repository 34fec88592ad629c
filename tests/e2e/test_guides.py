"""Each guide, from the first word to solved and to a case; by buttons and by free text."""

from tests.e2e.steps import card, latest, pressed, said, skip_profile, texts
from tests.support.house import House
from tests.support.people import Person
from tests.support.surfaces import buttons, text_of


def walk(person: Person, *steps: tuple[str, str]) -> None:
    """Say each text, and wait for what has to come then."""
    for text, then in steps:
        said(person, text, then)


class TestCannotSendOrder:
    def test_by_buttons_to_solved(self, at: House) -> None:
        step = said(at.kim, "jag kan inte skicka min beställning", "alla flikar")
        step = pressed(at.kim, step, "Nej, inte alla", "Attestera de flikar som är kvar")
        done = pressed(at.kim, step, "Ja, nu gick den", "då är ordern på väg")
        at.kim.rate(done, good=True)
        at.kim.wait_for_message("Så bra", after=done["ts"])
        assert at.robin.messages(channel=at.channel) == []

    def test_by_words_to_a_case(self, at: House) -> None:
        walk(
            at.kim,
            ("jag kan inte skicka min beställning", "alla flikar"),
            ("ja", "varje orderrad"),
            ("vet inte", "attestbehörighet"),
            ("ja, det har jag", "rätt avdelning"),
            ("Nej, något är fel", "Vilken leverantör"),
            ("martin och servera", "nummer eller namn"),
            ("4711", "Vad händer när du"),
            ("det blinkar rött", "E-1001"),
        )
        receipt = at.kim.wait_for_message("Ditt ärende E-1001 kom in")
        shown = text_of(card(at))
        for told in (
            "E-1001 · Kan inte skicka beställning",
            ">jag kan inte skicka min beställning",
            "• *Alla flikar attesterade:* Ja, alla",
            "• *Kontering på varje rad:* Vet inte",
            "• *Rätt att attestera:* Ja, det har jag",
            "• *Kortkoden rätt kopplad:* Nej, något är fel",
            "• *Leverantör:* Martin &amp; Servera",
            "• *Ordernummer:* 4711",
            "• *Vad som händer:* det blinkar rött",
        ):
            assert told in shown
        assert "4711" in text_of(receipt)

    def test_by_buttons_to_a_case(self, at: House) -> None:
        step = said(at.kim, "får inte iväg min order", "alla flikar")
        step = pressed(at.kim, step, "Vet inte", "varje orderrad")
        step = pressed(at.kim, step, "Vilken kontering ska det vara?", "Vilken leverantör")
        before = latest(at.kim)
        at.kim.choose(step, "Välj leverantör", "Lyreco")
        step = at.kim.wait_for_message("nummer eller namn", after=before)
        pressed(at.kim, step, "Vet inte", "Vad händer när du")
        at.kim.say("inget alls")
        skip_profile(at.kim)
        assert "• *Leverantör:* Lyreco" in text_of(card(at))

    def test_an_answer_that_is_not_understood_is_asked_again(self, at: House) -> None:
        said(at.kim, "jag kan inte skicka min beställning", "alla flikar")
        again = said(at.kim, "blåbärspaj", "“blåbärspaj” förstod jag inte")
        assert "alla flikar" in text_of(again)
        said(at.kim, "ja", "varje orderrad")

    def test_what_is_answered_loses_its_buttons(self, at: House) -> None:
        step = said(at.kim, "jag kan inte skicka min beställning", "alla flikar")
        pressed(at.kim, step, "Ja, alla", "varje orderrad")
        old = at.kim.wait_until(step, "*Alla flikar attesterade:* Ja, alla")
        assert buttons(old) == []


class TestNoOrderResponse:
    def test_to_solved(self, at: House) -> None:
        walk(
            at.kim,
            ("jag har inte fått något ordersvar", "Vilken leverantör"),
            ("Lyreco", "Vilken order"),
            ("A-17", "När skickade du"),
            ("i måndags", "Är den skickad?"),
            ("Svaret finns där nu", "Är det något mer"),
            ("nej", "Ordersvaret är leverantörens kvitto"),
        )
        assert at.robin.messages(channel=at.channel) == []

    def test_to_a_case(self, at: House) -> None:
        walk(
            at.kim,
            ("jag har inte fått något ordersvar", "Vilken leverantör"),
            ("Lyreco", "Vilken order"),
            ("A-17", "När skickade du"),
            ("i måndags", "Är den skickad?"),
            ("ja", "andra beställningar"),
            ("Nej, ingen har fått", "något mer samordnaren"),
            ("nej", "Ditt ärende E-1001 kom in"),
        )
        shown = text_of(card(at))
        assert "E-1001 · Inget ordersvar" in shown
        assert "• *Skickad:* i måndags" in shown
        assert "Nej, ingen har fått" in shown

    def test_an_order_that_was_not_sent_goes_on_with_what_stops_it(self, at: House) -> None:
        walk(
            at.kim,
            ("jag har inte fått något ordersvar", "Vilken leverantör"),
            ("Lyreco", "Vilken order"),
            ("A-17", "När skickade du"),
            ("i måndags", "Är den skickad?"),
            ("nej", "alla flikar"),
            ("ja", "varje orderrad"),
            ("ja", "attestbehörighet"),
            ("ja", "rätt avdelning"),
            # The supplier and the order are known from before.
            ("ja", "Vad händer när du"),
            ("inget händer", "Ditt ärende E-1001 kom in"),
        )
        assert "• *Ordernummer:* A-17" in text_of(card(at))


class TestMissingDelivery:
    FIRST = (
        ("varorna har inte kommit", "Vilken leverantör"),
        ("Skånemejerier", "Vilken order"),
        ("vet inte", "Vilken dag"),
        ("i dag", "hela leveransen"),
    )

    def test_the_suppliers_missing_contact_is_shown_as_missing(self, at: House) -> None:
        walk(at.sam, *self.FIRST, ("Hela leveransen", "*leverantören* eller *DC*"))
        step = said(at.sam, "nej", "Hör av dig till leverantören först")
        shown = text_of(step)
        assert "*Skånemejerier*" in shown
        assert "_inte ifyllt än – e-handelssamordnaren kan fylla i det_" in shown
        step = pressed(at.sam, step, "Visa DC", "Hör av dig till DC")
        assert "inte ifyllt än" in text_of(step)
        step = pressed(at.sam, step, "Jag har ringt", "Vad fick du för besked?")
        pressed(at.sam, step, "Varorna är på väg", "Vad bra att det är på gång")
        assert at.robin.messages(channel=at.channel) == []

    def test_having_called_in_words(self, at: House) -> None:
        walk(
            at.sam,
            *self.FIRST,
            ("Hela leveransen", "*leverantören* eller *DC*"),
            ("nej", "Hör av dig till leverantören först"),
            ("jag har ringt", "Vad fick du för besked?"),
            ("de kunde inte hjälpa", "*ordersvar* på ordern"),
            ("ja", "något mer samordnaren"),
            ("vi behöver mjölk till frukost", "Ditt ärende E-1001 kom in"),
        )
        shown = text_of(card(at))
        assert "E-1001 · Varor har inte kommit" in shown
        assert "vi behöver mjölk till frukost" in shown

    def test_it_goes_on_where_no_order_response_came(self, at: House) -> None:
        walk(
            at.sam,
            *self.FIRST,
            ("en del", "Vilka varor saknas"),
            ("mjölk 10 l, smör 2 kg", "*leverantören* eller *DC*"),
            ("ja", "Vad fick du för besked?"),
            ("De har inte fått ordern", "När skickade du ordern"),
            ("i fredags", "Är den skickad?"),
            ("vet inte", "andra beställningar"),
            ("vet inte", "något mer samordnaren"),
            ("nej", "Ditt ärende E-1001 kom in"),
        )
        shown = text_of(card(at))
        assert "mjölk 10 l, smör 2 kg" in shown
        assert "• *Skickad:* i fredags" in shown


class TestFindingOnesWay:
    def test_back_shows_the_step_before_and_its_answer_is_given_anew(self, at: House) -> None:
        step = said(at.kim, "jag kan inte skicka min beställning", "alla flikar")
        step = pressed(at.kim, step, "Ja, alla", "varje orderrad")
        pressed(at.kim, step, "Tillbaka", "alla flikar")
        said(at.kim, "nej", "Attestera de flikar som är kvar")
        said(at.kim, "tillbaka", "alla flikar")
        said(at.kim, "ja", "varje orderrad")

    def test_cancelling(self, at: House) -> None:
        step = said(at.kim, "jag kan inte skicka min beställning", "alla flikar")
        gone = pressed(at.kim, step, "Avbryt", "jag har avslutat felsökningen")
        step = pressed(at.kim, gone, "Börja om", "alla flikar")
        said(at.kim, "avbryt", "jag har avslutat felsökningen")
        pressed(at.kim, step, "Ja, alla", "Den felsökningen är redan avslutad")

    def test_leaving_for_another_question_and_coming_back(self, at: House) -> None:
        said(at.kim, "jag kan inte skicka min beställning", "alla flikar")
        said(at.kim, "ja", "varje orderrad")
        said(at.kim, "vad är ett GLN?", "13 siffror")
        left = at.kim.wait_for_message("Vi var mitt i “Kan inte skicka beställning”")
        pressed(at.kim, left, "Fortsätt där vi var", "varje orderrad")
        said(at.kim, "ja", "attestbehörighet")

    def test_another_guide_puts_the_first_aside(self, at: House) -> None:
        said(at.kim, "jag kan inte skicka min beställning", "alla flikar")
        said(at.kim, "mjölken har inte kommit", "Vilken leverantör")
        said(at.kim, "avbryt", "jag har avslutat felsökningen")
        said(at.kim, "fortsätt", "alla flikar")

    def test_a_person_in_the_middle_of_a_guide(self, at: House) -> None:
        step = said(at.kim, "jag kan inte skicka min beställning", "alla flikar")
        step = pressed(at.kim, step, "Ja, alla", "varje orderrad")
        pressed(at.kim, step, "Prata med en person", "Ditt ärende E-1001 kom in")
        assert "• *Alla flikar attesterade:* Ja, alla" in text_of(card(at))

    def test_a_restart_in_the_middle(self, at: House) -> None:
        said(at.kim, "jag kan inte skicka min beställning", "alla flikar")
        step = said(at.kim, "ja", "varje orderrad")
        at.stop()
        at.start()
        step = pressed(at.kim, step, "Nej, någon saknar", "Fyll i eller rätta konteringen")
        said(at.kim, "ja, nu gick den", "då är ordern på väg")

    def test_two_events_of_one_message_move_one_step(self, at: House) -> None:
        said(at.kim, "jag kan inte skicka min beställning", "alla flikar")
        at.server.add_fault("duplicate_event")
        said(at.kim, "ja", "varje orderrad")
        at.settle()
        assert not any("attestbehörighet" in text for text in texts(at.kim))
        assert sum("varje orderrad" in text for text in texts(at.kim)) == 1


class TestWaysOut:
    def test_a_near_problem_is_taken_up_and_the_guide_is_there(self, at: House) -> None:
        said(at.kim, "jag har inte fått ordersvar", "Vilken leverantör väntar du på svar från")
        note = said(at.kim, "jag kan inte skicka min order till Procurator", "ligger kvar")
        at.kim.wait_for_message("alla flikar", after=note["ts"])
        pressed(at.kim, note, "Fortsätt där vi var", "Vilken leverantör väntar du på svar från")

    def test_nothing_is_sent_to_the_coordinator_after_all(self, at: House) -> None:
        asked = said(at.kim, "prata med samordnaren", "Skriv kort vad det gäller")
        pressed(at.kim, asked, "Avbryt", "Okej, vi släpper det")
        said(at.kim, "vad är gln?", "13 siffror")
        assert at.robin.messages(channel=at.channel) == []
