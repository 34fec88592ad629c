"""A report as a workbook. Rows are written as they come, and not kept in memory."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import xlsxwriter
from sqlalchemy.orm import Session
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.database.session import Database
from bot.documents import DocumentGoneError, MadeFile, WeekWorkbook
from bot.occasion import Clock
from bot.week import queries
from bot.week.gather import window
from bot.week.queries import Window
from bot.week.sheets import Cell, Kind, Made, Say, Sheet, sheets
from bot.week.shown import WeekReport
from bot.week.store import sent_report
from knowledge.phrases import Phrases
from knowledge.text import Lang

MOST_ROWS = 1_000_000
"""Of a sheet; Excel has 1,048,576: https://support.microsoft.com/office/1672b34d-7043-467e-8e27"""

_CELL_MAX = 32_767
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_FORMATS: dict[Kind, str] = {
    "whole": "#,##0",
    "price": "#,##0.00##",
    "percent": "+0.0%;-0.0%;0.0%",
    "date": "yyyy-mm-dd",
    "time": "yyyy-mm-dd hh:mm",
}
_OPTIONS = {
    "constant_memory": True,
    # What a supplier wrote stays text, whatever it begins with.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class WeekWorkbookFile:
    """Makes the workbook of a report (`bot.documents.WeekWorkbook`)."""

    def __init__(self, db: Database, phrases: Phrases, zone: ZoneInfo, now: Clock) -> None:
        """`zone` is the one in which times are shown."""
        self._db = db
        self._phrases = phrases
        self._zone = zone
        self._now = now

    def __call__(self, document: WeekWorkbook, lang: Lang) -> MadeFile:
        """The workbook, with the summary of the report that was sent.

        DocumentGoneError if the report is gone.
        """
        with self._db.read() as session:
            try:
                report = sent_report(session, document.report)
            except LookupError as error:
                raise DocumentGoneError(str(error)) from None
            within = window(session, report.since, report.until)
            since, until = (
                one.astimezone(self._zone).date() for one in (report.since, report.until)
            )
            name = self._phrases.text("week.file.name", lang, since=since, until=until)
            content = self.book(session, within, report, lang)
        return MadeFile(name=f"{name}.xlsx", title=name, content=content)

    def book(self, session: Session, within: Window, report: WeekReport, lang: Lang) -> bytes:
        """A report's workbook, as a file."""

        def say(key: str, **params: object) -> str:
            return self._phrases.text(key, lang, **params)

        shown = _in_zone(report, self._zone)
        made = Made(self._now().astimezone(self._zone), queries.read_since(session, report.until))
        with TemporaryDirectory(prefix="hjalpen-") as folder:
            path = Path(folder) / "report.xlsx"
            with xlsxwriter.Workbook(path, {**_OPTIONS, "tmpdir": folder}) as book:
                bold = book.add_format({"bold": True, "bottom": 1})
                formats = {
                    kind: book.add_format({"num_format": shape}) for kind, shape in _FORMATS.items()
                }
                for sheet in sheets(session, within, shown, made, say):
                    page = book.add_worksheet(say(f"week.sheet.{sheet.key}"))
                    _fill(page, sheet, say, bold, formats, self._zone)
            return path.read_bytes()


def _in_zone(report: WeekReport, zone: ZoneInfo) -> WeekReport:
    """The report with its own times as clocks there show them."""
    missing = tuple(
        one.model_copy(update={"last_at": one.last_at.astimezone(zone)}) for one in report.missing
    )
    times = {"since": report.since.astimezone(zone), "until": report.until.astimezone(zone)}
    return report.model_copy(update={**times, "missing": missing})


def _fill(
    page: Worksheet,
    sheet: Sheet,
    say: Say,
    bold: Format,
    formats: dict[Kind, Format],
    zone: ZoneInfo,
) -> None:
    page.freeze_panes(1, 0)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(0, place, say(f"week.column.{column.key}"), bold)
    styles = [formats.get(column.kind) for column in sheet.columns]
    last = _rows(page, sheet.rows, styles, zone)
    if last == MOST_ROWS:
        page.write_string(last + 1, 0, say("week.too_many"), bold)
    page.autofilter(0, 0, max(last, 1), len(sheet.columns) - 1)


def _rows(
    page: Worksheet,
    rows: Iterable[tuple[Cell, ...]],
    styles: list[Format | None],
    zone: ZoneInfo,
) -> int:
    """Write the rows; which was the last."""
    number = 0
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if cell is not None and cell != "":
                _write(page, number, place, cell, styles[place], zone)
        if number == MOST_ROWS:
            break
    return number


def _write(
    page: Worksheet, row: int, column: int, cell: Cell, style: Format | None, zone: ZoneInfo
) -> None:
    if isinstance(cell, str):
        page.write_string(row, column, _UNWANTED.sub("", cell)[:_CELL_MAX])
    elif isinstance(cell, datetime):
        local = cell.astimezone(zone).replace(tzinfo=None)
        page.write_datetime(row, column, local, style)
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, style)
    elif isinstance(cell, int | Decimal):
        page.write_number(row, column, float(cell), style)
