"""A report as a workbook."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.database.session import Database
from bot.documents import DocumentGoneError, MadeFile, WeekWorkbook
from bot.occasion import Clock
from bot.week import queries
from bot.week.gather import window
from bot.week.queries import Window
from bot.week.sheets import Kind, Made, sheets
from bot.week.shown import WeekReport
from bot.week.store import sent_report
from bot.workbooks import Book, Cell, Column
from knowledge.phrases import Phrases
from knowledge.text import Lang

_FORMATS: dict[Kind, str] = {
    "whole": "#,##0",
    "price": "#,##0.00##",
    "percent": "+0.0%;-0.0%;0.0%",
    "date": "yyyy-mm-dd",
    "time": "yyyy-mm-dd hh:mm",
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
        with Book() as book:
            for sheet in sheets(session, within, shown, made, say):
                columns = [
                    Column(say(f"week.column.{one.key}"), one.width, _FORMATS.get(one.kind))
                    for one in sheet.columns
                ]
                name = say(f"week.sheet.{sheet.key}")
                book.sheet(name, columns, _rows(sheet.rows, self._zone), say("week.too_many"))
        return book.content


def _in_zone(report: WeekReport, zone: ZoneInfo) -> WeekReport:
    """The report with its own times as clocks there show them."""
    missing = tuple(
        one.model_copy(update={"last_at": one.last_at.astimezone(zone)}) for one in report.missing
    )
    times = {"since": report.since.astimezone(zone), "until": report.until.astimezone(zone)}
    return report.model_copy(update={**times, "missing": missing})


def _rows(rows: Iterable[tuple[Cell, ...]], zone: ZoneInfo) -> Iterable[tuple[Cell, ...]]:
    """The rows with their times as clocks in `zone` show them."""
    for row in rows:
        yield tuple(
            cell.astimezone(zone).replace(tzinfo=None) if isinstance(cell, datetime) else cell
            for cell in row
        )
