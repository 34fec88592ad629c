"""What lists mean to the articles: their order, what they remove, prices over time, memory."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.article_details import Details
from bot.article_import import ImportLimits
from bot.catalogue import Catalogue
from bot.database.models import ArticlePriceRow, ArticleRow, PriceListRow, SupplierRow
from bot.database.session import Database
from bot.errors import UsageError
from bot.import_report import ImportReport, report_json, report_text
from bot.importing import Stage
from knowledge.library import default_content_dir, load_library
from knowledge.parties import Parties
from knowledge.pricelists import PriceStep
from tests.knowledge.pricelists.pricat_writer import Segment, article, interchange, message
from tests.knowledge.pricelists.writers import catalogue as peppol
from tests.knowledge.pricelists.writers import item

START = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture(scope="session")
def parties() -> Parties:
    return load_library(default_content_dir()).parties


class Office:
    """Where lists come in, one a week."""

    def __init__(self, db: Database, parties: Parties, folder: Path) -> None:
        self.db = db
        self.parties = parties
        self.folder = folder
        self.now = START
        self.catalogue = Catalogue(db, parties, lambda: self.now)

    def read(
        self,
        data: bytes,
        *,
        supplier: str | None = None,
        name: str = "lista.edi",
        yes: bool = False,
        limits: ImportLimits | None = None,
    ) -> ImportReport:
        """Read a list this week; the next is read in the week after."""
        path = self.folder / name
        path.write_bytes(data)
        report = self.catalogue.import_list(path, supplier, confirmed=yes, limits=limits)
        self.now += WEEK
        return report

    def sold(self) -> list[str]:
        """The numbers of the articles that are sold."""
        with self.db.read() as session:
            found = select(ArticleRow.article_number).where(ArticleRow.removed_at.is_(None))
            return sorted(session.scalars(found))

    def row(self, number: str) -> ArticleRow:
        with self.db.read() as session:
            return session.scalars(
                select(ArticleRow).where(ArticleRow.article_number == number)
            ).one()

    def lists(self) -> list[PriceListRow]:
        with self.db.read() as session:
            return list(session.scalars(select(PriceListRow).order_by(PriceListRow.id)))

    def prices(self, number: str) -> list[tuple[Decimal, datetime]]:
        """An article's price over time."""
        with self.db.read() as session:
            rows = session.execute(
                select(ArticlePriceRow.price, ArticlePriceRow.seen_at)
                .join(ArticleRow, ArticleRow.id == ArticlePriceRow.article_id)
                .where(ArticleRow.article_number == number)
                .order_by(ArticlePriceRow.seen_at)
            )
            return [(price, seen) for price, seen in rows]


@pytest.fixture
def office(db: Database, parties: Parties, tmp_path: Path) -> Office:
    return Office(db, parties, tmp_path)


def numbers(report: ImportReport) -> tuple[int, ...]:
    """Added, changed, removed, unchanged, rejected."""
    changed = (report.added, report.changed, report.removed, report.unchanged)
    return (*changed, len(report.rejected))


def pricat(
    *wanted: str | tuple[str, str] | list[Segment],
    function: str = "9",
    number: str = "1",
    issued: str = "20260302",
    contract: str | None = None,
    refers: str | None = None,
    valid: str | None = None,
    gln: str = "7300009000012",
    name: str = "Exempelgrossisten",
) -> bytes:
    """A list of articles: their numbers, or (number, price), or segments."""
    articles: list[list[Segment]] = []
    for place, one in enumerate(wanted, start=1):
        if isinstance(one, list):
            articles.append(one)
        else:
            supplied, price = (one, "10.00") if isinstance(one, str) else one
            articles.append(article(place, supplied, f"Vara {supplied}", price=price))
    head: list[Segment] = []
    if valid:
        head.append(("DTM", ("194", valid, "102")))
    head.extend(("RFF", (what, said)) for what, said in (("PL", refers), ("CT", contract)) if said)
    return interchange(
        message(
            *articles,
            function=function,
            number=number,
            issued=issued,
            head=head,
            gln=gln,
            name=name,
        )
    )


class TestKinds:
    def test_an_original_adds_and_removes_nothing(self, office: Office) -> None:
        assert numbers(office.read(pricat("1", "2"))) == (2, 0, 0, 0, 0)
        again = pricat("2", "3", number="2", issued="20260309")
        assert numbers(office.read(again)) == (1, 0, 0, 1, 0)
        assert office.sold() == ["1", "2", "3"]

    def test_a_replacement_removes_what_it_does_not_name(self, office: Office) -> None:
        office.read(pricat(*map(str, range(10))))
        replacement = pricat(
            *map(str, range(8)), ("new", "5.00"), function="5", number="2", issued="20260309"
        )
        assert numbers(office.read(replacement)) == (1, 0, 2, 8, 0)
        assert office.sold() == [*map(str, range(8)), "new"]
        gone = office.row("9")
        assert (gone.removed_at, gone.updated_at) == (START + WEEK, START + WEEK)

    def test_a_change_changes_what_it_names(self, office: Office) -> None:
        office.read(pricat("1", "2", "3"))
        change = pricat(
            ("1", "11.00"),
            article(2, "2", None, action="2", price=None),
            article(3, "4", "Ny vara"),
            article(4, "9", None, action="2", price=None),
            function="4",
            number="2",
            refers="1",
            issued="20260309",
        )
        report = office.read(change)
        assert numbers(report) == (1, 1, 1, 1, 0)
        assert report.remarks == ()
        assert office.sold() == ["1", "3", "4"]

    def test_the_same_list_twice_changes_nothing(self, office: Office) -> None:
        data = pricat("1", "2", function="5")
        office.read(data)
        before = office.catalogue.index()
        assert numbers(office.read(data)) == (0, 0, 0, 2, 0)
        assert office.catalogue.index() is before
        assert len(office.lists()) == 1
        assert len(office.prices("1")) == 1

    def test_what_is_on_a_bad_line_is_still_sold(self, office: Office) -> None:
        office.read(pricat("1", "2", "3", "4"))
        bad = pricat("1", "2", "3", ("4", "gratis"), function="5", number="2")
        assert numbers(office.read(bad)) == (0, 0, 0, 3, 1)
        assert office.lists()[-1].rejected == 1
        assert office.sold() == ["1", "2", "3", "4"]

    def test_a_replacement_leaves_other_contracts_and_suppliers_alone(self, office: Office) -> None:
        office.read(pricat("1", "2", "3", contract="A"))
        office.read(pricat("4", "5", "6", contract="B", number="2"))
        office.read(pricat("1", "7", number="9", gln="7300009000029", name="En annan"))
        replacement = pricat("1", "2", contract="A", function="5", number="3", issued="20260309")
        assert numbers(office.read(replacement)) == (0, 0, 1, 2, 0)
        assert office.sold() == ["1", "1", "2", "4", "5", "6", "7"]

    def test_a_list_in_several_messages_is_one(self, office: Office) -> None:
        parts = [
            message(article(1, str(n)), function="5", reference=str(n), name="Exempelgrossisten")
            for n in range(1, 5)
        ]
        assert numbers(office.read(interchange(*parts))) == (4, 0, 0, 0, 0)
        assert numbers(office.read(interchange(*parts))) == (0, 0, 0, 4, 0)
        assert len(office.lists()) == 1

    def test_several_lists_in_a_file(self, office: Office) -> None:
        one = message(article(1, "1"), name="Exempelgrossisten")
        other = message(article(1, "1"), reference="2", name="En annan", gln="7300009000029")
        report = office.read(interchange(one, other))
        assert (report.supplier, report.added) == ("Exempelgrossisten, En annan", 2)
        assert len(report.list_ids) == len(office.lists()) == 2

    def test_a_withdrawn_catalogue(self, office: Office) -> None:
        office.read(peppol(item("1"), item("2")), name="a.xml")
        withdrawn = peppol(item("1"), action="Delete")
        report = office.read(withdrawn, name="b.xml")
        assert (report.removed, bool(report.waiting)) == (2, True)
        assert office.sold() == ["1", "2"]
        assert office.read(withdrawn, name="b.xml", yes=True).removed == 2
        assert office.sold() == []


class TestWaiting:
    def test_a_list_that_removes_much_waits_for_a_yes(self, office: Office) -> None:
        office.read(pricat(*map(str, range(10))))
        data = pricat(*map(str, range(6)), function="5", number="2", issued="20260309")
        report = office.read(data)
        assert report.waiting == ("Listan tar bort 4 av 10 artiklar hos Exempelgrossisten",)
        assert numbers(report) == (0, 0, 4, 6, 0)
        assert "waiting: nothing was changed" in report_text(report)
        assert "read it all the same with --yes" in report_text(report)
        assert len(office.sold()) == 10
        assert len(office.lists()) == 1
        confirmed = office.read(data, yes=True)
        assert (numbers(confirmed), confirmed.waiting) == ((0, 0, 4, 6, 0), ())
        assert len(office.sold()) == 6

    def test_the_share_is_a_setting(self, office: Office) -> None:
        office.read(pricat(*map(str, range(10))))
        data = pricat(*map(str, range(6)), function="5", number="2", issued="20260309")
        assert office.read(data, limits=ImportLimits(removes=0.4)).waiting == ()
        assert len(office.sold()) == 6

    def test_deletions_count_too(self, office: Office) -> None:
        office.read(pricat("1", "2", "3", "4"))
        deleted = [article(n, str(n), None, action="2", price=None) for n in (1, 2)]
        report = office.read(pricat(*deleted, function="4", number="2"))
        assert "tar bort 2 av 4" in report.waiting[0]

    def test_an_older_list_waits(self, office: Office) -> None:
        office.read(pricat("1", "2", number="2", issued="20260309"))
        old = pricat(("1", "9.00"), number="1", issued="20260302")
        report = office.read(old)
        assert report.waiting == (
            "Listan 1 från 2026-03-02 är äldre än 2 från 2026-03-09, som redan är inläst",
        )
        assert office.row("1").price == Decimal(10)
        confirmed = office.read(old, yes=True)
        assert "äldre än" in confirmed.remarks[0].text
        assert office.row("1").price == Decimal(9)

    def test_a_lower_number_of_the_same_day_is_older(self, office: Office) -> None:
        office.read(pricat("1", number="10"))
        assert office.read(pricat("1", number="9")).waiting
        assert not office.read(pricat("1", number="11")).waiting
        assert not office.read(pricat("1", number="A")).waiting

    def test_order_is_a_contract_s_own(self, office: Office) -> None:
        office.read(pricat("1", contract="A", issued="20260309"))
        assert not office.read(pricat("2", contract="B", issued="20260302")).waiting

    def test_a_change_of_a_list_that_we_never_read(self, office: Office) -> None:
        office.read(pricat("1", number="1"))
        report = office.read(pricat("2", function="4", number="7", refers="6", issued="20260309"))
        assert [one.text for one in report.remarks] == [
            "Listan ändrar prislista 6, som inte har lästs in"
        ]
        assert office.sold() == ["1", "2"]


class TestPrices:
    def test_history(self, office: Office) -> None:
        office.read(pricat(("1", "10.00"), ("2", "5.00")))
        office.read(pricat(("1", "12.50"), ("2", "5.00"), number="2", issued="20260309"))
        office.read(pricat(("1", "11.00"), ("2", "5.00"), number="3", issued="20260316"))
        weeks = [START, START + WEEK, START + 2 * WEEK]
        assert office.prices("1") == list(
            zip((Decimal(10), Decimal("12.5"), Decimal(11)), weeks, strict=True)
        )
        assert office.prices("2") == [(Decimal(5), START)]

    def test_a_jump_is_remarked_on_and_an_absurd_one_rejected(self, office: Office) -> None:
        office.read(pricat(("1", "10"), ("2", "10"), ("3", "10"), ("4", "10")))
        later = pricat(
            ("1", "29.99"), ("2", "30"), ("3", "0.10"), ("4", "3"), function="5", number="2"
        )
        report = office.read(later)
        assert numbers(report) == (0, 3, 0, 0, 1)
        assert [(one.line, one.reason) for one in report.rejected] == [
            (3, "Priset 0.1 SEK är orimligt: det var 10")
        ]
        assert [(one.line, one.text) for one in report.remarks] == [
            (2, "Priset på 2 har gått från 10 till 30 SEK"),
            (4, "Priset på 4 har gått från 10 till 3 SEK"),
        ]
        assert office.row("3").price == Decimal(10)
        assert "! 2: Priset på 2" in report_text(report)

    def test_another_unit_or_currency_is_no_jump(self, office: Office) -> None:
        office.read(pricat("1", "2"))
        other = pricat(
            article(1, "1", "Vara 1", price="1000", unit="KGM"),
            article(2, "2", "Vara 2", price="1000", after=[("CUX", ("2", "NOK"))]),
            number="2",
        )
        report = office.read(other)
        assert (numbers(report), report.remarks) == ((0, 2, 0, 0, 0), ())


def test_all_that_a_list_says_is_kept(office: Office) -> None:
    step: list[Segment] = [
        ("RNG", "4", ("PCE", "1", "99")),
        ("PRI", ("AAA", "120", "AE")),
        ("RNG", "4", ("PCE", "100", "999")),
    ]
    more: list[Segment] = [
        ("PIA", "3", ("0008", "SA")),
        ("IMD", "F", "35", ("", "", "", "Röd")),
        ("QTY", ("53", "2")),
        ("DTM", ("206", "20261231", "102")),
        ("ALI", "SE"),
    ]
    data = pricat(
        article(1, "7", gtin="2000110000080", more=more, after=step), contract="A", valid="20260301"
    )
    report = office.read(data)
    assert (report.number, report.issued, report.format) == ("1", date(2026, 3, 2), "pricat")
    row = office.row("7")
    assert (row.replaced_by, row.minimum_quantity, row.country) == ("0008", Decimal(2), "SE")
    assert (row.valid_from, row.valid_to) == (date(2026, 3, 1), date(2026, 12, 31))
    assert (row.contract_number, row.account) == ("A", None)
    assert Details.load(row.details) == Details(
        (PriceStep(Decimal(100), Decimal(120)),), (("Färg", "Röd"),)
    )
    kept = office.lists()[0]
    assert (kept.number, kept.kind, kept.format) == ("1", "original", "pricat")
    assert (kept.issued_on, kept.valid_from) == (date(2026, 3, 2), date(2026, 3, 1))
    assert (kept.contract_number, kept.file_name, kept.added) == ("A", "lista.edi", 1)
    assert kept.read_at == START
    assert row.price_list_id == kept.id == report.list_ids[0]


def test_new_validity_alone_is_no_change(office: Office) -> None:
    office.read(pricat("1", valid="20260301"))
    later = pricat("1", valid="20260401", number="2", issued="20260309")
    assert numbers(office.read(later)) == (0, 0, 0, 1, 0)
    assert office.row("1").valid_from == date(2026, 4, 1)
    assert office.row("1").updated_at == START


def test_an_account_outlives_lists(office: Office) -> None:
    office.read(pricat("1"))
    with office.db.write() as session:
        session.scalars(select(ArticleRow)).one().account = "4621"
    office.read(pricat(("1", "11.00"), number="2"))
    assert office.row("1").account == "4621"


def test_when_an_article_comes_back(office: Office) -> None:
    office.read(pricat("1", "2", "3", "4"))
    office.read(pricat("1", "2", "3", function="5", number="2"))
    assert office.row("4").removed_at == START + WEEK
    assert numbers(office.read(pricat("4", function="4", number="3"))) == (1, 0, 0, 0, 0)
    row = office.row("4")
    assert (row.first_seen_at, row.removed_at, row.returned_at) == (START, None, START + 2 * WEEK)


class TestWhoseItIs:
    def test_by_gln_alone_and_then_by_name(self, office: Office) -> None:
        nameless = pricat("1", name="")
        assert office.read(nameless).supplier == "GLN 7300009000012"
        assert office.catalogue.search("vara 1")[0].article.supplier == "GLN 7300009000012"
        assert office.read(nameless, supplier="lyreco").supplier == "Lyreco"
        assert office.catalogue.search("vara 1")[0].article.supplier == "Lyreco"
        assert office.read(nameless).supplier == "Lyreco"
        with office.db.read() as session:
            assert session.scalars(select(SupplierRow.name)).all() == ["Lyreco"]
        assert office.sold() == ["1"]

    def test_the_file_s_name_where_it_is_a_supplier_s(self, office: Office) -> None:
        report = office.read(pricat("1", name=""), name="pricat_skanemejerier_v12.edi")
        assert report.supplier == "Skånemejerier"

    def test_a_gln_that_is_another_s(self, office: Office) -> None:
        office.read(pricat("1", name="Lyreco"))
        report = office.read(pricat("1"), supplier="Staples")
        assert "GLN 7300009000012 hör till Lyreco" in report.remarks[0].text
        assert report.supplier == "Staples"


def test_a_broken_frame_changes_nothing(office: Office) -> None:
    office.read(pricat("1"))
    broken = pricat(*map(str, range(20_000)), number="2")[:-20]
    with pytest.raises(UsageError, match=r"lista\.edi: EDIFACT-filen är trasig"):
        office.read(broken)
    assert office.sold() == ["1"]
    assert len(office.lists()) == 1


def test_progress(office: Office) -> None:
    path = office.folder / "lista.edi"
    path.write_bytes(pricat(*map(str, range(12_000))))
    told: list[tuple[Stage, float]] = []
    office.catalogue.import_list(path, progress=lambda stage, share: told.append((stage, share)))
    for stage in (Stage.READING, Stage.SAVING):
        shares = [share for one, share in told if one is stage]
        assert len(shares) > 2
        assert shares == sorted(shares)
        assert shares[-1] == 1.0
    assert [stage for stage, _ in told] == sorted((stage for stage, _ in told), reverse=False)


class TestCommand:
    """`hjalpen articles import`, as it is run."""

    @staticmethod
    def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot", "articles", "import", *arguments],
            capture_output=True,
            text=True,
            check=False,
            env={
                **{key: value for key, value in os.environ.items() if "HJALPEN" not in key},
                "DATABASE_URL": f"sqlite:///{folder / 'hjalpen.db'}",
            },
        )

    def test_json_and_exit_codes(self, tmp_path: Path) -> None:
        path = tmp_path / "lista.edi"
        path.write_bytes(pricat(*map(str, range(4)), ("bad", "gratis")))
        first = self.run(tmp_path, "--json", str(path))
        assert (first.returncode, first.stderr) == (0, "")
        assert json.loads(first.stdout) == {
            "supplier": "Exempelgrossisten",
            "format": "pricat",
            "added": 4,
            "changed": 0,
            "removed": 0,
            "unchanged": 0,
            "rejected": [
                {"line": 5, "reason": "Priset ”gratis” går inte att läsa som ett tal"},
            ],
        }
        path.write_bytes(pricat("1", function="5", number="2"))
        waiting = self.run(tmp_path, "--json", str(path))
        assert waiting.returncode == 3
        assert json.loads(waiting.stdout)["removed"] == 3
        assert "Listan tar bort 3 av 4 artiklar" in waiting.stderr
        applied = self.run(tmp_path, "--json", "--yes", str(path))
        assert applied.returncode == 0
        assert json.loads(applied.stdout) == json.loads(waiting.stdout)
        assert json.loads(self.run(tmp_path, "--json", str(path)).stdout)["unchanged"] == 1


def test_the_json_has_these_keys_and_no_other(office: Office) -> None:
    report = report_json(office.read(pricat("1")))
    assert list(report) == [
        *("supplier", "format", "added", "changed", "removed", "unchanged", "rejected")
    ]
