"""Comma-separated values, whatever separates them and whatever they are encoded in."""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO

from knowledge.pricelists.headings import HEADING_ROWS, headings_in
from knowledge.pricelists.model import Cell, PriceListError, Rows

SEPARATORS = (";", "\t", ",", "|")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_LINE_END = re.compile(r"\r\n|[\r\n]")
_SAMPLE = 4096
_CHUNK = 1 << 20
MAX_LINE = 100_000  # characters (the csv module's own limit is 131,072); a line has some hundred


def text_rows(file: IO[bytes]) -> Rows:
    """The rows of a text file, split by the separator under which its headings are found.

    A text whose quotation marks do not match is split line by line instead. PriceListError if the
    file is no text in UTF-8, UTF-16 or Windows-1252, or has a line that no list has.
    """
    start, encoding = _encoding(file)
    separator = _separator(list(islice(_lines(file, start, encoding), HEADING_ROWS)))
    try:
        for _ in _split(_lines(file, start, encoding), separator, quoted=True):
            pass
    except csv.Error:
        return _split(_lines(file, start, encoding), separator, quoted=False)
    return _split(_lines(file, start, encoding), separator, quoted=True)


def _encoding(file: IO[bytes]) -> tuple[int, str]:
    """Where the text begins and its encoding, once all of it has been seen to be text."""
    file.seek(0)
    sample = file.read(_SAMPLE)
    for bom, encoding in _BOMS:
        if sample.startswith(bom):
            _check(file, len(bom), encoding)
            return len(bom), encoding
    if b"\x00" in sample:
        # Text of our alphabet in UTF-16 has a zero in every other byte.
        odd, even = sample[1::2].count(0), sample[::2].count(0)
        if max(odd, even) > len(sample) // 4 and min(odd, even) == 0:
            encoding = "utf-16-le" if odd else "utf-16-be"
            _check(file, 0, encoding)
            return 0, encoding
        raise PriceListError(
            "Filen är varken text, ett kalkylark, en Peppol-katalog eller en PRICAT"
        )
    try:
        _check(file, 0, "utf-8", refuses=False)
    except UnicodeDecodeError:
        _check(file, 0, "cp1252")
        return 0, "cp1252"
    return 0, "utf-8"


def _check(file: IO[bytes], start: int, encoding: str, *, refuses: bool = True) -> None:
    """Sees that a file is text in an encoding; PriceListError if not.

    With `refuses` false an UnicodeDecodeError tells that the encoding is another.
    """
    number, length = 1, 0  # of the line that we are in
    for text in _decoded(file, start, encoding, refuses=refuses):
        control = _CONTROL.search(text)
        if control is not None:
            line = number + len(_LINE_END.findall(text, 0, control.start()))
            raise PriceListError(
                f"Filen är inte text: rad {line} har ett styrtecken (0x{ord(control[0]):02x})"
            )
        for place, part in enumerate(_LINE_END.split(text)):
            if place:
                number, length = number + 1, 0
            length += len(part)
            if length > MAX_LINE:
                raise PriceListError(
                    f"Rad {number} har fler än {MAX_LINE} tecken: det är ingen prislista"
                )


def _decoded(file: IO[bytes], start: int, encoding: str, *, refuses: bool = True) -> Iterator[str]:
    file.seek(start)
    decoder = codecs.getincrementaldecoder(encoding)()
    at = start
    while True:
        data = file.read(_CHUNK)
        try:
            text = decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            if not refuses:
                raise
            raise PriceListError(
                f"Texten går inte att läsa: byte {at + error.start} hör inte hemma i {encoding}. "
                "Spara filen som UTF-8 och försök igen"
            ) from None
        yield text
        if not data:
            return
        at += len(data)


def _lines(file: IO[bytes], start: int, encoding: str) -> Iterator[str]:
    """The lines of a checked text, with their line ends."""
    rest = ""
    for text in _decoded(file, start, encoding):
        lines = (rest + text).splitlines(keepends=True) if text else [rest]
        lines = _rejoined(lines)
        rest = lines.pop() if lines and text else ""
        yield from lines
    if rest:
        yield rest


def _rejoined(lines: list[str]) -> list[str]:
    """Lines as a csv has them: str.splitlines knows more line ends than \\r, \\n and \\r\\n."""
    joined: list[str] = []
    whole = True
    for line in lines:
        if whole:
            joined.append(line)
        else:
            joined[-1] += line
        whole = line.endswith(("\r", "\n"))
    return joined


def _separator(head: list[str]) -> str:
    best = (-1, SEPARATORS[0])
    for separator in SEPARATORS:
        for line in head:
            cells: list[Cell] = [cell.strip().strip('"') for cell in line.split(separator)]
            found = headings_in(cells[:500])
            if found.enough and len(found.columns) > best[0]:
                best = (len(found.columns), separator)
    if best[0] > 0:
        return best[1]
    return max(SEPARATORS, key=lambda separator: sum(line.count(separator) for line in head))


def _split(
    lines: Iterable[str], separator: str, *, quoted: bool
) -> Iterator[tuple[int, list[Cell]]]:
    reader = csv.reader(
        lines,
        delimiter=separator,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        strict=quoted,
    )
    before = 0
    for row in reader:
        number, before = before + 1, reader.line_num
        yield number, list(row) if quoted else [cell.strip().strip('"') for cell in row]
