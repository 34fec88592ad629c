"""Tables and data tables.

Source: https://docs.slack.dev/reference/block-kit/blocks/table-block and
https://docs.slack.dev/reference/block-kit/blocks/data-table-block
"""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.sandbox.blockkit.composition import identifier, raw_number, raw_text
from bot.sandbox.blockkit.primitives import (
    Check,
    array,
    boolean,
    by_type,
    child,
    fault,
    integer,
    is_array,
    kind,
    one_of,
    record,
    string,
)
from bot.sandbox.blockkit.rich_text import rich_text
from bot.sandbox.blockkit.texts import shown_characters

MOST_COLUMNS: Final = 20
MOST_CELL_CHARACTERS: Final = 10_000

_CELL: Final[Check] = by_type(
    {"raw_text": raw_text, "raw_number": raw_number, "rich_text": rich_text}
)
_HEADER_CELL: Final[Check] = by_type({"raw_text": raw_text, "raw_number": raw_number})
_ROW: Final[Check] = array(_CELL, MOST_COLUMNS)
_COLUMN: Final[Check] = record(
    {}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean}
)


def _column_or_skipped(value: object, pointer: str) -> Iterator[str]:
    """Check a column's settings; null leaves the column as it is."""
    if value is not None:
        yield from _COLUMN(value, pointer)


def _not_too_long(block: Mapping[str, object], pointer: str) -> Iterator[str]:
    if shown_characters(block["rows"]) > MOST_CELL_CHARACTERS:
        yield fault(
            f"cells together must be less than {MOST_CELL_CHARACTERS + 1} characters",
            child(pointer, "rows"),
        )


def _header_and_shape(block: Mapping[str, object], pointer: str) -> Iterator[str]:
    rows = [row for row in _members(block["rows"]) if is_array(row)]
    place = child(pointer, "rows")
    for column, cell in enumerate(rows[0]):
        yield from _HEADER_CELL(cell, child(child(place, 0), column))
    width = len(rows[0])
    for number, row in enumerate(rows):
        if len(row) != width:
            yield fault(f"must provide {width} items, as the first row", child(place, number))
    index = block.get("row_header_column_index", 0)
    if isinstance(index, int) and index >= width:
        yield fault(f"must be less than {width}", child(pointer, "row_header_column_index"))


def _members(value: object) -> tuple[object, ...]:
    return tuple(value) if is_array(value) else ()


table: Final[Check] = kind(
    {"rows": array(_ROW, 100)},
    {
        "block_id": identifier,
        "column_settings": array(_column_or_skipped, MOST_COLUMNS, fewest=0),
    },
    _not_too_long,
)

data_table: Final[Check] = kind(
    {"rows": array(_ROW, 101, fewest=2), "caption": string()},
    {
        "block_id": identifier,
        "page_size": integer(1, 100),
        "row_header_column_index": integer(0),
    },
    _header_and_shape,
    _not_too_long,
)
