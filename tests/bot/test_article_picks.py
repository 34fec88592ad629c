"""What people picked among hits: counted once a person, forgotten, seen by every process."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from bot import article_picks
from bot.article_picks import forget, pick, picks, revision
from bot.database.models import ArticlePickRow, ArticleRow, PersonRow, SupplierRow
from bot.database.session import Database

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
KIM, ALEX = "U0KIM00001", "U0ALEX0001"


@pytest.fixture
def shop(db: Database) -> Database:
    """A database with two people, and the articles 1 and 2."""
    with db.write() as session:
        session.add(SupplierRow(id=1, name="Lyreco"))
        session.flush()
        for id_ in (1, 2):
            session.add(
                ArticleRow(
                    id=id_,
                    supplier_id=1,
                    article_number=f"{id_}",
                    name=f"Vara {id_}",
                    first_seen_at=NOW,
                    updated_at=NOW,
                )
            )
        for person in (KIM, ALEX):
            session.add(PersonRow(id=person, name=person, locale="sv-SE", looked_up_at=NOW))
    return db


def test_each_person_counts_once_however_often_they_press(shop: Database) -> None:
    with shop.write() as session:
        for _ in range(20):
            pick(session, "Vit servett", 1, KIM, NOW)
        pick(session, "servett, vit", 1, ALEX, NOW)
        pick(session, "vit servett", 2, ALEX, NOW)
    with shop.read() as session:
        assert picks(session, NOW) == {"servett vit": Counter({1: 2, 2: 1})}


def test_every_process_is_told_once_of_each_new_pick(shop: Database) -> None:
    with shop.write() as session:
        before = revision(session)
        pick(session, "servett", 1, KIM, NOW)
        pick(session, "servett", 1, KIM, NOW + timedelta(days=1))
        assert revision(session) == before + 1


@pytest.mark.parametrize(("query", "article"), [("", 1), ("?!", 1), ("ord " * 3, 99), ("x1 y", 2)])
def test_nothing_is_learnt_of_nothing(shop: Database, query: str, article: int) -> None:
    with shop.write() as session:
        session.execute(update(ArticleRow).where(ArticleRow.id == 2).values(removed_at=NOW))
        pick(session, query, article, KIM, NOW)
        pick(session, " ".join(f"ord{n}" for n in range(100)), 1, KIM, NOW)
        assert session.scalar(select(func.count()).select_from(ArticlePickRow)) == 0


def test_what_was_picked_long_ago_or_is_gone_does_not_count(shop: Database) -> None:
    later = NOW + article_picks.KEPT + timedelta(days=1)
    with shop.write() as session:
        pick(session, "servett", 1, KIM, NOW)
        pick(session, "servett", 1, ALEX, later)
        pick(session, "servett", 2, ALEX, later)
        session.execute(update(ArticleRow).where(ArticleRow.id == 2).values(removed_at=later))
        assert picks(session, later) == {"servett": Counter({1: 1})}
        assert forget(session, later) == 1
        assert forget(session, later) == 0
        assert session.scalar(select(func.count()).select_from(ArticlePickRow)) == 2
