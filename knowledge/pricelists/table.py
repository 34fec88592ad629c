"""Rows of a spreadsheet, from whatever format, into checked lines."""

from decimal import Decimal
from itertools import islice

from knowledge.pricelists.headings import HEADING_ROWS, Column, Headings, headings_in, missing
from knowledge.pricelists.model import (
    Cell,
    Format,
    Head,
    Items,
    Line,
    PriceListError,
    Rejected,
    RejectedError,
    Rows,
)
from knowledge.pricelists.values import (
    MAX_CODE,
    MAX_DESCRIPTION,
    MAX_NUMBER,
    article_number_of,
    checked_price,
    currency_of,
    date_of,
    gtin_of,
    name_of,
    price_of,
    quantity_of,
    shown,
    text_of,
    unit_of,
)

MAX_COLUMNS = 500
DEFAULT_CURRENCY = "SEK"
_COMMENT = "#"


def read_table(rows: Rows, format_: Format, supplier: str | None) -> Items:
    """The head and the lines of a sheet; `supplier` counts before what the rows say.

    PriceListError if no row of headings names a column of names and one of numbers.
    """
    headings = _find_headings(rows)
    yield Head(format_, supplier=supplier)
    empty = True
    for number, row in rows:
        if _is_empty(row):
            continue
        try:
            line = _line(number, row, headings, supplier)
        except RejectedError as error:
            yield Rejected(number, error.reason, _number_in(row, headings))
        else:
            if line is None:
                continue
            yield line
        empty = False
    if empty:
        raise PriceListError("Listan har rubriker men inga rader")


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
    if price is None and Column.PRICE in headings.columns:
        raise RejectedError("Pris saknas")
    quantity = _quantity(cell(Column.PRICE_QUANTITY), "Priskvantiteten")
    if price is not None and quantity is not None:
        if not quantity:
            raise RejectedError("Priset gäller 0 enheter")
        price = checked_price(price / quantity)
    currency = currency_of(cell(Column.CURRENCY)) or headings.currency or DEFAULT_CURRENCY
    start = date_of(cell(Column.VALID_FROM), "Giltig från")
    end = date_of(cell(Column.VALID_TO), "Giltig till")
    if start is not None and end is not None and end < start:
        raise RejectedError(f"Slutar gälla {end}, innan den börjar gälla {start}")
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
        price_quantity=None if quantity in (None, 1) else quantity,
        minimum_quantity=_quantity(cell(Column.MINIMUM), "Minsta beställning"),
        valid_from=start,
        valid_to=end,
        contract=text_of(cell(Column.CONTRACT), MAX_NUMBER, "Avtalsnumret"),
        classification=text_of(cell(Column.CLASS), MAX_CODE, "UNSPSC"),
        country=text_of(cell(Column.COUNTRY), MAX_CODE, "Ursprungslandet"),
        replaces=text_of(cell(Column.REPLACES), MAX_NUMBER, "Det ersatta artikelnumret"),
        replaced_by=text_of(cell(Column.REPLACED_BY), MAX_NUMBER, "Det ersättande artikelnumret"),
        description=text_of(cell(Column.DESCRIPTION), MAX_DESCRIPTION, "Beskrivningen"),
    )


def _quantity(cell: Cell, what: str) -> Decimal | None:
    text = text_of(cell, what=what)
    return None if text is None else quantity_of(text.replace(" ", ""), what)


def _number_in(row: list[Cell], headings: Headings) -> str | None:
    """The article that a bad row names, if that much can be read."""
    for column in (Column.NUMBER, Column.GTIN):
        index = headings.columns.get(column, MAX_COLUMNS)
        try:
            number = article_number_of(row[index] if index < len(row) else None)
        except RejectedError:
            continue
        if number is not None:
            return number
    return None


def _is_empty(row: list[Cell]) -> bool:
    first = next((cell for cell in row if cell not in (None, "") and str(cell).strip()), None)
    return first is None or (isinstance(first, str) and first.lstrip().startswith(_COMMENT))
