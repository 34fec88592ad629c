"""What a report of price lists says, as a message: counts of everything, and the first of it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from knowledge.text import Frozen


class ListRead(Frozen):
    """A price list that was read. One that brought nothing new has no changes."""

    supplier: str
    file: str
    format: str
    number: str | None = None
    issued: date | None = None
    valid_to: date | None = None
    read_at: datetime
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    rejected: int = 0


class SupplierMissing(Frozen):
    """A supplier that sent lists, and then none for at least a week. `party` is their id."""

    name: str
    last_at: datetime
    party: str | None = None


class ListWaits(Frozen):
    """A list that waits for a coordinator: for a yes (`reasons`), or for whose it is."""

    file: str
    supplier: str = ""
    reasons: tuple[str, ...] = ()


class ListFailed(Frozen):
    """A list that was not read: why, or who chose not to (`by`). Not all say whose they are."""

    file: str
    supplier: str = ""
    problem: str = ""
    by: str | None = None


class RejectedLine(Frozen):
    """A line that was not read, and why (in Swedish, as the reader says it)."""

    supplier: str
    file: str
    line: int
    number: str | None
    reason: str


class GoodsNamed(Frozen):
    """An article by its names."""

    supplier: str
    number: str
    name: str


class PriceChange(Frozen):
    """What an article cost before a time, and costs after it."""

    supplier: str
    number: str
    name: str
    before: Decimal
    after: Decimal
    unit: str | None = None
    unit_before: str | None = None
    currency: str | None = None
    currency_before: str | None = None

    @property
    def share(self) -> Decimal | None:
        """By which share of what it was the price has changed (0.1 is ten percent more).

        None if the two are of different units or currencies, or of unknown ones, or one of them is
        nothing.
        """
        same = (self.unit, self.currency) == (self.unit_before, self.currency_before)
        known = bool(self.unit and self.currency)
        if not (same and known) or self.before <= 0 or self.after <= 0:
            return None
        return (self.after - self.before) / self.before


class Amount(Frozen):
    """How many there are, and the first of them."""

    count: int = 0
    first: tuple[GoodsNamed, ...] = ()


class WeekReport(Frozen):
    """What has come in and changed from one time to another.

    `asked` is True of a report that somebody asked for. `unread` are files that are still being
    read. `rejected` are the first of `rejected_count` lines. `up` and `down` are the largest of
    `up_count` and `down_count` changes of prices. `accounts` counts the articles that wait for
    an account. With `examples`, there is nothing but the examples of our own making. `folder` is
    True where files that are put in a folder are read.
    """

    kind: Literal["week_report"] = "week_report"
    since: datetime
    until: datetime
    asked: bool = False
    lists: tuple[ListRead, ...] = ()
    missing: tuple[SupplierMissing, ...] = ()
    waits: tuple[ListWaits, ...] = ()
    unread: tuple[str, ...] = ()
    failed: tuple[ListFailed, ...] = ()
    rejected: tuple[RejectedLine, ...] = ()
    rejected_count: int = 0
    new: Amount = Amount()
    returned: Amount = Amount()
    changed: Amount = Amount()
    gone: Amount = Amount()
    up: tuple[PriceChange, ...] = ()
    up_count: int = 0
    down: tuple[PriceChange, ...] = ()
    down_count: int = 0
    accounts: int = 0
    examples: bool = False
    folder: bool = False


class SupplierLatest(Frozen):
    """A supplier's newest list, if there is one, and how many articles they sell.

    `ended` is True when the list no longer holds.
    """

    name: str
    articles: int
    latest: ListRead | None = None
    ended: bool = False
