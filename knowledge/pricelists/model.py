"""What a price list is once it is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class PriceListError(ValueError):
    """A list that is refused whole; the message is a Swedish sentence that says what and where."""


class Format(StrEnum):
    """What a file was recognised as."""

    CSV = "csv"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    PEPPOL = "peppol"


class Action(StrEnum):
    """What a line does to the article it names."""

    SET = "set"  # add, or change what is there
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Line:
    """An article as a line of a list has it, checked.

    `number` is the line's own: the row in a spreadsheet (headings included), the catalogue line's
    place in a Peppol catalogue, from 1. `article_number` is None only for a line that deletes by
    GTIN. `gtin` has a right check digit. `price` is for one `unit`, in `currency` (ISO 4217).
    """

    number: int
    article_number: str | None
    name: str
    supplier: str | None = None
    gtin: str | None = None
    unit: str | None = None
    package: str | None = None
    brand: str | None = None
    product_group: str | None = None
    price: Decimal | None = None
    currency: str | None = None
    action: Action = Action.SET


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that was not read, and why, in Swedish; the article it names, if that is known."""

    line: int
    reason: str
    article_number: str | None = None


@dataclass(frozen=True, slots=True)
class PriceList:
    """A list: its supplier (None if the lines name several), its good lines and its bad ones.

    `complete` says that the list replaces all that the supplier had, so that an article which it
    does not name is no longer sold.
    """

    format: Format
    supplier: str | None
    lines: tuple[Line, ...]
    rejected: tuple[Rejected, ...] = ()
    supplier_gln: str | None = None
    complete: bool = False


class RejectedError(Exception):
    """Raised within a reader for a line that is rejected; `reason` is for the coordinator."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def note_number(seen: dict[tuple[str | None, str], int], line: Line) -> None:
    """Notes in `seen` which line has an article number; RejectedError if an earlier one has it."""
    key = (line.supplier, line.article_number or line.gtin or "")
    earlier = seen.setdefault(key, line.number)
    if earlier != line.number:
        raise RejectedError(f"Artikelnumret {key[1]} finns redan på rad {earlier}")


Cell = str | int | float | None
Rows = Iterator[tuple[int, list[Cell]]]
"""Rows of a sheet with their numbers, from 1."""
