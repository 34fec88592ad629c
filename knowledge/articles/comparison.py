"""What an article costs for each kilo or litre, where its package tells it for certain.

A comparison price that is wrong is worse than none: what can be read in two ways gives none.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Literal

from knowledge.articles.words import fold

Measure = Literal["kg", "l"]

_MEASURES: dict[str, tuple[Measure, Decimal]] = {
    "kg": ("kg", Decimal(1)),
    "kilo": ("kg", Decimal(1)),
    "hg": ("kg", Decimal("0.1")),
    "g": ("kg", Decimal("0.001")),
    "gr": ("kg", Decimal("0.001")),
    "gram": ("kg", Decimal("0.001")),
    "l": ("l", Decimal(1)),
    "lit": ("l", Decimal(1)),
    "liter": ("l", Decimal(1)),
    "dl": ("l", Decimal("0.1")),
    "cl": ("l", Decimal("0.01")),
    "ml": ("l", Decimal("0.001")),
}
_SINGLE = frozenset(
    ("st", "stk", "styck", "flaska", "burk", "pase", "paket", "pkt", "tub", "hink", "dunk", "sack")
)
"""Units of which each is one thing with one content."""

_HOLDS_SEVERAL = frozenset(
    ("krt", "kartong", "kolli", "lada", "back", "forp", "forpackning", "frp", "bal", "flak", "tray")
)
"""Units that may hold several things: "6 x 1 l" is what is in one of them."""

_NUMBER = r"\d{1,6}(?:[.,]\d{1,4})?"
_SIZE = rf"({_NUMBER}) ?({'|'.join(sorted(_MEASURES, key=len, reverse=True))})"
_PACKAGE = re.compile(rf"(?:(\d{{1,4}}) ?[x*×] ?)?{_SIZE}\.?", re.ASCII)
_IN_NAME = re.compile(rf"(?<![\w.,/]){_SIZE}(?![\w/])", re.ASCII)
_TIMES = re.compile(rf"(?<![\w.,])(\d{{1,4}}) ?[x*×] ?{_SIZE}(?![\w/])", re.ASCII)
_TIMES_AFTER = re.compile(rf"(?<![\w.,]){_SIZE} ?[x*×] ?(\d{{1,4}})(?![\w/.,])", re.ASCII)
_COUNTED = re.compile(
    r"(?<![\w.,])(\d{1,4})(?:[- ]?(?:pack|p|pk|pkt|paket|st|stk|styck|burkar|flaskor)\b"
    rf"| ?/ ?(?:fp|kart|{'|'.join(sorted(_HOLDS_SEVERAL | _SINGLE))})\b)",
    re.ASCII,
)
"""How many there are: "12-pack", "6 st", "8/krt"."""

_THOUSANDS = re.compile(r"\d[.,]\d{3} ?(?:g|gr|gram|ml)\b", re.ASCII)
"""A thousand grams or one, written with three decimals?"""

_CENTS = Decimal("0.01")
_SMALLEST, _LARGEST = Decimal("0.001"), Decimal(10_000)


@dataclass(frozen=True, slots=True)
class ComparisonPrice:
    """A price for each kilo or litre, rounded to hundredths."""

    price: Decimal
    per: Measure


def comparison_price(
    price: Decimal | None, unit: str | None, package: str | None, name: str = ""
) -> ComparisonPrice | None:
    """What `price`, for one `unit`, is for a kilo or litre of what the `package` holds.

    None where the unit is a measure itself, the package is no weight or volume ("10 st", "ca 6
    kg"), or the `name` has a size that the package may be several of or contradicts; also where
    the name tells of several ("24 x 33 cl", "12-pack") and the package not of as many.
    """
    if price is None or price <= 0 or not unit or not package:
        return None
    unit = fold(unit).strip(" .")
    package, name = (" ".join(fold(text).split()) for text in (package, name))
    found = _PACKAGE.fullmatch(package)
    if found is None or _THOUSANDS.search(package) or _THOUSANDS.search(name):
        return None
    several = unit in _HOLDS_SEVERAL
    if not several and (unit not in _SINGLE or found[1] is not None):
        return None
    measure, one = _amount(found[2], found[3])
    whole = one * int(found[1] or 1)
    if not _SMALLEST <= whole <= _LARGEST:
        return None
    sizes = _IN_NAME.findall(name)
    if not _as_many(name, int(found[1] or 1), whole) or not all(
        _agrees(size, measure, one, whole, several) for size in sizes
    ):
        return None
    with localcontext(prec=40):
        return ComparisonPrice((price / whole).quantize(_CENTS, ROUND_HALF_UP), measure)


def _amount(number: str, unit: str) -> tuple[Measure, Decimal]:
    measure, factor = _MEASURES[unit]
    return measure, Decimal(number.replace(",", ".")) * factor


def _as_many(name: str, pieces: int, whole: Decimal) -> bool:
    """Whether a name that tells of several tells of as many as the package has, or of all of it."""
    counted = [(int(times[1]), times[2], times[3]) for times in _TIMES.finditer(name)]
    counted += [(int(times[3]), times[1], times[2]) for times in _TIMES_AFTER.finditer(name)]
    return all(
        count == pieces or count * _amount(number, unit)[1] == whole
        for count, number, unit in counted
    ) and all(int(count) == pieces for count in _COUNTED.findall(name))


def _agrees(
    size: tuple[str, str], measure: Measure, one: Decimal, whole: Decimal, several: bool
) -> bool:
    """Whether a size in the name is that of the package, or of the pieces in it."""
    named, amount = _amount(*size)
    if named != measure or amount == 0:
        return False
    return amount in (one, whole) or (several and amount < one and one % amount == 0)
