"""The frame of an EDIFACT interchange: what its counts and references promise, checked.

Source: ISO 9735, service segments UNB, UNG, UNH, UNT, UNE and UNZ.
"""

from collections.abc import Iterator

from knowledge.pricelists.edifact import Segments
from knowledge.pricelists.model import PriceListError
from knowledge.pricelists.values import shown

Segment = tuple[str, list[str]]
_SERVICE = frozenset(("UNB", "UNG", "UNH", "UNT", "UNE", "UNZ"))
MESSAGE = ("PRICAT", "D", "96A", "UN")


def at(elements: list[str], place: int) -> str:
    """An element of a segment, "" where the segment has ended."""
    return elements[place] if place < len(elements) else ""


def framed(segments: Segments) -> Iterator[Segment]:
    """The segments of PRICAT messages, each message from UNH to UNT.

    PriceListError if a count or a reference is not what it should be, something is missing, or a
    message is no PRICAT D.96A.
    """
    frame = _Frame(segments)
    for segment in segments:
        tag, elements = segment
        if tag not in _SERVICE:
            if frame.message is None:
                raise frame.broken(f"{shown(tag)} står utanför ett meddelande (UNH)")
            yield segment
        elif tag == "UNB":
            frame.begin_interchange(elements)
        elif tag == "UNZ":
            frame.end_interchange(elements)
        elif tag == "UNG":
            frame.begin_group(elements)
        elif tag == "UNE":
            frame.end_group(elements)
        elif tag == "UNH":
            frame.begin_message(elements)
            yield segment
        else:
            yield segment
            frame.end_message(elements)
    frame.end()


class _Frame:
    """Where in the interchange we are."""

    def __init__(self, segments: Segments) -> None:
        self._segments = segments
        self._interchange: str | None = None
        self._group: str | None = None
        self.message: str | None = None
        self._message_start = 0
        self._messages = 0
        self._in_group = 0
        self._groups = 0
        self._interchanges = 0

    def begin_interchange(self, elements: list[str]) -> None:
        if self._interchange is not None:
            raise self.broken("en ny utväxling (UNB) börjar innan den förra slutat (UNZ)")
        self._interchange = at(elements, 5)
        if not self._interchange:
            raise self.broken("UNB saknar referens")
        self._messages = self._groups = 0

    def end_interchange(self, elements: list[str]) -> None:
        if self._interchange is None or self.message is not None or self._group is not None:
            raise self.broken("UNZ står på fel plats")
        self._count(elements, self._groups or self._messages, "UNZ", "meddelanden")
        self._reference(elements, self._interchange, "UNZ", "UNB")
        if not self._messages:
            raise PriceListError("EDIFACT-filen har inga meddelanden")
        self._interchange = None
        self._interchanges += 1

    def begin_group(self, elements: list[str]) -> None:
        if self._interchange is None or self.message is not None or self._group is not None:
            raise self.broken("UNG står på fel plats")
        self._group = at(elements, 5)
        self._groups += 1
        self._in_group = 0

    def end_group(self, elements: list[str]) -> None:
        if self._group is None or self.message is not None:
            raise self.broken("UNE står på fel plats")
        self._count(elements, self._in_group, "UNE", "meddelanden")
        self._reference(elements, self._group, "UNE", "UNG")
        self._group = None

    def begin_message(self, elements: list[str]) -> None:
        if self._interchange is None or self.message is not None:
            raise self.broken("ett nytt meddelande (UNH) börjar innan det förra slutat (UNT)")
        kind = self._segments.parts(at(elements, 2))
        if tuple(kind[:4]) != MESSAGE:
            raise PriceListError(
                f"Meddelandet är {shown(' '.join(kind[:3]))}, inte en prislista (PRICAT D 96A)"
            )
        self.message = at(elements, 1)
        self._message_start = self._segments.count
        self._messages += 1
        self._in_group += 1

    def end_message(self, elements: list[str]) -> None:
        if self.message is None:
            raise self.broken("UNT står på fel plats")
        segments = self._segments.count - self._message_start + 1
        self._count(elements, segments, "UNT", "segment")
        self._reference(elements, self.message, "UNT", "UNH")
        self.message = None

    def end(self) -> None:
        missing = (
            "UNT" if self.message is not None else "UNZ" if self._interchange is not None else None
        )
        if missing is not None:
            raise self.broken(f"{missing} saknas: filen är avklippt")
        if not self._interchanges:
            raise self.broken("UNB saknas")

    def broken(self, why: str) -> PriceListError:
        return PriceListError(f"EDIFACT-filen är trasig vid segment {self._segments.count}: {why}")

    def _count(self, elements: list[str], counted: int, tag: str, what: str) -> None:
        said = at(elements, 1)
        if not said.isdecimal() or int(said) != counted:
            raise self.broken(f"{tag} säger {shown(said)} {what}, men det är {counted}")

    def _reference(self, elements: list[str], begun: str, tag: str, begin: str) -> None:
        if at(elements, 2) != begun:
            raise self.broken(
                f"{tag} har referensen {shown(at(elements, 2))}, men {begin} {shown(begun)}"
            )
