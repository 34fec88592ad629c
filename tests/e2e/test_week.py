"""The report of every Monday, and the coordinators' overview of price lists."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from bot.database.models import WeekReportRow
from bot.sandbox.model import Json
from bot.week.reports import PATIENCE, SETTLED
from tests.e2e.test_lists_folder import bot, put
from tests.e2e.test_lists_in import csv, nameless, replacement, send, sold
from tests.support.house import House, house
from tests.support.people import Person
from tests.support.surfaces import text_of

# The house's clock begins on Monday 23 November 2026 at 12:00 in Stockholm.
MONDAYS = [datetime(2026, 11, 30, 7, 1, tzinfo=UTC) + timedelta(weeks=n) for n in range(3)]
HEADINGS = "Artikelnummer;Benämning;Enhet;Pris;Leverantör\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "prislistor"
    path.mkdir()
    return path


@pytest.fixture
def at(tmp_path: Path, folder: Path) -> Iterator[House]:
    """A bot that watches a folder."""
    with house(tmp_path) as one:
        one.settings = one.settings.model_copy(update={"pricelist_dir": folder})
        one.start()
        bot(one).core.checklists.monday_due()
        yield one


def lines(supplier: str, *goods: str) -> bytes:
    """A list of a supplier's goods, each "number;name;unit;price"."""
    return (HEADINGS + "".join(f"{one};{supplier}\n" for one in goods)).encode()


def reports(at: House) -> list[Json]:
    """The reports in the coordinators' channel."""
    seen = at.robin.messages(channel=at.channel)
    return [one for one in seen if "Prislistor: rapport" in text_of(one)]


def begun(at: House) -> int:
    """How many reports there are, sent or not."""
    with at.db.read() as session:
        return len(session.scalars(select(WeekReportRow)).all())


def monday(at: House, when: datetime) -> Json:
    """Let it be Monday, and wait for its report."""
    before = len(reports(at))
    at.clock.forward(when - at.clock())
    bot(at).core.checklists.monday_due()
    at.clock.forward(SETTLED)

    def made() -> bool:
        bot(at).core.week.send_due()
        return len(reports(at)) > before

    at.server.wait_for(made, what="the report")
    return reports(at)[-1]


def workbook(at: House, message: Json, person: Person | None = None) -> CalamineWorkbook:
    """The file under a report that a person (robin, if not given) got."""
    reply = (person or at.robin).wait_for_message(
        lambda one: "files" in one, channel=message["channel"], thread_ts=message["ts"]
    )
    [file] = reply["files"]
    data = at.server.call(lambda sandbox: sandbox.files.get(file["id"]))
    assert data is not None
    return CalamineWorkbook.from_filelike(BytesIO(data))


def rows(book: CalamineWorkbook, sheet: str) -> list[dict[str, object]]:
    """The rows of a sheet, by its headings."""
    headings, *found = book.get_sheet_by_name(sheet).to_python()
    return [dict(zip(map(str, headings), row, strict=True)) for row in found]


def first_week(at: House) -> None:
    send(at.robin, "lyreco.csv", lines("Lyreco", "1;Penna;st;10,00", "2;Pärm;st;20,00",
                                       "3;Gem;kg;30,00", "4;Häftapparat;st;100,00"))  # fmt: skip
    send(at.robin, "staples.csv", lines("Staples", "1;Papper;st;50,00"))
    send(at.robin, "v47.edi", replacement(*range(10)))
    at.clock.forward(timedelta(hours=1))


def second_week(at: House) -> None:
    at.clock.forward(timedelta(days=1))
    send(at.robin, "lyreco v49.csv", lines("Lyreco", "1;Penna;st;12,50", "2;Pärm;st;15,00",
                                           "3;Gem;st;0,60", "5;=SUM(A1);st;9,00",
                                           "6;Tejp;st;", "4;Häftapparat;st;101,00"))  # fmt: skip
    send(at.robin, "v48.edi", replacement(*range(9), issued="20261201", list_number="2"))


def test_two_weeks(at: House) -> None:
    first_week(at)
    first = monday(at, MONDAYS[0])
    shown = text_of(first)
    assert "Inlästa prislistor: 3" in shown
    assert "15 nya" in shown
    assert "Ingen ny lista" not in shown
    assert "höjts" not in shown
    second_week(at)
    at.robin.upload("konstig.pdf", b"%PDF-1.7")
    at.robin.wait_for_message("kunde inte läsa in")
    second = monday(at, MONDAYS[1])
    shown = text_of(second)
    assert "Inlästa prislistor: 2" in shown
    assert "Lyreco*: 1 ny, 4 ändrade, 1 avvisad rad – lyreco v49.csv" in shown
    assert (
        "Exempelgrossisten*: 1 borttagen – v48.edi · PRICAT (EDIFACT), nr 2, utfärdad 2026-12-01"
        in shown
    )
    assert "Ingen ny lista är inläst från: 1" in shown
    assert "Staples*: senaste listan kom för 13 dagar sedan" in shown
    assert "konstig.pdf: Filen är en PDF-fil" in shown.replace("*", "")
    assert "Lyreco, rad 6 (6):" in shown
    assert "1 ny*: =SUM(A1)" in shown
    assert "4 ändrade*" in shown
    assert "1 har utgått*: Vara nummer 9" in shown
    assert "2 priser har höjts" in shown
    assert "+25 %* Penna (1, Lyreco): 10,00 kr → 12,50 kr/st" in shown
    assert "+1 %* Häftapparat" in shown
    assert "1 pris har sänkts" in shown
    assert "−25 %* Pärm (2, Lyreco): 20,00 kr → 15,00 kr/st" in shown
    assert "Gem (3" not in shown  # by the piece what was by the kilo: nothing to compare
    assert shown.index("Penna (1") < shown.index("Häftapparat (4")


def test_the_workbook(at: House) -> None:
    first_week(at)
    monday(at, MONDAYS[0])
    second_week(at)
    book = workbook(at, monday(at, MONDAYS[1]))
    assert book.sheet_names == [
        "Sammanfattning", "Nya", "Ändrade", "Utgångna", "Priser", "Avvisade rader",
    ]  # fmt: skip
    summary = rows(book, "Sammanfattning")
    assert [(row["Leverantör"], row["Läge"]) for row in summary] == [
        ("Alla", ""),
        ("När det gjordes", ""),
        ("Exempelgrossisten", "Inläst"),
        ("Lyreco", "Inläst"),
        ("Staples", "Ingen ny lista"),
    ]
    assert summary[2]["Utfärdad"] == date(2026, 12, 1)
    assert isinstance(summary[3]["Inläst"], datetime)
    assert (summary[0]["Nya"], summary[0]["Ändrade"], summary[0]["Utgångna"]) == (1, 4, 1)
    [new] = rows(book, "Nya")
    assert (new["Artikelnummer"], new["Benämning"], new["Pris"]) == ("5", "=SUM(A1)", 9.0)
    [gone] = rows(book, "Utgångna")
    assert gone["Benämning"] == "Vara nummer 9"
    changes = {row["Benämning"]: row for row in rows(book, "Priser")}
    assert (changes["Penna"]["Pris före"], changes["Penna"]["Pris efter"]) == (10.0, 12.5)
    assert changes["Penna"]["Förändring"] == 0.25
    assert (changes["Gem"]["Enhet före"], changes["Gem"]["Enhet"]) == ("kg", "st")
    assert changes["Gem"]["Förändring"] == ""
    assert len(rows(book, "Ändrade")) == 4
    [bad] = rows(book, "Avvisade rader")
    assert (bad["Rad"], bad["Artikelnummer"]) == (6, "6")


def test_the_report_comes_after_the_checklist_and_what_lies_in_the_folder(
    at: House, folder: Path
) -> None:
    at.clock.forward(MONDAYS[0] - at.clock())
    put(folder, "lyreco.csv", csv(1, 2, 3))
    bot(at).lists.sweep()
    message = monday(at, MONDAYS[0])
    assert "lyreco.csv" in text_of(message)
    assert "3 nya" in text_of(message)
    at.settle()
    checklist, report = at.robin.messages(channel=at.channel)
    assert "Läsa in prislistor" in text_of(checklist)
    assert report["ts"] == message["ts"]


def test_a_bot_that_was_away_makes_up_for_it_once(at: House) -> None:
    monday(at, MONDAYS[0])
    send(at.robin, "lyreco.csv", csv(1))
    at.stop()
    at.clock.forward(MONDAYS[2] + timedelta(days=2) - at.clock())
    at.start()
    shown = text_of(monday(at, at.clock()))
    assert "1 ny*: Vara nummer 1" in shown
    assert not bot(at).core.checklists.monday_due()
    assert (bot(at).core.week.send_due(), begun(at)) == (0, 2)


def test_a_bot_that_ends_before_the_report_sends_it_later(at: House) -> None:
    at.clock.forward(MONDAYS[0] - at.clock())
    bot(at).core.checklists.monday_due()
    at.stop()
    at.clock.forward(timedelta(days=1))
    at.start()
    at.robin.wait_for_message("Prislistor: rapport", channel=at.channel)
    assert (bot(at).core.week.send_due(), begun(at)) == (0, 1)


def test_nothing_has_come(at: House) -> None:
    shown = text_of(monday(at, MONDAYS[0]))
    assert "Inga prislistor har kommit in" in shown
    assert "Lägg en lista i mappen" in shown
    assert "Inget har ändrats" in shown


class TestWhatWaits:
    @pytest.fixture
    def waiting(self, at: House) -> House:
        """One list would remove much, another says nowhere whose it is."""
        send(at.robin, "v47.edi", replacement(*range(10)))
        smaller = replacement(0, issued="20261130", list_number="2")
        send(at.robin, "v48.edi", smaller, "är inte inläst än")
        send(at.robin, "prislista.csv", nameless(7), "Vilken leverantör är")
        return at

    def test_whose_list_waits_is_not_missed(self, waiting: House) -> None:
        monday(waiting, MONDAYS[0])
        shown = text_of(monday(waiting, MONDAYS[1]))
        assert "Väntar på svar från er: 2" in shown
        assert "Ingen ny lista" not in shown

    def test_is_told_of(self, waiting: House) -> None:
        shown = text_of(monday(waiting, MONDAYS[0]))
        assert "Väntar på svar från er: 2" in shown
        assert "tar bort 9 av 10 artiklar" in shown
        assert "prislista.csv*: vilken leverantör" in shown

    def test_somebody_has_sent_what_waits(self, at: House) -> None:
        send(at.robin, "prislista.csv", nameless(7), "Vilken leverantör är")
        shown = text_of(monday(at, MONDAYS[0]))
        assert "Ingen prislista är inläst" in shown
        assert "har kommit in" not in shown

    def test_can_be_decided_in_the_overview(self, waiting: House) -> None:
        view = overview(waiting)
        assert "Väntar på svar (2)" in text_of(view)
        waiting.robin.press(view, "Läs in ändå")
        view = waiting.robin.wait_for_modal(lambda one: "Väntar på svar (1)" in text_of(one))
        waiting.robin.choose(view, menu(view), "Staples")
        waiting.robin.wait_for_modal(lambda one: "Väntar på svar" not in text_of(one))
        waiting.server.wait_for(
            lambda: sold(waiting) == {"0": "Exempelgrossisten", "7": "Staples"},
            what="both to be read",
        )

    def test_home_says_so(self, waiting: House) -> None:
        waiting.robin.open_home()
        waiting.robin.wait_for_home("2 väntar på svar")


def overview(at: House) -> Json:
    """The coordinator opens the overview from the App Home."""
    at.robin.open_home()
    home = at.robin.wait_for_home("Prislistor")
    at.robin.press(home, "Visa prislistor")
    return at.robin.wait_for_modal("Senaste listan från varje leverantör")


def menu(view: Json) -> str:
    return next(
        str(element["action_id"])
        for block in view["blocks"]
        for element in block.get("elements", [])
        if element["type"] == "static_select"
    )


class TestTheOverview:
    def test_is_there_before_anything_is_counted(self, at: House) -> None:
        at.server.add_fault("http_500", method="views.update")  # what was counted does not come
        at.robin.open_home()
        home = at.robin.wait_for_home("Prislistor")
        at.robin.press(home, "Visa prislistor")
        at.robin.close(at.robin.wait_for_modal("Hämtar listorna"))
        at.settle()
        assert "Skicka rapporten" in text_of(overview(at))

    def test_every_supplier_with_the_latest_list(self, at: House) -> None:
        first_week(at)
        send(at.robin, "v48.edi", replacement(*range(9), issued="20261123", list_number="2"))
        shown = text_of(overview(at))
        assert (
            "Exempelgrossisten* · 9 artiklar\nSenast: PRICAT (EDIFACT), nr 2, utfärdad 2026-11-23"
            in shown
        )
        assert "Staples* · 1 artikel\n" in shown

    def test_a_report_now_does_not_move_mondays(self, at: House) -> None:
        first_week(at)
        at.robin.press(overview(at), "Skicka rapporten till mig nu")
        told = at.robin.wait_for_message("så här långt den här veckan")
        assert "Inlästa prislistor: 3" in text_of(told)
        assert len(rows(workbook(at, told), "Nya")) == 15
        at.robin.wait_for_modal("Rapporten för tiden sedan")
        at.settle()
        assert reports(at) == []
        assert "Inlästa prislistor: 3" in text_of(monday(at, MONDAYS[0]))

    def test_in_english(self, at: House) -> None:
        at.server.join(at.channel, at.alex.user)
        at.alex.open_home()
        home = at.alex.wait_for_home("Price lists")
        at.alex.press(home, "Show price lists")
        view = at.alex.wait_for_modal("The latest list of each supplier")
        at.alex.press(view, "Send me the report now")
        told = at.alex.wait_for_message("this week so far")
        assert workbook(at, told, at.alex).sheet_names[0] == "Summary"

    def test_others_see_nothing_of_it(self, at: House) -> None:
        view = overview(at)
        at.server.leave(at.channel, at.robin.user)
        at.robin.press(view, "Skicka rapporten till mig nu")
        at.robin.wait_for_message("bara medlemmarna")
        assert begun(at) == 0


def test_what_is_still_being_read_is_waited_for_with_patience(at: House) -> None:
    at.server.add_fault("http_500", method="files.info", count=1000)
    at.robin.upload("lyreco.csv", csv(1))
    at.robin.wait_for_message("lyreco.csv")
    at.clock.forward(MONDAYS[0] - at.clock())
    bot(at).core.checklists.monday_due()
    at.clock.forward(SETTLED)
    assert bot(at).core.week.send_due() == 0
    at.clock.forward(PATIENCE)
    bot(at).core.week.send_due()
    at.robin.wait_for_message("Jag läser fortfarande in lyreco.csv", channel=at.channel)
