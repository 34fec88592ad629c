"""The price lists of docs/examples, over the examples that the demo begins with."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.catalogue import Catalogue, ImportReport
from bot.database.models import ArticleRow, SupplierRow
from bot.database.session import Database
from knowledge.library import default_content_dir, load_library

FOLDER = Path(__file__).parents[2] / "docs" / "examples"


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    return (
        report.added,
        report.changed,
        report.removed,
        report.unchanged,
        len(report.rejected),
    )


@pytest.fixture
def demo(db: Database) -> Catalogue:
    parties = load_library(default_content_dir()).parties
    catalogue = Catalogue(db, parties, lambda: datetime(2026, 3, 2, 7, 0, tzinfo=UTC))
    catalogue.load_examples()
    return catalogue


class TestListsToTry:
    def test_a_change_list(self, demo: Catalogue) -> None:
        report = demo.import_list(FOLDER / "martin-servera-andringar.edi")
        assert (report.supplier, report.format) == ("Martin & Servera", "pricat")
        assert counts(report) == (2, 6, 2, 0, 1)
        assert (report.waiting, report.remarks) == ((), ())
        [rejected] = report.rejected
        assert (rejected.line, rejected.article_number) == (7, "414017")
        assert "kontrollsiffra" in rejected.reason
        assert demo.search("linssoppa")[0].article.name == "Linssoppa koncentrat"
        assert "Gurkrelish" not in [hit.article.name for hit in demo.search("gurkrelish")]

    def test_a_list_that_replaces_the_last(self, demo: Catalogue, db: Database) -> None:
        report = demo.import_list(FOLDER / "ingelsta-kalkon-ny-lista.xml")
        assert counts(report) == (1, 3, 2, 21, 1)
        assert (report.waiting, report.rejected[0].reason) == ((), "Priset är 0")
        with db.read() as session:
            rows = session.execute(
                select(ArticleRow.name, ArticleRow.example, ArticleRow.removed_at)
                .join(SupplierRow, SupplierRow.id == ArticleRow.supplier_id)
                .where(SupplierRow.name == "Ingelsta Kalkon")
            ).all()
        # What the list has is real from now on; what it left out is gone, but for a bad line.
        assert {row.name for row in rows if row.removed_at} == {
            "Kalkonskinka skivad lättsaltad",
            "Kalkonkebab",
        }
        left = {row.name for row in rows if row.example and not row.removed_at}
        assert left == {"Kalkonklubba"}

    def test_a_list_that_would_remove_much(self, demo: Catalogue) -> None:
        path = FOLDER / "gronsakshallen-bara-rotfrukter.xml"
        report = demo.import_list(path)
        assert report.waiting == ("Listan tar bort 59 av 75 artiklar hos Grönsakshallen",)
        assert demo.search("bananer")[0].article.example
        assert counts(demo.import_list(path, confirmed=True)) == (0, 0, 59, 16, 0)
        assert demo.load_examples() == 0  # what the list removed does not come back

    def test_a_list_that_does_not_say_whose_it_is(self, demo: Catalogue) -> None:
        report = demo.import_list(FOLDER / "prislista.csv", "Staples")
        assert counts(report) == (1, 4, 0, 6, 0)
