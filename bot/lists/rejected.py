"""The lines of a price list that were not read, as a workbook to send to the supplier."""

from collections.abc import Iterable

from bot.database.models import IncomingListRow
from bot.database.session import Database
from bot.documents import DocumentGoneError, MadeFile, RejectedLines
from bot.import_report import load_report
from bot.workbooks import Book, Column
from knowledge.phrases import Phrases
from knowledge.pricelists import Rejected
from knowledge.text import Lang

_COLUMNS = (("line", 8), ("article_number", 20), ("reason", 90))
_SHEET = "1"
_MAX_STEM = 80


class RejectedLinesFile:
    """Makes the workbook (`bot.documents.RejectedLines`)."""

    def __init__(self, db: Database, phrases: Phrases) -> None:
        self._db = db
        self._phrases = phrases

    def __call__(self, document: RejectedLines, lang: Lang) -> MadeFile:
        """The workbook; DocumentGoneError if the list's report is gone."""
        with self._db.read() as session:
            row = session.get(IncomingListRow, document.incoming)
            if row is None or row.report is None:
                raise DocumentGoneError(f"there is no report of list {document.incoming}")
            report, file_name = load_report(row.report), row.file_name
        stem = file_name.rpartition(".")[0] or file_name
        name = self._phrases.text("files.rejected.name", lang, file=stem[:_MAX_STEM])
        return MadeFile(name=f"{name}.xlsx", title=name, content=self._book(report.rejected, lang))

    def _book(self, lines: Iterable[Rejected], lang: Lang) -> bytes:
        columns = [
            Column(self._phrases.text(f"files.rejected.{column}", lang), width)
            for column, width in _COLUMNS
        ]
        rows = ((bad.line, bad.article_number, bad.reason) for bad in lines)
        with Book() as book:
            book.sheet(_SHEET, columns, rows)
        return book.content
