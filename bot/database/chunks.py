"""As many values as a statement takes."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

MOST_VALUES = 10_000
"""In one statement: SQLite takes 32,766, and a statement has others too."""

_T = TypeVar("_T")


def chunks(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """The values in their order, no more than `MOST_VALUES` at once."""
    for start in range(0, len(values), MOST_VALUES):
        yield values[start : start + MOST_VALUES]
