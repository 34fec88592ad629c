"""Spreadsheets out: articles to be given an account, and tied ones for Navigatorn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from zoneinfo import ZoneInfo

import xlsxwriter
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts import store
from bot.accounts.exports import Exported, exported
from bot.accounts.shown import SURE
from bot.accounts.suggestions import Suggestions
from bot.accounts.wording import Phrase, confidence_phrase, reason_phrase
from bot.database.models import AccountExportRow, ArticleRow, SupplierRow
from bot.database.session import Database
from bot.documents import AccountsForNavigatorn, AccountsToFill, DocumentGoneError, MadeFile
from knowledge.accounts import Suggestion
from knowledge.phrases import Phrases
from knowledge.text import Lang

_TO_FILL = (
    ("number", 18),
    ("name", 44),
    ("supplier", 20),
    ("group", 22),
    ("suggested", 18),
    ("confidence", 20),
    ("reason", 60),
    ("account", 16),
    ("account_name", 30),
    ("current", 18),
)
_NAVIGATORN = (
    ("supplier", 24),
    ("gln", 16),
    ("number", 18),
    ("gtin", 16),
    ("name", 44),
    ("account", 16),
    ("account_name", 30),
    ("change", 14),
)
_ACCOUNTS = (("account", 16), ("account_name", 40))


@dataclass(frozen=True, slots=True)
class _Line:
    id: int
    number: str
    name: str
    supplier: str
    group: str | None
    account: str | None


class AccountSheets:
    """Makes the workbooks (`bot.documents.AccountsToFill`, `AccountsForNavigatorn`)."""

    def __init__(
        self, db: Database, phrases: Phrases, suggestions: Suggestions, zone: ZoneInfo
    ) -> None:
        """`zone` is the one of the date in an export's name."""
        self._db = db
        self._phrases = phrases
        self._suggestions = suggestions
        self._zone = zone

    def to_fill(self, document: AccountsToFill, lang: Lang) -> MadeFile:
        """The articles without an account (or all), with what is suggested and why.

        The column for the account is filled in where the suggestion is sure.
        """
        return self.counted(document, lang)[0]

    def counted(self, document: AccountsToFill, lang: Lang) -> tuple[MadeFile, int]:
        """As `to_fill`, and how many articles."""
        judged = self._suggestions.judge()
        with self._db.read() as session:
            names = store.names(session)
            lines = _lines(session, whole=document.whole)
        rows = [self._to_fill(line, judged.suggestions, names, lang) for line in lines]
        title = self._text("accounts.sheet.title", lang)
        accounts = [(code, name or "") for code, name in names.items()]
        with _book() as book:
            self._sheet(book, title, _TO_FILL, rows, lang)
            self._sheet(
                book, self._text("accounts.sheet.accounts", lang), _ACCOUNTS, accounts, lang
            )
        return MadeFile(name=f"{title}.xlsx", title=title, content=book.content), len(rows)

    def for_navigatorn(self, document: AccountsForNavigatorn, lang: Lang) -> MadeFile:
        """The articles of an export; DocumentGoneError if there is no such export."""
        with self._db.read() as session:
            row = session.get(AccountExportRow, document.export)
            if row is None:
                raise DocumentGoneError(f"there is no export {document.export}")
            return self.of_export(session, row, lang)

    def of_export(self, session: Session, row: AccountExportRow, lang: Lang) -> MadeFile:
        """The workbook of an export."""
        found = exported(session, row)
        date = f"{row.at.astimezone(self._zone):%Y-%m-%d}"
        title = self._text("accounts.export.title", lang, date=date)
        whole = row.after is None
        rows = [
            self._for_navigatorn(one, "" if whole else self._change(one, lang)) for one in found
        ]
        with _book() as book:
            self._sheet(book, "Navigatorn", _NAVIGATORN, rows, lang)
        return MadeFile(name=f"{title}.xlsx", title=title, content=book.content)

    def _to_fill(
        self,
        line: _Line,
        suggestions: Mapping[int, Suggestion | None],
        names: Mapping[str, str | None],
        lang: Lang,
    ) -> Sequence[str]:
        suggestion = None if line.account else suggestions.get(line.id)
        suggested, sure, why, filled = "", "", "", line.account or ""
        if suggestion is not None:
            suggested = f"{suggestion.account} {names.get(suggestion.account) or ''}".strip()
            sure = self._phrase(confidence_phrase(suggestion.confidence), lang)
            why = "; ".join(self._phrase(reason_phrase(one), lang) for one in suggestion.reasons)
            filled = suggestion.account if suggestion.confidence >= SURE else ""
        return (
            line.number,
            line.name,
            line.supplier,
            line.group or "",
            suggested,
            sure,
            why,
            filled,
            "",  # for the name of a new account; one that stood here would name a slip of the code
            line.account or "",
        )

    def _for_navigatorn(self, one: Exported, change: str) -> Sequence[str]:
        return (
            one.supplier,
            one.gln or "",
            one.number,
            one.gtin or "",
            one.name,
            one.account or "",
            one.account_name or "",
            change,
        )

    def _change(self, one: Exported, lang: Lang) -> str:
        """How it has changed since the export before."""
        if one.before is None:
            return self._text("accounts.export.new", lang)
        return self._text(f"accounts.export.{'changed' if one.account else 'gone'}", lang)

    def _sheet(
        self,
        book: "_Book",
        name: str,
        columns: Sequence[tuple[str, int]],
        rows: Iterable[Sequence[str]],
        lang: Lang,
    ) -> None:
        headings = [self._text(f"accounts.column.{column}", lang) for column, _ in columns]
        book.add(name, headings, [width for _, width in columns], rows)

    def _phrase(self, phrase: Phrase, lang: Lang) -> str:
        return self._text(phrase.key, lang, **phrase.params)

    def _text(self, key: str, lang: Lang, **params: str) -> str:
        return self._phrases.text(key, lang, **params)


class _Book:
    """A workbook in which everything is text: leading zeros stay, and nothing is a formula."""

    def __init__(self) -> None:
        self._buffer = BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(self._buffer, options)
        self._bold = self._book.add_format({"bold": True})
        self._text = self._book.add_format({"num_format": "@"})
        self.content = b""

    def __enter__(self) -> "_Book":
        return self

    def __exit__(self, *_error: object) -> None:
        self._book.close()
        self.content = self._buffer.getvalue()

    def add(
        self,
        name: str,
        headings: Sequence[str],
        widths: Sequence[int],
        rows: Iterable[Sequence[str]],
    ) -> None:
        """A sheet."""
        sheet = self._book.add_worksheet(name)
        for at, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            sheet.set_column(at, at, width, self._text)
            sheet.write_string(0, at, heading, self._bold)
        sheet.freeze_panes(1, 0)
        last = 0
        for last, row in enumerate(rows, start=1):
            for at, value in enumerate(row):
                sheet.write_string(last, at, value, self._text)
        sheet.autofilter(0, 0, last, len(headings) - 1)


def _book() -> _Book:
    return _Book()


def _lines(session: Session, *, whole: bool) -> list[_Line]:
    """The articles that are sold: those without an account, or all."""
    query = (
        select(
            ArticleRow.id,
            ArticleRow.article_number,
            ArticleRow.name,
            SupplierRow.name,
            ArticleRow.product_group,
            ArticleRow.account,
        )
        .join(SupplierRow, SupplierRow.id == ArticleRow.supplier_id)
        .where(ArticleRow.removed_at.is_(None))
        .order_by(SupplierRow.name, ArticleRow.product_group, ArticleRow.name, ArticleRow.id)
    )
    if not whole:
        query = query.where(ArticleRow.account.is_(None))
    return [_Line(*row) for row in session.execute(query)]
