"""Workbooks hold what they are given, as text where it is text, whatever it is."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from bot.workbooks import CELL_MAX, TEXT, Book, Cell, Column, as_text

COLUMNS = (Column("Rad", 8), Column("Text", 40, TEXT), Column("När", 16, "yyyy-mm-dd hh:mm"))


def read(*rows: tuple[Cell, ...]) -> list[list[object]]:
    """The rows of a sheet with these, as somebody else reads them."""
    with Book() as book:
        book.sheet("Blad", COLUMNS, rows)
    sheet = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_name("Blad")
    headings, *found = sheet.to_python()
    assert headings == ["Rad", "Text", "När"]
    return [list(row) for row in found]


def test_each_kind_of_cell() -> None:
    noon = datetime.fromisoformat("2026-03-02T12:00")
    assert read(
        (1, "00123", None),
        (Decimal("12.5"), "=SUM(1)", date(2026, 3, 2)),
        (None, "https://example.org/", noon),
    ) == [
        [1, "00123", ""],
        [12.5, "=SUM(1)", date(2026, 3, 2)],
        ["", "https://example.org/", noon],
    ]


def test_no_rows() -> None:
    assert read() == []


def test_a_text_that_is_too_long_is_cut() -> None:
    [[_, text, _]] = read((1, "å" * (CELL_MAX + 1), None))
    assert text == "å" * CELL_MAX


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_text(text: str) -> None:
    [[line, found, _]] = read((1, text, None))
    assert line == 1
    assert found == as_text(text)
