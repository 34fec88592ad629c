"""Spreadsheets out: articles to be given an account, and tied ones for Navigatorn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

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
from bot.workbooks import TEXT, Book, Column
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
        with Book() as book:
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
        with Book() as book:
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
        book: Book,
        name: str,
        columns: Sequence[tuple[str, int]],
        rows: Iterable[Sequence[str]],
        lang: Lang,
    ) -> None:
        headed = [
            Column(self._text(f"accounts.column.{column}", lang), width, TEXT)
            for column, width in columns
        ]
        book.sheet(name, headed, rows)

    def _phrase(self, phrase: Phrase, lang: Lang) -> str:
        return self._text(phrase.key, lang, **phrase.params)

    def _text(self, key: str, lang: Lang, **params: str) -> str:
        return self._phrases.text(key, lang, **params)


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
