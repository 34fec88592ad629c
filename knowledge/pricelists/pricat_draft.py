"""What the segments after a LIN say of its article, segment by segment.

Source: EANCOM 1997 part II, PRICAT D.96A version 006, segment groups 33 to 44.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from knowledge.pricelists.edifact import Segments
from knowledge.pricelists.model import RejectedError
from knowledge.pricelists.pricat_frame import Segment, at
from knowledge.pricelists.pricat_head import currency_in, dates_of
from knowledge.pricelists.pricat_prices import Price, price_in
from knowledge.pricelists.unit_words import package_word, unit_in
from knowledge.pricelists.values import MAX_NUMBER, quantity_of, shown, text_of

_PER_PACK = ("52", "59", "17E")  # units in the pack, consumer units, units of the level below
_MINIMUM = "53"
_PER_PRICE = "129"
_QUANTITIES = (*_PER_PACK, _MINIMUM, _PER_PRICE)
_STATUS = {
    "84E": "nyhet, aviserad",
    "85E": "nyhet",
    "94E": "utgår, aviserat",
    "95E": "tillfällig vara",
    "96E": "åter i sortimentet",
}
_KINDS = {"CU": "konsumentenhet", "TU": "handelsenhet", "VQ": "varierande mängd"}
_TRAITS = {"35": "Färg", "98": "Storlek", "38": "Kvalitet", "13": "Kvalitet"}
_BRANDS = ("BRN", "SBR")
_WEIGHTS = {"AAA": "Nettovikt", "AAB": "Bruttovikt", "G": "Bruttovikt", "N": "Nettovikt"}
_TEXT_PART = 35  # characters: a longer text goes on in the next component
_REPLACED_BY = "3"
_REPLACES = "4"
_IDENTIFIES = ("1", "5")
_COUNTRY = 2  # letters, ISO 3166


class Draft:
    """The article as the segments have described it so far."""

    def __init__(self, segments: Segments) -> None:
        self._segments = segments
        self._within = "LIN"  # the segment group, which says what a DTM or a MEA is about
        self._price: Price | None = None
        self.numbers: dict[str, str] = {}  # by data element 7143
        self.replaced_by: str | None = None
        self.replaces: str | None = None
        self.names: list[str] = []
        self.long_names: list[str] = []
        self.brand: str | None = None
        self.texts: list[str] = []
        self.properties: list[tuple[str, str]] = []
        self.per_pack: str | None = None
        self.minimum: Decimal | None = None
        self.per_price: Decimal | None = None
        self.country: str | None = None
        self.start: date | None = None
        self.end: date | None = None
        self.contract: str | None = None
        self.prices: list[Price] = []
        self.package: str | None = None

    def take_all(self, collected: list[Segment], *, deletes: bool) -> None:
        """Take the segments of an article; of one that is deleted, only its numbers.

        RejectedError with the first fault, once all have been seen: the number may come last.
        """
        first: RejectedError | None = None
        for tag, elements in collected:
            handler = _HANDLERS.get(tag)
            if handler is None or (deletes and tag != "PIA"):
                continue
            try:
                handler(self, elements)
            except RejectedError as error:
                first = first or error
        if first is not None:
            raise first

    def numbered(self, elements: list[str]) -> None:
        """PIA: further numbers, and the numbers of what replaces the article or is replaced."""
        function = elements[1] if len(elements) > 1 else ""
        for element in elements[2:]:
            parts = self._segments.parts(element)
            value = parts[0].strip()
            if not value or len(value) > MAX_NUMBER:
                continue
            if function in _IDENTIFIES:
                self.numbers.setdefault(at(parts, 1), value)
            elif function == _REPLACED_BY:
                self.replaced_by = value
            elif function == _REPLACES:
                self.replaces = value

    def described(self, elements: list[str]) -> None:
        """IMD: names and traits, in free text or in code."""
        parts = self._segments.parts(at(elements, 3))
        kind = at(elements, 1)
        if kind == "C":
            if parts[0] in _KINDS:
                self.properties.append(("Artikeltyp", _KINDS[parts[0]]))
            return
        text = _joined(parts[3:5])
        if text:
            trait = self._segments.parts(at(elements, 2))[0]
            if trait in _BRANDS:
                self.brand = self.brand or text_of(text, what="Varumärket")
            elif trait in _TRAITS:
                self.properties.append((_TRAITS[trait], text))
            elif trait == "DSC" or kind == "A":
                self.long_names.append(text)
            else:
                self.names.append(text)

    def priced(self, elements: list[str]) -> None:
        """PRI, which begins a group of its own."""
        self._within = "PRI"
        self._price = price_in(self._segments, elements)
        if self._price is not None:
            self.prices.append(self._price)

    def in_currency(self, elements: list[str]) -> None:
        """CUX of a price."""
        if self._within == "PRI" and self._price is not None:
            self._price.currency = currency_in(self._segments, elements)

    def ranged(self, elements: list[str]) -> None:
        """RNG of a price: from how many it holds."""
        if self._within == "PRI" and self._price is not None:
            parts = self._segments.parts(at(elements, 2))
            least = self._segments.number(at(parts, 1))
            self._price.least = quantity_of(least, "Minsta kvantitet")

    def dated(self, elements: list[str]) -> None:
        """DTM of the article or of a price."""
        if self._within == "LIN":
            target: Draft | Price | None = self
        elif self._within == "PRI":
            target = self._price
        else:
            return
        for what, day in dates_of(self._segments.parts(at(elements, 1))):
            if target is not None and what == "start":
                target.start = day
            elif target is not None and what == "end":
                target.end = day

    def counted(self, elements: list[str]) -> None:
        """QTY: what the package holds, how many at least, for how many the price is."""
        parts = self._segments.parts(at(elements, 1))
        what = parts[0]
        if self._within != "LIN" or what not in _QUANTITIES:
            return
        quantity = quantity_of(self._segments.number(at(parts, 1)), "Kvantiteten")
        unit = unit_in(at(parts, 2))
        if quantity is None:
            return
        if what == _MINIMUM:
            self.minimum = quantity
        elif what == _PER_PRICE:
            self.per_price = quantity or None
        else:
            self.per_pack = f"{quantity} {unit or 'st'}".replace(".", ",")

    def conditioned(self, elements: list[str]) -> None:
        """ALI: the country of origin, and whether the article comes or goes."""
        if self._within == "ALC":
            return
        country = at(elements, 1)
        if country:
            if len(country) != _COUNTRY or not country.isalpha():
                raise RejectedError(f"Ursprungslandet {shown(country)} är ingen landskod")
            self.country = country.upper()
        for code in elements[3:]:
            if code in _STATUS:
                self.properties.append(("Artikelstatus", _STATUS[code]))

    def measured(self, elements: list[str]) -> None:
        """MEA of the article: its weights."""
        what = _WEIGHTS.get(self._segments.parts(at(elements, 2))[0])
        parts = self._segments.parts(at(elements, 3))
        if self._within != "LIN" or what is None or len(parts) == 1:
            return
        value = quantity_of(self._segments.number(parts[1]), "Måttet")
        unit = unit_in(parts[0])
        if value is not None:
            self.properties.append((what, f"{value} {unit or ''}".strip().replace(".", ",")))

    def packed(self, elements: list[str]) -> None:
        """PAC: the kind of package, which is what is ordered."""
        self._within = "PAC"
        parts = self._segments.parts(at(elements, 3))
        word = package_word(parts[0]) if parts[0] else None
        self.package = self.package or word or text_of(at(parts, 3), what="Förpackningen")

    def referred(self, elements: list[str]) -> None:
        """RFF: the contract."""
        parts = self._segments.parts(at(elements, 1))
        if parts[0] == "CT":
            self.contract = text_of(at(parts, 1), MAX_NUMBER, "Avtalsnumret")

    def remarked(self, elements: list[str]) -> None:
        """FTX: free text."""
        self.texts.append(" ".join(self._segments.parts(at(elements, 4))))

    def of_others(self, elements: list[str]) -> None:
        """A segment that begins a group of which we use nothing."""
        self._within = elements[0]


def _joined(parts: list[str]) -> str:
    """A text in two components; a full first one is cut within a word or before a space."""
    if len(parts) == 1:
        return parts[0]
    return ("" if parts and len(parts[0]) == _TEXT_PART else " ").join(parts).strip()


_HANDLERS: dict[str, Callable[[Draft, list[str]], None]] = {
    "PIA": Draft.numbered,
    "IMD": Draft.described,
    "MEA": Draft.measured,
    "QTY": Draft.counted,
    "ALI": Draft.conditioned,
    "DTM": Draft.dated,
    "RFF": Draft.referred,
    "FTX": Draft.remarked,
    "PRI": Draft.priced,
    "CUX": Draft.in_currency,
    "RNG": Draft.ranged,
    "PAC": Draft.packed,
    "ALC": Draft.of_others,
    "TAX": Draft.of_others,
    "NAD": Draft.of_others,
    "TOD": Draft.of_others,
}
