"""A spreadsheet of articles with accounts, filled in by a person, as checked rows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from knowledge.accounts.codes import account_name, parted
from knowledge.articles.words import fold
from knowledge.pricelists import PriceListError
from knowledge.pricelists.detect import Kind, kind_of
from knowledge.pricelists.headings import HEADING_ROWS, Column, headings_in
from knowledge.pricelists.model import Cell, Rows
from knowledge.pricelists.sheets import sheet_rows
from knowledge.pricelists.text_table import text_rows

MOST_ROWS = 200_000

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "account": ("konto", "kontonummer", "kontonr", "kontokod", "account", "accountcode"),
    "name": ("kontonamn", "kontobenamning", "accountname"),
    "current": ("nuvarandekonto", "currentaccount"),
}
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with an account; `row` is its number in the sheet, from 1.

    `current` is the account that the sheet says the article had, where it has a column for that.
    """

    row: int
    number: str
    supplier: str | None
    code: str
    name: str | None
    current: str | None
    has_current: bool


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used: the phrase that says why, with its values."""

    row: int
    number: str
    problem: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AccountSheet:
    """The rows of a sheet; `empty` have no account."""

    rows: tuple[SheetRow, ...]
    bad: tuple[BadRow, ...]
    empty: int


@dataclass(frozen=True, slots=True)
class _Places:
    number: int
    supplier: int | None
    account: int
    name: int | None
    current: int | None


def is_account_sheet(path: Path) -> bool:
    """Whether a file is a sheet of articles with accounts and no price list, by its headings."""
    try:
        with _opened(path) as rows:
            return _find(rows) is not None
    except (PriceListError, OSError):
        return False


def read_account_sheet(path: Path) -> AccountSheet:
    """The rows of a file that has headings for article numbers and accounts.

    PriceListError, in Swedish, if it cannot be read or has no such headings.
    """
    good: list[SheetRow] = []
    bad: list[BadRow] = []
    empty = 0
    try:
        with _opened(path) as rows:
            places = _find(rows)
            if places is None:
                raise PriceListError(
                    "Kalkylarket har inga rubriker som heter Artikelnummer och Konto"
                )
            for number, row in rows:
                match _row(number, row, places):
                    case SheetRow() as one:
                        good.append(one)
                    case BadRow() as one:
                        bad.append(one)
                    case written:
                        empty += written
                if len(good) + len(bad) > MOST_ROWS:
                    raise PriceListError(f"Kalkylarket har fler än {MOST_ROWS} rader med konto")
    except OSError as error:
        raise PriceListError(f"Filen går inte att öppna: {error.strerror or error}") from None
    return AccountSheet(tuple(good), tuple(bad), empty)


@contextmanager
def _opened(path: Path) -> Iterator[Rows]:
    with path.open("rb") as file:
        match kind_of(file):
            case Kind.XLSX | Kind.XLS | Kind.ODS:
                with sheet_rows(file) as rows:
                    yield rows
            case Kind.TEXT:
                yield text_rows(file)
            case _:
                raise PriceListError("Filen är inget kalkylark")


def _find(rows: Rows) -> _Places | None:
    """Where the columns are; reads up to the row of headings. None if they are not there."""
    for _, row in islice(rows, HEADING_ROWS):
        columns = headings_in(row).columns
        own = {name: _index(row, headings) for name, headings in _COLUMNS.items()}
        account = own["account"]
        if Column.NUMBER in columns and account is not None and Column.PRICE not in columns:
            return _Places(
                number=columns[Column.NUMBER],
                supplier=columns.get(Column.SUPPLIER),
                account=account,
                name=own["name"],
                current=own["current"],
            )
    return None


def _index(row: Sequence[Cell], headings: Sequence[str]) -> int | None:
    bare = [re.sub(r"[^a-z0-9]", "", fold(str(cell or ""))) for cell in row]
    return next((bare.index(heading) for heading in headings if heading in bare), None)


def _row(number: int, row: Sequence[Cell], places: _Places) -> SheetRow | BadRow | int:
    """A row, or what is wrong with it; without an account 1, and 0 if nothing is written in it."""

    def cell(at: int | None) -> str:
        value = row[at] if at is not None and at < len(row) else None
        return " ".join(str(value).split()) if value is not None else ""

    article, account = cell(places.number), cell(places.account)
    if not account:
        return 1 if article else 0
    if not article:
        return BadRow(number, "", "accounts.row.no_number")
    written = parted(account)
    if written is None:
        shown = {"account": account[:_SHOWN]}
        return BadRow(number, article, "accounts.row.code_wrong", shown)
    return SheetRow(
        row=number,
        number=article,
        supplier=cell(places.supplier) or None,
        code=written.code,
        name=account_name(cell(places.name)) or written.name,
        current=cell(places.current) or None,
        has_current=places.current is not None,
    )
