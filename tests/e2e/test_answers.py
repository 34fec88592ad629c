"""Questions and answers: what is known, what is unsure, what is not, and goods and contacts."""

from tests.e2e.steps import card, form, latest, pressed, said, skip_profile, texts
from tests.support.house import House
from tests.support.surfaces import buttons, text_of


class TestFaq:
    def test_it_helped(self, at: House) -> None:
        answer = said(at.kim, "vad är ett GLN?", "13 siffror")
        before = latest(at.kim)
        at.kim.rate(answer, good=True)
        at.kim.wait_for_message("Så bra", after=before)

    def test_it_did_not_help_leads_to_choices_and_to_a_person(self, at: House) -> None:
        answer = said(at.kim, "vad är ett GLN?", "13 siffror")
        before = latest(at.kim)
        at.kim.rate(answer, good=False)
        instead = at.kim.wait_for_message("Tråkigt att det inte hjälpte", after=before)
        assert 2 <= len(buttons(instead)) <= 5
        at.kim.press(instead, "Prata med en person")
        skip_profile(at.kim)
        assert ">vad är ett GLN?" in text_of(card(at))

    def test_none_of_these(self, at: House) -> None:
        answer = said(at.kim, "vad är ett GLN?", "13 siffror")
        before = latest(at.kim)
        at.kim.rate(answer, good=False)
        instead = at.kim.wait_for_message("Tråkigt", after=before)
        pressed(at.kim, instead, "Inget av dessa", "Jag förstår fortfarande inte")

    def test_an_english_person_is_answered_in_english(self, at: House) -> None:
        step = said(at.alex, "I cannot send my order", "every tab")
        step = pressed(at.alex, step, "No, not all", "Approve the tabs that remain")
        pressed(at.alex, step, "Yes, it went", "the order is on its way")
        said(at.alex, "help", "I help you with e-procurement")

    def test_what_an_english_person_hands_over_is_in_swedish_for_the_coordinator(
        self, at: House
    ) -> None:
        step = said(at.alex, "I cannot send my order", "every tab")
        step = pressed(at.alex, step, "Yes, all of them", "every order line")
        pressed(at.alex, step, "Talk to a person", "Your case E-1001 came in")
        assert "*Alla flikar attesterade:* Ja, alla" in text_of(card(at))


class TestNotKnown:
    def test_not_understood_twice_offers_a_person(self, at: House) -> None:
        said(at.kim, "blåa elefanter på månen", "Det förstod jag inte")
        again = said(at.kim, "lila giraffer i havet", "Jag förstår fortfarande inte")
        at.kim.press(again, "Prata med en person")
        skip_profile(at.kim)
        assert "lila giraffer i havet" in text_of(card(at))

    def test_small_talk(self, at: House) -> None:
        said(at.kim, "hej", "Hej! Vad kan jag hjälpa dig med?")
        said(at.kim, "tack så mycket!", "Varsågod")


class TestArticles:
    def test_found(self, at: House) -> None:
        at.load_examples()
        found = said(at.kim, "har ni skrivarpaper?", "Det här hittar jag")
        assert "example" not in text_of(found)
        assert "exempel som följer med, de går inte att beställa" in text_of(found)

    def test_a_name_of_goods_that_sounds_like_a_problem(self, at: House) -> None:
        at.load_examples()
        said(at.kim, "jag hittar inte varan", "Vilken vara letar du efter?")
        said(at.kim, "glutenfri knäckebröd utan frön", "“glutenfri knäckebröd")
        said(at.kim, "jag hittar inte varan", "Vilken vara letar du efter?")
        said(at.kim, "mjölken har inte kommit", "Vilken leverantör")

    def test_none_of_them_is_put_on_a_list_and_handed_over(self, at: House) -> None:
        at.load_examples()
        said(at.kim, "jag hittar inte varan", "Vilken vara letar du efter?")
        none = said(at.kim, "marsipangris", "marsipangris")
        goods = pressed(at.kim, none, missing(none), "Varor som du inte hittar")
        goods = said(at.kim, "kokosmjöl 5 kg\nmungbönor", "mungbönor")
        at.kim.press(goods, buttons(goods)[0])
        skip_profile(at.kim)
        shown = text_of(card(at))
        assert "kokosmjöl 5 kg" in shown
        assert "mungbönor" in shown


def missing(message: dict[str, object]) -> str:
    """The button with which one says that none of the hits is it."""
    return next(name for name in buttons(message) if name != "Prata med en person")


class TestContacts:
    def test_filled_in_by_the_coordinator_and_then_seen(self, at: House) -> None:
        answer = said(at.sam, "vilket telefonnummer har Lyreco?", "*Lyreco*")
        assert "inte ifyllt än – e-handelssamordnaren kan fylla i det" in text_of(answer)
        at.robin.open_home()
        home = at.robin.wait_for_home("Kontaktuppgifter")
        [option, *_] = at.robin.options(home, "Välj kontakt", "lyreco")
        at.robin.choose(home, "Välj kontakt", option["value"], typed="lyreco")
        view = at.robin.wait_for_modal("Lyreco")
        errors = at.robin.submit(view, {"phone": "ring mig"})
        assert list(errors) == ["phone"]
        assert at.robin.submit(view, {"name": "Order & leverans", "phone": "0771-12 34 56"}) == {}
        at.robin.wait_for_message("Kontaktuppgifterna till Lyreco är sparade")
        answer = said(at.sam, "vilket telefonnummer har Lyreco?", "0771-12 34 56")
        assert "Order &amp; leverans" in text_of(answer)


class TestAboutOneself:
    def test_asked_once_and_shown_on_the_case(self, at: House) -> None:
        offer = said(at.kim, "hjälp", "Jag hjälper dig")
        pressed(at.kim, offer, "Prata med en person", "i ett enda meddelande")
        question = said(at.kim, "Skrivaren skriver inte ut", "Vilken kommun")
        question = pressed(at.kim, question, "Simrishamn", "Vad gör du i e-handeln?")
        pressed(at.kim, question, "Beställare", "Vilken avdelning")
        said(at.kim, "Förskolan Örnen <!here>", "Tack!")
        shown = at.robin.wait_until(card(at), "Örnen")
        assert "Simrishamn" in text_of(shown)
        assert "Beställare" in text_of(shown)
        assert "<!here>" not in text_of(shown)
        offer = said(at.kim, "hjälp", "Jag hjälper dig")
        pressed(at.kim, offer, "Prata med en person", "i ett enda meddelande")
        said(at.kim, "Musen också", "E-1002")
        at.settle()
        # The one question that there was stands with its answer, and without its buttons.
        assert sum("Vilken kommun" in text for text in texts(at.kim)) == 0
        assert sum("*Kommun:* Simrishamn" in text for text in texts(at.kim)) == 1
        assert "Simrishamn" in text_of(card(at, "E-1002"))

    def test_thanks_or_a_new_problem_is_no_department(self, at: House) -> None:
        for text, then in (("tack!", "Varsågod"), ("varorna har inte kommit", "Vilken leverantör")):
            offer = said(at.kim, "hjälp", "Jag hjälper dig")
            pressed(at.kim, offer, "Prata med en person", "i ett enda meddelande")
            question = said(at.kim, "Skrivaren skriver inte ut", "Vi")
            if "Vilken kommun" in text_of(question):
                question = pressed(at.kim, question, "Ystad", "Vad gör du i e-handeln?")
                pressed(at.kim, question, "Ekonom", "Vilken avdelning")
            at.kim.wait_for_message("Vilken avdelning")
            said(at.kim, text, then)
        assert "*Avdelning*: inte angivet" in text_of(card(at))

    def test_changed_in_the_home_tab(self, at: House) -> None:
        at.kim.open_home()
        home = at.kim.wait_for_home("Hej Kim")
        form(
            at.kim, home, "Ändra",
            municipality="Ystad", department="Köket", role="Varumottagare",
        )  # fmt: skip
        at.kim.wait_for_home("Köket")
        offer = said(at.kim, "hjälp", "Jag hjälper dig")
        pressed(at.kim, offer, "Prata med en person", "i ett enda meddelande")
        said(at.kim, "Skrivaren är trasig", "E-1001")
        assert "Köket" in text_of(card(at))

    def test_home_starts_a_guide_in_the_dm_and_shows_ones_cases(self, at: House) -> None:
        at.kim.open_home()
        home = at.kim.wait_for_home("Du har inga ärenden")
        at.kim.press(home, "Kan inte skicka beställning")
        step = at.kim.wait_for_message("alla flikar")
        pressed(at.kim, step, "Prata med en person", "Ditt ärende E-1001")
        at.kim.open_home()
        home = at.kim.wait_for_home("E-1001 · Kan inte skicka beställning")
        at.kim.press(home, "Ta tillbaka ärendet")
        at.kim.wait_for_message("Du har tagit tillbaka ditt ärende E-1001")
