"""New articles tied to accounts, over a real database: choices, undo, two at once, sheets."""

import threading
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update

from bot.account_intents import AccountScope
from bot.accounts import store
from bot.accounts.desk import AccountDesk
from bot.accounts.examples import example_accounts, tie_examples
from bot.accounts.forms import Faults, Written
from bot.accounts.outcomes import Told
from bot.accounts.sheet_in import SheetReport, apply
from bot.accounts.sheets import AccountSheets
from bot.accounts.suggestions import Suggestions
from bot.accounts.terminal import AccountFiles
from bot.catalogue import Catalogue
from bot.database.models import AccountChoiceRow, ArticleRow
from bot.database.session import Database
from bot.documents import AccountsForNavigatorn, AccountsToFill, DocumentGoneError
from bot.errors import UsageError
from bot.messages import FileMessage, Say
from bot.outcomes import Refused
from knowledge.accounts.sheet import read_account_sheet
from knowledge.library import default_content_dir, load_library
from knowledge.parties import Parties
from knowledge.text import Lang
from tests.bot.world import ANNA, KARIN, KENT, World, phrases

HEAD = "Artikelnummer;Benämning;Enhet;Pris;Varugrupp;Leverantör;Ersätter"
MILK = ("Standardmjölk", "Mellanmjölk", "Lättmjölk", "Minimjölk", "Kaffemjölk", "Laktosfri mjölk")
FOOD, OFFICE = "4010", "5050"
ZONE = ZoneInfo("Europe/Stockholm")


def line(number: int, name: str, group: str = "Mjölk", replaces: str = "") -> str:
    """A line of a price list."""
    return f"{number};{name};st;12,50;{group};Skånemejerier;{replaces}"


@cache
def parties() -> Parties:
    """The product's parties."""
    return load_library(default_content_dir()).parties


class Shop:
    """A catalogue with milk in it, and the coordinators' desk."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.db: Database = world.db
        self.folder = folder
        self.catalogue = Catalogue(world.db, parties(), world.clock)
        self.suggestions = Suggestions(world.db)
        self.desk = self.another_desk(self.suggestions)
        self.sheets = AccountSheets(world.db, phrases(), self.suggestions, ZONE)

    def another_desk(self, suggestions: Suggestions) -> AccountDesk:
        """The desk of a process."""
        return AccountDesk(
            db=self.db,
            inbox=self.world.inbox,
            outbox=self.world.outbox,
            people=self.world.people,
            coordinators=self.world.coordinators,
            suggestions=suggestions,
            now=self.world.clock,
        )

    def read(self, *lines: str, head: str = HEAD) -> None:
        """Read a price list."""
        path = self.folder / "lista.csv"
        path.write_text("\n".join((head, *lines)), encoding="utf-8")
        self.catalogue.import_list(path)

    def accounts(self) -> dict[str, str | None]:
        """Each article's account, by its number."""
        with self.db.read() as session:
            rows = session.execute(select(ArticleRow.article_number, ArticleRow.account))
            return {row.article_number: row.account for row in rows}

    def id(self, number: int) -> int:
        """An article's id."""
        with self.db.read() as session:
            found = session.scalar(
                select(ArticleRow.id).where(ArticleRow.article_number == str(number))
            )
        assert found is not None
        return found

    def know(self, *accounts: tuple[str, str]) -> None:
        """Make accounts known."""
        with self.db.write() as session:
            for code, name in accounts:
                store.save_account(session, code, name)

    def tie(self, number: int, account: str = FOOD, who: str = KARIN) -> Told | Refused:
        """Tie one article."""
        return self.desk.tie(self.world.press(who, dm=True), self.id(number), account)

    def milk(self, tied: int = 3) -> None:
        """So many milks with an account, and the others without."""
        self.read(*(line(100 + at, name) for at, name in enumerate(MILK)))
        self.know((FOOD, "Livsmedel"), (OFFICE, "Kontor"))
        for at in range(tied):
            assert isinstance(self.tie(100 + at), Told)

    def scope(self) -> AccountScope:
        """The scope of the milks, as it is shown."""
        return self.desk.looks.overview().groups[0].scope

    def choices(self) -> list[tuple[str, str | None, str | None, str | None]]:
        """How, the account, the one before, what was suggested: every choice."""
        with self.db.read() as session:
            rows = session.scalars(select(AccountChoiceRow).order_by(AccountChoiceRow.id))
            return [(row.how, row.account, row.before, row.suggested) for row in rows]

    def fill(self, *rows: tuple[object, ...]) -> SheetReport:
        """Send a filled-in workbook."""
        path = self.folder / "konton.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        latest = self.suggestions.judge().suggestions
        with self.db.write() as session:
            return apply(
                session, read_account_sheet(path), latest, person=KARIN, now=self.world.clock()
            )

    def exported(self, who: str = KARIN, *, whole: bool = False) -> list[list[str]] | Told:
        """The rows of an export for Navigatorn, or what was said instead."""
        told = self.desk.files.export(self.world.press(who, dm=True), whole=whole)
        assert isinstance(told, Told)
        files = [
            one.message
            for one in self.world.mail.deliver()
            if isinstance(one.envelope.message, FileMessage)
        ]
        if not files:
            return told
        message = files[-1]
        assert isinstance(message, FileMessage)
        assert isinstance(message.document, AccountsForNavigatorn)
        return rows_of(self.sheets.for_navigatorn(message.document, Lang.SV).content)[1:]


def rows_of(content: bytes) -> list[list[str]]:
    """The rows of a workbook's first sheet."""
    book = CalamineWorkbook.from_object(BytesIO(content))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


@pytest.fixture
def shop(world: World, tmp_path: Path) -> Shop:
    return Shop(world, tmp_path)


class TestTying:
    def test_new_articles_are_shown_with_a_suggestion_and_its_reason(self, shop: Shop) -> None:
        shop.milk()

        shown = shop.desk.looks.overview()

        assert (shown.total, shown.later, shown.accounts) == (3, 0, 2)
        group = shown.groups[0]
        assert (group.scope.label, group.total) == ("Mjölk", 3)
        assert group.account is not None
        assert group.account.text == "4010 Livsmedel"
        assert group.sure == 3
        assert group.reasons

    def test_a_group_is_tied_at_once_and_undone_at_once(self, shop: Shop) -> None:
        shop.milk()
        group = shop.desk.looks.overview().groups[0]
        told = shop.desk.tie_all(shop.world.press(KARIN, dm=True), group.seen)
        assert isinstance(told, Told)
        assert (told.key, told.params["count"]) == ("accounts.tied", "3")
        assert set(shop.accounts().values()) == {FOOD}
        assert shop.desk.looks.overview().total == 0
        say = [one.message for one in shop.world.mail.deliver()][-1]
        assert isinstance(say, Say)
        assert say.buttons

        assert told.batch is not None
        back = shop.desk.undo(shop.world.press(KARIN, dm=True), told.batch, quietly=False)

        assert isinstance(back, Told)
        assert (back.key, back.params["count"]) == ("accounts.undone", "3")
        assert list(shop.accounts().values()).count(None) == 3
        again = shop.desk.undo(shop.world.press(KARIN, dm=True), told.batch, quietly=True)
        assert isinstance(again, Told)
        assert again.key == "accounts.undone.nothing"

    def test_undoing_leaves_what_was_changed_since(self, shop: Shop) -> None:
        shop.milk()
        group = shop.desk.looks.overview().groups[0]
        told = shop.desk.tie_all(shop.world.press(KARIN, dm=True), group.seen)
        assert isinstance(told, Told)
        assert told.batch is not None
        shop.fill(("Artikelnummer", "Konto", "Nuvarande konto"), ("103", OFFICE, FOOD))

        back = shop.desk.undo(shop.world.press(KARIN, dm=True), told.batch, quietly=True)

        assert isinstance(back, Told)
        assert back.key == "accounts.undone.some"
        assert back.params == {"count": "2", "kept": "1"}
        assert shop.accounts()["103"] == OFFICE

    def test_every_choice_is_kept_with_what_was_suggested(self, shop: Shop) -> None:
        shop.milk()
        shop.desk.looks.overview()
        shop.tie(103, OFFICE)

        assert shop.choices()[-1] == ("one", OFFICE, None, FOOD)

    def test_what_is_chosen_is_learnt_by_every_process(self, shop: Shop) -> None:
        shop.milk(tied=0)
        other = shop.another_desk(Suggestions(shop.db))
        assert other.looks.overview().groups[0].account is None
        for number in (100, 101):
            shop.tie(number)

        group = other.looks.overview().groups[0]

        assert group.account is not None
        assert group.account.code == FOOD

    def test_left_for_later_is_out_of_the_way_and_can_be_found(self, shop: Shop) -> None:
        shop.milk()
        told = shop.desk.leave(shop.world.press(KARIN, dm=True), shop.id(104))
        assert isinstance(told, Told)
        with shop.db.read() as session:
            assert shop.suggestions.waiting(session) == 2

        assert shop.desk.looks.overview().total == 2
        later = shop.desk.looks.overview(later=True)
        assert [group.total for group in later.groups] == [1]
        one = shop.desk.looks.one(later.groups[0].scope)
        assert one is not None
        assert one.number == "104"
        assert told.batch is not None
        shop.desk.undo(shop.world.press(KARIN, dm=True), told.batch, quietly=True)
        assert (shop.desk.looks.overview().total, shop.desk.looks.overview().later) == (3, 0)

    def test_one_by_one_goes_through_a_group_and_begins_again(self, shop: Shop) -> None:
        shop.milk()
        scope = shop.scope()
        seen = []
        after = 0
        for _ in range(4):
            one = shop.desk.looks.one(scope, after)
            assert one is not None
            seen.append(one.number)
            after = one.article
        assert seen == ["103", "104", "105", "103"]

    def test_nobody_else_ties_anything(self, shop: Shop) -> None:
        shop.milk()

        assert isinstance(shop.tie(103, who=ANNA), Refused)
        assert shop.accounts()["103"] is None
        assert shop.desk.refusal(ANNA) is not None

    def test_a_new_account_wants_a_name(self, shop: Shop) -> None:
        shop.milk()

        def other(**told: str) -> object:
            faults = shop.desk.looks.faults(Written(**told))
            if faults is not None:
                return faults
            occasion = shop.world.press(KARIN, dm=True)
            return shop.desk.tie_other(occasion, shop.id(103), Written(**told))

        assert other(code="6060") == Faults(fields={"name": "accounts.form.name_missing"})
        assert other() == Faults(fields={"code": "accounts.form.neither"})
        assert other(code="60 60") == Faults(fields={"code": "accounts.form.code_wrong"})
        assert other(code="1", name="x" * 201) == Faults(
            fields={"name": "accounts.form.name_wrong"}
        )
        assert other(chosen=FOOD, code="1") == Faults(fields={"code": "accounts.form.both"})
        assert other(chosen="9999") == Faults(fields={"chosen": "accounts.form.gone"})
        assert isinstance(other(code="6060", name="Städ"), Told)
        assert shop.accounts()["103"] == "6060"
        assert [one.text for one in shop.desk.looks.known()][-1] == "6060 Städ"

    def test_a_successor_is_suggested_its_predecessors_account(self, shop: Shop) -> None:
        shop.milk()
        shop.tie(103, OFFICE)
        shop.read(line(300, "Helt annan sak", "Övrigt", replaces="103"))

        groups = [one for one in shop.desk.looks.overview().groups if one.scope.label == "Övrigt"]

        assert groups[0].account is not None
        assert groups[0].account.code == OFFICE


class TestPriceLists:
    def test_a_list_never_touches_an_account(self, shop: Shop) -> None:
        shop.milk()

        shop.read(line(100, "Standardmjölk 3 % eko"))

        assert shop.accounts()["100"] == FOOD

    def test_an_article_that_comes_back_keeps_its_account(self, shop: Shop) -> None:
        shop.milk()
        with shop.db.write() as session:
            session.execute(
                update(ArticleRow)
                .where(ArticleRow.article_number == "100")
                .values(removed_at=shop.world.clock())
            )
        assert "100" not in [one.goods.number for one in pending(shop)]

        shop.read(line(100, "Standardmjölk"))

        assert shop.accounts()["100"] == FOOD
        assert "100" not in [one.goods.number for one in pending(shop)]


def pending(shop: Shop) -> list[store.PendingArticle]:
    """The articles without an account."""
    with shop.db.read() as session:
        return store.pending(session)


class TestTwoAtOnce:
    def test_the_second_is_told_who_was_first(self, shop: Shop) -> None:
        shop.milk()
        shop.tie(103, OFFICE, who=KENT)

        told = shop.tie(103, FOOD)

        assert isinstance(told, Refused)
        assert told.key == "accounts.too_late"
        assert told.params == {"name": "Kent Kollega", "account": "5050 Kontor"}
        assert shop.accounts()["103"] == OFFICE

    def test_no_choice_is_lost(self, shop: Shop) -> None:
        shop.milk()
        outcomes: dict[str, list[Told | Refused]] = {KARIN: [], KENT: []}
        ready = threading.Barrier(2)
        desks = {KARIN: shop.desk, KENT: shop.another_desk(Suggestions(shop.db))}
        articles = [shop.id(number) for number in (103, 104, 105)]

        def work(who: str, account: str) -> None:
            ready.wait()
            for article in articles:
                occasion = shop.world.press(who, dm=True)
                outcomes[who].append(desks[who].tie(occasion, article, account))

        threads = [
            threading.Thread(target=work, args=(KARIN, FOOD)),
            threading.Thread(target=work, args=(KENT, OFFICE)),
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join()

        for at, article in enumerate(("103", "104", "105")):
            won = [who for who in (KARIN, KENT) if isinstance(outcomes[who][at], Told)]
            assert len(won) == 1
            assert shop.accounts()[article] == {KARIN: FOOD, KENT: OFFICE}[won[0]]
        assert [how for how, *_ in shop.choices()].count("one") == 6


class TestSheets:
    def test_out_and_back(self, shop: Shop) -> None:
        shop.milk()
        made = shop.sheets.to_fill(AccountsToFill(), Lang.SV)
        head, *rows = rows_of(made.content)
        assert {row[head.index("Artikelnummer")] for row in rows} == {"103", "104", "105"}
        assert {row[head.index("Konto")] for row in rows} == {FOOD}
        assert {row[head.index("Föreslaget konto")] for row in rows} == {"4010 Livsmedel"}
        assert all(row[head.index("Varför")] for row in rows)

        report = shop.fill(tuple(head), *(tuple(row) for row in rows))

        assert (report.tied, report.failed) == (3, ())
        assert set(shop.accounts().values()) == {FOOD}

    def test_english_headings_come_back_too(self, shop: Shop) -> None:
        shop.milk()
        made = shop.sheets.to_fill(AccountsToFill(whole=True), Lang.EN)
        rows = rows_of(made.content)

        report = shop.fill(*(tuple(row) for row in rows))

        assert (report.tied, report.unchanged, report.failed) == (3, 3, ())

    def test_what_a_supplier_wrote_is_text(self, shop: Shop) -> None:
        shop.read(line(100, "=1+1"), line(101, "https://evil.example"))

        rows = rows_of(shop.sheets.to_fill(AccountsToFill(), Lang.SV).content)

        assert {row[1] for row in rows[1:]} == {"=1+1", "https://evil.example"}

    def test_rows_that_cannot_be_used_fail_alone(self, shop: Shop) -> None:
        shop.milk()
        report = shop.fill(
            ("Artikelnummer", "Leverantör", "Konto", "Kontonamn"),
            ("103", "", FOOD, ""),
            ("104", "Staples", FOOD, ""),
            ("999", "", FOOD, ""),
            ("105", "", "7070", ""),
            ("104", "", "7071", "Nytt konto"),
            ("104", "", FOOD, ""),
            ("100", "", OFFICE, ""),
            ("105", "", "", ""),
        )

        assert (report.tied, report.new_accounts, report.empty) == (2, ("7071",), 1)
        assert [(bad.row, bad.problem) for bad in report.failed] == [
            (3, "accounts.row.not_theirs"),
            (4, "accounts.row.unknown"),
            (5, "accounts.row.account_unknown"),
            (7, "accounts.row.twice"),
            (8, "accounts.row.has_account"),
        ]
        assert shop.accounts()["100"] == FOOD
        for bad in report.failed:
            for lang in Lang:
                assert phrases().text(bad.problem, lang, **bad.params)

    def test_a_sheet_that_is_old_takes_nothing_from_anybody(self, shop: Shop) -> None:
        shop.milk()
        head, *rows = rows_of(shop.sheets.to_fill(AccountsToFill(), Lang.SV).content)
        shop.tie(104, OFFICE, who=KENT)

        report = shop.fill(tuple(head), *(tuple(row) for row in rows))

        assert report.tied == 2
        assert [bad.problem for bad in report.failed] == ["accounts.row.has_account"]
        assert shop.accounts()["104"] == OFFICE

    def test_a_number_that_lost_its_zeros_is_found(self, shop: Shop) -> None:
        shop.read(line(100, "Mjölk").replace("100", "0012345"), line(7, "Ost"))
        shop.know((FOOD, "Livsmedel"))

        report = shop.fill(
            ("Artikelnummer", "Leverantör", "Konto"),
            (12345, "", FOOD),
            ("07", "Skånemejerier", FOOD),
        )

        assert (report.tied, report.failed) == (2, ())
        assert shop.accounts() == {"0012345": FOOD, "7": FOOD}

    def test_a_number_that_several_articles_may_mean_is_tied_to_none(self, shop: Shop) -> None:
        shop.read(*(line(100, "Mjölk").replace("100", number) for number in ("00123", "0123")))
        shop.know((FOOD, "Livsmedel"))

        report = shop.fill(("Artikelnummer", "Leverantör", "Konto"), (123, "Skånemejerier", FOOD))

        assert report.tied == 0
        assert [bad.problem for bad in report.failed] == ["accounts.row.like_several"]
        assert report.failed[0].params == {"numbers": "00123, 0123"}

    def test_the_nearest_number_is_named_where_there_is_none(self, shop: Shop) -> None:
        shop.read(line(1234567, "Mjölk"), line(888, "Ost").replace("Skånemejerier", "Staples"))
        shop.know((FOOD, "Livsmedel"))

        report = shop.fill(
            ("Artikelnummer", "Leverantör", "Konto"),
            ("1234576", "", FOOD),
            ("1234576", "Staples", FOOD),
            ("999999", "", FOOD),
        )

        assert [(bad.problem, bad.params) for bad in report.failed] == [
            ("accounts.row.unknown_near", {"number": "1234567", "name": "Mjölk"}),
            ("accounts.row.not_theirs", {"supplier": "Staples"}),
            ("accounts.row.unknown", {}),
        ]
        for bad in report.failed:
            assert phrases().text(bad.problem, Lang.SV, **bad.params)

    def test_an_account_may_be_changed_by_who_saw_it(self, shop: Shop) -> None:
        shop.milk()

        report = shop.fill(("Artikelnummer", "Konto", "Nuvarande konto"), ("100", OFFICE, FOOD))

        assert (report.tied, shop.accounts()["100"]) == (1, OFFICE)
        shop.desk.undo(shop.world.press(KARIN, dm=True), report.batch, quietly=True)
        assert shop.accounts()["100"] == FOOD


class TestNavigatorn:
    def test_what_was_tied_since_the_last_time(self, shop: Shop) -> None:
        shop.milk(tied=2)
        first = shop.exported()
        assert isinstance(first, list)
        assert [(row[2], row[5], row[6], row[7]) for row in first] == [
            ("100", FOOD, "Livsmedel", "Ny"),
            ("101", FOOD, "Livsmedel", "Ny"),
        ]
        nothing = shop.exported()
        assert isinstance(nothing, Told)
        assert nothing.key == "accounts.export.nothing"

        shop.tie(102)
        shop.fill(("Artikelnummer", "Konto", "Nuvarande konto"), ("100", OFFICE, FOOD))
        second = shop.exported()

        assert isinstance(second, list)
        assert [(row[2], row[5], row[7]) for row in second] == [
            ("100", OFFICE, "Ändrad"),
            ("102", FOOD, "Ny"),
        ]
        everything = shop.exported(whole=True)
        assert isinstance(everything, list)
        assert [row[2] for row in everything] == ["100", "101", "102"]

    def test_what_was_untied_is_told_and_what_came_to_nothing_is_not(self, shop: Shop) -> None:
        shop.milk(tied=0)
        first = shop.tie(100)
        shop.exported()
        second = shop.tie(101)
        for told in (first, second):
            assert isinstance(told, Told)
            assert told.batch is not None
            shop.desk.undo(shop.world.press(KARIN, dm=True), told.batch, quietly=True)

        rows = shop.exported()

        assert isinstance(rows, list)
        assert [(row[2], row[5], row[7]) for row in rows] == [("100", "", "Borttagen")]

    def test_an_export_of_all_tells_of_no_change(self, shop: Shop) -> None:
        shop.milk()
        shop.exported()

        everything = shop.exported(whole=True)

        assert isinstance(everything, list)
        assert {row[7] for row in everything} == {""}

    def test_what_is_tied_before_the_file_is_made_is_in_the_next_one(self, shop: Shop) -> None:
        shop.milk()
        told = shop.desk.files.export(shop.world.press(KARIN, dm=True), whole=True)
        assert isinstance(told, Told)
        assert told.params["count"] == "3"
        shop.tie(103)
        with shop.db.write() as session:
            session.execute(
                update(ArticleRow)
                .where(ArticleRow.article_number == "100")
                .values(removed_at=shop.world.clock() + timedelta(minutes=1))
            )

        rows = rows_of(
            shop.sheets.for_navigatorn(AccountsForNavigatorn(export=1), Lang.SV).content
        )[1:]
        after = shop.exported()

        assert [row[2] for row in rows] == ["100", "101", "102"]
        assert isinstance(after, list)
        assert [(row[2], row[7]) for row in after] == [("103", "Ny")]

    def test_the_date_of_an_export_is_ours(self, shop: Shop) -> None:
        shop.milk()
        shop.world.clock.at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
        shop.exported()

        made = shop.sheets.for_navigatorn(AccountsForNavigatorn(export=1), Lang.SV)

        assert "2026-03-02" in made.name

    def test_an_export_that_is_not_there(self, shop: Shop) -> None:
        with pytest.raises(DocumentGoneError):
            shop.sheets.for_navigatorn(AccountsForNavigatorn(export=1), Lang.SV)


class TestTerminal:
    def test_what_cannot_be_read_or_written_is_one_line(self, shop: Shop, tmp_path: Path) -> None:
        files = AccountFiles(shop.db, phrases(), shop.world.clock, ZONE)
        shop.milk(tied=0)
        with pytest.raises(UsageError, match="Artikelnummer och Konto"):
            files.read(tmp_path / "lista.csv")
        with pytest.raises(UsageError, match="går inte att öppna"):
            files.read(tmp_path / "none.csv")
        with pytest.raises(UsageError, match="there is nothing to export"):
            files.export_for_navigatorn(tmp_path / "ut.xlsx", whole=False)
        shop.tie(100)
        with pytest.raises(UsageError, match="cannot be written"):
            files.export_for_navigatorn(tmp_path / "no" / "ut.xlsx", whole=False)

        assert files.export_for_navigatorn(tmp_path / "ut.xlsx", whole=False) == 1

    def test_out_and_in(self, shop: Shop, tmp_path: Path) -> None:
        files = AccountFiles(shop.db, phrases(), shop.world.clock, ZONE)
        shop.milk()
        assert files.export(tmp_path / "ut.xlsx", whole=False) == 3

        report = files.read(tmp_path / "ut.xlsx")

        assert (report.tied, report.failed) == (3, ())
        assert files.report_text(report).startswith("tied 3")


class TestExamples:
    def test_the_demos_articles_get_accounts_that_say_that_they_are_examples(
        self, shop: Shop
    ) -> None:
        shop.catalogue.load_examples()
        with shop.db.write() as session:
            tied = tie_examples(session, shop.world.clock())
        assert tied > 400
        assert all(one.name.startswith("Exempelkonto") for one in example_accounts())
        with shop.db.write() as session:
            assert tie_examples(session, shop.world.clock()) == 0

        shown = shop.desk.looks.overview()

        assert 40 < shown.total < 120
        assert sum(group.sure for group in shown.groups) > 0.9 * shown.total

    def test_what_has_accounts_of_its_own_gets_no_examples(self, shop: Shop) -> None:
        shop.catalogue.load_examples()
        shop.know((FOOD, "Livsmedel"))

        with shop.db.write() as session:
            assert tie_examples(session, shop.world.clock()) == 0
