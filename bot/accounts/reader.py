"""Reads a filled-in spreadsheet of accounts that came as a file."""

from collections.abc import Sequence
from pathlib import Path

from bot.account_intents import AccountsUndo
from bot.accounts.sheet_in import SheetReport, apply
from bot.accounts.suggestions import Suggestions
from bot.database.session import Database
from bot.importing import Stage
from bot.lists.reading import Arrived, Finished
from bot.lists.shown import told
from bot.messages import Button, Say
from bot.occasion import Clock
from knowledge.accounts.sheet import BadRow, is_account_sheet, read_account_sheet
from knowledge.phrases import Phrases
from knowledge.pricelists import PriceListError
from knowledge.text import Lang

MOST_FAILED = 20
"""Rows that failed and are named in the message."""


class AccountSheetReader:
    """A `bot.lists.reading.Reader` of sheets with article numbers and accounts, and no prices."""

    def __init__(
        self, db: Database, phrases: Phrases, suggestions: Suggestions, now: Clock
    ) -> None:
        self._db = db
        self._phrases = phrases
        self._suggestions = suggestions
        self._now = now

    def wants(self, path: Path) -> bool:
        """Whether it has headings for article numbers and accounts."""
        return is_account_sheet(path)

    def read(self, file: Arrived) -> None:
        """Tie the articles, in one transaction with what is told of it."""
        file.tell(Stage.READING, 0.0)
        try:
            sheet = read_account_sheet(file.path)
        except PriceListError as error:
            message = told(file.id, file.name, "refused", problem=str(error))
            with self._db.write() as session:
                file.finish(session, Finished("refused", message, problem=str(error)))
            return
        latest = self._suggestions.latest
        suggested = latest.suggestions if latest else {}
        with self._db.write() as session:
            report = apply(session, sheet, suggested, person=file.person, now=self._now())
            message_ = sheet_told(self._phrases, file.lang, file.name, report)
            file.finish(session, Finished("read", message_))


def sheet_told(phrases: Phrases, lang: Lang, file: str, report: SheetReport) -> Say:
    """What a sheet did, for whoever sent it."""
    key = "accounts.file.failed" if report.failed else "accounts.file.done"
    params = {
        "file": file,
        "tied": str(report.tied),
        "unchanged": str(report.unchanged),
        "empty": str(report.empty),
        "failed": str(len(report.failed)),
        "accounts": ", ".join(report.new_accounts[:MOST_FAILED]) or "–",
    }
    button = Button(intent=AccountsUndo(batch=report.batch), label="ui.button.accounts.undo")
    failed = "\n".join(failed_lines(phrases, lang, report.failed))
    return Say(
        key=key, params=params, quote=failed or None, buttons=(button,) if report.tied else ()
    )


def failed_lines(phrases: Phrases, lang: Lang, failed: Sequence[BadRow]) -> list[str]:
    """The first rows that failed, one a line, with the reason."""
    lines = [
        phrases.text(
            "accounts.row",
            lang,
            row=str(bad.row),
            number=bad.number or "–",
            reason=phrases.text(bad.problem, lang, **bad.params),
        )
        for bad in failed[:MOST_FAILED]
    ]
    if len(failed) > MOST_FAILED:
        lines.append(phrases.text("accounts.row.more", lang, count=str(len(failed) - MOST_FAILED)))
    return lines
