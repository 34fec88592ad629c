"""Text in, ranked topics with calibrated confidence out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from knowledge.entities import Entities, EntityRecogniser
from knowledge.language import Lexicon
from knowledge.matching import fusion, ridge
from knowledge.matching.analysis import Analyser, Token, vocabulary_of
from knowledge.matching.entries import Entry
from knowledge.matching.vectors import FamilyWeights, Floats, Vector, Vectoriser

_SHORTLIST = 10
_SHOWN = 8
_SMALL = 2_000
_DIMENSIONS_SMALL = 4_096
_DIMENSIONS_LARGE = 1_024
_CALIBRATED_ON = 1_200
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic with the probability that it is what was meant."""

    id: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Match:
    """What a message may be about.

    `ranked`: at most eight candidates, best first; what is left to 1 is "none of them".
    `topics`: the ids of two or more questions that the message holds side by side; else empty.
    """

    ranked: tuple[Candidate, ...]
    entities: Entities
    text: str
    topics: tuple[str, ...] = ()

    @property
    def best(self) -> Candidate | None:
        """The first candidate, or None."""
        return self.ranked[0] if self.ranked else None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which confidence the bot answers, and from which it offers choices; below: fallback."""

    answer_at: float = 0.6
    choices_at: float = 0.2


@dataclass(frozen=True, slots=True)
class Options:
    """What the matching is tuned by; chosen by cross-validation over phrasings."""

    weights: FamilyWeights = field(default_factory=FamilyWeights)
    penalty: float = 0.3
    strength: float = 0.05
    # ridge, nearest, near three, keyword | none: constant, ridge, nearest, unknown share
    prior: tuple[float, ...] = (6.0, 4.0, 3.0, 2.0, 1.0, 6.0, 4.0, 3.0)


DEFAULTS = Options()


class Matcher:
    """Matches messages to entries; immutable once built."""

    def __init__(
        self,
        *,
        ids: tuple[str, ...],
        analyser: Analyser,
        vectoriser: Vectoriser,
        weights: Floats,
        matrix: Floats,
        slices: tuple[slice, ...],
        keywords: dict[str, tuple[int, ...]],
        logit: fusion.Logit,
    ) -> None:
        self._ids = ids
        self._analyser = analyser
        self._vectoriser = vectoriser
        self._weights = weights
        self._matrix = matrix
        self._slices = slices
        self._keywords = keywords
        self._logit = logit

    @classmethod
    def build(
        cls,
        entries: Sequence[Entry],
        *,
        background: Sequence[str] = (),
        lexicon: Lexicon | None = None,
        recogniser: EntityRecogniser | None = None,
        options: Options = DEFAULTS,
    ) -> "Matcher":
        lexicon = lexicon or Lexicon()
        recogniser = recogniser or EntityRecogniser(lexicon=lexicon)
        entries = sorted(entries, key=lambda entry: entry.id)
        texts = [(sorted({*e.texts}), sorted({*e.keywords} - {*e.texts})) for e in entries]
        every = [text for phrasings, words in texts for text in (*phrasings, *words)]
        outside = sorted(set(background))
        analyser = Analyser(lexicon, recogniser, vocabulary_of((*every, *outside)))
        # class 0 is "none of them"
        classes = [tuple(outside), *((*phrasings, *words) for phrasings, words in texts)]
        documents = [analyser.analyse(text).sentences for group in classes for text in group]
        labels = [label for label, group in enumerate(classes) for _ in group]
        real = [
            at_phrasing
            for label, group in enumerate(classes)
            for at_phrasing in (
                [True] * len(group)
                if label == 0
                else [True] * len(texts[label - 1][0]) + [False] * len(texts[label - 1][1])
            )
        ]
        dimensions = _DIMENSIONS_SMALL if len(labels) <= _SMALL else _DIMENSIONS_LARGE
        vectoriser = Vectoriser(documents, dimensions=dimensions, weights=options.weights)
        matrix = vectoriser.matrix(vectoriser.vector(document) for document in documents)
        ends = np.cumsum([len(group) for group in classes])
        slices = tuple(
            slice(int(end) - len(group), int(end)) for end, group in zip(ends, classes, strict=True)
        )
        groups = _groups(matrix, labels)
        model = ridge.fit(matrix, labels, len(classes), groups, penalty=options.penalty)
        keywords: dict[str, tuple[int, ...]] = {}
        for label, (_, words) in enumerate(texts, start=1):
            for word in words:
                tokens = [t for s in analyser.analyse(word).sentences for t in s]
                if len(tokens) == 1:
                    for stem in tokens[0].stems:
                        keywords[stem] = (*keywords.get(stem, ()), label)
        logit = _calibrate(
            matrix, labels, real, documents, slices, model, keywords, groups, options
        )
        return cls(
            ids=("", *(entry.id for entry in entries)),
            analyser=analyser,
            vectoriser=vectoriser,
            weights=model.weights,
            matrix=matrix,
            slices=slices,
            keywords=keywords,
            logit=logit,
        )

    def match(self, text: str) -> Match:
        analysis = self._analyser.analyse(text)
        if not analysis.sentences:
            return Match((), analysis.entities, analysis.text)
        classes, chances = self._chances(analysis.sentences)
        order = sorted(
            (at for at in range(len(classes)) if classes[at]),
            key=lambda at: (-chances[at], self._ids[classes[at]]),
        )
        ranked = tuple(
            Candidate(self._ids[classes[at]], float(chances[at])) for at in order[:_SHOWN]
        )
        return Match(ranked, analysis.entities, analysis.text)

    def _chances(
        self, document: Sequence[Sequence[Token]]
    ) -> tuple[list[int], NDArray[np.float64]]:
        vector = self._vectoriser.vector(document)
        scores = _scores(self._weights, vector)
        dense = vector.dense(self._vectoriser.dimensions)
        hits = _keyword_hits(document, self._keywords)
        classes = _shortlist(scores, hits)
        near = [np.sort(self._matrix[self._slices[c]] @ dense)[::-1] for c in classes]
        evidence = _evidence(classes, scores, near, hits, _unknown(document))
        return classes, self._logit.probabilities(evidence)


def _scores(weights: Floats, vector: Vector) -> Floats:
    result: Floats = vector.values @ weights[vector.places]
    return result


def _shortlist(scores: Floats, hits: dict[int, int]) -> list[int]:
    order = np.argsort(-scores[1:], kind="stable")[:_SHORTLIST] + 1
    return [0, *dict.fromkeys([*(int(c) for c in order), *sorted(hits)[:_SHORTLIST]])]


def _keyword_hits(
    document: Sequence[Sequence[Token]], keywords: dict[str, tuple[int, ...]]
) -> dict[int, int]:
    hits: dict[int, int] = {}
    for sentence in document:
        for token in sentence:
            for stem in (*token.stems, *token.parts):
                for label in keywords.get(stem, ()):
                    hits[label] = 1
    return hits


def _unknown(document: Sequence[Sequence[Token]]) -> float:
    telling = [token for sentence in document for token in sentence if not token.stop]
    if not telling:
        return 1.0
    return sum(not token.known for token in telling) / len(telling)


def _evidence(
    classes: Sequence[int],
    scores: Floats,
    near: Sequence[Floats],
    hits: dict[int, int],
    unknown: float,
) -> NDArray[np.float64]:
    evidence = np.zeros((len(classes), 8))
    for row, (label, similar) in enumerate(zip(classes, near, strict=True)):
        best = float(similar[0]) if len(similar) else 0.0
        if label == 0:
            evidence[row, 4:] = (1.0, scores[0], best, unknown)
        else:
            some = float(similar[:_NEAR].mean()) if len(similar) else 0.0
            evidence[row, :4] = (scores[label], best, some, hits.get(label, 0))
    return evidence


def _groups(matrix: Floats, labels: Sequence[int]) -> list[list[int]]:
    """For each text itself and its nearest of the same class, so that no twin helps it."""
    groups: list[list[int]] = []
    start = 0
    labels_array = np.asarray(labels)
    while start < len(labels):
        end = start + int((labels_array[start:] == labels[start]).sum())
        likeness = matrix[start:end] @ matrix[start:end].T
        np.fill_diagonal(likeness, -1.0)
        for at in range(end - start):
            nearest = int(likeness[at].argmax())
            groups.append(
                [start + at] if nearest == at or end - start < 3 else [start + at, start + nearest]
            )
        start = end
    return groups


def _calibrate(
    matrix: Floats,
    labels: Sequence[int],
    real: Sequence[bool],
    documents: Sequence[Sequence[Sequence[Token]]],
    slices: Sequence[slice],
    model: ridge.Ridge,
    keywords: dict[str, tuple[int, ...]],
    groups: Sequence[Sequence[int]],
    options: Options,
) -> fusion.Logit:
    prior = np.array(options.prior)
    usable = [at for at in range(len(labels)) if real[at]]
    step = max(1, len(usable) // _CALIBRATED_ON)
    usable = usable[::step]
    width = 2 * _SHORTLIST + 1
    evidence = np.zeros((len(usable), width, len(prior)))
    present = np.zeros((len(usable), width), bool)
    chosen = np.zeros(len(usable), np.int64)
    kept = np.zeros(len(usable), bool)
    for row, at in enumerate(usable):
        scores = model.left_out[at]
        hits = _keyword_hits(documents[at], keywords)
        classes = _shortlist(scores, hits)
        if labels[at] not in classes:
            continue
        likeness = matrix @ matrix[at]
        likeness[list(groups[at])] = -1.0
        near = []
        for label in classes:
            ordered = np.sort(likeness[slices[label]])[::-1]
            near.append(ordered[ordered > -0.99])
        found = _evidence(classes, scores, near, hits, _unknown(documents[at]))
        evidence[row, : len(classes)] = found
        present[row, : len(classes)] = True
        chosen[row] = classes.index(labels[at])
        kept[row] = True
    if not kept.any():
        return fusion.Logit(prior)
    return fusion.fit(
        evidence[kept], present[kept], chosen[kept], prior, np.ones(int(kept.sum())),
        strength=options.strength,
    )  # fmt: skip
