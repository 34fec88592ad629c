"""An EDIFACT interchange as segments, read in pieces so that its size does not matter.

Source: ISO 9735 version 3, as EANCOM 1997 part I uses it (https://ref.gs1.org/standards/eancom/).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from knowledge.pricelists.model import PriceListError

MAX_SEGMENT = 64 * 1024  # bytes; the longest that the standard allows are some thousand
_CHUNK = 256 * 1024
_UNA_LENGTH = 9
_START = 1024  # where the interchange must have begun
# Escaped characters, while segments are split: Unicode's private use area, which no list has.
_HIDDEN = 0xE000
_PRIVATE = re.compile("[\ue000-\ue0ff]")
_ALWAYS_UTF8 = ("UNOW", "UNOY")
_OTHER_SETS = {
    "UNOD": "iso8859-2",
    "UNOE": "iso8859-5",
    "UNOF": "iso8859-7",
    "UNOG": "iso8859-3",
    "UNOH": "iso8859-4",
    "UNOI": "iso8859-6",
    "UNOJ": "iso8859-8",
    "UNOK": "iso8859-9",
}


@dataclass(frozen=True, slots=True)
class Service:
    """The characters that have a meaning of their own (UNA)."""

    component: str = ":"
    element: str = "+"
    decimal: str = "."
    release: str = "?"
    terminator: str = "'"


_LEVEL_B = Service(component="\x1f", element="\x1d", terminator="\x1c", release="")


class Segments:
    """The segments of a file: `for tag, elements in segments`; an element is split by `parts`.

    PriceListError if the file does not begin with UNA or UNB, or stops within a segment.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        start = _skip_blank(file.read(_START))
        self.service, used = _service(start)
        self._rest = start[used:]
        self._charset = _charset(start[used:].lstrip(), self.service)
        self._is_utf8 = self._charset == "utf-8"
        service = self.service
        self._component = service.component
        marks = (service.release, service.element, service.component, service.terminator)
        self._shown = {_HIDDEN + place: mark for place, mark in enumerate(marks)}
        self._hide = {mark: chr(place) for place, mark in self._shown.items()}
        release = re.escape(self.service.release)
        self._escape = re.compile(f"{release}(.)", re.DOTALL) if release else None
        self.count = 0

    def __iter__(self) -> Iterator[tuple[str, list[str]]]:
        element = self.service.element
        for text in self._texts():
            for raw in text.split(self.service.terminator)[:-1]:
                segment = raw.strip()
                if not segment:
                    continue
                self.count += 1
                elements = segment.split(element)
                tag = elements[0]
                if len(tag) != 3:  # noqa: PLR2004 - a tag's length
                    tag = tag.partition(self.service.component)[0]
                yield tag, elements

    def parts(self, element: str) -> list[str]:
        """The components of an element."""
        parts = element.split(self._component)
        if not element.isascii() and _PRIVATE.search(element):
            return [part.translate(self._shown) for part in parts]
        return parts

    def text(self, element: str) -> str:
        """An element that has no components."""
        return element.translate(self._shown) if _PRIVATE.search(element) else element

    def number(self, text: str) -> str:
        """A number with a point as decimal mark. Either mark is right, whatever UNA says."""
        mark = self.service.decimal
        return text if mark in ",." else text.replace(mark, ".")

    def _texts(self) -> Iterator[str]:
        """The file in pieces that end where a segment does."""
        terminator = self.service.terminator.encode("latin-1")
        rest = self._rest
        while True:
            chunk = self._file.read(_CHUNK)
            data = rest + chunk
            end = self._last_end(data, terminator)
            if end == 0 and len(data) > MAX_SEGMENT:
                raise self._broken(f"ett segment är längre än {MAX_SEGMENT // 1024} kB")
            if end:
                yield self._prepared(data[:end])
            rest = data[end:]
            if not chunk:
                if rest.strip():
                    raise self._broken("filen är avklippt mitt i ett segment")
                return

    def _last_end(self, data: bytes, terminator: bytes) -> int:
        """The end of the last whole segment in `data`, 0 if there is none."""
        release = self.service.release.encode("latin-1")
        at = len(data)
        while (at := data.rfind(terminator, 0, at)) >= 0:
            before = at
            while release and before > 0 and data[before - 1 : before] == release:
                before -= 1
            if (at - before) % 2 == 0:
                return at + 1
        return 0

    def _prepared(self, data: bytes) -> str:
        text = self._decoded(data)
        if not text.isascii() and _PRIVATE.search(text):
            text = _PRIVATE.sub("", text)
        if self._escape is not None and self.service.release in text:
            hide = self._hide
            text = self._escape.sub(lambda found: hide.get(found[1], found[1]), text)
        return text

    def _decoded(self, data: bytes) -> str:
        """Text in what UNB says. Under UNOA to UNOC many send UTF-8, and that shows."""
        if data.isascii():
            return data.decode("ascii")
        if self._charset not in ("", "utf-8"):
            return data.decode(self._charset, "replace")
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            if self._is_utf8:
                raise self._broken(
                    f"teckenkodningen är fel (byte 0x{data[error.start]:02x} i UTF-8)"
                ) from None
        else:
            self._is_utf8 = True
            return text
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            return data.decode("latin-1")

    def _broken(self, why: str) -> PriceListError:
        return PriceListError(f"EDIFACT-filen är trasig efter segment {self.count}: {why}")


def starts(data: bytes) -> bool:
    """Whether a file that begins with `data` is EDIFACT."""
    start = _skip_blank(data)[:4]
    return start.startswith(b"UNA") or (start[:3] == b"UNB" and not start[3:].isalnum())


def _skip_blank(data: bytes) -> bytes:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t ")


def _service(start: bytes) -> tuple[Service, int]:
    """The service characters, and how many bytes UNA took."""
    if start.startswith(b"UNA"):
        una = start[3:_UNA_LENGTH].decode("latin-1")
        if len(una) < _UNA_LENGTH - 3:
            raise PriceListError("EDIFACT-filen är trasig: UNA är avklippt")
        service = Service(una[0], una[1], una[2], "" if una[3] == " " else una[3], una[5])
        marks = [service.component, service.element, service.terminator, *service.release]
        if len(set(marks)) != len(marks) or any(
            mark.isalnum() or mark in " \t" or not mark.isascii() for mark in marks
        ):
            raise PriceListError(f"EDIFACT-filen är trasig: UNA ”{una}” går inte att använda")
        return service, _UNA_LENGTH
    if start.startswith(b"UNB\x1d"):
        return _LEVEL_B, 0
    if start.startswith(b"UNB"):
        return Service(), 0
    raise PriceListError("Filen är ingen EDIFACT-fil: den börjar inte med UNA eller UNB")


def _charset(start: bytes, service: Service) -> str:
    """The encoding that UNB names: "" for UNOA to UNOC."""
    level = start[4:8].decode("latin-1")
    if not start.startswith(b"UNB" + service.element.encode("latin-1")):
        raise PriceListError("EDIFACT-filen är trasig: efter UNA kommer inte UNB")
    if level in ("UNOA", "UNOB", "UNOC"):
        return ""
    if level in _ALWAYS_UTF8:
        return "utf-8"
    if level in _OTHER_SETS:
        return _OTHER_SETS[level]
    raise PriceListError(f"EDIFACT-filens teckenuppsättning ”{level}” är okänd (UNB)")
