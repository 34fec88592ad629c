"""Evidence in, probabilities out: a conditional logit over candidates and "none of them"."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

_NEWTON_STEPS = 30
_CLOSE_ENOUGH = 1e-8


@dataclass(frozen=True, slots=True)
class Logit:
    """Weights of evidence. P(candidate) is proportional to exp(weights · evidence)."""

    weights: Doubles

    def probabilities(self, evidence: Doubles) -> Doubles:
        """Rows of evidence (alternatives x kinds) to probabilities that add up to 1."""
        return _softmax(evidence @ self.weights)


def fit(
    evidence: Doubles,
    present: NDArray[np.bool_],
    chosen: NDArray[np.int64],
    *,
    prior: Doubles,
    strength: float,
) -> Logit:
    """Fit by Newton's method, with a normal prior around `prior`.

    The model is McFadden's conditional logit (1974). `evidence`: messages x alternatives x kinds;
    `present`: which alternatives each message has; `chosen`: the right one of each message;
    `strength`: how firmly the prior holds, in squared units of each weight.
    """
    weights = prior.copy()
    rows = np.arange(len(chosen))
    for _ in range(_NEWTON_STEPS):
        probability = _softmax(np.where(present, evidence @ weights, -np.inf))
        mean = np.einsum("na,nak->nk", probability, evidence)
        away = evidence - mean[:, None, :]
        gradient = (evidence[rows, chosen] - mean).sum(0) - strength * (weights - prior)
        hessian = np.einsum("nak,nal->kl", away * probability[:, :, None], away)
        hessian[np.diag_indices_from(hessian)] += strength
        step = np.linalg.solve(hessian, gradient)
        weights = weights + step
        if float(np.abs(step).max()) < _CLOSE_ENOUGH:
            break
    return Logit(weights)


def _softmax(utility: Doubles) -> Doubles:
    shifted = np.exp(utility - utility.max(axis=-1, keepdims=True))
    result: Doubles = shifted / shifted.sum(axis=-1, keepdims=True)
    return result
