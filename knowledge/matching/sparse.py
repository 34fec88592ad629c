"""An inverted index as arrays: which rows hold a feature, and how much it counts there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SparseIndex:
    """Rows of weighted features, kept by feature; `rows` is how many rows there are."""

    starts: Ints
    owners: Ints
    weights: Doubles
    rows: int

    @classmethod
    def build(cls, rows: Sequence[tuple[Ints, Doubles]], features: int) -> "SparseIndex":
        """An index of rows of (feature numbers, weights), where numbers are below `features`."""
        numbers = np.concatenate([row[0] for row in rows]) if rows else np.zeros(0, np.int64)
        weights = np.concatenate([row[1] for row in rows]) if rows else np.zeros(0)
        owners = np.repeat(np.arange(len(rows)), [len(row[0]) for row in rows])
        order = np.argsort(numbers, kind="stable")
        starts = np.searchsorted(numbers[order], np.arange(features + 1))
        return cls(starts, owners[order], weights[order], len(rows))

    def scores(self, numbers: Ints, weights: Doubles) -> Doubles:
        """The sum of products with a query of (feature numbers, weights), a row."""
        if not len(numbers):
            return np.zeros(self.rows)
        spans = [slice(self.starts[n], self.starts[n + 1]) for n in numbers]
        lengths = [span.stop - span.start for span in spans]
        owners = np.concatenate([self.owners[span] for span in spans])
        products = np.concatenate([self.weights[span] for span in spans])
        products *= np.repeat(weights, lengths)
        summed: Doubles = np.bincount(owners, products, minlength=self.rows).astype(np.float64)
        return summed
