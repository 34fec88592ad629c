"""The knowledge grows in use: coordinators in Slack, and people who get it at once."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bot.app import Bot
from bot.database.session import Database
from bot.sandbox.model import Json
from knowledge.library import load_library
from tests.e2e.steps import card, in_thread, latest, open_case, pressed, said
from tests.support.house import House
from tests.support.people import Person
from tests.support.surfaces import buttons, text_of

PARKING = {
    "title_sv": "Parkering vid skolan",
    "title_en": "Parking at the school",
    "answer_sv": "Parkera på *baksidan*.",
    "answer_en": "Park at the *back*.",
    "phrasings_sv": "var parkerar man bilen\nfinns det parkering vid skolan",
    "phrasings_en": "where do I park the car",
}
ASKED = "var parkerar man bilen"


def opened(coordinator: Person, button: str) -> Json:
    """A view that the coordinator opens from their start page."""
    coordinator.open_home()
    home = coordinator.wait_for_home("Mina svar")
    coordinator.press(home, button)
    return coordinator.wait_for_modal()


def known(coordinator: Person) -> Json:
    """The list of what the bot answers with."""
    coordinator.open_home()
    coordinator.press(coordinator.wait_for_home("Mina svar"), "Mina svar")
    return coordinator.wait_for_modal("knowledge_list")


def form_of(coordinator: Person, title: str) -> Json:
    """The form for an entry, found by its title."""
    coordinator.choose(known(coordinator), "Sök bland svaren", title)
    return coordinator.wait_for_modal("knowledge_entry")


def new_entry(coordinator: Person, **values: str) -> None:
    """Write a new entry, look at it and keep it."""
    coordinator.press(known(coordinator), "Nytt svar")
    keep(coordinator, coordinator.wait_for_modal("knowledge_entry"), "är sparat", **values)


def keep(coordinator: Person, form: Json, then: str, **values: str) -> Json:
    """Fill in the form, look at the entry, keep it, and be told so."""
    before = latest(coordinator)
    assert coordinator.submit(form, values) == {}
    assert coordinator.submit(coordinator.wait_for_modal("knowledge_preview")) == {}
    coordinator.wait_for_no_modal()
    return coordinator.wait_for_message(then, after=before)


class TestEntries:
    def test_a_new_entry_reaches_a_person_at_once(self, at: House) -> None:
        said(at.kim, ASKED, "")
        at.robin.press(known(at.robin), "Nytt svar")
        form = at.robin.wait_for_modal("knowledge_entry")
        assert at.robin.submit(form, PARKING) == {}
        shown = at.robin.wait_for_modal("knowledge_preview")
        assert "Parkera på *baksidan*." in text_of(shown)
        assert "Park at the *back*." in text_of(shown)
        assert "Not solved? Write *talk to the coordinator*." in text_of(shown)
        assert at.robin.submit(shown) == {}
        at.robin.wait_for_message("“Parkering vid skolan” är sparat")
        answer = said(at.kim, ASKED, "Parkera på *baksidan*.")
        assert "Hjälpte det" in text_of(answer)
        said(at.alex, "where do I park the car?", "Park at the *back*.")

    def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(self, at: House) -> None:
        robin = at.robin
        robin.press(known(robin), "Nytt svar")
        form = robin.wait_for_modal("knowledge_entry")
        wrong = robin.submit(form, {**PARKING, "steps_sv": "Ett\nTvå", "steps_en": "One"})
        assert wrong == {
            "steps_en": "Skriv lika många rader som på svenska, eller lämna fältet tomt."
        }
        keep(robin, form, "är sparat", steps_en="One\nTwo")
        said(at.kim, ASKED, "• Två")

    def test_editing_and_undoing(self, at: House) -> None:
        answer = "GLN är ett *nummer på tretton siffror*."
        told = keep(
            at.robin, form_of(at.robin, "GLN för avdelningen"), "är ändrat", answer_sv=answer
        )
        said(at.kim, "vad är ett GLN?", answer)
        pressed(at.robin, told, "Ångra", "är återställt")
        said(at.kim, "vad är ett GLN?", "nummer på 13 siffror")

    def test_an_entry_with_more_phrasings_than_a_field_holds_keeps_them(self, at: House) -> None:
        title = "Leveransdagar"
        before = at.trained.library.faqs["delivery-days"].phrasings
        keep(at.robin, form_of(at.robin, title), "är ändrat", title_sv="Dagar för leverans")
        assert at.bot is not None
        after = at.bot.services.knowledge.current().faqs["delivery-days"]
        assert (after.title.sv, after.phrasings) == ("Dagar för leverans", before)

    def test_retiring_bringing_back_and_old_buttons(self, at: House) -> None:
        new_entry(at.robin, **PARKING)
        old = said(at.kim, ASKED, "Parkera på *baksidan*.")
        form = form_of(at.robin, "Parkering vid skolan")
        at.robin.press(form, "Ta bort svaret")
        at.robin.wait_for_message("“Parkering vid skolan” är borttaget")
        history = at.robin.wait_for_modal("Robin")
        assert "tog bort svaret" in text_of(history)
        at.kim.rate(old, good=False)
        at.settle()
        before = latest(at.kim)
        at.kim.say(ASKED)
        at.settle()
        assert not any(
            "baksidan" in text_of(one) for one in at.kim.messages() if one["ts"] > before
        )
        at.robin.press(history, "Återställ hit")
        at.robin.wait_for_message("är återställt")
        said(at.kim, ASKED, "Parkera på *baksidan*.")

    def test_a_phrasing_that_another_topic_has_is_warned_of_and_may_be_kept(
        self, at: House
    ) -> None:
        robin = at.robin
        robin.press(known(robin), "Nytt svar")
        taken = "vad är ett GLN-nummer"
        form = robin.wait_for_modal("knowledge_entry")
        assert robin.submit(form, {**PARKING, "phrasings_sv": taken}) == {}
        shown = robin.wait_for_modal("knowledge_preview")
        assert "Formuleringar som krockar" in text_of(shown)
        assert f"“{taken}”" in text_of(shown)
        assert shown["submit"]["text"] == "Spara ändå"
        robin.close(shown)
        form = robin.wait_for_modal("knowledge_entry")
        keep(robin, form, "är sparat", phrasings_sv=ASKED)
        said(at.kim, "vad är ett GLN-nummer", "nummer på 13 siffror")


class TestWhoAsks:
    def variants(self, at: House) -> None:
        """An entry with an answer of its own for Ystad."""
        robin = at.robin
        robin.press(known(robin), "Nytt svar")
        form = robin.wait_for_modal("knowledge_entry")
        robin.fill(form, PARKING)
        robin.press(form, "Lägg till ett eget svar")
        roomier = robin.wait_for_modal("Eget svar 1")
        keep(
            robin,
            roomier,
            "är sparat",
            variant_0_municipality="Ystad",
            variant_0_sv="Parkera på *torget*.",
        )

    def test_the_municipality_is_asked_for_when_the_answer_depends_on_it(self, at: House) -> None:
        self.variants(at)
        asked = said(at.kim, ASKED, "Vilken kommun")
        pressed(at.kim, asked, "Ystad", "Parkera på *torget*.")
        said(at.kim, ASKED, "Parkera på *torget*.")

    def test_in_words_or_not_at_all(self, at: House) -> None:
        self.variants(at)
        said(at.kim, ASKED, "Vilken kommun")
        said(at.kim, "vet inte", "Parkera på *baksidan*.")
        said(at.kim, ASKED, "Vilken kommun")
        said(at.kim, "i Ystad", "Parkera på *torget*.")
        said(at.sam, ASKED, "Vilken kommun")
        said(at.sam, "vad är ett GLN?", "nummer på 13 siffror")

    def test_it_is_not_asked_for_otherwise(self, at: House) -> None:
        said(at.kim, "vad är ett GLN?", "nummer på 13 siffror")
        assert not any("Vilken kommun" in text_of(one) for one in at.kim.messages())

    def test_it_is_that_of_ones_municipality_or_both(self, at: House) -> None:
        both = said(at.kim, "vad har IT för telefonnummer", "IT i")
        assert "IT i Simrishamn" in text_of(both)
        assert "IT i Ystad" in text_of(both)
        self.variants(at)
        pressed(at.kim, said(at.kim, ASKED, "Vilken kommun"), "Ystad", "torget")
        mine = said(at.kim, "nummer till it", "IT i Ystad")
        assert "IT i Simrishamn" not in text_of(mine)


class TestFromACase:
    def answered(self, at: House) -> Json:
        """A case that the coordinator has answered; its line in the thread."""
        open_case(at, at.kim, "Var ställer man cykeln när det regnar?")
        at.robin.press(card(at), "Svara")
        answer = {"text": "I cykelrummet, koden har vaktmästaren."}
        assert at.robin.submit(at.robin.wait_for_modal(), answer) == {}
        return in_thread(at, "I cykelrummet")

    def test_its_answer_is_kept_for_the_next_one_who_asks(self, at: House) -> None:
        line = self.answered(at)
        assert buttons(line) == ["Spara som svar", "Samma som…"]
        at.robin.press(line, "Spara som svar")
        form = at.robin.wait_for_modal("knowledge_entry")
        assert at.robin.submit(form) == {}
        shown = at.robin.wait_for_modal("knowledge_preview")
        assert "I cykelrummet, koden har vaktmästaren." in text_of(shown)
        assert at.robin.submit(shown) == {}
        in_thread(at, "är sparat")
        said(at.sam, "var ställer man cykeln när det regnar", "I cykelrummet")

    def test_it_asks_the_same_as_a_topic(self, at: House) -> None:
        at.robin.press(self.answered(at), "Samma som…")
        form = at.robin.wait_for_modal("knowledge_same")
        assert at.robin.submit(form, {"topic": "Kortkod"}) == {}
        in_thread(at, "räknas nu till “Kortkod”")
        said(at.sam, "var ställer man cykeln när det regnar?", "Kortkoden")


class TestWhatWasNotUnderstood:
    def test_it_is_listed_by_likeness_and_settled_in_two_presses(self, at: House) -> None:
        for person, text in (
            (at.kim, "hur byter jag lösenordet"),
            (at.sam, "byta lösenord"),
            (at.kim, "vilken färg har bussen på lördag"),
        ):
            said(person, text, "")
        at.settle()
        at.robin.open_home()
        home = at.robin.wait_for_home("Frågor jag inte kunde (3)")
        at.robin.press(home, "Frågor jag inte kunde (3)")
        shown = at.robin.wait_for_modal("unanswered")
        text = text_of(shown)
        assert text.index("hur byter jag lösenordet") < text.index("vilken färg har bussen")
        assert "frågad: 2" in text
        at.robin.choose(shown, "Samma som…", "Kortkod")
        at.robin.wait_for_message("räknas nu till “Kortkod”")
        rest = at.robin.wait_for_modal(lambda view: "lösenord" not in text_of(view))
        said(at.sam, "hur byter jag lösenordet", "Kortkoden")
        at.robin.press(rest, "Gör till svar")
        form = at.robin.wait_for_modal("knowledge_entry")
        keep(at.robin, form, "är sparat", answer_sv="Bussen är *gul*.")
        said(at.kim, "vilken färg har bussen på lördag", "Bussen är *gul*.")
        at.robin.open_home()
        at.robin.wait_for_home("Frågor jag inte kunde (0)")

    def test_an_answer_that_did_not_help_is_on_the_list_until_it_is_put_off(
        self, at: House
    ) -> None:
        at.kim.rate(said(at.kim, "vad är ett GLN?", "nummer på 13 siffror"), good=False)
        at.settle()
        shown = opened(at.robin, "Frågor jag inte kunde (1)")
        assert "hjälpte inte: 1" in text_of(shown)
        at.robin.press(shown, "Behövs inte")
        at.robin.wait_for_message("borta från listan")
        at.robin.wait_for_modal("Här är det tomt")


class TestWhoMay:
    def test_others_do_not_see_it(self, at: House) -> None:
        at.kim.open_home()
        assert "Mina svar" not in text_of(at.kim.wait_for_home("Hej"))

    def test_who_has_left_the_channel_sees_and_changes_nothing(self, at: House) -> None:
        robin = at.robin
        told = keep(
            robin, form_of(robin, "GLN för avdelningen"), "är ändrat", answer_sv="Ett *nummer*."
        )
        form = form_of(robin, "Kortkod")
        home = robin.wait_for_home("Mina svar")
        at.server.leave(at.channel, robin.user)
        at.settle()
        assert robin.submit(form, {"answer_sv": "Nej."}) == {}
        robin.wait_for_modal("bara medlemmarna")
        robin.close(robin.modals()[0])
        pressed(robin, told, "Ångra", "bara medlemmarna")
        pressed(robin, home, "Mina svar", "bara medlemmarna")
        pressed(robin, home, "Frågor jag inte kunde (0)", "bara medlemmarna")
        assert robin.modals() == []
        said(at.kim, "vad är ett GLN?", "Ett *nummer*.")


@contextmanager
def second_bot(at: House) -> Iterator[Bot]:
    """Another bot on the same database, in the same workspace."""
    db = Database.connect(at.settings.database_url)
    with ExitStack() as running:
        running.callback(db.close)
        bot = Bot(at.settings, db, at.clock, trained=at.trained)
        running.enter_context(bot.running())
        running.enter_context(bot.connected())
        at.server.wait_for(lambda: at.server.connections == 2, what="two bots")
        yield bot


def test_two_running_bots_know_at_once(at: House) -> None:
    with second_bot(at) as other:
        assert at.bot is not None
        new_entry(at.robin, **PARKING)
        for _ in range(6):  # whichever of the two takes it
            said(at.kim, ASKED, "Parkera på *baksidan*.")
        for bot in (at.bot, other):
            assert "parkering-vid-skolan" in bot.services.knowledge.current().faqs


def test_what_was_changed_in_slack_becomes_files(at: House, tmp_path: Path) -> None:
    new_entry(at.robin, **PARKING)
    folder = str(tmp_path / "innehåll")
    environment = {"DATABASE_URL": at.settings.database_url}
    assert "faq/parkering-vid-skolan.yaml" in _hjalpen("export", folder, **environment)
    assert "in order" in _hjalpen("check", HJALPEN_CONTENT_DIR=folder)
    assert "parkering-vid-skolan" in load_library(tmp_path / "innehåll").faqs


def _hjalpen(*arguments: str, **environment: str) -> str:
    """What `hjalpen knowledge` prints; in a process of its own, whose logging it sets up."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "knowledge", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
