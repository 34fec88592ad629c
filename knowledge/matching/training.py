"""Entries in, a trained model out: vectors, classifier, and the calibrated fusion of evidence.

Nothing is tuned by hand to single sentences: the classifier predicts each phrasing from the others
(without the phrasing nearest to it), and those predictions are what the fusion is fitted to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from knowledge.entities import EntityRecogniser
from knowledge.language import Lexicon, fold
from knowledge.matching import evidence, fusion, ridge
from knowledge.matching.analysis import Analyser, Token, vocabulary_of
from knowledge.matching.answers import AnswerIndex
from knowledge.matching.entries import Entry
from knowledge.matching.sparse import SparseIndex
from knowledge.matching.vectors import FEATURES, FamilyWeights, Floats, Vector, Vectoriser, features

_FEW_TEXTS = 5_000
_DIMENSIONS = 1_024
# Texts that the fusion is fitted to, more of what is outside than of topics: it rather declines.
_CALIBRATED_ON = 350
_CALIBRATED_OUTSIDE = 500
_SMALLEST_GROUP = 3
_RARE_AMONG_MANY = 25

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

    `texts` are the texts' vectors, a row each, and `places` says which rows are whose. `phrased`:
    the entries have phrasings, not only answers.
    """

    ids: tuple[str, ...]
    analyser: Analyser
    vectoriser: Vectoriser
    classifier: Floats
    texts: SparseIndex
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
    featured = [features(document) for document in documents]
    vectoriser = Vectoriser(
        featured,
        dimensions=_DIMENSIONS,
        weights=options.weights,
    )
    vectors = [vectoriser.vector(one) for one in featured]
    answers = None
    if any(entry.body for entry in entries):
        stopwords = frozenset(fold(word) for word in lexicon.stopwords)
        answers = AnswerIndex([entry.body for entry in entries], stopwords)
    phrased = any(entry.texts for entry in entries)
    model = Model(
        ids=ids,
        analyser=analyser,
        vectoriser=vectoriser,
        classifier=np.zeros((vectoriser.dimensions, len(ids)), np.float32),
        texts=SparseIndex.build(
            [(vector.places, vector.values) for vector in vectors],
            FEATURES,
            most=len(vectors) // _RARE_AMONG_MANY if many else None,
        ),
        places=texts.places,
        keywords=_keywords(entries, analyser),
        familiarity=evidence.Familiarity(documents[texts.places[evidence.NOBODY].stop :]),
        answers=answers,
        logit=fusion.Logit(np.array(options.prior if phrased else _ONLY_ANSWERS)),
        phrased=phrased,
    )
    return _fitted(model, vectors, texts, documents, options) if phrased else model


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
            stem = tokens[0].stem if len(tokens) == 1 else ""
            if stem and label not in keywords.get(stem, ()):
                keywords[stem] = (*keywords.get(stem, ()), label)
    return keywords


def _fitted(
    model: Model,
    vectors: Sequence[Vector],
    texts: _Texts,
    documents: Sequence[Document],
    options: Options,
) -> Model:
    """`model` with its classifier, and the fusion fitted to texts that the classifier had not seen.

    A text is predicted without itself and its nearest of the same topic, so that no twin helps it.
    """
    phrasings = np.flatnonzero(np.array(texts.phrasing))
    first = int(np.searchsorted(phrasings, texts.places[evidence.NOBODY].stop))
    asked = np.concatenate(
        [_some(phrasings[:first], _CALIBRATED_OUTSIDE), _some(phrasings[first:], _CALIBRATED_ON)]
    )
    likeness = np.stack(
        [model.texts.scores(vectors[at].places, vectors[at].values) for at in asked.tolist()]
    )
    matrix = model.vectoriser.matrix(vectors)
    partners = _partners(likeness, asked, texts)
    fitted = ridge.fit(
        matrix,
        texts.labels,
        len(model.ids),
        asked=asked,
        partners=partners,
        penalty=options.penalty,
    )
    found = np.zeros((len(asked), evidence.WIDEST, evidence.KINDS))
    present = np.zeros((len(asked), evidence.WIDEST), bool)
    chosen = np.zeros(len(asked), np.int64)
    for at, (text, partner) in enumerate(zip(asked.tolist(), partners.tolist(), strict=True)):
        label = texts.labels[text]
        hits = evidence.keyword_hits(documents[text], model.keywords)
        said = None if model.answers is None else model.answers.scores(texts.texts[text])
        classes = evidence.shortlist(fitted.left_out[at], said, hits)
        if label not in classes:
            continue
        seen = np.ones(len(texts.texts), bool)
        seen[[text, partner]] = False
        places = [texts.places[one] for one in classes]
        near = [likeness[at, place][seen[place]] for place in places]
        outside = label == evidence.NOBODY
        unknown = model.familiarity.unknown_share(documents[text], unseen=outside)
        scores = fitted.left_out[at]
        found[at, : len(classes)] = evidence.gather(classes, scores, near, hits, said, unknown)
        present[at, : len(classes)] = True
        chosen[at] = classes.index(label)
    kept = np.flatnonzero(present[:, 0])
    logit = fusion.fit(
        found[kept],
        present[kept],
        chosen[kept],
        prior=np.array(options.prior),
        strength=options.strength,
    )
    return replace(model, classifier=fitted.weights, logit=logit)


def _some(places: ridge.Ints, most: int) -> ridge.Ints:
    """At most `most` of `places`, evenly spread."""
    return places[np.linspace(0, len(places) - 1, min(most, len(places))).astype(np.int64)]


def _partners(likeness: ridge.Doubles, asked: ridge.Ints, texts: _Texts) -> ridge.Ints:
    """For each asked text its nearest of the same class, or itself where there are too few."""
    partners = asked.copy()
    for at, text in enumerate(asked.tolist()):
        place = texts.places[texts.labels[text]]
        if place.stop - place.start >= _SMALLEST_GROUP:
            near = likeness[at, place].copy()
            near[text - place.start] = -1.0
            partners[at] = place.start + int(near.argmax())
    return partners
