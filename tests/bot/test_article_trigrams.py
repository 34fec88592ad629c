"""The search in PostgreSQL: it finds what the index finds, and says what it lacks."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import make_url, text

from bot.article_trigrams import prepare
from bot.catalogue import Catalogue
from bot.core import article_catalogue
from bot.database.models import PersonRow
from bot.database.session import Database
from bot.errors import UsageError
from bot.settings import load_settings
from knowledge.articles import GOOD_HIT
from knowledge.library import default_content_dir, load_library
from knowledge.parties import Parties

START = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
only_postgresql = pytest.mark.parametrize(
    "database_url",
    [pytest.param("postgresql", marks=pytest.mark.postgres)],
    indirect=True,
    scope="function",
)


@pytest.fixture(scope="module")
def parties() -> Parties:
    return load_library(default_content_dir()).parties


@pytest.fixture
def both(db: Database, parties: Parties) -> tuple[Catalogue, Catalogue]:
    """The examples, searched in the index, and in the database."""
    prepare(db)
    index = Catalogue(db, parties, lambda: START)
    index.load_examples()
    return index, Catalogue(db, parties, lambda: START, in_database=True)


@only_postgresql
class TestFinding:
    @pytest.mark.parametrize(
        "query",
        [
            *("havregrn 1kg", "vetemjol", "toapapper", "kyckling filé", "mellanmjölk 1,5 l"),
            *("har ni hallonsylt", "servett vit", "mjölk från skånemejerier", "rye flour"),
            *("410592", "artikelnummer 410 592", "2000440000286", "410952"),
        ],
    )
    def test_as_the_index(self, both: tuple[Catalogue, Catalogue], query: str) -> None:
        index, database = both
        wanted, found = index.search(query), database.search(query)
        assert found[0].article == wanted[0].article
        assert found[0].score == pytest.approx(wanted[0].score, abs=0.1)
        assert (found[0].score >= GOOD_HIT) == (wanted[0].score >= GOOD_HIT)

    def test_one_supplier_s(self, both: tuple[Catalogue, Catalogue]) -> None:
        _, database = both
        hits = database.search("korv", supplier="Ingelsta Kalkon")
        assert [hit.article.name for hit in hits] == ["Kalkonkorv"]
        assert database.search("korv", supplier="Ingen alls") == ()

    @pytest.mark.parametrize(
        "query", ["", "?", "%", "'; DROP TABLE articles; --", "\x00", "å" * 900]
    )
    def test_what_means_nothing(self, both: tuple[Catalogue, Catalogue], query: str) -> None:
        _, database = both
        assert not [hit for hit in database.search(query) if hit.score >= GOOD_HIT]
        assert not database.is_empty()

    def test_goods_that_there_are_not(self, both: tuple[Catalogue, Catalogue]) -> None:
        _, database = both
        for goods in ("gräsklippare", "vinterdäck", "grävmaskin"):
            assert not any(hit.score >= GOOD_HIT for hit in database.search(goods)), goods
        assert database.knows("hallonsylt")
        assert not database.knows("attestera")

    def test_near_numbers(self, both: tuple[Catalogue, Catalogue]) -> None:
        index, database = both
        assert database.near_numbers("410592") == index.near_numbers("410592")

    def test_while_typing(self, both: tuple[Catalogue, Catalogue]) -> None:
        _, database = both
        assert database.offered("hallonsy", 5) == ()  # a sample is taken by who can wait for it
        database.take_up()
        assert database.offered("hallonsy", 5)[0].article.name == "Hallonsylt"
        assert database.ready() is None

    def test_what_is_imported_is_found_at_once(
        self, both: tuple[Catalogue, Catalogue], tmp_path: Path
    ) -> None:
        index, database = both
        assert database.search("saffransbulle")[:0] == ()
        path = tmp_path / "l.csv"
        path.write_text("Artikelnummer;Benämning;Pris\n7001;Saffransbulle;9\n", encoding="utf-8")
        index.import_list(path, "Nya bageriet")
        assert database.search("saffransbule")[0].article.name == "Saffransbulle"
        assert database.search("bulle", supplier="Nya Bageriet")[0].article.article_number == "7001"

    def test_what_people_picked(self, both: tuple[Catalogue, Catalogue], db: Database) -> None:
        _, database = both
        wanted = database.search("mjölk", 4)[-1].article
        with db.write() as session:
            for person in ("U1", "U2", "U3"):
                session.add(PersonRow(id=person, name="P", locale="sv-SE", looked_up_at=START))
                session.flush()
                database.picked(session, "mjölk", wanted.id, person)
        database.freshen()
        assert database.search("mjölk")[0].article == wanted


@only_postgresql
class TestPreparing:
    def test_twice(self, db: Database) -> None:
        prepare(db)
        prepare(db)
        with db.read() as session:
            plan = session.scalars(
                text("SELECT indexname FROM pg_indexes WHERE indexname LIKE '%trigrams'")
            )
            assert len(plan.all()) == 3

    def test_who_may_not_is_told_what_to_run(self, stranger: Database) -> None:
        with pytest.raises(
            UsageError, match=r"^HJALPEN_ARTICLE_SEARCH: .*CREATE EXTENSION pg_trgm$"
        ):
            prepare(stranger)


@pytest.fixture
def stranger(db: Database, database_url: str) -> Iterator[Database]:
    """The database as a user sees it who may read it and nothing else."""
    name = f"hjalpen_stranger_{uuid4().hex[:8]}"
    with db.write() as session:
        session.execute(text(f"CREATE ROLE {name} LOGIN"))
    other = Database.connect(
        make_url(database_url).set(username=name, password=None).render_as_string()
    )
    yield other
    other.close()
    with db.write() as session:
        session.execute(text(f"DROP ROLE {name}"))


def test_sqlite_is_refused_in_a_line(tmp_path: Path, parties: Parties) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    chosen = load_settings({"DATABASE_URL": url, "HJALPEN_ARTICLE_SEARCH": "database"})
    db = Database.connect(url)
    with pytest.raises(UsageError, match="takes PostgreSQL"):
        article_catalogue(chosen, db, parties, lambda: START)
    db.close()
