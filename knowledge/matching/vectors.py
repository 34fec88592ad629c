"""Tokens in, weighted feature vectors out."""

import math
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.analysis import Token

Floats = NDArray[np.float32]
Places = NDArray[np.int32]

FEATURES = 1 << 15
"""How many places features are hashed into."""

_GRAM_SIZES = (3, 4, 5)
_PAIR_REACH = 12
_NEGATION = "not"  # the concept of the lexicon that turns a clause round
_CACHE_LIMIT = 20_000
_FEATURE_CACHE_LIMIT = 200_000
_SIGN = 0x40000000  # the bit of a feature's hash that gives its sign


@dataclass(frozen=True, slots=True)
class FamilyWeights:
    """How much each family of features counts; the square of each is its share of the length."""

    stem: float = 0.8
    concept: float = 1.0
    part: float = 0.5
    bigram: float = 0.7
    pair: float = 1.0
    polarity: float = 0.5
    gram: float = 0.7


@dataclass(frozen=True, slots=True)
class Features:
    """What a text is made of: features by family and name, and the words to cut in pieces."""

    named: list[tuple[str, str]]
    words: list[str]


@dataclass(frozen=True, slots=True)
class Vector:
    """A sparse vector: where, below FEATURES (places may repeat; they add up), and how much."""

    places: Places
    values: Floats


_NOTHING = Vector(np.zeros(0, np.int32), np.zeros(0, np.float32))


class Vectoriser:
    """Makes vectors whose features are weighted by rarity among the texts it was built from.

    Features are hashed with signs into FEATURES places (Weinberger et al., 2009, "Feature hashing
    for large scale multitask learning"), so that nothing grows with what people write. `dimensions`
    is how many of them a dense vector keeps apart.
    """

    def __init__(
        self, texts: Sequence[Features], *, dimensions: int, weights: FamilyWeights
    ) -> None:
        self.dimensions = dimensions
        self._shares = {
            family.name: float(getattr(weights, family.name)) for family in fields(weights)
        }
        self._texts = max(1, len(texts))
        self._counts: Counter[str] = Counter()
        words: Counter[str] = Counter()
        for text in texts:
            self._counts.update({feature for _, feature in text.named})
            words.update(set(text.words))
        self._gram_counts: Counter[str] = Counter()
        for word, count in words.items():
            for gram in set(_grams(word)):
                self._gram_counts[gram] += count
        self._words: dict[str, tuple[Places, Floats]] = {}
        self._hashed: dict[str, tuple[int, float]] = {}

    def vector(self, text: Features) -> Vector:
        """The vector of a text, of length 1."""
        families: dict[str, dict[str, tuple[int, float]]] = {}
        for family, feature in text.named:
            families.setdefault(family, {})[feature] = self._hash(feature)
        places: list[int] = []
        values: list[float] = []
        total = 0.0
        for family, hashed in families.items():
            share = self._shares[family]
            if not share:
                continue
            scale = share / math.sqrt(sum(value * value for _, value in hashed.values()))
            places += [place for place, _ in hashed.values()]
            values += [value * scale for _, value in hashed.values()]
            total += share * share
        grams = [self._word(word) for word in text.words]
        share = self._shares["gram"]
        by_gram = np.concatenate([value for _, value in grams]) if grams else _NOTHING.values
        length = math.sqrt(float(by_gram @ by_gram))
        if share and length:
            total += share * share
            by_gram = by_gram * np.float32(share / length)
        if not total:
            return _NOTHING
        everything = np.concatenate([np.array(values, np.float32), by_gram])
        where = [np.array(places, np.int32), *(place for place, _ in grams)]
        return Vector(np.concatenate(where), everything * np.float32(1.0 / math.sqrt(total)))

    def matrix(self, vectors: Sequence[Vector]) -> Floats:
        """The vectors as rows, dense: folded into `dimensions` places (a divisor of FEATURES)."""
        lengths = [len(vector.places) for vector in vectors]
        rows = np.repeat(np.arange(len(vectors)) * self.dimensions, lengths)
        where = rows + np.concatenate([_NOTHING.places, *(v.places for v in vectors)]) % (
            self.dimensions
        )
        values = np.concatenate([_NOTHING.values, *(vector.values for vector in vectors)])
        size = len(vectors) * self.dimensions
        flat = np.bincount(where, weights=values, minlength=size).astype(np.float32)
        return flat.reshape(len(vectors), self.dimensions)

    def _hash(self, feature: str) -> tuple[int, float]:
        known = self._hashed.get(feature)
        if known is None:
            known = self._placed(feature, self._counts.get(feature, 0))
            if len(self._hashed) >= _FEATURE_CACHE_LIMIT:
                self._hashed.clear()
            self._hashed[feature] = known
        return known

    def _placed(self, feature: str, count: int) -> tuple[int, float]:
        """A feature's place, and its rarity with a sign; the rarest is what nobody has written."""
        digest = zlib.crc32(feature.encode())
        rarity = math.log(1.0 + self._texts / (1.0 + count))
        return digest % FEATURES, rarity if digest & _SIGN else -rarity

    def _word(self, word: str) -> tuple[Places, Floats]:
        known = self._words.get(word)
        if known is None:
            placed = [
                self._placed(f"g:{gram}", self._gram_counts.get(gram, 0)) for gram in _grams(word)
            ]
            known = (
                np.array([place for place, _ in placed], np.int32),
                np.array([value for _, value in placed], np.float32),
            )
            if len(self._words) >= _CACHE_LIMIT:
                self._words.clear()
            self._words[word] = known
        return known


def features(document: Sequence[Sequence[Token]]) -> Features:
    """The features of a text."""
    clauses = [clause for sentence in document for clause in _clauses(sentence)]
    spoken = (token for sentence in document for token in sentence)
    return Features(
        [named for clause in clauses for named in _clause_features(clause)],
        [token.word for token in spoken if not (token.stop or token.word.startswith("@"))],
    )


def _clauses(sentence: Sequence[Token]) -> Iterable[list[Token]]:
    """The telling words of `sentence`, cut where "men" turns it."""
    clause: list[Token] = []
    for token in sentence:
        if token.contrast:
            yield clause
            clause = []
        elif token.concepts or not token.stop:
            clause.append(token)
    yield clause


def _clause_features(clause: Sequence[Token]) -> Iterable[tuple[str, str]]:
    for token in clause:
        if token.stem:
            yield "stem", f"w:{token.stem}"
        for concept in token.concepts:
            yield "concept", f"c:{concept}"
        for part in token.parts:
            yield "part", f"w:{part}"
    for first, second in pairwise(token.symbol for token in clause):
        yield "bigram", f"b:{first} {second}"
    meant = list(dict.fromkeys(token.concepts[0] for token in clause if token.concepts))
    denied = "n" if _NEGATION in meant else "y"
    for concept in meant:
        yield "polarity", f"{denied}:{concept}"
    for place, first in enumerate(meant[:_PAIR_REACH]):
        for second in meant[place + 1 : _PAIR_REACH]:
            yield "pair", f"k:{min(first, second)} {max(first, second)}"


def _grams(word: str) -> list[str]:
    edged = f"^{word}$"
    return [
        edged[at : at + size] for size in _GRAM_SIZES for at in range(len(edged) - size + 1)
    ] or [edged]
