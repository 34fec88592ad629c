"""Price lists into a real database, and the search over what is there."""

import json
import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.article_telling import hits_json, hits_text
from bot.catalogue import Catalogue
from bot.database.models import ArticleRow, SupplierRow
from bot.database.session import Database
from bot.errors import UsageError
from bot.import_report import report_json, report_text
from knowledge.articles import GOOD_HIT
from knowledge.library import default_content_dir, load_library
from knowledge.parties import Parties
from tests.knowledge.pricelists.writers import catalogue as peppol
from tests.knowledge.pricelists.writers import item, xlsx

START = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def parties() -> Parties:
    return load_library(default_content_dir()).parties


@pytest.fixture
def articles(db: Database, parties: Parties) -> Catalogue:
    return Catalogue(db, parties, lambda: START)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "lists"
    path.mkdir()
    return path


def save(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def counts(catalogue: Catalogue, path: Path, supplier: str | None = None) -> tuple[int, ...]:
    """Added, changed, removed, unchanged, rejected."""
    report = catalogue.import_list(path, supplier)
    numbers = (report.added, report.changed, report.removed, report.unchanged)
    return (*numbers, len(report.rejected))


def rows(db: Database) -> dict[str, ArticleRow]:
    with db.read() as session:
        return {row.article_number: row for row in session.scalars(select(ArticleRow))}


HEAD = "Artikelnummer;Benämning;Enhet;Pris;GTIN"


def test_a_list_becomes_articles(articles: Catalogue, db: Database, folder: Path) -> None:
    path = save(folder, "l.csv", HEAD, "007;Blåbärssoppa;l;12,50;2000110000080", "8;;st;1;")
    assert counts(articles, path, "Lyreco") == (1, 0, 0, 0, 1)
    row = rows(db)["007"]
    assert (row.name, row.unit, row.gtin) == ("Blåbärssoppa", "l", "2000110000080")
    assert (row.price, row.currency) == (Decimal("12.5"), "SEK")
    assert (row.example, row.first_seen_at, row.removed_at) == (False, START, None)
    hit = articles.search("blabarsoppa")[0]
    assert hit.score >= GOOD_HIT
    assert str(hit.article.price) == "12.5"
    assert hit.article.supplier == "Lyreco"


def test_the_same_list_twice_changes_nothing(
    articles: Catalogue, db: Database, parties: Parties, folder: Path
) -> None:
    path = save(folder, "l.csv", HEAD, "1;A-vara;st;1,10;", "2;B-vara;;9;")
    assert counts(articles, path, "Lyreco") == (2, 0, 0, 0, 0)
    before = articles.index()
    later = Catalogue(db, parties, lambda: START + timedelta(days=7))
    assert counts(later, path, "Lyreco") == (0, 0, 0, 2, 0)
    assert articles.index() is before
    assert {row.updated_at for row in rows(db).values()} == {START}


def test_changes_and_what_a_spreadsheet_leaves_out(
    articles: Catalogue, db: Database, parties: Parties, folder: Path
) -> None:
    counts(articles, save(folder, "l.csv", HEAD, "1;A-vara;st;1;", "2;B-vara;st;2;"), "Lyreco")
    later = Catalogue(db, parties, lambda: START + timedelta(days=7))
    path = save(folder, "l.csv", HEAD, "2;B-vara;st;2,50;", "3;C-vara;st;3;")
    assert counts(later, path, "Lyreco") == (1, 1, 0, 0, 0)
    found = rows(db)
    assert (found["1"].removed_at, found["1"].updated_at) == (None, START)
    assert found["2"].price == Decimal("2.5")
    assert (found["2"].first_seen_at, found["2"].updated_at) == (START, START + timedelta(days=7))


def test_peppols_action_codes_are_obeyed(articles: Catalogue, db: Database, folder: Path) -> None:
    path = folder / "katalog.xml"
    gtin = "2000110000080"
    path.write_bytes(peppol(item("1", "Ettan"), item("2", "Tvåan", gtin=gtin), item("3", "Trean")))
    assert counts(articles, path) == (3, 0, 0, 0, 0)
    update = (
        item("1", "Ettan", price="5", action="Update"),
        item(None, "Tvåan", gtin=gtin, action="Delete"),
        item("4", "Fyran", action="Add"),
        item("9", "Nian", action="Delete"),
    )
    path.write_bytes(peppol(*update, action="Update"))
    assert counts(articles, path) == (1, 1, 1, 1, 0)
    assert counts(articles, path) == (0, 0, 0, 4, 0)
    assert rows(db)["2"].removed_at == START
    assert "2" not in [hit.article.article_number for hit in articles.search("tvåan")]
    assert articles.search(gtin) == ()
    # Sold again: the same article, with its history.
    path.write_bytes(peppol(item("2", "Tvåan", gtin=gtin)))
    assert counts(articles, path) == (1, 0, 0, 0, 0)
    assert articles.search("tvåan")[0].article.article_number == "2"


def test_a_catalogue_that_replaces(articles: Catalogue, db: Database, folder: Path) -> None:
    path = folder / "katalog.xml"
    path.write_bytes(peppol(item("1", "Ettan"), item("2", "Tvåan"), item("3", "Trean")))
    counts(articles, path)
    other = save(folder, "l.csv", HEAD, "1;En annans;st;1;")
    counts(articles, other, "Lyreco")
    broken = item("3", "Trean", price="gratis")
    path.write_bytes(peppol(item("1", "Ettan"), broken, action="Replace"))
    # What is on a line that cannot be read is still sold.
    assert counts(articles, path) == (0, 0, 1, 1, 1)
    with db.read() as session:
        gone = session.scalars(
            select(ArticleRow.article_number).where(ArticleRow.removed_at.is_not(None))
        ).all()
    assert gone == ["2"]


@pytest.mark.parametrize(
    ("name", "head", "row", "told", "supplier", "party"),
    [
        ("x.csv", "Nr;Namn;Leverantör", "1;A;SKÅNEMEJERIER", None, "Skånemejerier", True),
        ("x.csv", "Nr;Namn;Leverantör", "1;A;Martin och Servera", None, "Martin & Servera", True),
        ("x.csv", "Nr;Namn;Leverantör", "1;A;Okända AB", None, "Okända AB", False),
        ("x.csv", "Nr;Namn;Leverantör", "1;A;Okända AB", "charkett", "Charkett", True),
        ("prislista_lyreco_v12.csv", "Nr;Namn", "1;A", None, "Lyreco", True),
        ("martin-servera.csv", "Nr;Namn", "1;A", None, "Martin & Servera", True),
        ("livsmedelsverket.csv", "Nr;Namn", "1;A", None, "Livsmedelsverket", False),
    ],
)
def test_whose_list_it_is(
    articles: Catalogue,
    db: Database,
    folder: Path,
    name: str,
    head: str,
    row: str,
    told: str | None,
    supplier: str,
    party: bool,
) -> None:
    report = articles.import_list(save(folder, name, head, row), told)
    assert report.supplier == supplier
    with db.read() as session:
        kept = session.scalars(select(SupplierRow)).one()
    assert (kept.name, kept.party_id is not None) == (supplier, party)


def test_a_supplier_is_known_by_its_gln(articles: Catalogue, db: Database, folder: Path) -> None:
    path = folder / "katalog.xml"
    path.write_bytes(peppol(item("1"), seller="Martin & Servera AB"))
    articles.import_list(path, "Martin & Servera")
    report = articles.import_list(path)
    assert (report.supplier, report.unchanged) == ("Martin & Servera", 1)
    with db.read() as session:
        assert session.scalars(select(SupplierRow.gln)).all() == ["7300009000012"]


def test_several_suppliers_in_one_list(articles: Catalogue, db: Database, folder: Path) -> None:
    path = save(folder, "l.csv", "Nr;Namn;Leverantör", "1;A;Lyreco", "1;B;Staples", "2;C;lyreco")
    report = articles.import_list(path)
    assert (report.supplier, report.added) == ("Lyreco, Staples", 3)
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(SupplierRow)) == 2


def test_a_dry_run_says_the_same_and_changes_nothing(
    articles: Catalogue, db: Database, folder: Path
) -> None:
    path = save(folder, "l.csv", HEAD, "1;A-vara;st;1;", "2;;st;1;")
    tried = articles.import_list(path, "Lyreco", dry_run=True)
    assert (rows(db), articles.is_empty()) == ({}, True)
    assert "dry run" in report_text(tried)
    assert report_json(articles.import_list(path, "Lyreco")) == report_json(tried)


def test_a_list_that_is_refused_changes_nothing(
    articles: Catalogue, db: Database, folder: Path
) -> None:
    path = folder / "trasig.xlsx"
    path.write_bytes(xlsx([["Nr", "Namn"], ["1", "A"]])[:-200])
    with pytest.raises(UsageError, match=r"trasig\.xlsx: Kalkylarket är trasigt"):
        articles.import_list(path, "Lyreco")
    with pytest.raises(UsageError, match="går inte att öppna"):
        articles.import_list(folder / "borta.csv")
    assert rows(db) == {}


def test_a_list_of_bad_lines_alone(articles: Catalogue, folder: Path) -> None:
    report = articles.import_list(save(folder, "lyreco.csv", HEAD, "1;;;;"))
    assert (report.supplier, report.added, len(report.rejected)) == ("Lyreco", 0, 1)


def test_a_large_list_and_prices_as_they_were(
    articles: Catalogue, db: Database, folder: Path
) -> None:
    lines = (f"{n};Vara nummer {n};st;{n},25;" for n in range(12_000))
    path = save(folder, "l.csv", HEAD, *lines)
    assert counts(articles, path, "Lyreco") == (12_000, 0, 0, 0, 0)
    assert counts(articles, path, "Lyreco") == (0, 0, 0, 12_000, 0)


class TestExamples:
    def test_they_are_put_in_once(self, articles: Catalogue, db: Database) -> None:
        assert articles.is_empty()
        assert articles.load_examples() >= 590
        assert not articles.is_empty()
        assert articles.load_examples() == 0
        assert all(row.example for row in rows(db).values())
        with db.read() as session:
            assert session.scalar(select(func.count()).select_from(SupplierRow)) == 8
            assert None not in session.scalars(select(SupplierRow.party_id)).all()
        hit = articles.search("havregrn 1kg")[0]
        assert (hit.article.name, hit.article.example) == ("Havregryn", True)

    def test_they_never_stand_in_for_what_is_real(
        self, articles: Catalogue, db: Database, folder: Path
    ) -> None:
        articles.load_examples()
        number = articles.search("hallonsylt")[0].article.article_number
        path = save(folder, "l.csv", HEAD, f"{number};Hallonsylt äkta;hink;99;")
        assert counts(articles, path, "Martin & Servera") == (0, 1, 0, 0, 0)
        assert articles.load_examples() == 0
        row = rows(db)[number]
        assert (row.name, row.example) == ("Hallonsylt äkta", False)

    def test_without_a_database_of_articles(self, articles: Catalogue) -> None:
        alone = articles.of_examples()
        assert alone.search("toapapper")[0].article.supplier == "Procurator"
        assert articles.is_empty()
        assert articles.search("toapapper") == ()


class TestSearch:
    def test_another_process_sees_what_was_imported(
        self, articles: Catalogue, database_url: str, parties: Parties, folder: Path
    ) -> None:
        assert articles.search("saffransbulle") == ()
        other = Database.connect(database_url)
        try:
            path = save(folder, "l.csv", HEAD, "1;Saffransbulle;st;9;")
            Catalogue(other, parties, lambda: START).import_list(path, "Lyreco")
        finally:
            other.close()
        assert articles.search("saffransbulle")[0].score == 1.0
        assert articles.index() is articles.index()

    def test_many_threads_while_lists_are_imported(self, articles: Catalogue, folder: Path) -> None:
        articles.load_examples()
        failures: list[BaseException] = []
        done = threading.Event()

        def ask() -> None:
            try:
                while not done.is_set():
                    assert articles.search("vetemjöl")[0].article.name == "Vetemjöl"
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for n in range(5):
            path = save(folder, "l.csv", HEAD, f"{n};Specialvara {n};st;1;")
            articles.import_list(path, "Lyreco")
        done.set()
        for thread in threads:
            thread.join()
        assert failures == []
        assert articles.search("specialvara 4")[0].article.article_number == "4"

    def test_what_is_the_name_of_goods_and_what_is_not(self, articles: Catalogue) -> None:
        articles.load_examples()
        for goods in ("hallonsylt", "vetemjol", "kyckling filé", "toapapper", "mellanmjölk 1,5 l"):
            assert articles.knows(goods), goods
        for other in ("Lyreco", "Ingelsta Kalkon", "DC", "kortkod", "ordersvar", "attestera", ""):
            assert not articles.knows(other), other

    @pytest.mark.parametrize(
        ("asked", "name"),
        [("rye flour", "Rågmjöl grovt"), ("wheat flour", "Vetemjöl"), ("flour", "Vetemjöl")],
    )
    def test_in_english(self, articles: Catalogue, asked: str, name: str) -> None:
        articles.load_examples()
        assert articles.search(asked)[0].article.name == name

    def test_a_supplier_alone(self, articles: Catalogue) -> None:
        articles.load_examples()
        hits = articles.search("korv", supplier="Ingelsta Kalkon")
        assert [hit.article.name for hit in hits] == ["Kalkonkorv"]


class TestOutput:
    def test_the_report(self, articles: Catalogue, folder: Path) -> None:
        path = save(folder, "l.csv", HEAD, "1;A-vara;st;1;", *(f"{n};;st;1;" for n in range(30)))
        report = articles.import_list(path, "Lyreco")
        printed = report_json(report)
        assert list(printed) == [
            *("supplier", "format", "added", "changed", "removed", "unchanged", "rejected")
        ]
        assert printed["rejected"][0] == {"line": 3, "reason": "Benämning saknas"}
        assert (printed["supplier"], printed["format"], printed["added"]) == ("Lyreco", "csv", 1)
        text = report_text(report)
        assert "1 added" in text
        assert "30 rejected" in text
        assert "3: Benämning saknas" in text
        assert "10 more" in text

    def test_the_hits(self, articles: Catalogue) -> None:
        articles.load_examples()
        hits = articles.search("havregrn 1kg", limit=2)
        printed = json.loads(json.dumps(hits_json("havregrn 1kg", hits)))
        assert list(printed) == ["query", "hits"]
        assert printed["hits"][0] == {
            "article_number": "410592",
            "gtin": "2000440000286",
            "name": "Havregryn",
            "supplier": "Martin & Servera",
            "unit": "förpackning",
            "price": 18.9,
            "score": hits[0].score,
        }
        assert "Havregryn" in hits_text("havregrn 1kg", hits)
        assert "no hits" in hits_text("xyzzy", ())
