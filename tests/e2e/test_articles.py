"""Articles in Slack: hits that grow and are narrowed, cards with a history, menus while typing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.catalogue import Catalogue
from bot.database.models import ArticlePickRow
from bot.sandbox.model import Json
from bot.sandbox.seed import ORDERING
from tests.e2e.steps import card as case_card
from tests.e2e.steps import in_thread, open_case, pressed, said, skip_profile
from tests.knowledge.pricelists.writers import catalogue as peppol
from tests.knowledge.pricelists.writers import item
from tests.support.house import House, house
from tests.support.people import Person
from tests.support.surfaces import buttons, elements_of, seen_text, text_of

HEAD = (
    "Artikelnummer;Benämning;Leverantör;Enhet;Förpackning;Pris;Valuta;GTIN;Giltig fr.o.m.;"
    "Giltig t.o.m.;Ersätts av;Ersätter;Avtal;Minsta order"
)
ROWS = (
    "710351;Mellanmjölk 1,5 %;Skånemejerier;st;1,5 l;{price};SEK;2000770000147;2026-01-01;"
    "2027-12-31;;;AVT-7;",
    "710352;Mellanmjölk 1,5 % gammal kartong;Skånemejerier;st;1 l;15,00;SEK;;;2026-10-31;710353;;;",
    "710353;Mellanmjölk 1,5 % ny kartong;Skånemejerier;st;1 l;16,00;SEK;;2027-01-01;;;710352;;6",
    "880100;Servett vit 33x33;Procurator;förp;100 st;39,00;SEK;;;;;;;",
    "880200;Servett röd 33x33;Procurator;förp;100 st;41,00;SEK;;;;;;;",
    "990100;Servett vit lunch;Staples;förp;100 st;35,00;SEK;;;;;;;",
    *(
        f"88{at};Servett mönster {at};Procurator;förp;50 st;{at},00;SEK;;;;;;;"
        for at in range(11, 36)
    ),
)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[House]:
    """A workspace with the bot in it, and price lists of two months."""
    with house(tmp_path) as built:
        read_list(built, tmp_path, "21,50")
        built.clock.forward(timedelta(days=30))
        read_list(built, tmp_path, "24,90")
        built.clock.forward(timedelta(days=30))
        built.start()
        yield built


def read_list(at: House, folder: Path, price: str) -> None:
    path = folder / "lista.csv"
    path.write_text("\n".join([HEAD, *ROWS]).format(price=price), encoding="utf-8")
    Catalogue(at.db, at.trained.library.parties, at.clock).import_list(path)


def remove(at: House, folder: Path, number: str) -> None:
    path = folder / "katalog.xml"
    path.write_bytes(peppol(item(number, "Borta", action="Delete"), action="Update"))
    Catalogue(at.db, at.trained.library.parties, at.clock).import_list(path, "Skånemejerier")


def show(person: Person, message: Json, name: str) -> Json:
    """Press "Visa" beside the article of this name; returns its card."""
    for block, element in elements_of(message):
        if f"*{name}*" in text_of({"blocks": [block]}):
            person.press(message, element["action_id"])
            return person.wait_for_modal(name)
    raise AssertionError(f"no {name} in:\n{text_of(message)}")


class TestHits:
    def test_what_is_shown_of_each(self, at: House) -> None:
        text = seen_text(said(at.kim, "mellanmjölk", "Det här hittar jag"))
        assert "710351 · Skånemejerier · 1,5\N{NO-BREAK SPACE}l\n24,90 kr/st (16,60 kr/l)" in text
        assert "kr/l) · gäller till 2027-12-31" in text
        assert "priset gick ut 2026-10-31" in text
        assert "Ersätts av 710353 – Mellanmjölk 1,5 % ny kartong" in text

    def test_more_in_the_same_message(self, at: House) -> None:
        found = said(at.kim, "servett", "Det här hittar jag")
        before = len(at.kim.messages())
        for count in (10, 15, 20, 25):
            at.kim.press(found, "Fler träffar")
            found = at.kim.wait_until(found, lambda message: shown(message) == count)  # noqa: B023
        assert "Fler träffar" not in buttons(found)
        assert "Skriv mer om varan" in text_of(found)
        assert len(at.kim.messages()) == before
        at.kim.rate(found, good=True)
        at.kim.wait_for_message("Så bra")

    def test_one_supplier_and_back(self, at: House) -> None:
        found = said(at.kim, "servett vit", "Det här hittar jag")
        at.kim.choose(found, "Bara från leverantör …", "Staples")
        found = at.kim.wait_until(found, "hos Staples")
        assert "Servett vit lunch" in text_of(found)
        assert "Procurator ·" not in text_of(found)
        at.kim.choose(found, "Bara från leverantör …", "Alla leverantörer")
        assert "Procurator" in text_of(
            at.kim.wait_until(found, "Det här hittar jag för “servett vit”:")
        )

    def test_somebody_elses_hits_in_a_channel(self, at: House) -> None:
        ts = at.kim.mention("har ni servett?", channel=ORDERING)
        found = at.kim.wait_for_message("Det här hittar jag", channel=ORDERING, thread_ts=ts)
        at.sam.press(found, "Fler träffar")
        at.sam.wait_for_message("som jag inte hittar längre", channel=ORDERING, thread_ts=ts)

    def test_none_of_them(self, at: House) -> None:
        found = said(at.kim, "servett", "Det här hittar jag")
        pressed(at.kim, found, "Ingen av dem", "Varor som du inte hittar")


def shown(message: Json) -> int:
    """How many articles a message shows."""
    return buttons(message).count("Visa")


class TestNumbers:
    def test_a_number_is_shown_with_its_name_and_those_near_it(self, at: House) -> None:
        found = seen_text(said(at.kim, "710351", "Är det den du menar?"))
        assert "Mellanmjölk 1,5 %\n710351" in found
        assert "Liknande nummer: 710352 Mellanmjölk 1,5 % gammal kartong" in found

    def test_a_number_that_nobody_has(self, at: House) -> None:
        found = seen_text(said(at.kim, "710359", "Ingen vara har numret “710359”"))
        assert "Mellanmjölk 1,5 %" in found

    def test_a_gtin(self, at: House) -> None:
        assert "GTIN 2000770000147" in seen_text(said(at.kim, "2000770000147", "Är det den"))

    def test_a_number_of_an_article_that_is_gone(self, at: House, tmp_path: Path) -> None:
        remove(at, tmp_path, "710352")
        gone = said(at.kim, "710352", "Finns inte längre")
        assert "Mellanmjölk 1,5 % gammal kartong" in text_of(gone)
        assert "Finns inte längre sedan 2027-01-22" in seen_text(gone)
        assert "Ersätts av 710353 – Mellanmjölk 1,5 % ny kartong" in seen_text(gone)
        card = show(at.kim, gone, "Mellanmjölk 1,5 % gammal kartong")
        assert "Varan finns inte längre sedan 2027-01-22." in seen_text(card)
        # Its name finds it no more.
        found = said(at.kim, "mellanmjölk", "Det här hittar jag")
        assert "gammal kartong" not in text_of(found)


class TestNotFound:
    def test_the_nearest_and_the_list(self, at: House) -> None:
        at.load_examples()
        near = said(at.kim, "lila servetter", "Det här är det närmaste, men jag är osäker")
        goods = pressed(at.kim, near, "Ingen av dem", "lila servetter")
        at.kim.press(goods, "Lägg till vara")
        view = at.kim.wait_for_modal("Lägg till vara")
        assert list(at.kim.submit(view, {})) == ["text"]
        [option, *_] = at.kim.options(view, "articles", "mellanmjolk 1,5")
        assert option["text"]["text"] == "Mellanmjölk 1,5 % · 710351 · Skånemejerier"
        assert at.kim.submit(view, {"articles": option["text"]["text"], "text": "Blå duk"}) == {}
        at.kim.wait_for_no_modal()
        at.settle()
        found, goods = at.kim.messages()[-2:]
        assert "Den här finns" in text_of(found)
        assert "Blå duk" in text_of(goods)
        assert "Mellanmjölk" not in text_of(goods)
        at.kim.press(goods, "Klart, skicka listan")
        skip_profile(at.kim)
        assert "Hittar inte: lila servetter, Blå duk" in text_of(case_card(at))

    def test_goods_that_somebody_wants_are_looked_up(self, at: House) -> None:
        at.load_examples()
        said(at.kim, "vill ha gröna servetter", "Det här är det närmaste, men jag är osäker")
        said(at.kim, "hej, vi skulle vilja ha laktosfri glass", "laktosfri glass”")
        for wish in ("vi vill ha in en ny vara", "vill ha gröna servetter i sortimentet"):
            said(at.kim, wish, "tas in i sortimentet")

    def test_one_that_is_gone_by_then_is_not_said_to_be_there(
        self, at: House, tmp_path: Path
    ) -> None:
        near = said(at.kim, "servett vit", "Det här hittar jag")
        goods = pressed(at.kim, near, "Ingen av dem", "servett vit")
        at.kim.press(goods, "Lägg till vara")
        view = at.kim.wait_for_modal("Lägg till vara")
        [option, *_] = at.kim.options(view, "articles", "710352")
        kim = at.kim  # who keeps what has been entered
        kim.fill(view, {"articles": option["text"]["text"]})
        remove(at, tmp_path, "710352")
        assert kim.submit(view) == {}
        at.kim.wait_for_no_modal()
        at.settle()
        found, goods = at.kim.messages()[-2:]
        assert "Den här finns inte längre, så jag sätter den på listan" in text_of(found)
        assert "Finns inte längre sedan" in text_of(found)
        assert "• Mellanmjölk 1,5 % gammal kartong" in text_of(goods)

    def test_nothing_is_lost_of_a_long_list(self, at: House) -> None:
        missing = [f"Kycklingfilé strimlad fryst påse 2,5 kg sort {one:02}" for one in range(30)]
        said(at.kim, "jag hittar inte varan", "Vilken vara letar du efter?")
        found = said(at.kim, "\n".join(["servett vit", *missing]), "Det här hittar jag inte")
        listed = pressed(at.kim, found, "Be samordnaren leta", "Varor som du inte hittar")
        assert "servett vit" not in text_of(listed)
        at.kim.press(listed, "Klart, skicka listan")
        skip_profile(at.kim)
        shown = text_of(case_card(at))
        assert [one for one in missing if one not in shown] == []

    def test_the_list_of_somebody_else_s_question(self, at: House) -> None:
        ts = at.kim.mention("har ni servett?", channel=ORDERING)
        found = at.kim.wait_for_message("Det här hittar jag", channel=ORDERING, thread_ts=ts)
        at.sam.press(found, "Ingen av dem")
        at.sam.wait_for_message("som jag inte hittar längre", channel=ORDERING, thread_ts=ts)


class TestCard:
    def test_the_history_and_what_replaces_it_at_most_three_deep(self, at: House) -> None:
        found = said(at.kim, "mellanmjölk", "Det här hittar jag")
        card = show(at.kim, found, "Mellanmjölk 1,5 %")
        text = seen_text(card)
        assert "▁▁▁" in text
        assert "2026-12-23: 24,90 kr/st (+15,8 %)" in text
        assert "kontrollsiffran stämmer" in text
        assert "AVT-7" in text
        at.kim.close(card)
        card = show(at.kim, found, "Mellanmjölk 1,5 % gammal kartong")
        for depth, name in ((2, "ny"), (3, "gammal"), (3, "ny"), (3, "gammal")):
            at.kim.press(card, "Visa")
            wanted = f"Mellanmjölk 1,5 % {name} kartong"
            card = at.kim.wait_for_modal(lambda view: wanted in first_text(view))  # noqa: B023
            assert len(at.kim.modals()) == depth
        assert at.server.violations == []

    def test_what_is_looked_at_is_learnt(self, at: House) -> None:
        found = said(at.kim, "har ni vit servett?", "Det här hittar jag")
        at.kim.close(show(at.kim, found, "Servett vit lunch"))

        def picked() -> list[tuple[str, str]]:
            with at.db.read() as session:
                rows = session.execute(select(ArticlePickRow.query_key, ArticlePickRow.person_id))
                return [(row.query_key, row.person_id) for row in rows]

        at.until(picked)
        assert picked() == [("servett vit", at.kim.user)]


def first_text(view: Json) -> str:
    """The head of a card."""
    return seen_text({"blocks": view["blocks"][:1]})


class TestFinding:
    def test_while_typing_from_the_home_tab(self, at: House) -> None:
        at.kim.open_home()
        at.kim.press(at.kim.wait_for_home("Hej Kim"), "Sök vara")
        view = at.kim.wait_for_modal("Sök vara")
        said(at.kim, "servett", "Det här hittar jag")  # the index is there by now
        offered = at.kim.options(view, "Namn eller nummer", "mellanmj")
        names = [one["text"]["text"] for one in offered]
        assert "Mellanmjölk 1,5 % · 710351 · Skånemejerier" in names
        at.kim.choose(view, "Namn eller nummer", names[0], typed="mellanmj")
        at.kim.wait_for_modal("Artikelnummer: `710351`")
        assert len(at.kim.modals()) == 2
        at.kim.close(at.kim.modals()[-1])
        at.kim.press(view, "Lägg till vara")
        add = at.kim.wait_for_modal("Finns den inte?")
        assert at.kim.submit(add, {"text": "Grön duk"}) == {}
        at.kim.wait_for_no_modal()
        at.kim.wait_for_message("Grön duk")

    def test_the_command(self, at: House) -> None:
        at.kim.command("vara servett vit")
        at.kim.wait_for_message("Det här hittar jag för “servett vit”")
        at.kim.command("vara blå elefanter på månen")
        at.kim.wait_for_message("Jag hittar ingen vara")


class TestReply:
    def test_articles_go_with_a_coordinators_answer(self, at: House) -> None:
        said(at.kim, "servett", "Det här hittar jag")
        shown = open_case(at, at.kim, "Jag hittar inte mjölken")
        at.robin.press(shown, "Svara")
        view = at.robin.wait_for_modal("Varor att skicka med")
        assert list(at.robin.submit(view, {})) == ["text"]
        [option, *_] = at.robin.options(view, "articles", "710351")
        assert at.robin.submit(view, {"articles": [option["text"]["text"]]}) == {}
        at.kim.wait_for_message("Mellanmjölk 1,5 % – 710351 (Skånemejerier)")
        in_thread(at, "710351")
