"""Entries in, a trained model out: vectors, classifier, and the calibrated fusion of evidence.

Nothing is tuned by hand to single sentences: the classifier predicts each phrasing from the others
(without the phrasing nearest to it), and those predictions are what the fusion is fitted to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from knowledge.entities import EntityRecogniser
from knowledge.language import Lexicon, fold
from knowledge.matching import evidence, fusion, ridge
from knowledge.matching.analysis import Analyser, Token, vocabulary_of
from knowledge.matching.answers import AnswerIndex
from knowledge.matching.entries import Entry
from knowledge.matching.vectors import FamilyWeights, Floats, Vectoriser

_FEW_TEXTS = 2_000
_DIMENSIONS = 4_096
_DIMENSIONS_OF_MANY = 1_024
_CALIBRATED_ON = 1_200
_SMALLEST_GROUP = 3

Document = tuple[tuple[Token, ...], ...]


@dataclass(frozen=True, slots=True)
class Options:
    """What the matching is tuned by; chosen by cross-validation over phrasings (docs/matching.md).

    `penalty` is the classifier's ridge penalty. `prior` is what the fusion's weights are drawn to,
    in the order of `evidence`, and used as they are where there are no phrasings; `strength` is how
    firmly.
    """

    weights: FamilyWeights = field(default_factory=FamilyWeights)
    penalty: float = 0.3
    prior: tuple[float, ...] = (6.0, 40.0, 8.0, 1.5, 0.2, 2.0, 4.0, 4.0, 4.0)
    strength: float = 0.05


DEFAULTS = Options()
_ONLY_ANSWERS = (0.0, 0.0, 0.0, 2.0, 1.5, 2.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Model:
    """All that matching needs. `ids[0]` stands for "none of them"; class n is `ids[n]`.

    `texts` are the rows of the texts' vectors, and `places` says which rows are whose. `phrased`: the
    entries have phrasings, not only answers.
    """

    ids: tuple[str, ...]
    analyser: Analyser
    vectoriser: Vectoriser
    classifier: Floats
    texts: Floats
    places: tuple[slice, ...]
    keywords: dict[str, tuple[int, ...]]
    familiarity: evidence.Familiarity
    answers: AnswerIndex | None
    logit: fusion.Logit
    phrased: bool


@dataclass(frozen=True, slots=True)
class _Texts:
    """The texts of all classes in one row: whose each is, and whether a person would write it."""

    texts: tuple[str, ...]
    labels: tuple[int, ...]
    phrasing: tuple[bool, ...]
    places: tuple[slice, ...]


def train(
    entries: Sequence[Entry],
    background: Sequence[str],
    lexicon: Lexicon,
    recogniser: EntityRecogniser,
    options: Options,
) -> Model:
    """Train on `entries`, and on `background`, which no entry answers. The order means nothing.

    Raises ValueError when two entries have one id.
    """
    entries = sorted(entries, key=lambda entry: entry.id)
    ids = ("", *(entry.id for entry in entries))
    if len(set(ids)) < len(ids):
        raise ValueError(f"two entries have one id: {_twice(ids)}")
    texts = _texts(entries, background)
    analyser = Analyser(lexicon, recogniser, vocabulary_of(texts.texts))
    documents = tuple(analyser.analyse(text).sentences for text in texts.texts)
    many = len(documents) > _FEW_TEXTS
    vectoriser = Vectoriser(
        documents,
        dimensions=_DIMENSIONS_OF_MANY if many else _DIMENSIONS,
        weights=options.weights,
    )
    matrix = vectoriser.matrix([vectoriser.vector(document) for document in documents])
    answers = None
    if any(entry.body for entry in entries):
        stopwords = frozenset(fold(word) for word in lexicon.stopwords)
        answers = AnswerIndex([entry.body for entry in entries], stopwords)
    keywords = _keywords(entries, analyser)
    familiarity = evidence.Familiarity(documents[texts.places[evidence.NOBODY].stop :])
    phrased = any(entry.texts for entry in entries)
    if phrased:
        partners = _partners(matrix, texts)
        fitted = ridge.fit(matrix, texts.labels, len(ids), partners, penalty=options.penalty)
        weights = fitted.weights
        logit = _calibrated(
            matrix,
            texts,
            documents,
            fitted.left_out,
            familiarity,
            partners,
            keywords,
            answers,
            options,
        )
    else:
        weights = np.zeros((vectoriser.dimensions, len(ids)), np.float32)
        logit = fusion.Logit(np.array(_ONLY_ANSWERS))
    return Model(
        ids=ids,
        analyser=analyser,
        vectoriser=vectoriser,
        classifier=weights,
        texts=matrix,
        places=texts.places,
        keywords=keywords,
        familiarity=familiarity,
        answers=answers,
        logit=logit,
        phrased=phrased,
    )


def _twice(ids: Sequence[str]) -> str:
    return next(name for name in ids if ids.count(name) > 1)


def _texts(entries: Sequence[Entry], background: Sequence[str]) -> _Texts:
    """Background first, then each entry's phrasings and its keywords, sorted and each once."""
    phrasings = [sorted(set(background)), *(sorted(set(entry.texts)) for entry in entries)]
    words = [[], *(sorted({*entry.keywords} - {*entry.texts}) for entry in entries)]
    texts: list[str] = []
    labels: list[int] = []
    phrasing: list[bool] = []
    places: list[slice] = []
    for label, (own, extra) in enumerate(zip(phrasings, words, strict=True)):
        start = len(texts)
        texts += [*own, *extra]
        labels += [label] * (len(own) + len(extra))
        phrasing += [True] * len(own) + [False] * len(extra)
        places.append(slice(start, len(texts)))
    return _Texts(tuple(texts), tuple(labels), tuple(phrasing), tuple(places))


def _keywords(entries: Sequence[Entry], analyser: Analyser) -> dict[str, tuple[int, ...]]:
    """Keywords of one word, by stem, to the classes that have them."""
    keywords: dict[str, tuple[int, ...]] = {}
    for label, entry in enumerate(entries, start=1):
        for word in sorted(set(entry.keywords)):
            tokens = [token for said in analyser.analyse(word).sentences for token in said]
            for stem in tokens[0].stems if len(tokens) == 1 else ():
                if label not in keywords.get(stem, ()):
                    keywords[stem] = (*keywords.get(stem, ()), label)
    return keywords


def _partners(matrix: Floats, texts: _Texts) -> ridge.Ints:
    """For each text its nearest of the same class, so that no twin predicts it; itself if few."""
    partners = np.arange(len(texts.texts))
    for place in texts.places:
        if place.stop - place.start < _SMALLEST_GROUP:
            continue
        likeness = matrix[place] @ matrix[place].T
        np.fill_diagonal(likeness, -1.0)
        partners[place] = place.start + likeness.argmax(axis=1)
    return partners


def _calibrated(
    matrix: Floats,
    texts: _Texts,
    documents: Sequence[Document],
    left_out: ridge.Doubles,
    familiarity: evidence.Familiarity,
    partners: ridge.Ints,
    keywords: dict[str, tuple[int, ...]],
    answers: AnswerIndex | None,
    options: Options,
) -> fusion.Logit:
    """The fusion fitted to what each phrasing looks like to a model that has not seen it."""
    usable = [row for row, is_phrasing in enumerate(texts.phrasing) if is_phrasing]
    usable = usable[:: 1 + len(usable) // _CALIBRATED_ON]
    likeness = matrix[usable] @ matrix.T
    found = np.zeros((len(usable), evidence.WIDEST, evidence.KINDS))
    present = np.zeros((len(usable), evidence.WIDEST), bool)
    chosen = np.zeros(len(usable), np.int64)
    for at, row in enumerate(usable):
        seen = np.ones(len(texts.texts), bool)
        seen[[row, partners[row]]] = False
        hits = evidence.keyword_hits(documents[row], keywords)
        scores = left_out[row]
        said = None if answers is None else answers.scores(texts.texts[row])
        classes = evidence.shortlist(scores, said, hits)
        if texts.labels[row] not in classes:
            continue
        near = [likeness[at, p][seen[p]] for p in (texts.places[label] for label in classes)]
        own = texts.labels[row] != evidence.NOBODY
        unknown = familiarity.unknown_share(documents[row], unseen=not own)
        found[at, : len(classes)] = evidence.gather(classes, scores, near, hits, said, unknown)
        present[at, : len(classes)] = True
        chosen[at] = classes.index(texts.labels[row])
    kept = np.flatnonzero(present[:, 0])
    return fusion.fit(
        found[kept],
        present[kept],
        chosen[kept],
        prior=np.array(options.prior),
        strength=options.strength,
    )
