"""A supplier's file in, checked lines out.

Formats, recognised by content: EDIFACT PRICAT D.96A, Peppol BIS Catalogue 3 with and without
response, csv, xlsx, xls and ods. docs/price-lists.md says what is read of each.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO

from knowledge.pricelists.detect import Kind, kind_of
from knowledge.pricelists.model import (
    Action,
    Format,
    Head,
    Item,
    Items,
    Line,
    ListKind,
    PriceList,
    PriceListError,
    PriceStep,
    Rejected,
)
from knowledge.pricelists.peppol import read_catalogue
from knowledge.pricelists.pricat import read_pricat
from knowledge.pricelists.reading import Progress, checked
from knowledge.pricelists.sheets import sheet_rows
from knowledge.pricelists.table import read_table
from knowledge.pricelists.text_table import text_rows

__all__ = [
    "Action",
    "Format",
    "Head",
    "Item",
    "Items",
    "Line",
    "ListKind",
    "PriceList",
    "PriceListError",
    "PriceStep",
    "Progress",
    "Rejected",
    "open_price_list",
    "read_price_list",
]

MAX_SIZE = 4 * 1024**3  # bytes of a file that is streamed
MAX_WORKBOOK = 200 * 1024**2  # bytes of one that is not


@contextmanager
def open_price_list(
    source: Path | str | bytes, supplier: str | None = None, progress: Progress | None = None
) -> Iterator[Items]:
    """The list in a file (a path) or in its bytes, item by item, whatever its size.

    A `Head` comes before its lines (and another if the file has several lists); a line that fails
    its checks comes as `Rejected`. `supplier` counts before what the list says. PriceListError, in
    Swedish, if the file cannot be opened, is no price list, or is broken as a whole; that may show
    first at its end, so that nothing read from it counts before all of it has been read.
    """
    with _opened(source) as file:
        size = _size(file)
        if size > MAX_SIZE:
            raise _too_large(MAX_SIZE)

        def tell() -> None:
            if progress is not None:
                progress(min(1.0, file.tell() / size))

        kind = kind_of(file)
        if kind in (Kind.XLSX, Kind.XLS, Kind.ODS):
            if size > MAX_WORKBOOK:
                raise _too_large(MAX_WORKBOOK)
            with sheet_rows(file) as rows:
                yield checked(read_table(rows, Format(kind.value), supplier), tell)
            return
        file.seek(0)
        if kind is Kind.XML:
            yield checked(read_catalogue(file, supplier), tell)
        elif kind is Kind.EDIFACT:
            yield checked(read_pricat(file, supplier), tell)
        else:
            yield checked(read_table(text_rows(file), Format.CSV, supplier), tell)


def read_price_list(source: Path | str | bytes, supplier: str | None = None) -> PriceList:
    """The list in a file as a whole, in memory; see `open_price_list`.

    Of a file with several lists the first one's head, and the lines of all.
    """
    head: Head | None = None
    lines: list[Line] = []
    rejected: list[Rejected] = []
    with open_price_list(source, supplier) as items:
        for item in items:
            if isinstance(item, Line):
                lines.append(item)
            elif isinstance(item, Rejected):
                rejected.append(item)
            else:
                head = head or item
    assert head is not None  # noqa: S101 - a list without one is refused
    return PriceList(head, tuple(lines), tuple(rejected))


@contextmanager
def _opened(source: Path | str | bytes) -> Iterator[IO[bytes]]:
    if isinstance(source, bytes):
        yield BytesIO(source)
        return
    with ExitStack() as stack:
        try:
            file = stack.enter_context(Path(source).open("rb"))
        except OSError as error:
            raise PriceListError(f"Filen går inte att öppna: {error.strerror or error}") from None
        yield file


def _size(file: IO[bytes]) -> int:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return size


def _too_large(limit: int) -> PriceListError:
    return PriceListError(f"Filen är större än {limit // 1024**2} MB, och läses inte")
