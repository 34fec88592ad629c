"""New articles tied to accounts in Slack: in groups, one by one, by a sheet; and exported."""

from io import BytesIO

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import insert, select

from bot import article_store
from bot.accounts.examples import tie_examples
from bot.accounts.suggestions import AT_ONCE
from bot.database.models import ArticleRow
from bot.sandbox.model import Json
from tests.e2e.steps import latest
from tests.e2e.test_files_out import content as content_of
from tests.support.house import House
from tests.support.people import Person
from tests.support.surfaces import buttons, elements_of, text_of

GROUPS = "Grupperade efter"


def stocked(at: House) -> None:
    """The demo's articles with the demo's accounts."""
    at.load_examples()
    with at.db.write() as session:
        tie_examples(session, at.clock())


def crowded(at: House) -> None:
    """So many articles with an account that to judge takes longer than anybody waits."""
    stocked(at)
    with at.db.write() as session:
        now, supplier = at.clock(), session.scalar(select(ArticleRow.supplier_id).limit(1))
        known = {"supplier_id": supplier, "first_seen_at": now, "updated_at": now}
        rows = [
            {**known, "article_number": f"T{number}", "name": f"Vara {number}", "account": "EX-01"}
            for number in range(AT_ONCE)
        ]
        session.execute(insert(ArticleRow), rows)
        article_store.begin_change(session)
        article_store.count_change(session)


def opened(who: Person) -> Json:
    """The view, opened from the start page."""
    who.open_home()
    home = who.wait_for_home("Koppla konton (")
    name = next(name for name in buttons(home) if name.startswith("Koppla konton ("))
    who.press(home, name)
    return who.wait_for_modal("produkter saknar konto")


def untied(at: House) -> int:
    """How many articles have no account."""
    with at.db.read() as session:
        missing = select(ArticleRow.id).where(ArticleRow.account.is_(None))
        return len(session.scalars(missing).all())


def tie_first(view: Json) -> str:
    """The name of the first button that ties a group."""
    return next(name for name in buttons(view) if name.startswith("Koppla alla"))


def first(view: Json, name: str) -> str:
    """The action id of the first button of that name."""
    return next(
        str(element["action_id"])
        for _, element in elements_of(view)
        if element["type"] == "button" and element["text"]["text"] == name
    )


def sheet(*rows: tuple[str, ...]) -> bytes:
    """A workbook."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return buffer.getvalue()


def rows_of(content: bytes) -> list[list[str]]:
    """The rows of a workbook's first sheet."""
    book = CalamineWorkbook.from_object(BytesIO(content))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


def test_a_group_is_tied_from_the_start_page_and_undone(at: House) -> None:
    stocked(at)
    before = untied(at)
    view = opened(at.robin)
    name = tie_first(view)
    count = int(name.rsplit(" ", 1)[1])

    at.robin.press(view, name)

    shown = at.robin.wait_for_modal("är kopplad")
    assert untied(at) == before - count
    at.robin.press(shown, "Ångra")
    at.robin.wait_for_modal("Ångrat. Ändrade tillbaka")
    assert untied(at) == before


def test_what_a_group_was_tied_to_can_be_undone_from_the_chat(at: House) -> None:
    stocked(at)
    before = untied(at)
    view = opened(at.robin)
    at.robin.press(view, tie_first(view))
    told = at.robin.wait_for_message("är kopplade till")

    at.robin.press(told, "Ångra")

    at.robin.wait_for_message("Ångrat", after=str(told["ts"]))
    assert untied(at) == before


def test_one_by_one_with_another_account_and_later(at: House) -> None:
    stocked(at)
    before = untied(at)
    view = opened(at.robin)
    at.robin.press(view, first(view, "Se en och en"))
    one = at.robin.wait_for_modal("Artikelnummer")
    at.robin.press(one, next(name for name in buttons(one) if name.startswith("Koppla till EX")))
    second = at.robin.wait_for_modal("är kopplad till EX")
    assert untied(at) == before - 1
    at.robin.press(second, "Annat konto")
    form = at.robin.wait_for_modal("account_form")
    offered = at.robin.options(form, "account_menu", "städ")
    assert [option["text"]["text"] for option in offered] == ["EX-02 Exempelkonto: städ och hygien"]
    errors = at.robin.submit(form, {"account_code": "7010"})
    assert errors == {"account_name": "Kontot är nytt för mig. Skriv vad det heter."}

    assert at.robin.submit(form, {"account_code": "7010", "account_name": "Blandat"}) == {}

    third = at.robin.wait_for_modal("är kopplad till 7010 Blandat")
    assert untied(at) == before - 2
    at.robin.press(third, "Senare")
    at.robin.wait_for_modal("är lämnad till senare")
    assert untied(at) == before - 2
    at.robin.press(at.robin.modals()[-1], "Till listan")
    at.robin.press(at.robin.wait_for_modal("Lämnade till senare (1)"), "Lämnade till senare (1)")
    at.robin.wait_for_modal("lämnat till senare")


def test_without_any_account_the_first_one_is_asked_for(at: House) -> None:
    at.load_examples()
    view = opened(at.robin)
    assert "hittar inte på några" in text_of(view)
    assert not [name for name in buttons(view) if name.startswith("Koppla alla")]
    at.robin.press(view, "Lägg till konto")
    form = at.robin.wait_for_modal("account_new")

    assert at.robin.submit(form, {"account_code": "4010", "account_name": "Livsmedel"}) == {}

    view = at.robin.wait_for_modal("Kontot 4010 Livsmedel finns nu")
    at.robin.press(view, first(view, "Välj konto"))
    form = at.robin.wait_for_modal("account_form")
    assert at.robin.submit(form, {"account_menu": "4010 Livsmedel"}) == {}
    at.robin.wait_for_modal("är kopplade till 4010 Livsmedel")
    assert untied(at) < 620


def test_the_sheet_goes_out_is_filled_in_and_comes_back(at: House) -> None:
    stocked(at)
    before = untied(at)
    at.robin.press(opened(at.robin), "Hämta som kalkylark")
    message = at.robin.wait_for_message("produkterna som saknar konto", timeout=15)
    head, *rows = rows_of(content_of(at, message))
    assert len(rows) == before
    konto = head.index("Konto")
    rows[0][konto] = "EX-07"
    rows[1][konto] = "9999"
    rows[2][konto] = ""
    filled = sum(bool(row[konto]) for row in rows)

    at.robin.upload("konton.xlsx", sheet(tuple(head), *map(tuple, rows)))

    told = at.robin.wait_for_message("är inläst. Kopplade", timeout=15)
    assert f"Kopplade: *{filled - 1}*" in text_of(told)
    assert "Rad 3" in text_of(told)
    assert "kontot 9999 är nytt för mig" in text_of(told)
    assert untied(at) == before - filled + 1
    at.robin.press(told, "Ångra")
    at.robin.wait_for_message("Ångrat")
    assert untied(at) == before


def test_an_export_for_navigatorn_has_what_is_new(at: House) -> None:
    stocked(at)
    at.robin.press(opened(at.robin), "Exportera till Navigatorn")
    first = at.robin.wait_for_message("att läsa in i Navigatorn", timeout=15)
    head, *rows = rows_of(content_of(at, first))
    assert head[:4] == ["Leverantör", "Leverantörens GLN", "Artikelnummer", "GTIN"]
    assert len(rows) == 620 - untied(at)
    view = at.robin.modals()[-1]
    at.robin.press(view, tie_first(view))
    at.robin.press(at.robin.wait_for_modal("är kopplad"), "Exportera till Navigatorn")
    second = at.robin.wait_for_message(
        "att läsa in i Navigatorn", after=str(first["ts"]), timeout=15
    )
    assert 0 < len(rows_of(content_of(at, second))) - 1 < 50
    at.robin.press(at.robin.modals()[-1], "Exportera till Navigatorn")
    at.robin.wait_for_modal("Inget har kopplats sedan")


@pytest.mark.parametrize("name", ["Exportera till Navigatorn", "Lägg till konto"])
def test_who_no_longer_coordinates_does_nothing(at: House, name: str) -> None:
    stocked(at)
    view = opened(at.robin)
    at.server.leave(at.channel, at.robin.user)
    at.settle()
    before = latest(at.robin)

    at.robin.press(view, name)

    at.robin.wait_for_message("", after=before)
    assert not [one for one in at.robin.messages() if one.get("files")]


def test_many_articles_are_waited_for_before_the_eyes_of_the_coordinator(at: House) -> None:
    crowded(at)
    at.robin.open_home()
    home = at.robin.wait_for_home("Koppla konton (")

    at.robin.press(home, "Koppla konton (85)")

    at.robin.wait_for_modal("produkter saknar konto", timeout=30)
    assert at.bot is not None
    assert at.bot.core.suggestions.at_hand() is not None


def test_two_coordinators_at_the_same_article(at: House) -> None:
    stocked(at)
    at.server.join(at.channel, at.kim.user)
    at.settle()
    for who in (at.robin, at.kim):
        view = opened(who)
        who.press(view, first(view, "Se en och en"))
    mine, theirs = at.robin.wait_for_modal("Artikelnummer"), at.kim.wait_for_modal("Artikelnummer")
    name = next(name for name in buttons(mine) if name.startswith("Koppla till EX"))
    at.robin.press(mine, name)
    at.robin.wait_for_modal("är kopplad till EX")

    at.kim.press(theirs, name)

    at.kim.wait_for_modal("har redan kopplat den till EX")


def test_an_english_coordinator_reads_it_in_english(at: House) -> None:
    stocked(at)
    at.server.join(at.channel, at.alex.user)
    at.settle()
    at.alex.open_home()
    home = at.alex.wait_for_home("Tie to accounts (")
    at.alex.press(home, next(name for name in buttons(home) if name.startswith("Tie to")))
    view = at.alex.wait_for_modal("products have no account")
    assert GROUPS not in text_of(view)
    assert "Grouped by" in text_of(view)


def test_from_the_overview_of_price_lists_down_to_a_form(at: House) -> None:
    stocked(at)
    at.robin.open_home()
    at.robin.press(at.robin.wait_for_home("Visa prislistor"), "Visa prislistor")
    lists = at.robin.wait_for_modal("Senaste listan från varje leverantör")
    opens = next(
        str(element["action_id"])
        for _, element in elements_of(lists)
        if str(element.get("action_id")).startswith("accounts.open")
    )
    at.robin.press(lists, opens)
    view = at.robin.wait_for_modal("produkter saknar konto")
    at.robin.press(view, first(view, "Annat konto"))
    form = at.robin.wait_for_modal("account_form")

    assert at.robin.submit(form, {"account_menu": "EX-07 Exempelkonto: vård och skydd"}) == {}

    at.robin.wait_for_modal("är kopplade till EX-07")
    assert [one["callback_id"] for one in at.robin.modals()] == ["price_lists", "accounts"]
