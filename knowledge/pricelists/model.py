"""What a price list is once it is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class PriceListError(ValueError):
    """A list that is refused whole; the message is a Swedish sentence that says what and where."""


class Format(StrEnum):
    """What a file was recognised as."""

    CSV = "csv"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    PEPPOL = "peppol"
    PRICAT = "pricat"


class ListKind(StrEnum):
    """What a list as a whole does to the articles that the supplier had.

    ORIGINAL and CHANGE leave alone what they do not name; REPLACEMENT removes it; WITHDRAWAL
    removes everything.
    """

    ORIGINAL = "original"
    CHANGE = "change"
    REPLACEMENT = "replacement"
    WITHDRAWAL = "withdrawal"


class Action(StrEnum):
    """What a line does to the article it names."""

    SET = "set"  # add, or change what is there
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Head:
    """What a list says of itself. `supplier` is None if the lines name several, or nothing does.

    `number` is the list's own, `refers_to` the number of the list that it changes or replaces.
    """

    format: Format
    kind: ListKind = ListKind.ORIGINAL
    supplier: str | None = None
    supplier_gln: str | None = None
    number: str | None = None
    refers_to: str | None = None
    contract: str | None = None
    issued: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def complete(self) -> bool:
        """Whether what the list does not name is no longer sold."""
        return self.kind in (ListKind.REPLACEMENT, ListKind.WITHDRAWAL)


class PriceStep(NamedTuple):
    """A price for one unit when at least `quantity` of them are ordered."""

    quantity: Decimal
    price: Decimal


class Line(NamedTuple):
    """An article as a line of a list has it, checked.

    A named tuple, because half a million of them are made, and kept on disk, in one import.

    `number` is the line's own: the row in a spreadsheet (headings included), the line's place in a
    PRICAT or a Peppol catalogue, from 1. `article_number` is None only for a line that deletes by
    GTIN. `gtin` has a right check digit. `price` is for one `unit`, in `currency` (ISO 4217); the
    list had it for `price_quantity` of them if that is given. `list_price` is before discounts.
    `properties` are pairs of name and value, as the list has them.
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
    price_quantity: Decimal | None = None
    price_steps: tuple[PriceStep, ...] = ()
    list_price: Decimal | None = None
    minimum_quantity: Decimal | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    contract: str | None = None
    classification: str | None = None
    country: str | None = None
    replaces: str | None = None
    replaced_by: str | None = None
    description: str | None = None
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that was not read, and why, in Swedish; the article it names, if that is known."""

    line: int
    reason: str
    article_number: str | None = None


@dataclass(frozen=True, slots=True)
class PriceList:
    """A list in memory: what it says of itself, its good lines and its bad ones."""

    head: Head
    lines: tuple[Line, ...]
    rejected: tuple[Rejected, ...] = ()

    @property
    def format(self) -> Format:
        """What the file was recognised as."""
        return self.head.format

    @property
    def supplier(self) -> str | None:
        """The supplier of all lines; None if they have several, or the list does not say."""
        names = {line.supplier for line in self.lines}
        return self.head.supplier or (next(iter(names)) if len(names) == 1 else None)

    @property
    def supplier_gln(self) -> str | None:
        """The supplier's GLN."""
        return self.head.supplier_gln

    @property
    def complete(self) -> bool:
        """Whether what the list does not name is no longer sold."""
        return self.head.complete


class RejectedError(Exception):
    """Raised within a reader for a line that is rejected; `reason` is for the coordinator."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


Cell = str | int | float | None
Rows = Iterator[tuple[int, list[Cell]]]
"""Rows of a sheet with their numbers, from 1."""

Item = Head | Line | Rejected
"""What a list is read as: a head before its lines, then another if the file has another list."""
Items = Iterator[Item]
