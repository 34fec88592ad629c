"""What coordinators do with accounts when things are not as they were shown, or not as written."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from bot.account_intents import GroupSeen
from bot.accounts.forms import Faults, Written
from bot.accounts.outcomes import Told
from bot.accounts.shown import GroupShown
from bot.accounts.suggestions import AT_ONCE, Suggestions
from bot.database.models import ArticleRow
from bot.outcomes import Refused
from tests.bot.test_accounts import FOOD, OFFICE, Shop, line
from tests.bot.world import KARIN, KENT, World

BINDERS = ("röd", "blå", "grön", "gul", "svart", "vit", "grå", "lila", "rosa", "brun")

ROUNDS = 40


@pytest.fixture
def shop(world: World, tmp_path: Path) -> Shop:
    return Shop(world, tmp_path)


def first_group(shop: Shop) -> GroupShown:
    """The group that is shown first."""
    return shop.desk.looks.overview().groups[0]


def tie_all(shop: Shop, seen: GroupSeen) -> Told | Refused:
    """Press "Koppla alla"."""
    return shop.desk.tie_all(shop.world.press(KARIN, dm=True), seen)


def tie_group(shop: Shop, seen: GroupSeen, **written: str) -> Told | Refused:
    """Submit the form for a group."""
    return shop.desk.tie_group(shop.world.press(KARIN, dm=True), seen, Written(**written))


def tie_other(shop: Shop, number: int, **written: str) -> Told | Refused:
    """Submit the form for an article."""
    occasion = shop.world.press(KARIN, dm=True)
    return shop.desk.tie_other(occasion, shop.id(number), Written(**written))


def no_longer_sold(shop: Shop, number: int) -> None:
    """Take an article out of the lists."""
    with shop.db.write() as session:
        session.execute(
            update(ArticleRow)
            .where(ArticleRow.article_number == str(number))
            .values(removed_at=shop.world.clock())
        )


def many_with_an_account(shop: Shop) -> None:
    """So many that judging them takes longer than anybody waits."""
    with shop.db.write() as session:
        supplier = session.scalar(select(ArticleRow.supplier_id).limit(1))
        now = shop.world.clock() - timedelta(days=9)
        known = {"supplier_id": supplier, "first_seen_at": now, "updated_at": now}
        session.execute(
            insert(ArticleRow),
            [
                {**known, "article_number": f"T{n}", "name": f"Mjölk sort {n}", "account": FOOD}
                for n in range(AT_ONCE)
            ],
        )


class TestAsItWasShown:
    def test_a_group_that_grew_while_it_was_looked_at_is_not_tied(self, shop: Shop) -> None:
        binders = (f"{500 + at};Arkivpärm {name}" for at, name in enumerate(BINDERS))
        shop.read(*(f"{one};st;10;Pärmar;Lyreco;" for one in binders))
        shop.milk(tied=3)
        group = next(
            one
            for one in shop.desk.looks.overview("account").groups
            if one.account is not None and one.account.code == FOOD
        )
        shown = group.sure
        for number in (500, 501, 502, 503):
            shop.tie(number, FOOD, who=KENT)
        before = shop.accounts()

        told = tie_all(shop, group.seen)

        assert told == Refused(key="accounts.changed")
        assert shop.accounts() == before
        again = next(one for one in shop.desk.looks.overview("account").groups if one.account)
        assert again.sure > shown
        assert isinstance(tie_all(shop, again.seen), Told)

    def test_nor_is_it_tied_to_what_a_form_says(self, shop: Shop) -> None:
        shop.milk()
        seen = first_group(shop).seen
        assert shop.desk.looks.stands(seen)
        shop.tie(104, OFFICE, who=KENT)
        assert not shop.desk.looks.stands(seen)

        told = tie_group(shop, seen, code="6060", name="Städ")

        assert told == Refused(key="accounts.changed")
        assert [one.code for one in shop.desk.looks.known()] == [FOOD, OFFICE]
        assert isinstance(tie_group(shop, first_group(shop).seen, chosen=OFFICE), Told)

    def test_what_came_after_it_was_shown_is_left_alone(self, shop: Shop) -> None:
        shop.milk()
        seen = first_group(shop).seen
        shop.read(line(200, "Barista mjölk"))

        assert isinstance(tie_all(shop, seen), Told)

        assert shop.accounts()["200"] is None

    def test_an_article_that_is_no_longer_sold_is_not_tied(self, shop: Shop) -> None:
        shop.milk()
        no_longer_sold(shop, 103)

        for told in (shop.tie(103), tie_other(shop, 103, chosen=FOOD)):
            assert isinstance(told, Refused)
            assert (told.key, told.params) == ("accounts.not_sold", {"name": "Minimjölk"})
        left = shop.desk.leave(shop.world.press(KARIN, dm=True), shop.id(103))
        assert isinstance(left, Refused)
        assert left.key == "accounts.not_sold"
        assert shop.accounts()["103"] is None

    def test_but_what_was_tied_before_can_be_undone(self, shop: Shop) -> None:
        shop.milk()
        told = shop.tie(103)
        assert isinstance(told, Told)
        assert told.batch is not None
        no_longer_sold(shop, 103)

        shop.desk.undo(shop.world.press(KARIN, dm=True), told.batch, quietly=True)

        assert shop.accounts()["103"] is None

    def test_whoever_pressed_twice_is_told_that_it_was_her(self, shop: Shop) -> None:
        shop.milk()
        shop.tie(103)

        told = shop.tie(103)

        assert told == Refused(key="accounts.too_late.you", params={"account": "4010 Livsmedel"})

    def test_undoing_puts_back_what_had_been_left_for_later(self, shop: Shop) -> None:
        shop.milk()
        shop.desk.leave(shop.world.press(KARIN, dm=True), shop.id(104))
        told = shop.tie(104)
        assert isinstance(told, Told)
        assert told.batch is not None
        assert isinstance(shop.exported(), list)

        shop.desk.undo(shop.world.press(KARIN, dm=True), told.batch, quietly=True)

        shown = shop.desk.looks.overview()
        assert (shown.total, shown.later) == (2, 1)
        rows = shop.exported()
        assert isinstance(rows, list)
        assert [(row[2], row[7]) for row in rows] == [("104", "Borttagen")]


class TestWhatIsWritten:
    def test_a_name_is_changed_only_where_accounts_are_kept(self, shop: Shop) -> None:
        shop.milk()
        wrong = Written(code=FOOD, name="Fel namn")
        fault = Faults(
            fields={"name": "accounts.form.named_otherwise"}, params={"name": "Livsmedel"}
        )

        assert shop.desk.looks.faults(wrong) == fault
        told = tie_other(shop, 103, code=FOOD, name="Fel namn")

        assert told == Refused(key="accounts.form.named_otherwise", params={"name": "Livsmedel"})
        assert shop.desk.looks.known()[0].text == "4010 Livsmedel"
        assert isinstance(tie_other(shop, 103, code=FOOD, name="livsmedel"), Told)
        assert shop.desk.looks.faults(wrong, new=True) is None
        shop.desk.add(shop.world.press(KARIN, dm=True), wrong)
        assert shop.desk.looks.known()[0].text == "4010 Fel namn"

    def test_a_code_in_another_case_is_the_account_that_is_known(self, shop: Shop) -> None:
        shop.milk()
        shop.know(("EX-01", "Förbrukning"))

        told = tie_other(shop, 103, code="ex-01", name="förbrukning")

        assert isinstance(told, Told)
        assert shop.accounts()["103"] == "EX-01"
        report = shop.fill(("Artikelnummer", "Konto"), ("104", "ex-01 Förbrukning"))
        assert (report.tied, report.new_accounts, report.failed) == (1, (), ())
        assert shop.accounts()["104"] == "EX-01"
        assert [one.code for one in shop.desk.looks.known()] == [FOOD, OFFICE, "EX-01"]

    def test_a_known_accounts_name_with_another_code_is_a_slip(self, shop: Shop) -> None:
        shop.milk()
        slip = Written(code="4001", name="LIVSMEDEL")
        fault = Faults(
            fields={"code": "accounts.form.name_taken"},
            params={"account": FOOD, "name": "Livsmedel"},
        )

        assert shop.desk.looks.faults(slip) == shop.desk.looks.faults(slip, new=True) == fault
        report = shop.fill(
            ("Artikelnummer", "Konto", "Kontonamn"),
            ("103", "4001", "LIVSMEDEL"),
            ("104", FOOD, "Kontor"),
        )
        assert [bad.problem for bad in report.failed] == [
            "accounts.row.name_taken",
            "accounts.row.named_otherwise",
        ]
        assert report.tied == 0

    def test_an_empty_form_says_what_it_wants(self, shop: Shop) -> None:
        assert shop.desk.looks.faults(Written()) == Faults(
            fields={"code": "accounts.form.code_missing"}
        )
        shop.know((FOOD, "Livsmedel"))
        assert shop.desk.looks.faults(Written()) == Faults(fields={"code": "accounts.form.neither"})

    def test_no_account_is_made_that_no_article_gets(self, shop: Shop) -> None:
        shop.milk()
        shop.tie(103, who=KENT)

        told = tie_other(shop, 103, code="7777", name="Nytt")
        report = shop.fill(
            ("Artikelnummer", "Konto", "Kontonamn", "Nuvarande konto"),
            ("103", "7778", "Annat nytt", OFFICE),
        )

        assert isinstance(told, Refused)
        assert (report.tied, report.new_accounts) == (0, ())
        assert [one.code for one in shop.desk.looks.known()] == [FOOD, OFFICE]


class TestWhileSuggestionsAreWorkedOut:
    def test_what_is_left_is_counted_as_it_is_now(self, shop: Shop) -> None:
        shop.milk(tied=0)
        many_with_an_account(shop)
        shop.desk.looks.wait()
        assert not shop.desk.looks.overview().working

        shop.tie(100)
        shop.tie(101)

        shown = shop.desk.looks.overview()
        assert (shown.total, shown.looked) == (4, 4)
        assert shown.working

    def test_what_is_new_is_not_said_to_be_like_nothing(self, shop: Shop) -> None:
        shop.milk(tied=0)
        many_with_an_account(shop)
        shop.desk.looks.wait()
        shop.read(line(900, "Gräddmjölk"))

        new = next(one for one in shop.desk.looks.overview().groups if one.account is None)

        assert (new.total, new.waiting) == (1, 1)
        one = shop.desk.looks.one(new.scope)
        assert one is not None
        assert one.waiting
        shop.desk.looks.wait()
        assert not any(group.waiting for group in shop.desk.looks.overview().groups)

    def test_one_article_is_tied_without_them(self, shop: Shop) -> None:
        shop.milk(tied=0)
        many_with_an_account(shop)
        shop.suggestions = Suggestions(shop.db)
        shop.desk = shop.another_desk(shop.suggestions)

        assert not shop.desk.looks.ready()
        assert isinstance(tie_other(shop, 103, code="6060", name="Städ"), Told)
        assert not shop.desk.looks.ready(), "nothing was judged for it"

    def test_what_is_said_when_nothing_waits(self, shop: Shop) -> None:
        assert not shop.desk.looks.overview().any_articles
        shop.milk(tied=5)
        shop.desk.leave(shop.world.press(KARIN, dm=True), shop.id(105))

        shown = shop.desk.looks.overview()

        assert (shown.total, shown.later, shown.any_articles) == (0, 1, True)


def test_two_who_make_the_same_account_wait_for_each_other(shop: Shop) -> None:
    """On PostgreSQL each held what the other waited for."""
    shop.milk()
    article = shop.id(103)
    ready = threading.Barrier(2)

    def at_once(act: Callable[[], object]) -> object:
        ready.wait()
        return act()

    with ThreadPoolExecutor(2) as pool:
        for number in range(ROUNDS):
            with shop.db.write() as session:
                session.execute(
                    update(ArticleRow).where(ArticleRow.id == article).values(account=None)
                )
            new = Written(code=f"8{number}", name=f"Konto {number}")
            hers, his = (shop.world.press(who, dm=True) for who in (KARIN, KENT))
            acts = [
                partial(shop.desk.tie_other, hers, article, new),
                partial(shop.desk.add, his, new),
            ]
            outcomes = [one.result() for one in [pool.submit(at_once, act) for act in acts]]
            assert all(isinstance(one, Told) for one in outcomes)
            assert shop.accounts()["103"] == f"8{number}"
