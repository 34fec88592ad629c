"""EDIFACT PRICAT D.96A (EAN006, EAN008; the Swedish SFTI/ESAP 6 profile).

Sources: EANCOM 1997 part II (https://ref.gs1.org/standards/eancom/1997/), and GS1 Sweden's ESAP 6,
messages 6.1.1 and 6.1.2 with message specification MS 42.
"""

from collections.abc import Iterator
from typing import IO

from knowledge.pricelists.edifact import Segments
from knowledge.pricelists.model import Head, Item, Items, PriceListError
from knowledge.pricelists.pricat_frame import Segment, at, framed
from knowledge.pricelists.pricat_head import PricatHead
from knowledge.pricelists.pricat_lines import Group, LineReader
from knowledge.pricelists.values import shown

MAX_LINE_SEGMENTS = 2_000
_NUMBER_OF_LINES = "2"
_BOUNDARIES = frozenset(("LIN", "PGI", "UNT", "CNT", "UNS"))


def read_pricat(file: IO[bytes], supplier: str | None = None) -> Items:
    """The lists of an interchange; `supplier` counts before the name that a list gives.

    PriceListError if the frame is broken: what was read of it until then does not count.
    """
    segments = Segments(file)
    message: _Message | None = None
    number = 0
    before: Head | None = None
    for segment in framed(segments):
        tag = segment[0]
        if tag == "UNH":
            message = _Message(segments, supplier, number, before)
        elif message is not None:
            if tag not in _BOUNDARIES:
                message.take(segment)
                continue
            yield from message.complete()
            message.begin(segment)
            if tag == "UNT":
                number, before = message.number, message.head
    if number == 0:
        raise PriceListError("Prislistan har inga rader (LIN)")


class _Message:
    """A message as it is read. One that goes on with the list of the one before has its head."""

    def __init__(
        self, segments: Segments, supplier: str | None, number: int, before: Head | None
    ) -> None:
        self._segments = segments
        self._begun = PricatHead(segments, supplier)
        self._before = before
        self._first = number
        self.number = number
        self.head: Head | None = None
        self._reader: LineReader | None = None
        self._group = Group()
        self._collected: list[Segment] = []

    def take(self, segment: Segment) -> None:
        """A segment within an article, a product group or the head."""
        if self._collected:
            self._collected.append(segment)
            if len(self._collected) > MAX_LINE_SEGMENTS:
                raise PriceListError(
                    f"Rad {self.number + 1} har fler än {MAX_LINE_SEGMENTS} segment: "
                    "det är ingen prislista"
                )
        elif self._reader is None:
            self._begun.take(*segment)
        else:
            self._reader.note_of_group(self._group, *segment)

    def complete(self) -> Iterator[Item]:
        """What a boundary completes: the head, or the line before it."""
        if self._reader is None:
            yield from self._open()
        elif self._collected:
            yield from self._line()

    def begin(self, segment: Segment) -> None:
        """What begins with a boundary."""
        tag, elements = segment
        if tag == "LIN":
            self._collected = [segment]
        elif tag == "PGI":
            self._group = Group.of(at(elements, 1), self._segments.parts(at(elements, 2)))
        elif tag == "CNT":
            self._check_count(self._segments.parts(at(elements, 1)))

    def _open(self) -> Iterator[Item]:
        self.head = self._begun.head()
        self._reader = LineReader(
            self._segments, self.head, self._begun.action, self._begun.currency
        )
        if self.head != self._before:
            yield self.head

    def _line(self) -> Iterator[Item]:
        assert self._reader is not None  # noqa: S101 - made with the head, before the first line
        self.number += 1
        item = self._reader.read(self.number, self._collected, self._group)
        self._collected = []
        if item is not None:
            yield item

    def _check_count(self, parts: list[str]) -> None:
        counted = self.number - self._first
        if parts[0] != _NUMBER_OF_LINES or len(parts) == 1:
            return
        said = self._segments.number(parts[1])
        if not said.replace(".", "", 1).isdecimal() or float(said) != counted:
            raise PriceListError(
                f"EDIFACT-filen är trasig: CNT säger {shown(said)} rader, men det är {counted}"
            )
