"""Weighted ridge regression on class indicators, with exact leave-out predictions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ridge:
    """Scores of each class: `vector @ weights`; about 1 for a sure class, else about 0.

    `weights`: dimensions x classes. `left_out`: texts x classes, the scores that each text of the
    training gets from a model that has seen neither it nor the texts left out with it.
    """

    weights: Floats
    left_out: Floats


def fit(
    matrix: Floats,
    labels: Sequence[int],
    classes: int,
    groups: Sequence[Sequence[int]],
    *,
    penalty: float,
) -> Ridge:
    """Fit on `matrix` (texts x dimensions) with a class number a text.

    Classes weigh alike however many texts they have. `groups[i]` are the texts, i among them, that
    are left out together when text i is predicted. Leave-out residuals are (G⁻¹)_BB⁻¹ α_B in the
    dual (Rasmussen & Williams, "Gaussian Processes for Machine Learning", 5.4.2), and
    (I - H_BB)⁻¹ (y - f)_B in the primal; the smaller of the two systems is solved.
    """
    count, dimensions = matrix.shape
    sizes = np.bincount(np.asarray(labels), minlength=classes)
    importance = np.sqrt(np.maximum(1, sizes).mean() / np.maximum(1, sizes))[np.asarray(labels)]
    target = np.zeros((count, classes))
    target[np.arange(count), labels] = 1.0
    if count <= dimensions:
        return _dual(matrix, target, importance, groups, penalty)
    return _primal(matrix, target, importance, groups, penalty)


def _dual(
    matrix: Floats,
    target: Doubles,
    importance: Doubles,
    groups: Sequence[Sequence[int]],
    penalty: float,
) -> Ridge:
    gram = (matrix @ matrix.T).astype(np.float64)
    gram[np.diag_indices_from(gram)] += penalty / importance
    inverse = np.linalg.inv(gram)
    alpha = inverse @ target
    left_out = np.empty_like(target)
    for text, group in enumerate(groups):
        block = np.asarray(group)
        residual = np.linalg.solve(inverse[np.ix_(block, block)], alpha[block])
        left_out[text] = target[text] - residual[group.index(text)]
    weights = matrix.T @ alpha.astype(np.float32)
    return Ridge(weights, left_out.astype(np.float32))


def _primal(
    matrix: Floats,
    target: Doubles,
    importance: Doubles,
    groups: Sequence[Sequence[int]],
    penalty: float,
) -> Ridge:
    weighted = matrix * importance[:, None].astype(np.float32)
    normal = (weighted.T @ matrix).astype(np.float64)
    normal[np.diag_indices_from(normal)] += penalty
    inverse = np.linalg.inv(normal).astype(np.float32)
    weights = inverse @ (weighted.T @ target.astype(np.float32))
    predicted = matrix @ weights
    spread = matrix @ inverse
    left_out = np.empty_like(predicted)
    for text, group in enumerate(groups):
        block = np.asarray(group)
        hat = spread[block] @ weighted[block].T
        residual = np.linalg.solve(np.eye(len(block)) - hat, target[block] - predicted[block])
        left_out[text] = target[text] - residual[group.index(text)]
    return Ridge(weights, left_out)
