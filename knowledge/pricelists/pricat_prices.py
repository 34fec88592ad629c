"""The prices of a PRICAT: PRI and the segments of its group, and which of several is paid.

Source: EANCOM 1997 part II, PRICAT D.96A version 006, segment groups 18 and 37.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.pricelists.edifact import Segments
from knowledge.pricelists.model import PriceStep, RejectedError
from knowledge.pricelists.pricat_frame import at
from knowledge.pricelists.unit_words import unit_in
from knowledge.pricelists.values import checked_price, number_of, quantity_of

# Data element 5125, the best first: net, net and for calculation in D.96A's own words, gross.
_PAID = ("AAA", "NTP", "CAL", "AAB", "GRP")
_GROSS = ("AAB", "GRP")


@dataclass(slots=True)
class Price:
    """A PRI and the segments of its group: so much for `quantity` units, from `least` ordered."""

    kind: str
    amount: Decimal
    quantity: Decimal | None
    unit: str | None
    currency: str | None = None
    least: Decimal | None = None
    start: date | None = None
    end: date | None = None

    def each(self, quantity: Decimal | None = None) -> Decimal:
        """The price for one unit; `quantity` is what it is for if the price does not say."""
        base = self.quantity or quantity
        return checked_price(self.amount if base is None else self.amount / base)


def price_in(segments: Segments, elements: list[str]) -> Price | None:
    """The price of a PRI, None for one that nobody pays (with tax, or for information)."""
    parts = segments.parts(at(elements, 1))
    if parts[0] not in _PAID:
        return None
    amount = number_of(segments.number(at(parts, 1)), "Priset")
    if amount is None:
        raise RejectedError("Pris saknas (PRI)")
    quantity = quantity_of(segments.number(at(parts, 4)), "Priskvantiteten")
    if quantity is not None and not quantity:
        raise RejectedError("Priset gäller 0 enheter (PRI)")
    return Price(parts[0], amount, quantity, unit_in(at(parts, 5)))


def chosen(prices: Sequence[Price], day: date | None) -> tuple[Price, tuple[PriceStep, ...]]:
    """The price that is paid on `day` for the least quantity, and those for larger ones.

    RejectedError if there is none.
    """
    kinds = [one.kind for one in prices]
    kind = next((kind for kind in _PAID if kind in kinds), None)
    if kind is None:
        raise RejectedError("Pris saknas (PRI)")
    usable = [one for one in prices if one.kind == kind]
    if len(usable) == 1:
        return usable[0], ()
    if day is not None:
        usable = [one for one in usable if _holds(one, day)] or usable
    usable.sort(key=lambda one: (one.least or 0, one.start or date.min))
    best = usable[0]
    steps = tuple(
        PriceStep(one.least, one.each())
        for one in usable[1:]
        if one.least is not None and one.least > (best.least or 0)
    )
    return best, steps


def before_discounts(prices: Sequence[Price]) -> Price | None:
    """The gross price, None if there is none."""
    return next((one for one in prices if one.kind in _GROSS), None)


def _holds(price: Price, day: date) -> bool:
    return (price.start is None or price.start <= day) and (price.end is None or price.end >= day)
