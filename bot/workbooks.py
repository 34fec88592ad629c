"""Workbooks: headings that stay in sight, and every text as it was written.

Rows are written as they come, and not kept in memory.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | Decimal | date | datetime | None
"""What a cell may hold; a time as clocks show it, without its zone, as Excel knows none."""

TEXT = "@"
"""The format of columns that people fill in: leading zeros stay."""

MOST_ROWS = 1_000_000
"""Of a sheet; Excel has 1,048,576: https://support.microsoft.com/office/1672b34d-7043-467e-8e27"""

CELL_MAX = 32_767
"""Characters of a cell, by the same source."""

_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_OPTIONS = {
    "constant_memory": True,
    # What a supplier wrote stays text, whatever it begins with.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, and how Excel is to show what is in it."""

    heading: str
    width: int
    format: str | None = None


class Book:
    """A workbook in the making, as a context manager; `content` is the file, afterwards."""

    def __init__(self) -> None:
        self.content = b""

    def __enter__(self) -> "Book":
        self._folder = TemporaryDirectory(prefix="hjalpen-")
        self._path = Path(self._folder.name) / "book.xlsx"
        self._book = xlsxwriter.Workbook(self._path, {**_OPTIONS, "tmpdir": self._folder.name})
        self._bold = self._book.add_format({"bold": True, "bottom": 1})
        self._formats: dict[str, Format] = {}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._book.close()
            self.content = self._path.read_bytes()
        finally:
            self._folder.cleanup()

    def sheet(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Cell]],
        too_many: str = "…",
    ) -> None:
        """A sheet; under `MOST_ROWS` of its rows `too_many` stands instead of the others."""
        page = self._book.add_worksheet(name)
        page.freeze_panes(1, 0)
        formats = [self._format(column.format) for column in columns]
        for place, (column, style) in enumerate(zip(columns, formats, strict=True)):
            page.set_column(place, place, column.width, style)
            page.write_string(0, place, as_text(column.heading), self._bold)
        last = 0
        for last, row in enumerate(rows, start=1):
            if last > MOST_ROWS:
                page.write_string(last, 0, as_text(too_many), self._bold)
                break
            for place, (cell, style) in enumerate(zip(row, formats, strict=True)):
                _write(page, last, place, cell, style)
        page.autofilter(0, 0, max(last, 1), len(columns) - 1)

    def _format(self, shape: str | None) -> Format | None:
        if shape is None:
            return None
        if shape not in self._formats:
            self._formats[shape] = self._book.add_format({"num_format": shape})
        return self._formats[shape]


def as_text(text: str) -> str:
    """A text as a cell can hold it: without what XML cannot say, and no longer than Excel's."""
    return _UNWANTED.sub("", text)[:CELL_MAX]


def _write(page: Worksheet, row: int, column: int, cell: Cell, style: Format | None) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        page.write_string(row, column, as_text(cell), style)
    elif isinstance(cell, date):  # a datetime too
        page.write_datetime(row, column, cell, style)
    else:
        page.write_number(row, column, float(cell), style)
