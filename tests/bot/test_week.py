"""What a report counts, on both databases; the ranking of prices; the workbook's cells."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from bot.catalogue import Catalogue
from bot.database.models import OutboxRow, WeekReportRow
from bot.database.session import Database
from bot.documents import DocumentGoneError, WeekWorkbook
from bot.errors import UsageError
from bot.messages import FileMessage
from bot.outbox import UnderMessage
from bot.week.asked import asked
from bot.week.ranking import ranked
from bot.week.reports import SETTLED, WeekReports
from bot.week.shown import PriceChange, WeekReport
from bot.week.telling import report_json, report_text
from bot.week.workbook import WeekWorkbookFile
from knowledge.library import Library, default_content_dir, load_library
from knowledge.text import Lang
from tests.bot.world import CHANNEL, KARIN, World
from tests.knowledge.pricelists.pricat_writer import article, interchange, message

START = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Stockholm")


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(default_content_dir())


class Office:
    """Where csv lists come in, and a report is asked for."""

    def __init__(self, db: Database, library: Library, folder: Path) -> None:
        self.db = db
        self.library = library
        self.folder = folder
        self.now = START
        self.catalogue = Catalogue(db, library.parties, lambda: self.now)

    def read(self, *goods: str, supplier: str = "Lyreco") -> None:
        """Read a list of goods, each "number;name;unit;price;currency"."""
        path = self.folder / f"{supplier}.csv"
        rows = [f"{one};{supplier}" for one in goods]
        head = "Artikelnummer;Benämning;Enhet;Pris;Valuta;Leverantör"
        path.write_text("\n".join([head, *rows]), encoding="utf-8")
        self.catalogue.import_list(path, confirmed=True)

    def replace(self, *numbers: str) -> None:
        """Read a list that removes what it does not name."""
        path = self.folder / "lista.edi"
        number = f"{self.now:%Y%m%d%H}"
        path.write_bytes(
            interchange(
                message(
                    *(article(n, one, f"Vara {one}") for n, one in enumerate(numbers, start=1)),
                    function="5",
                    number=number,
                    issued=f"{self.now:%Y%m%d}",
                    gln="7300009000012",
                    name="Exempelgrossisten",
                )
            )
        )
        self.catalogue.import_list(path, confirmed=True)

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)

    def report(self, since: date | None = None, xlsx: Path | None = None) -> WeekReport:
        """The report now."""
        return asked(self.db, self.library, lambda: self.now, ZONE, since=since, xlsx=xlsx)


@pytest.fixture
def office(db: Database, library: Library, tmp_path: Path) -> Office:
    return Office(db, library, tmp_path)


def counts(report: WeekReport) -> tuple[int, int, int, int]:
    """New, back, changed, gone."""
    amounts = (report.new, report.returned, report.changed, report.gone)
    return amounts[0].count, amounts[1].count, amounts[2].count, amounts[3].count


class TestCounts:
    def test_new_back_changed_and_gone(self, office: Office) -> None:
        office.replace("1", "2", "3")
        office.forward(days=1)
        office.replace("1", "2")  # 3 is gone
        office.forward(days=20)
        office.replace("1", "3", "4")  # 2 is gone, 3 is back, 4 is new
        office.forward(hours=1)
        report = office.report()
        assert counts(report) == (1, 1, 0, 1)
        assert [one.number for one in report.gone.first] == ["2"]

    def test_what_came_and_went_did_neither(self, office: Office) -> None:
        office.replace("1", "2")
        office.forward(days=8)
        office.replace("1", "2", "3")
        office.forward(days=1)
        office.replace("1", "2")
        office.forward(hours=1)
        assert counts(office.report()) == (0, 0, 0, 0)

    def test_since_a_day(self, office: Office) -> None:
        office.read("1;Penna;st;10;SEK")
        office.forward(days=10)
        office.read("2;Pärm;st;20;SEK")
        office.forward(hours=1)
        assert counts(office.report()) == (1, 0, 0, 0)
        assert counts(office.report(START.date())) == (2, 0, 0, 0)
        assert counts(office.report(date(2026, 3, 13))) == (0, 0, 0, 0)

    def test_examples_are_left_aside_when_there_is_anything_else(self, office: Office) -> None:
        office.catalogue.load_examples()
        office.forward(hours=1)
        report = office.report()
        assert report.examples
        assert report.new.count > 500
        office.read("1;Penna;st;10;SEK", supplier="Menigo")
        office.forward(hours=1)
        report = office.report()
        assert (report.examples, counts(report)) == (False, (1, 0, 0, 0))
        assert [one.supplier for one in report.lists] == ["Menigo"]
        office.forward(days=10)
        assert [one.name for one in office.report().missing] == ["Menigo"]

    def test_who_is_missed_and_for_how_long(self, office: Office) -> None:
        office.read("1;Penna;st;10;SEK")
        office.forward(days=1)
        office.read("1;Papper;st;10;SEK", supplier="Staples")
        office.forward(days=10)
        missing = office.report().missing
        assert [(one.name, one.last_at) for one in missing] == [
            ("Lyreco", START),
            ("Staples", START + timedelta(days=1)),
        ]
        assert [one.party for one in missing] == ["lyreco", "staples"]
        office.read("2;Papper;st;11;SEK", supplier="Staples")
        office.forward(hours=1)
        assert [one.name for one in office.report().missing] == ["Lyreco"]
        office.forward(weeks=8)
        assert office.report().missing == ()


class TestPrices:
    def test_from_the_price_before_the_time_to_the_last_in_it(self, office: Office) -> None:
        office.read("1;Penna;st;10;SEK")
        office.forward(days=8)
        office.read("1;Penna;st;20;SEK")
        office.forward(days=1)
        office.read("1;Penna;st;15;SEK")
        office.forward(hours=1)
        report = office.report()
        assert [(one.before, one.after) for one in report.up] == [(Decimal(10), Decimal(15))]
        assert (report.up_count, report.down_count) == (1, 0)

    def test_only_what_can_be_compared(self, office: Office) -> None:
        office.read("1;Penna;st;10;SEK", "2;Gem;kg;10;SEK", "3;Tejp;st;10;SEK")
        office.forward(days=8)
        office.read("1;Penna;st;11;EUR", "2;Gem;st;11;SEK", "3;Tejp;st;11;SEK")
        office.forward(hours=1)
        report = office.report()
        assert [one.name for one in report.up] == ["Tejp"]

    def test_one_that_went_up_and_down_again_did_not_change(self, office: Office) -> None:
        office.read("1;Penna;st;10;SEK")
        office.forward(days=8)
        office.read("1;Penna;st;20;SEK")
        office.forward(hours=1)
        office.read("1;Penna;st;10;SEK")
        office.forward(hours=1)
        assert (office.report().up_count, office.report().down_count) == (0, 0)


class TestAtTheTerminal:
    def test_text_and_json(self, office: Office) -> None:
        office.read("1;Penna;st;10;SEK", "2;Pärm;st;;SEK")
        office.forward(days=8)
        office.read("1;Penna;st;12.5;SEK")
        office.forward(hours=1)
        report = office.report()
        text = report_text(report, ZONE)
        assert "+25.0% Penna (1, Lyreco): 10 → 12.5 SEK/st" in text
        data = report_json(report)
        assert (data["prices_up"], data["changed"], data["new"]) == (1, 1, 0)
        assert data["largest_up"][0]["percent"] == 25.0

    def test_the_workbook(self, office: Office, tmp_path: Path) -> None:
        office.read("1;=HYPERLINK(\x22http://x\x22);st;10;SEK", "2;\x0bhttp://x.se;st;10;SEK")
        office.forward(hours=1)
        office.report(xlsx=tmp_path / "r.xlsx")
        book = CalamineWorkbook.from_path(tmp_path / "r.xlsx")
        headings, *found = book.get_sheet_by_name("Nya").to_python()
        names = [row[headings.index("Benämning")] for row in found]
        assert sorted(map(str, names)) == ['=HYPERLINK("http://x")', "http://x.se"]

    def test_a_workbook_that_cannot_be_written(self, office: Office, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match=r"x\.xlsx: cannot be written"):
            office.report(xlsx=tmp_path / "nowhere" / "x.xlsx")


changes = st.builds(
    PriceChange,
    supplier=st.just("Lyreco"),
    number=st.uuids().map(str),
    name=st.just("Penna"),
    before=st.decimals("0", "1000", places=2),
    after=st.decimals("0", "1000", places=2),
    unit=st.sampled_from(["st", "kg"]),
    unit_before=st.sampled_from(["st", "kg"]),
    currency=st.sampled_from(["SEK", "EUR"]),
    currency_before=st.just("SEK"),
)


class TestRanking:
    @given(found=st.lists(changes, max_size=30), most=st.integers(1, 6))
    def test_is_what_sorting_everything_gives(self, found: list[PriceChange], most: int) -> None:
        result = ranked(iter(found), most)
        shares = [(one.share, one) for one in found if one.share]
        up = sorted((pair for pair in shares if pair[0] > 0), key=lambda pair: -pair[0])
        down = sorted((pair for pair in shares if pair[0] < 0), key=lambda pair: pair[0])
        assert result.up == tuple(one for _, one in up[:most])
        assert result.down == tuple(one for _, one in down[:most])
        assert (result.up_count, result.down_count) == (len(up), len(down))

    @given(change=changes)
    def test_only_the_same_unit_and_currency_have_a_share(self, change: PriceChange) -> None:
        comparable = change.unit == change.unit_before and change.currency == "SEK"
        assert (change.share is not None) == (comparable and change.before > 0 < change.after)


def reports(world: World, library: Library) -> WeekReports:
    return WeekReports(
        db=world.db,
        inbox=world.inbox,
        outbox=world.outbox,
        people=world.people,
        coordinators=world.coordinators,
        parties=library.parties,
        now=world.clock,
        channel=CHANNEL,
        woken=lambda: None,
    )


class TestSending:
    def test_two_processes_send_one(self, world: World, library: Library) -> None:
        one, other = reports(world, library), reports(world, library)
        with world.db.write() as session:
            one.begin(session)
        world.clock.at += SETTLED
        start = threading.Barrier(2)

        def sweep(service: WeekReports) -> int:
            start.wait(timeout=30)
            return service.send_due()

        with ThreadPoolExecutor(2) as pool:
            sent = list(pool.map(sweep, (one, other)))
        assert sum(sent) == 1
        assert one.send_due() == 0
        kinds = [type(item.message) for item in world.mail.deliver()]
        assert kinds == [WeekReport, FileMessage]
        assert isinstance(world.mail.delivered[1].envelope.target, UnderMessage)

    def test_a_report_that_is_asked_for_does_not_move_mondays(
        self, world: World, library: Library
    ) -> None:
        service = reports(world, library)
        with world.db.write() as session:
            service.begin(session)
        world.clock.at += SETTLED
        service.send_due()
        monday = world.clock.at
        world.clock.advance(days=2)
        service.ask(world.press(KARIN))
        service.send_due()
        world.clock.advance(days=5)
        with world.db.write() as session:
            service.begin(session)
        world.clock.at += SETTLED
        service.send_due()
        with world.db.read() as session:
            rows = session.scalars(select(WeekReportRow).order_by(WeekReportRow.id)).all()
            assert [row.since for row in rows][1:] == [monday, monday]

    def test_the_same_press_twice(self, world: World, library: Library) -> None:
        service, press = reports(world, library), world.press(KARIN)
        service.ask(press)
        service.ask(press)
        service.send_due()
        with world.db.read() as session:
            assert len(session.scalars(select(WeekReportRow)).all()) == 1
            assert len(session.scalars(select(OutboxRow)).all()) == 2

    def test_a_workbook_of_no_report(self, world: World, library: Library) -> None:
        maker = WeekWorkbookFile(world.db, library.phrases, library.parties, ZONE)
        with pytest.raises(DocumentGoneError):
            maker(WeekWorkbook(report=99), Lang.SV)
