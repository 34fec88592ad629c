"""Rows of a spreadsheet, from whatever format, into checked lines."""

from itertools import islice

from knowledge.pricelists.headings import HEADING_ROWS, Column, Headings, headings_in, missing
from knowledge.pricelists.model import (
    Cell,
    Format,
    Line,
    PriceList,
    PriceListError,
    Rejected,
    RejectedError,
    Rows,
    note_number,
)
from knowledge.pricelists.values import (
    article_number_of,
    currency_of,
    gtin_of,
    name_of,
    price_of,
    shown,
    text_of,
    unit_of,
)

MAX_COLUMNS = 500
DEFAULT_CURRENCY = "SEK"
_COMMENT = "#"


def read_table(rows: Rows, format_: Format, supplier: str | None) -> PriceList:
    """A list from a sheet's rows; `supplier` counts before what the rows say.

    PriceListError if no row of headings names a column of names and one of numbers.
    """
    headings = _find_headings(rows)
    lines: list[Line] = []
    rejected: list[Rejected] = []
    seen: dict[tuple[str | None, str], int] = {}
    for number, row in rows:
        if _is_empty(row):
            continue
        try:
            line = _line(number, row, headings, supplier)
            if line is None:
                continue
            note_number(seen, line)
        except RejectedError as error:
            rejected.append(Rejected(number, error.reason))
        else:
            lines.append(line)
    if not lines and not rejected:
        raise PriceListError("Listan har rubriker men inga rader")
    names = {line.supplier for line in lines}
    only = supplier or (next(iter(names)) if len(names) == 1 else None)
    return PriceList(format_, only, tuple(lines), tuple(rejected))


def _find_headings(rows: Rows) -> Headings:
    best: tuple[int, list[Cell], Headings] | None = None
    for _, row in islice(rows, HEADING_ROWS):
        if _is_empty(row):
            continue
        headings = headings_in(row[:MAX_COLUMNS])
        if headings.enough:
            return headings
        if best is None or len(headings.columns) > best[0]:
            best = (len(headings.columns), row, headings)
    if best is None:
        raise PriceListError("Filen är tom: den har inga rader")
    raise missing(best[1], best[2])


def _line(number: int, row: list[Cell], headings: Headings, supplier: str | None) -> Line | None:
    if len(row) > MAX_COLUMNS:
        raise RejectedError(f"Raden har {len(row)} fält; fler än {MAX_COLUMNS} läses inte")

    def cell(column: Column) -> Cell:
        index = headings.columns.get(column)
        return row[index] if index is not None and index < len(row) else None

    if all(cell(column) in (None, "") for column in headings.columns):
        return None  # remarks beside the columns
    gtin = gtin_of(cell(Column.GTIN))
    article_number = article_number_of(cell(Column.NUMBER)) or gtin
    name = name_of(cell(Column.NAME))
    if article_number is None:
        raise RejectedError(f"Artikelnummer saknas för {shown(name)}")
    price = price_of(cell(Column.PRICE))
    currency = currency_of(cell(Column.CURRENCY)) or headings.currency or DEFAULT_CURRENCY
    return Line(
        number=number,
        article_number=article_number,
        name=name,
        supplier=supplier or text_of(cell(Column.SUPPLIER), what="Leverantören"),
        gtin=gtin,
        unit=unit_of(cell(Column.UNIT)),
        package=text_of(cell(Column.PACKAGE), what="Förpackningen"),
        brand=text_of(cell(Column.BRAND), what="Varumärket"),
        product_group=text_of(cell(Column.GROUP), what="Varugruppen"),
        price=price,
        currency=currency if price is not None else None,
    )


def _is_empty(row: list[Cell]) -> bool:
    first = next((cell for cell in row if cell not in (None, "") and str(cell).strip()), None)
    return first is None or (isinstance(first, str) and first.lstrip().startswith(_COMMENT))
