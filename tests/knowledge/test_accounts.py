"""Which account an article belongs to: what always holds, what tells of it, sheets filled in."""

import string
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.accounts import (
    CORRECTED,
    Alike,
    Goods,
    SameGoods,
    SameGroup,
    Successor,
    Suggester,
    Tied,
    account_code,
    account_name,
)
from knowledge.accounts.codes import CODE_MAX, NAME_MAX, parted
from knowledge.accounts.names import NameIndex
from knowledge.accounts.sheet import is_account_sheet, read_account_sheet
from knowledge.pricelists import PriceListError

WORDS = ("mjölk", "standardmjölk", "ost", "falukorv", "kopieringspapper", "penna", "toner", "tvål")
CODES = ("4010", "4020", "5050")

names = st.lists(st.sampled_from(WORDS), min_size=0, max_size=3).map(" ".join)
texts = names | st.text(max_size=30)
groups = st.sampled_from((None, "Mejeri", "Kontor", "Chark"))
suppliers = st.sampled_from(("Skånemejerier", "Staples"))
classes = st.sampled_from((None, "50131700", "44120000", "abc", "5013"))


@st.composite
def goods(draw: st.DrawFn, first: int = 1, last: int = 60) -> Goods:
    """An article with anything in it."""
    number = draw(st.integers(first, last))
    return Goods(
        id=number,
        number=draw(st.sampled_from((str(number), "7"))),
        name=draw(texts),
        supplier=draw(suppliers),
        brand=draw(st.sampled_from((None, "Arla"))),
        group=draw(groups),
        classification=draw(classes),
        gtin=draw(st.sampled_from((None, "7310865004703"))),
        replaces=draw(st.sampled_from((None, "7"))),
        replaced_by=draw(st.sampled_from((None, "8"))),
    )


tied = st.builds(
    Tied,
    goods=goods(),
    account=st.sampled_from(CODES),
    weight=st.sampled_from((1.0, CORRECTED)),
)
many = st.lists(tied, max_size=25, unique_by=lambda one: one.goods.id)


@settings(max_examples=80, deadline=None)
@given(known=many, asked=goods(first=100, last=200))
def test_a_suggestion_is_a_known_account_and_a_confidence(known: list[Tied], asked: Goods) -> None:
    found = Suggester(known).suggest(asked)

    if found is None:
        return
    accounts = {one.account for one in known}
    assert 0.0 <= found.confidence <= 1.0
    assert found.account in accounts
    assert found.account not in found.others
    assert set(found.others) <= accounts


@settings(max_examples=60, deadline=None)
@given(known=many, asked=goods(first=100, last=200), data=st.data())
def test_the_order_in_which_articles_come_does_not_matter(
    known: list[Tied], asked: Goods, data: st.DataObject
) -> None:
    other = data.draw(st.permutations(known))

    assert Suggester(known).suggest(asked) == Suggester(other).suggest(asked)


@settings(max_examples=60, deadline=None)
@given(known=many.filter(bool), data=st.data())
def test_an_article_that_has_an_account_is_suggested_no_other(
    known: list[Tied], data: st.DataObject
) -> None:
    one = data.draw(st.sampled_from(known))

    found = Suggester(known).suggest(one.goods)

    assert found is not None
    assert (found.account, found.confidence) == (one.account, 1.0)


@settings(max_examples=60, deadline=None)
@given(known=many, asked=st.lists(goods(first=100, last=200), max_size=8))
def test_articles_are_judged_together_as_one_by_one(known: list[Tied], asked: list[Goods]) -> None:
    suggester = Suggester(known)

    together = list(suggester.suggest_all(asked))

    assert together == [(one.id, suggester.suggest(one)) for one in asked]


def test_names_of_which_everything_is_common_are_found_in_their_order() -> None:
    names = NameIndex.build([f"Vara nr {n} blå stor" for n in range(25_000)])

    found = names.nearest("Vara nr 7 blå stor", 3)

    assert [one.place for one in found] == [0, 1, 2]
    assert all(one.likeness > 0 for one in found)


def article(id_: int, name: str, **more: str) -> Goods:
    """An article of a supplier's."""
    told = {"supplier": "Skånemejerier", "number": str(id_)} | more
    return Goods(id=id_, name=name, **told)


DAIRY = [
    Tied(article(1, "Standardmjölk 3 %", group="Mjölk"), "4010"),
    Tied(article(2, "Mellanmjölk 1,5 %", group="Mjölk"), "4010"),
    Tied(article(3, "Lättmjölk 0,5 %", group="Mjölk"), "4010"),
    Tied(article(4, "Kopieringspapper A4", group="Papper", supplier="Staples"), "5050"),
    Tied(article(5, "Kopieringspapper A3", group="Papper", supplier="Staples"), "5050"),
]


def test_the_reason_names_alike_articles_and_the_product_group() -> None:
    found = Suggester(DAIRY).suggest(article(9, "Standardmjölk eko", group="Mjölk"))

    assert found is not None
    assert found.account == "4010"
    assert found.confidence > 0.85
    assert SameGroup(group="Mjölk", count=3, of=3) in found.reasons
    alike = [reason for reason in found.reasons if isinstance(reason, Alike)]
    assert alike
    assert alike[0].names[0] == "Standardmjölk 3 %"


def test_a_name_alone_tells_at_a_supplier_that_is_new() -> None:
    found = Suggester(DAIRY).suggest(article(9, "Kopieringspapper färgat", supplier="Lyreco"))

    assert found is not None
    assert found.account == "5050"


def test_goods_like_nothing_known_are_unsure() -> None:
    found = Suggester(DAIRY).suggest(article(9, "Gräsklippare", supplier="Jula"))

    assert found is None or found.confidence < 0.6


def test_nothing_known_suggests_nothing() -> None:
    assert Suggester([]).suggest(article(9, "Mjölk")) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (article(7, "Gammal vara"), article(9, "Ny sak", replaces="7")),
        (article(7, "Gammal vara", replaced_by="9"), article(9, "Ny sak")),
    ],
)
def test_a_successor_has_its_predecessors_account(old: Goods, new: Goods) -> None:
    found = Suggester([*DAIRY, Tied(old, "6060")]).suggest(replace(new, group="Mjölk"))

    assert found is not None
    assert found.account == "6060"
    assert found.confidence >= 0.95
    assert found.reasons[0] == Successor(number="7", name="Gammal vara")


def test_the_same_goods_at_another_supplier_tell_most() -> None:
    same = Tied(article(7, "Pump", gtin="7310865004703", supplier="Staples"), "6060")

    found = Suggester([*DAIRY, same]).suggest(article(9, "Mjölkpump", gtin="7310865004703"))

    assert found is not None
    assert found.account == "6060"
    assert found.reasons[0] == SameGoods(supplier="Staples", name="Pump")


def test_a_correction_counts_more_than_acceptances() -> None:
    accepted = [Tied(article(n, "Havregurt", group="Övrigt"), "4010") for n in (11, 12)]
    corrected = Tied(article(13, "Havregurt", group="Övrigt"), "4020", CORRECTED)
    asked = article(99, "Havregurt", group="Övrigt")

    found = Suggester([*accepted, corrected]).suggest(asked)
    without = Suggester([*accepted, replace(corrected, weight=1.0)]).suggest(asked)

    assert found is not None
    assert without is not None
    assert (found.account, without.account) == ("4020", "4010")


@given(st.text(max_size=80))
def test_a_code_and_a_name_are_what_they_say(text: str) -> None:
    code, name, both = account_code(text), account_name(text), parted(text)

    if code is not None:
        assert 0 < len(code) <= CODE_MAX
        assert code == text.strip()
        assert not any(c.isspace() for c in code)
    if name is not None:
        assert 0 < len(name) <= NAME_MAX
        assert name.isprintable()
    if both is not None:
        assert account_code(both.code) == both.code


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("4010", "4010", None),
        (" 4010 Livsmedel ", "4010", "Livsmedel"),
        ("4010 – Livsmedel, övrigt", "4010", "Livsmedel, övrigt"),
        ("4010: Livsmedel", "4010", "Livsmedel"),
        ("EX-01 Exempelkonto: livsmedel", "EX-01", "Exempelkonto: livsmedel"),
        ("0410", "0410", None),
    ],
)
def test_a_cell_may_have_the_name_too(text: str, code: str, name: str | None) -> None:
    assert parted(text) == (code, name)


def test_what_is_no_code_is_none() -> None:
    assert [account_code(one) for one in ("", "a b", "-", "x" * 33, "4010;")] == [None] * 5


# Sheets ------------------------------------------------------------------------------------------

cells = st.text(alphabet=string.ascii_letters + string.digits + "åäö", min_size=1, max_size=12)


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(st.tuples(cells, cells), min_size=1, max_size=8), separator=st.sampled_from(";\t")
)
def test_a_csv_comes_back_as_it_was_written(
    rows: list[tuple[str, str]], separator: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("sheet") / "konton.csv"
    lines = [("Artikelnummer", "Konto"), *rows]
    path.write_text("\n".join(separator.join(line) for line in lines), encoding="utf-8")

    assert is_account_sheet(path)
    sheet = read_account_sheet(path)

    assert [(row.number, row.code) for row in sheet.rows] == rows
    assert [row.row for row in sheet.rows] == list(range(2, len(rows) + 2))


def workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    """A workbook with these rows."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def test_a_workbook_of_ones_own_is_understood(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "x.xlsx",
        ("Våra konton",),
        ("Konto", "Art.nr", "Leverantör", "Kontonamn", "Nuvarande konto"),
        (4010, 710214, "Skånemejerier", "Livsmedel", ""),
        ("", 710215, "", "", ""),
        ("så här?!", 710216, "", "", ""),
        (4010, "", "", "", ""),
    )

    sheet = read_account_sheet(path)

    assert [(row.row, row.number, row.code, row.name) for row in sheet.rows] == [
        (3, "710214", "4010", "Livsmedel")
    ]
    assert sheet.rows[0].has_current
    assert [(bad.row, bad.problem) for bad in sheet.bad] == [
        (5, "accounts.row.code_wrong"),
        (6, "accounts.row.no_number"),
    ]
    assert sheet.empty == 1


def test_a_price_list_with_an_account_in_it_is_a_price_list(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "x.xlsx", ("Artikelnummer", "Benämning", "Pris", "Konto"), (1, "Mjölk", 12, 4010)
    )

    assert not is_account_sheet(path)


@pytest.mark.parametrize("content", [b"", b"UNA:+.? 'UNB+UNOC:3", b"<Catalogue/>", b"PK\x03\x04x"])
def test_what_is_no_sheet_is_refused_and_not_wanted(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)

    assert not is_account_sheet(path)
    with pytest.raises(PriceListError):
        read_account_sheet(path)
