"""A supplier's file in, checked lines out.

Formats, recognised by content: csv, xlsx, xls, ods, and Peppol BIS Catalogue 3 with and without
response.
"""

from pathlib import Path

from knowledge.pricelists.detect import Kind, kind_of
from knowledge.pricelists.model import (
    Action,
    Format,
    Line,
    PriceList,
    PriceListError,
    Rejected,
)
from knowledge.pricelists.peppol import read_catalogue
from knowledge.pricelists.sheets import sheet_rows
from knowledge.pricelists.table import read_table
from knowledge.pricelists.text_table import decoded, text_rows

__all__ = ["Action", "Format", "Line", "PriceList", "PriceListError", "Rejected", "read_price_list"]

MAX_SIZE = 200 * 1024 * 1024  # bytes


def read_price_list(source: Path | str | bytes, supplier: str | None = None) -> PriceList:
    """The list in a file (a path) or in its bytes; `supplier` counts before what the list says.

    A line that fails its checks is among `rejected`, the others are in `lines`. PriceListError, in
    Swedish, if the file cannot be opened, is no price list, or is broken as a whole.
    """
    data = source if isinstance(source, bytes) else _read(Path(source))
    if len(data) > MAX_SIZE:
        raise PriceListError(f"Filen är större än {MAX_SIZE // 1024**2} MB, och läses inte")
    kind = kind_of(data)
    if kind is Kind.XML:
        return read_catalogue(data, supplier)
    if kind is Kind.TEXT:
        return read_table(text_rows(decoded(data)), Format.CSV, supplier)
    with sheet_rows(data) as rows:
        return read_table(rows, Format(kind.value), supplier)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_SIZE:
            raise PriceListError(f"Filen är större än {MAX_SIZE // 1024**2} MB, och läses inte")
        return path.read_bytes()
    except OSError as error:
        raise PriceListError(f"Filen går inte att öppna: {error.strerror or error}") from None
