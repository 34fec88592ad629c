"""The price lists of docs/examples, over the examples that the demo begins with."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.accounts import store, ties
from bot.accounts.examples import tie_examples
from bot.accounts.ties import Tie
from bot.article_cards import ArticleCards
from bot.article_shown import ArticleCard
from bot.catalogue import Catalogue
from bot.database.models import ArticleRow, SupplierRow
from bot.database.session import Database
from bot.import_report import ImportReport
from knowledge.library import default_content_dir, load_library

FOLDER = Path(__file__).parents[2] / "docs" / "examples"

IN_LIST = ("210159", "210844", "212214", "213310", "210296", "210981", "211803", "212077", "212762")
"""Numbers of the demo's that are in Staples' list."""


class Clock:
    """A time that tests move."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def loaded(db: Database, clock: Clock) -> Catalogue:
    catalogue = Catalogue(db, load_library(default_content_dir()).parties, clock)
    catalogue.load_examples()
    return catalogue


def shown(db: Database, clock: Clock) -> dict[str, ArticleCard]:
    """Every article's card, by its number."""
    cards = ArticleCards(clock, ZoneInfo("Europe/Stockholm"))
    with db.read() as session:
        found = [cards.card(session, one) for one in session.scalars(select(ArticleRow.id))]
    return {card.article.article_number: card for card in found if card is not None}


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
    return loaded(db, Clock())


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
        # What the list left out is gone, but for a bad line; the others are examples as before.
        assert {row.name for row in rows if row.removed_at} == {
            "Kalkonskinka skivad lättsaltad",
            "Kalkonkebab",
        }
        assert all(row.example for row in rows)
        assert "Kalkonklubba" in {row.name for row in rows if not row.removed_at}

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

    def test_prices_go_on_from_the_first_week(self, db: Database) -> None:
        clock = Clock()
        demo = loaded(db, clock)
        clock.now += timedelta(days=7)
        demo.import_list(FOLDER / "martin-servera-andringar.edi")
        cards = shown(db, clock).values()
        assert sum(len(card.history) == 2 for card in cards) == 6


def own(folder: Path, name: str) -> Path:
    """A list of docs/examples as a supplier's own: not under an example's contract."""
    path = folder / name
    content = (FOLDER / name).read_bytes()
    content = re.sub(rb"<cac:ReferencedContract>.*?</cac:ReferencedContract>", b"", content)
    path.write_bytes(re.sub(rb"EXEMPEL-[\d-]+", b"", content))
    return path


class TestOverExamples:
    """A supplier's own list has articles that the examples had made up."""

    def test_nothing_made_up_stays(self, db: Database, tmp_path: Path) -> None:
        clock = Clock()
        demo = loaded(db, clock)
        with db.write() as session:
            assert tie_examples(session, clock()) > 400
        before = shown(db, clock)
        clock.now += timedelta(days=10)
        demo.import_list(own(tmp_path, "ingelsta-kalkon-ny-lista.xml"))
        demo.import_list(own(tmp_path, "prislista.csv"), "Staples")
        real = {
            number: card for number, card in shown(db, clock).items() if not card.article.example
        }
        assert len(real) == 36
        known = [number for number in real if number in before]
        assert len(known) > 25
        assert sum(before[number].account is not None for number in known) > 20
        for card in real.values():
            assert card.first_seen_on == card.updated_on == clock().date()
            assert card.returned_on is None
            assert card.account is None
            assert [point.day for point in card.history] == [
                max(clock().date(), card.article.valid_from or date.min)
            ]
            assert [point.price for point in card.history] == [card.article.price]
        examples = [card for card in shown(db, clock).values() if card.article.example]
        assert all(card.history for card in examples if card.article.price)
        assert any(card.account for card in examples)

    def test_what_somebody_chose_stays(self, db: Database, tmp_path: Path) -> None:
        clock = Clock()
        demo = loaded(db, clock)
        with db.write() as session:
            tie_examples(session, clock())
            [chosen, kept] = session.execute(
                select(ArticleRow.id, ArticleRow.account)
                .join(SupplierRow, SupplierRow.id == ArticleRow.supplier_id)
                .where(SupplierRow.name == "Staples", ArticleRow.account.is_not(None))
                .where(ArticleRow.article_number.in_(IN_LIST))
                .order_by(ArticleRow.id)
                .limit(2)
            ).all()
            store.save_account(session, "4010", "Kontorsmaterial")
            ties.tie(
                session,
                [Tie(chosen.id, "4010", before=chosen.account)],
                how="file",
                batch="b",
                person=None,
                now=clock(),
            )
        demo.import_list(own(tmp_path, "prislista.csv"), "Staples")
        with db.read() as session:
            accounts = {
                row.id: row.account
                for row in session.execute(select(ArticleRow.id, ArticleRow.account))
            }
            assert (accounts[chosen.id], accounts[kept.id]) == ("4010", None)

    def test_one_that_is_gone_has_not_come_back(self, db: Database, tmp_path: Path) -> None:
        clock = Clock()
        demo = loaded(db, clock)
        demo.import_list(own(tmp_path, "ingelsta-kalkon-ny-lista.xml"))
        [number] = [
            number
            for number, card in shown(db, clock).items()
            if card.article.name == "Kalkonkebab" and card.article.gone_on
        ]
        clock.now += timedelta(days=1)
        path = tmp_path / "lista.csv"
        path.write_text(f"Artikelnummer;Benämning;Pris\n{number};Kalkonkebab ny;99\n")
        assert demo.import_list(path, "Ingelsta Kalkon").added == 1
        card = shown(db, clock)[number]
        assert (card.article.gone_on, card.returned_on) == (None, None)
        assert card.first_seen_on == clock().date()
        assert len(card.history) == 1
