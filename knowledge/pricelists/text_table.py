"""Comma-separated values, whatever separates them and whatever they are encoded in."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from knowledge.pricelists.headings import HEADING_ROWS, headings_in
from knowledge.pricelists.model import Cell, PriceListError, Rows

SEPARATORS = (";", "\t", ",", "|")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SAMPLE = 4096
MAX_LINE = 100_000  # characters (the csv module's own limit is 131,072); a line has some hundred


def decoded(data: bytes) -> str:
    """Text in UTF-8, UTF-16 or Windows-1252; PriceListError if it is none of them."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode(data[len(bom) :], encoding)
    sample = data[:_SAMPLE]
    if b"\x00" in sample:
        # Text of our alphabet in UTF-16 has a zero in every other byte.
        odd, even = sample[1::2].count(0), sample[::2].count(0)
        if max(odd, even) > len(sample) // 4 and min(odd, even) == 0:
            return _decode(data, "utf-16-le" if odd else "utf-16-be")
        raise PriceListError("Filen är varken text, ett kalkylark eller en Peppol-katalog")
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _decode(data, "cp1252")


def _decode(data: bytes, encoding: str) -> str:
    try:
        return _checked(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise PriceListError(
            f"Texten går inte att läsa: byte {error.start} hör inte hemma i {encoding}. "
            "Spara filen som UTF-8 och försök igen"
        ) from None


def _checked(text: str) -> str:
    control = _CONTROL.search(text)
    if control is not None:
        line = text.count("\n", 0, control.start()) + 1
        raise PriceListError(
            f"Filen är inte text: rad {line} har ett styrtecken (0x{ord(control[0]):02x})"
        )
    return text


def text_rows(text: str) -> Rows:
    """The rows of a text, split by the separator under which its headings are found.

    A text whose quotation marks do not match is split line by line instead.
    """
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > MAX_LINE:
            raise PriceListError(f"Rad {number} har {len(line)} tecken: det är ingen prislista")
    separator = _separator(text)
    try:
        for _ in _split(text, separator, quoted=True):
            pass
    except csv.Error:
        return _split(text, separator, quoted=False)
    return _split(text, separator, quoted=True)


def _separator(text: str) -> str:
    head = text[:MAX_LINE].splitlines()[:HEADING_ROWS]
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


def _split(text: str, separator: str, quoted: bool) -> Iterator[tuple[int, list[Cell]]]:
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=separator,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        strict=quoted,
    )
    before = 0
    for row in reader:
        number, before = before + 1, reader.line_num
        yield number, list(row) if quoted else [cell.strip().strip('"') for cell in row]
