"""Suggestions for many articles: judged in the background, seldom, and found by an index."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert, select, text

from bot.accounts import store
from bot.accounts.suggestions import AT_ONCE, LONGEST, REST, Suggestions
from bot.database.models import ArticleRow
from bot.database.session import Database
from tests.bot.test_accounts import OFFICE, Shop
from tests.bot.world import KARIN, World


@contextmanager
def heard(db: Database, hear: Callable[[str, Any], None]) -> Iterator[None]:
    """Every statement and its parameters are told to `hear` while inside."""

    def listener(*told: Any) -> None:
        hear(told[2], told[3])

    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)


class Seconds:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def shop(world: World, tmp_path: Path) -> Shop:
    return Shop(world, tmp_path)


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def many(shop: Shop) -> Shop:
    """Milk, of which three wait, and so many tied articles that judging takes a while."""
    shop.milk()
    with shop.db.write() as session:
        supplier = session.scalar(select(ArticleRow.supplier_id).limit(1))
        now = shop.world.clock()
        known = {"supplier_id": supplier, "first_seen_at": now, "updated_at": now}
        rows = [
            {**known, "article_number": f"T{n}", "name": f"Vara {n}", "account": OFFICE}
            for n in range(AT_ONCE)
        ]
        session.execute(insert(ArticleRow), rows)
    return shop


class TestInTheBackground:
    def test_what_takes_long_is_done_when_it_is_asked_for_and_kept_fresh_from_then(
        self, many: Shop, seconds: Seconds
    ) -> None:
        suggestions = Suggestions(many.db, seconds)
        assert suggestions.at_hand() is None
        assert suggestions.keep_fresh() == 0, "nobody has asked"

        first = suggestions.judge()
        many.tie(103)

        assert suggestions.at_hand() is first, "those of before, rather than to be waited for"
        seconds.now += REST
        assert suggestions.keep_fresh() == 0, "something has changed since the last sweep"
        assert suggestions.keep_fresh() == 2
        assert suggestions.at_hand() is not first
        assert suggestions.keep_fresh() == 0, "nothing has changed"

    def test_it_is_not_done_again_at_once(self, many: Shop, seconds: Seconds) -> None:
        suggestions = Suggestions(many.db, seconds)
        suggestions.judge()
        many.tie(103)

        seconds.now += REST - 1
        assert [suggestions.keep_fresh() for _ in range(3)] == [0, 0, 0]

        seconds.now += 1
        assert suggestions.keep_fresh() == 2

    def test_whoever_ties_without_a_pause_gets_new_suggestions_too(
        self, many: Shop, seconds: Seconds
    ) -> None:
        suggestions = Suggestions(many.db, seconds)
        suggestions.judge()

        seconds.now += REST
        many.tie(103)
        assert suggestions.keep_fresh() == 0
        seconds.now += LONGEST
        many.tie(104)

        assert suggestions.keep_fresh() == 1

    def test_a_process_that_ends_does_not_wait_for_it(self, many: Shop, seconds: Seconds) -> None:
        suggestions = Suggestions(many.db, seconds)
        before = suggestions.judge()
        many.tie(103)
        seconds.now += REST
        suggestions.keep_fresh()
        begun: list[str] = []

        def stop(statement: str, _params: object) -> None:
            if "articles.account IS NOT NULL" in statement:
                begun.append(statement)
                suggestions.stop()

        with heard(many.db, stop):
            judged = suggestions.keep_fresh()

        assert begun, "it was told to stop as it began to read what is tied"
        assert judged == 0
        assert suggestions.latest is before


class TestWaiting:
    def test_how_many_wait(self, shop: Shop) -> None:
        shop.milk(tied=1)
        left = [shop.id(number) for number in (101, 102)]
        for article in left:
            shop.desk.leave(shop.world.press(KARIN, dm=True), article)
        shop.desk.leave(shop.world.press(KARIN, dm=True), left[0])
        shop.tie(102)

        with shop.db.read() as session:
            assert store.count_pending(session) == 4
            assert store.count_pending(session, 3) == 3
            assert store.count_waiting(session) == 3
            assert store.count_tied(session, 10) == 2
            assert store.count_tied(session, 1) == 1

    def test_those_that_wait_are_found_by_their_index(self, many: Shop) -> None:
        asked: list[tuple[str, Any]] = []
        sqlite = many.db.engine.dialect.name == "sqlite"
        with many.db.write() as session:
            session.execute(text("ANALYZE"))
        with many.db.read() as session:
            session.execute(text("SELECT 1"))
            with heard(many.db, lambda statement, params: asked.append((statement, params))):
                store.pending(session, 100)
                store.count_pending(session)
        said = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN"
        with many.db.engine.connect() as connection:
            plans = [
                str(connection.exec_driver_sql(f"{said} {statement}", params).all())
                for statement, params in asked
            ]

        assert len(plans) == 2
        assert all("ix_articles_waiting" in plan for plan in plans), plans
        assert not any("TEMP B-TREE" in plan for plan in plans), plans
