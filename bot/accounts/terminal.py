"""Accounts at the terminal: spreadsheets out and in, without Slack."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.accounts.exports import new_export
from bot.accounts.reader import failed_lines
from bot.accounts.sheet_in import SheetReport, apply
from bot.accounts.sheets import AccountSheets
from bot.accounts.suggestions import Suggestions
from bot.database.session import Database
from bot.documents import AccountsToFill
from bot.errors import UsageError
from bot.occasion import Clock
from knowledge.accounts.sheet import read_account_sheet
from knowledge.phrases import Phrases
from knowledge.pricelists import PriceListError
from knowledge.text import Lang


class AccountFiles:
    """Writes and reads the spreadsheets."""

    def __init__(self, db: Database, phrases: Phrases, now: Clock, zone: ZoneInfo) -> None:
        self._db = db
        self._phrases = phrases
        self._now = now
        self._suggestions = Suggestions(db)
        self._sheets = AccountSheets(db, phrases, self._suggestions, zone)

    def export(self, path: Path, *, whole: bool) -> int:
        """Write the articles without an account (or all), with what is suggested, to be filled in;
        how many. UsageError if the file cannot be written.
        """
        made, count = self._sheets.counted(AccountsToFill(whole=whole), Lang.SV)
        _write(path, made.content)
        return count

    def export_for_navigatorn(self, path: Path, *, whole: bool) -> int:
        """Write what was tied since the last such export (or all); how many articles.

        UsageError if there is nothing, or the file cannot be written: the next export has it then.
        """
        with self._db.write() as session:
            export = new_export(session, whole=whole, person=None, now=self._now())
            if export is None:
                raise UsageError("articles accounts export: there is nothing to export")
            made = self._sheets.of_export(session, export, Lang.SV)
            _write(path, made.content)
            return export.articles

    def read(self, path: Path) -> SheetReport:
        """Tie the articles of a filled-in sheet. UsageError if it cannot be read."""
        try:
            sheet = read_account_sheet(path)
        except PriceListError as error:
            raise UsageError(f"{path}: {error}") from error
        suggested = self._suggestions.judge().suggestions
        with self._db.write() as session:
            return apply(session, sheet, suggested, person=None, now=self._now())

    def report_text(self, report: SheetReport) -> str:
        """What a sheet did, for the terminal."""
        new = ", ".join(report.new_accounts)
        counts = (
            f"tied {report.tied}, had the account {report.unchanged}, "
            f"no account in the sheet {report.empty}, failed {len(report.failed)}"
        )
        lines = [counts, *([f"new accounts: {new}"] if new else [])]
        return "\n".join([*lines, *failed_lines(self._phrases, Lang.SV, report.failed)])

    def report_json(self, report: SheetReport) -> dict[str, Any]:
        """What a sheet did, as the one object that `--json` prints."""
        return {
            "tied": report.tied,
            "unchanged": report.unchanged,
            "empty": report.empty,
            "new_accounts": list(report.new_accounts),
            "failed": [
                {
                    "row": bad.row,
                    "article_number": bad.number,
                    "reason": self._phrases.text(bad.problem, Lang.SV, **bad.params),
                }
                for bad in report.failed
            ],
        }


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror or error}") from None
