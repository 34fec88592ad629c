"""What a report counts, on both databases; the ranking of prices; the workbook's cells."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.article_import import ImportLimits
from bot.catalogue import Catalogue
from bot.database.models import IncomingListRow, OutboxRow, WeekReportRow
from bot.database.session import Database
from bot.documents import DocumentGoneError, WeekWorkbook
from bot.errors import UsageError
from bot.import_report import ImportReport
from bot.importing import Importing
from bot.lists.store import ListStore
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
        self.catalogue.import_list(self._csv(goods, supplier), confirmed=True)

    def deliver(self, *goods: str, supplier: str = "Lyreco") -> None:
        """Read such a list as a file that came in, with a row of its own."""
        store = ListStore(self.db, lambda: self.now)
        key = f"{self.now.isoformat()} {supplier}"
        with self.db.write() as session:
            store.add(session, way="slack", key=key, source=key, file_name=f"{supplier}.csv")
        taken = store.claim()
        assert taken is not None
        importing = Importing(
            self.db, self.library.parties, lambda: self.now, limits=ImportLimits(), confirmed=True
        )

        def done(session: Session, report: ImportReport) -> None:
            store.finish(session, taken, "read", report=report)

        importing.read(self._csv(goods, supplier), effect=done)

    def _csv(self, goods: tuple[str, ...], supplier: str) -> Path:
        path = self.folder / f"{supplier}.csv"
        rows = [f"{one};{supplier}" for one in goods]
        head = "Artikelnummer;Benämning;Enhet;Pris;Valuta;Leverantör"
        path.write_text("\n".join([head, *rows]), encoding="utf-8")
        return path

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


def rows(book: CalamineWorkbook, sheet: str) -> list[dict[str, object]]:
    """The rows of a sheet, by its headings."""
    headings, *found = book.get_sheet_by_name(sheet).to_python()
    return [dict(zip(map(str, headings), row, strict=True)) for row in found]


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

    def test_a_list_with_nothing_new_was_delivered(self, office: Office) -> None:
        office.deliver("1;Penna;st;10;SEK")
        office.forward(days=8)
        office.deliver("1;Penna;st;10;SEK")
        office.deliver("1;Papper;st;50;SEK", supplier="Staples")  # on SQLite of the same number
        office.forward(hours=1)
        report = office.report()
        assert [(one.supplier, one.added, one.unchanged) for one in report.lists] == [
            ("Lyreco", 0, 1),
            ("Staples", 1, 0),
        ]
        assert report.missing == ()

    def test_reports_of_lists_with_news_are_left_where_they_are(self, office: Office) -> None:
        office.deliver("1;Penna;st;10;SEK")
        with office.db.write() as session:  # with 20,000 rejected lines there may be 4 MB of each
            session.execute(update(IncomingListRow).values(report="too much to read"))
        office.forward(hours=1)
        assert len(office.report().lists) == 1
        office.forward(days=8)
        assert [one.name for one in office.report().missing] == ["Lyreco"]

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

    def test_nobody_is_missed_the_day_after_mondays_report(self, office: Office) -> None:
        office.read("1;Papper;st;10;SEK", supplier="Staples")
        office.forward(days=8)
        office.read("1;Penna;st;10;SEK")
        office.forward(hours=1)
        with office.db.write() as session:
            since = office.now - timedelta(days=7)
            session.add(
                WeekReportRow(scheduled=True, begun_at=office.now, since=since, until=office.now)
            )
        office.forward(days=1)
        report = office.report()
        assert report.since == report.until - timedelta(days=1)
        assert [one.name for one in report.missing] == ["Staples"]
        office.forward(days=6)
        assert [one.name for one in office.report().missing] == ["Staples", "Lyreco"]


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

    def test_what_is_for_no_known_unit_is_in_the_workbook_alone(
        self, office: Office, tmp_path: Path
    ) -> None:
        office.read("1;Penna;;10;SEK")
        office.forward(days=8)
        office.read("1;Penna;;200;SEK")
        office.forward(hours=1)
        report = office.report(xlsx=tmp_path / "r.xlsx")
        assert (report.changed.count, report.up_count, report.up) == (1, 0, ())
        [row] = rows(CalamineWorkbook.from_path(tmp_path / "r.xlsx"), "Priser")
        assert (row["Pris före"], row["Pris efter"], row["Förändring"]) == (10.0, 200.0, "")

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
    unit=st.sampled_from(["st", "kg", None]),
    unit_before=st.sampled_from(["st", "kg", None]),
    currency=st.sampled_from(["SEK", "EUR", None]),
    currency_before=st.sampled_from(["SEK", None]),
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
        same = (change.unit, change.currency) == (change.unit_before, change.currency_before)
        comparable = same and None not in (change.unit, change.currency)
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
        folder=False,
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

    def test_the_workbook_says_what_the_message_says_though_lists_are_read_between(
        self, world: World, library: Library, tmp_path: Path
    ) -> None:
        office = Office(world.db, library, tmp_path)
        office.read("1;Penna;st;10;SEK", "2;Gem;st;5;SEK")
        office.forward(days=8)
        office.read("1;Penna;st;20;SEK", "3;Tejp;st;7;SEK")
        office.forward(minutes=1)
        world.clock.at = office.now
        service = reports(world, library)
        service.ask(world.press(KARIN))
        assert service.send_due() == 1
        office.forward(seconds=5)
        office.read("1;Penna;st;30;SEK", "4;Pärm;st;7;SEK")
        office.read("1;Papper;st;50;SEK", supplier="Staples")
        world.clock.at = office.now

        message = world.mail.deliver()[0].message
        assert isinstance(message, WeekReport)
        assert counts(message) == (1, 0, 1, 0)
        maker = WeekWorkbookFile(world.db, library.phrases, ZONE, world.clock)
        made = maker(WeekWorkbook(report=1), Lang.SV)
        book = CalamineWorkbook.from_filelike(BytesIO(made.content))
        everything, when, *lists = rows(book, "Sammanfattning")
        assert (everything["Nya"], everything["Ändrade"]) == (1, 1)
        assert [one["Leverantör"] for one in lists] == ["Lyreco"]
        assert "Rapporten gjordes 2026-03-10 08:01, kalkylarket" in str(when["Anmärkning"])
        assert "fler prislistor lästs in (2)" in str(when["Anmärkning"])
        assert [row["Benämning"] for row in rows(book, "Nya")] == ["Tejp"]
        [change] = rows(book, "Priser")
        assert (change["Pris före"], change["Pris efter"]) == (10.0, 20.0)

    def test_a_workbook_of_no_report(self, world: World, library: Library) -> None:
        maker = WeekWorkbookFile(world.db, library.phrases, ZONE, world.clock)
        with pytest.raises(DocumentGoneError):
            maker(WeekWorkbook(report=99), Lang.SV)
