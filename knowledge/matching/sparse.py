"""An inverted index as arrays: which rows hold a feature, and how much it counts there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]
AnyInts = NDArray[np.integer[Any]]
AnyFloats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class SparseIndex:
    """Rows of weighted features, kept by feature; `rows` is how many rows there are."""

    starts: Ints
    owners: Ints
    weights: Doubles
    rows: int

    @classmethod
    def build(
        cls,
        rows: Sequence[tuple[AnyInts, AnyFloats]],
        features: int,
        *,
        most: int | None = None,
    ) -> "SparseIndex":
        """An index of rows of (feature numbers, weights), where numbers are below `features`.

        What is in more than `most` rows is left out: it costs most time and tells least.
        """
        numbers = np.concatenate([np.zeros(0, np.int64), *(row[0] for row in rows)])
        weights = np.concatenate([np.zeros(0, np.float64), *(row[1] for row in rows)])
        owners = np.repeat(np.arange(len(rows)), [len(row[0]) for row in rows])
        if most is not None:
            kept = np.bincount(numbers, minlength=features)[numbers] <= most
            numbers, weights, owners = numbers[kept], weights[kept], owners[kept]
        order = np.argsort(numbers, kind="stable")
        starts = np.searchsorted(numbers[order], np.arange(features + 1))
        return cls(starts, owners[order], weights[order], len(rows))

    def scores(self, numbers: AnyInts, weights: AnyFloats) -> Doubles:
        """The sum of products with a query of (feature numbers, weights), a row.

        A number that comes twice counts twice.
        """
        begins = self.starts[numbers]
        lengths = self.starts[numbers + 1] - begins
        before = np.cumsum(lengths) - lengths
        places = np.repeat(begins - before, lengths) + np.arange(int(lengths.sum()))
        products = self.weights[places] * np.repeat(weights, lengths)
        summed = np.bincount(self.owners[places], products, minlength=self.rows)
        return summed.astype(np.float64)
