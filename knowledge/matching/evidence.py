"""What speaks for each candidate, as numbers that the fusion weighs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.analysis import Token

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

NOBODY = 0  # the class of messages that no topic answers

# For a candidate: the classifier's score, how far one phrasing is the message itself, the mean
# likeness of its three nearest, a keyword of its own in the message, its answer's standard score.
# For "none of them": a constant, the classifier's score and the nearest example of what is outside,
# the share of words that nobody has written before.
CLASSIFIER, SAME, NEAR, KEYWORD, ANSWER = range(5)
NONE, NONE_CLASSIFIER, NONE_NEAREST, NONE_UNKNOWN = range(5, 9)
KINDS = 9

_SHORTLIST = 10
BY_ANSWER = 4
_BY_KEYWORD = 6
WIDEST = 1 + _SHORTLIST + BY_ANSWER + _BY_KEYWORD
_THREE = 3
_SAME_FROM = 0.85


def shortlist(
    scores: Floats | Doubles,
    answers: Doubles | None,
    hits: Mapping[int, int],
    by_answer: int = BY_ANSWER,
) -> list[int]:
    """The classes worth weighing: NOBODY, those the classifier puts first, and a few others.

    `by_answer`: how many whose answers fit best are taken.
    """
    order = [int(label) + 1 for label in np.argsort(-scores[1:], kind="stable")[:_SHORTLIST]]
    if answers is not None:
        order += [int(label) + 1 for label in np.argsort(-answers, kind="stable")[:by_answer]]
    return [NOBODY, *dict.fromkeys((*order, *sorted(hits)[:_BY_KEYWORD]))]


def gather(
    classes: Sequence[int],
    scores: Floats | Doubles,
    likeness: Sequence[Floats | Doubles],
    hits: Mapping[int, int],
    answers: Doubles | None,
    unknown: float,
) -> Doubles:
    """The evidence for `classes` (rows) of each kind (columns).

    `scores`: the classifier's, by class; `likeness`: for each of `classes` the cosines of its
    texts; `answers`: standard scores of the entries' answers, where class n is entry n - 1;
    `unknown`: the share of words that are not known.
    """
    evidence = np.zeros((len(classes), KINDS))
    for row, (label, cosines) in enumerate(zip(classes, likeness, strict=True)):
        near = np.sort(cosines)[-_THREE:]
        nearest = float(near[-1]) if len(near) else 0.0
        if label == NOBODY:
            evidence[row, NONE:] = (1.0, scores[NOBODY], nearest, unknown)
            continue
        evidence[row, CLASSIFIER] = scores[label]
        evidence[row, SAME] = max(0.0, nearest - _SAME_FROM)
        evidence[row, NEAR] = float(near.sum()) / max(1, len(near))
        evidence[row, KEYWORD] = hits.get(label, 0)
        if answers is not None:
            evidence[row, ANSWER] = answers[label - 1]
    return evidence


def keyword_hits(
    document: Iterable[Sequence[Token]], keywords: Mapping[str, tuple[int, ...]]
) -> dict[int, int]:
    """The classes that have a keyword in `document`; `keywords` maps stems to classes."""
    stems = (stem for sentence in document for t in sentence for stem in (t.stem, *t.parts))
    return {label: 1 for stem in stems for label in keywords.get(stem, ())}


class Familiarity:
    """Which words are known: from the word lists, or from what the entries hold."""

    def __init__(self, documents: Iterable[Iterable[Sequence[Token]]]) -> None:
        """`documents`: the texts of all entries, without those that no entry answers."""
        self._counts: Counter[str] = Counter()
        for document in documents:
            self._counts.update({token.word for sentence in document for token in sentence})

    def unknown_share(self, document: Iterable[Sequence[Token]], *, unseen: bool = True) -> float:
        """The share of the telling words of `document` that are not known; 1 if it has none.

        With `unseen` False the document is one of the texts, and does not count itself.
        """
        spoken = (token for sentence in document for token in sentence)
        telling = {token for token in spoken if not (token.stop or token.common)}
        least = 1 if unseen else 2
        unknown = sum(not t.listed and self._counts[t.word] < least for t in telling)
        return unknown / len(telling) if telling else 1.0
