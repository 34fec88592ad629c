"""The head of a PRICAT: what the list is, whose, and from when.

Source: EANCOM 1997 part II, PRICAT D.96A version 006, and GS1 Sweden's ESAP 6, MS 42.
"""

from datetime import date, timedelta

from knowledge.pricelists.edifact import Segments
from knowledge.pricelists.gs1 import GLN_LENGTH, valid_gln
from knowledge.pricelists.model import (
    Action,
    Format,
    Head,
    ListKind,
    PriceListError,
    RejectedError,
)
from knowledge.pricelists.pricat_frame import at
from knowledge.pricelists.values import MAX_NUMBER, currency_of, shown, text_of

_GS1 = "9"  # data element 3055: who gives out the numbers
ISSUED = "137"
STARTS = frozenset(("194", "7", "157"))  # start, effective from, validity start
ENDS = frozenset(("206", "36"))  # end, expiry
PERIOD = "273"
# Data element 1225: what each function does to the list, and to an article with no code of its own.
_FUNCTIONS = {
    "2": (ListKind.CHANGE, Action.SET),
    "3": (ListKind.CHANGE, Action.DELETE),
    "4": (ListKind.CHANGE, Action.SET),
    "5": (ListKind.REPLACEMENT, Action.SET),
    "7": (ListKind.ORIGINAL, Action.SET),
    "9": (ListKind.ORIGINAL, Action.SET),
    "31": (ListKind.ORIGINAL, Action.SET),
}
_ANSWERS = frozenset(("11", "27", "29", "44"))
_NEXT_CENTURY = 70  # two-digit years from here on are of the 1900s
_FORMATS = {"102": 8, "203": 12, "204": 14, "101": 6, "201": 10}
_SHORT = ("101", "201")
_PERIODS = ("718", "711")
_MIDNIGHT = "24"  # hours: the end of a day


class PricatHead:
    """Takes the segments before the first article, and makes a `Head` of them."""

    def __init__(self, segments: Segments, supplier: str | None) -> None:
        self._segments = segments
        self._told = supplier
        self._function: tuple[ListKind, Action] | None = None
        self._number: str | None = None
        self._dates: dict[str, date] = {}
        self._references: dict[str, str] = {}
        self._supplier: str | None = None
        self._gln: str | None = None
        self._last = ""
        self.currency: str | None = None

    @property
    def action(self) -> Action:
        """What an article without a code of its own is to have done to it."""
        return self._function[1] if self._function else Action.SET

    def take(self, tag: str, elements: list[str]) -> None:
        """Note what a segment says; PriceListError if it cannot be."""
        try:
            self._take(tag, elements)
        except RejectedError as error:
            raise PriceListError(f"{error.reason} ({tag} i prislistans huvud)") from None
        if tag != "DTM":
            self._last = tag

    def _take(self, tag: str, elements: list[str]) -> None:
        if tag == "BGM":
            self._begin(elements)
        elif tag == "DTM" and self._last != "RFF":
            for what, day in dates_of(self._segments.parts(at(elements, 1))):
                self._dates.setdefault(what, day)
        elif tag == "RFF":
            what, number = (*self._segments.parts(at(elements, 1)), "")[:2]
            if number:
                self._references.setdefault(what, number)
        elif tag == "NAD":
            self._party(elements)
        elif tag == "CUX":
            self.currency = self.currency or currency_in(self._segments, elements)

    def head(self) -> Head:
        """The head; PriceListError if the list does not say what it is."""
        if self._function is None:
            raise PriceListError("Prislistan säger inte vad den är (BGM saknas)")
        start, end = self._dates.get("start"), self._dates.get("end")
        if start is not None and end is not None and end < start:
            raise PriceListError(f"Prislistan slutar gälla {end}, innan den börjar gälla {start}")
        return Head(
            Format.PRICAT,
            kind=self._function[0],
            supplier=self._told or self._supplier,
            supplier_gln=self._gln,
            number=self._number,
            refers_to=text_of(self._references.get("PL"), MAX_NUMBER, "Prislistans referens"),
            contract=text_of(self._references.get("CT"), MAX_NUMBER, "Avtalsnumret"),
            issued=self._dates.get("issued"),
            valid_from=start,
            valid_to=end,
        )

    def _begin(self, elements: list[str]) -> None:
        self._number = text_of(
            self._segments.parts(at(elements, 2))[0], MAX_NUMBER, "Prislistans nummer"
        )
        function = at(elements, 3)
        if function in _ANSWERS or self._segments.parts(at(elements, 1))[0] == "9E":
            raise PriceListError("Meddelandet är ett svar på en prislista, inte en prislista")
        if function not in _FUNCTIONS:
            raise PriceListError(
                f"Prislistans funktionskod {shown(function)} är varken original (9), ändring (4) "
                "eller ersättning (5)"
            )
        self._function = _FUNCTIONS[function]

    def _party(self, elements: list[str]) -> None:
        if at(elements, 1) != "SU":
            return
        identity = self._segments.parts(at(elements, 2))
        number, agency = identity[0], at(identity, 2)
        if agency == _GS1 or (not agency and len(number) == GLN_LENGTH):
            if not valid_gln(number):
                raise PriceListError(f"Leverantörens GLN {shown(number)} har fel kontrollsiffra")
            self._gln = number
        for place in (4, 3):
            name = text_of(self._segments.parts(at(elements, place))[0], what="Leverantörens namn")
            if name is not None:
                self._supplier = name
                return


def currency_in(segments: Segments, elements: list[str]) -> str | None:
    """The currency that a CUX names; RejectedError if it is none."""
    parts = segments.parts(at(elements, 1))
    return currency_of(parts[1]) if len(parts) > 1 else None


def dates_of(parts: list[str]) -> tuple[tuple[str, date], ...]:
    """The dates of a DTM's C507: "issued", "start" or "end" with the day; RejectedError if wrong.

    A qualifier that we do not use gives none, whatever it says.
    """
    what = (
        "issued"
        if parts[0] == ISSUED
        else "start"
        if parts[0] in STARTS
        else "end"
        if parts[0] in ENDS
        else None
    )
    text = parts[1] if len(parts) > 1 else ""
    form = parts[2] if len(parts) > 2 else "102"  # noqa: PLR2004 - C507's third component
    if form in _PERIODS and (what or parts[0] == PERIOD):
        start, end = text[: len(text) // 2].rstrip("-"), text[len(text) // 2 :].lstrip("-")
        return (("start", _day(start, "102")), ("end", _day(end, "102")))
    return ((what, _day(text, form)),) if what else ()


def _day(text: str, form: str) -> date:
    day = _parsed(text, form)
    if day is None:
        raise RejectedError(f"Datumet {shown(text)} är inget datum i format {shown(form)}")
    return day


def _parsed(text: str, form: str) -> date | None:
    if _FORMATS.get(form) != len(text) or not text.isdecimal():
        return None
    if form in _SHORT:
        text = f"{'19' if int(text[:2]) >= _NEXT_CENTURY else '20'}{text}"
    try:
        day = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
        return day + timedelta(days=1) if text[8:10] == _MIDNIGHT else day
    except (ValueError, OverflowError):
        return None
