"""Tokens in, weighted feature vectors out."""

import math
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.analysis import Token

Floats = NDArray[np.float32]
Places = NDArray[np.int32]

_GRAM_SIZES = (3, 4, 5)
_PAIR_REACH = 12
_NEGATION = "not"  # the concept of the lexicon that turns a clause round
_CACHE_LIMIT = 20_000


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
class Vector:
    """A sparse vector: where (places may repeat; they add up) and how much."""

    places: Places
    values: Floats

    def dense(self, dimensions: int) -> Floats:
        """The same vector, dense."""
        return np.bincount(self.places, weights=self.values, minlength=dimensions).astype(
            np.float32
        )


_NOTHING = Vector(np.zeros(0, np.int32), np.zeros(0, np.float32))


class Vectoriser:
    """Makes vectors whose features are weighted by rarity among the texts it was built from.

    Features are hashed with signs into `dimensions` places (Weinberger et al., 2009, "Feature
    hashing for large scale multitask learning"), so that nothing grows with what people write.
    """

    def __init__(
        self,
        documents: Sequence[Sequence[Sequence[Token]]],
        *,
        dimensions: int,
        weights: FamilyWeights,
    ) -> None:
        self.dimensions = dimensions
        self._weights = weights
        counts: Counter[str] = Counter()
        grams: Counter[str] = Counter()
        for document in documents:
            counts.update({feature for _, feature in self._features(document)})
            grams.update({token.word for sentence in document for token in sentence})
        self._documents = max(1, len(documents))
        self._gram_counts: Counter[str] = Counter()
        for word, count in grams.items():
            for gram in set(_grams(word)):
                self._gram_counts[gram] += count
        self._counts = counts
        self._words: dict[str, tuple[Places, Floats]] = {}
        self._hashed: dict[str, tuple[int, float, float]] = {}

    def vector(self, document: Sequence[Sequence[Token]]) -> Vector:
        """The vector of a text, of length 1."""
        families: dict[str, list[str]] = {}
        for family, feature in self._features(document):
            families.setdefault(family, []).append(feature)
        places: list[Places] = []
        values: list[Floats] = []
        total = 0.0
        for family, features in families.items():
            share = getattr(self._weights, family)
            if not share:
                continue
            hashed = [self._hash(feature) for feature in dict.fromkeys(features)]
            value = np.array([one[1] for one in hashed], np.float32)
            length = math.sqrt(sum(one[1] * one[1] for one in hashed)) or 1.0
            places.append(np.array([one[0] for one in hashed], np.int32))
            values.append(value * np.float32(share / length))
            total += share * share
        grams = [
            self._word(token.word)
            for sentence in document
            for token in sentence
            if not token.stop and not token.word.startswith("@")
        ]
        if grams and self._weights.gram:
            value = np.concatenate([one[1] for one in grams])
            length = float(np.sqrt(np.dot(value, value))) or 1.0
            places.append(np.concatenate([one[0] for one in grams]))
            values.append(value * np.float32(self._weights.gram / length))
            total += self._weights.gram**2
        if not places:
            return _NOTHING
        scale = np.float32(1.0 / math.sqrt(total))
        return Vector(np.concatenate(places), np.concatenate(values) * scale)

    def matrix(self, vectors: Iterable[Vector]) -> Floats:
        """The vectors as rows, dense."""
        return np.stack([vector.dense(self.dimensions) for vector in vectors])

    def rarity(self, feature: str) -> float:
        """How rare a feature is among the texts; the rarest for one that nobody has written."""
        count = self._counts.get(feature, 0)
        return math.log(1.0 + self._documents / (1.0 + count))

    def _hash(self, feature: str) -> tuple[int, float, float]:
        known = self._hashed.get(feature)
        if known is None:
            digest = zlib.crc32(feature.encode())
            rarity = self.rarity(feature)
            known = (digest % self.dimensions, rarity if digest & 0x40000000 else -rarity, rarity)
            if len(self._hashed) >= _CACHE_LIMIT * 10:
                self._hashed.clear()
            self._hashed[feature] = known
        return known

    def _word(self, word: str) -> tuple[Places, Floats]:
        known = self._words.get(word)
        if known is None:
            places: list[int] = []
            values: list[float] = []
            for gram in _grams(word):
                digest = zlib.crc32(b"g:" + gram.encode())
                rarity = math.log(1.0 + self._documents / (1.0 + self._gram_counts.get(gram, 0)))
                places.append(digest % self.dimensions)
                values.append(rarity if digest & 0x40000000 else -rarity)
            known = (np.array(places, np.int32), np.array(values, np.float32))
            if len(self._words) >= _CACHE_LIMIT:
                self._words.clear()
            self._words[word] = known
        return known

    def _features(self, document: Sequence[Sequence[Token]]) -> Iterable[tuple[str, str]]:
        for sentence in document:
            for clause in _clauses(sentence):
                yield from _clause_features(clause)


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
        for stem in token.stems:
            yield "stem", f"w:{stem}"
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
