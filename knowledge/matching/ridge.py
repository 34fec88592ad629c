"""Weighted ridge regression on class indicators, with exact leave-out predictions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ridge:
    """Scores of each class: `vector @ weights`; about 1 for a sure class, else about 0.

    `weights`: dimensions x classes. `left_out`: asked texts x classes, the scores that each of them
    gets from a model that has seen neither it nor its partner.
    """

    weights: Floats
    left_out: Doubles


def fit(
    matrix: Floats,
    labels: Sequence[int],
    classes: int,
    *,
    asked: Ints,
    partners: Ints,
    penalty: float,
) -> Ridge:
    """Fit on `matrix` (texts x dimensions) with a class number a text.

    Classes weigh alike however many texts they have. `asked` are the texts to predict unseen, and
    `partners[n]` is the text that is left out together with `asked[n]` (that itself for none).
    Leave-out residuals of B = {text, partner} are (G⁻¹)_BB⁻¹ α_B in the dual (Rasmussen & Williams,
    "Gaussian Processes for Machine Learning", 5.4.2) and (I - H_BB)⁻¹ (y - f)_B in the primal; the
    smaller of the two systems is solved.
    """
    count, dimensions = matrix.shape
    classed = np.asarray(labels)
    sizes = np.maximum(1, np.bincount(classed, minlength=classes))
    importance = np.sqrt(sizes.mean() / sizes)[classed]
    if count <= dimensions:
        return _dual(matrix, classed, classes, importance, asked, partners, penalty)
    return _primal(matrix, classed, classes, importance, asked, partners, penalty)


def _dual(
    matrix: Floats,
    labels: Ints,
    classes: int,
    importance: Doubles,
    asked: Ints,
    partners: Ints,
    penalty: float,
) -> Ridge:
    gram = (matrix @ matrix.T).astype(np.float64)
    gram[np.diag_indices_from(gram)] += penalty / importance
    inverse: Doubles = np.linalg.inv(gram).astype(np.float64)
    target = _indicators(labels, classes)
    alpha = inverse @ target
    residual = _first_of_pair(
        inverse[asked, asked],
        inverse[asked, partners],
        inverse[partners, asked],
        inverse[partners, partners],
        alpha[asked],
        alpha[partners],
        alone=partners == asked,
    )
    return Ridge(matrix.T @ alpha.astype(np.float32), target[asked] - residual)


def _primal(
    matrix: Floats,
    labels: Ints,
    classes: int,
    importance: Doubles,
    asked: Ints,
    partners: Ints,
    penalty: float,
) -> Ridge:
    weighted = matrix * importance[:, None].astype(np.float32)
    normal = weighted.T @ matrix
    normal[np.diag_indices_from(normal)] += np.float32(penalty)
    inverse = np.linalg.inv(normal)
    weights = inverse @ _sums(weighted, labels, classes).T

    def unexplained(rows: Ints) -> Doubles:
        residuals: Doubles = _indicators(labels[rows], classes) - matrix[rows] @ weights
        return residuals

    def hat(rows: Ints, columns: Ints) -> Doubles:
        product: Doubles = np.einsum("nd,nd->n", matrix[rows] @ inverse, weighted[columns])
        return product.astype(np.float64)

    residual = _first_of_pair(
        1.0 - hat(asked, asked),
        -hat(asked, partners),
        -hat(partners, asked),
        1.0 - hat(partners, partners),
        unexplained(asked),
        unexplained(partners),
        alone=partners == asked,
    )
    return Ridge(weights, _indicators(labels[asked], classes) - residual)


def _indicators(labels: Ints, classes: int) -> Doubles:
    """A row a label: 1 at its class, 0 elsewhere."""
    rows = np.zeros((len(labels), classes))
    rows[np.arange(len(labels)), labels] = 1.0
    return rows


def _sums(rows: Floats, labels: Ints, classes: int) -> Floats:
    """The sum of the rows of each class."""
    sums = np.zeros((classes, rows.shape[1]), np.float32)
    order = np.argsort(labels, kind="stable")
    present, starts = np.unique(labels[order], return_index=True)
    sums[present] = np.add.reduceat(rows[order], starts)
    return sums


def _first_of_pair(
    a: Doubles,
    b: Doubles,
    c: Doubles,
    d: Doubles,
    first: Doubles,
    second: Doubles,
    *,
    alone: NDArray[np.bool_],
) -> Doubles:
    """The first row of [[a, b], [c, d]]⁻¹ [first, second] for each text; first / a if alone."""
    determinant = np.where(alone, 1.0, a * d - b * c)
    paired = (d[:, None] * first - b[:, None] * second) / determinant[:, None]
    return np.where(alone[:, None], first / a[:, None], paired)
