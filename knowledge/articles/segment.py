"""An immutable part of the index: a vocabulary, who uses each word, and 3-grams over it.

A price list that changes some articles adds a small segment instead of rebuilding the large one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from knowledge.articles.model import Article
from knowledge.articles.similarity import similarity
from knowledge.articles.words import BARE, fold, is_word, tokenise, tokenise_folded

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]

CANDIDATES = 40  # words of the vocabulary compared letter by letter with one of the query
_LEAST_SHARED = 0.25  # of a word's grams: two slips in a word of eight letters leave as many
_LEAST_SHARED_KNOWN = 0.4  # a word that is no slip is looked for in compounds and other endings
_SHORT = 6  # letters: so few 3-grams that one slip may leave none
_ANOTHER_DIGIT = 0.55
_NO_INTS: Ints = np.empty(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Matches:
    """Words of a segment that a query's word may mean: ids into the vocabulary, worst first."""

    tokens: Ints
    similarities: Floats


NO_MATCHES = Matches(_NO_INTS, np.empty(0, dtype=np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class Ragged:
    """Rows of unequal length in one array: row i is `values[starts[i]:starts[i + 1]]`."""

    starts: npt.NDArray[np.int64]
    values: Ints

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> "Ragged":
        starts = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum([len(row) for row in rows], out=starts[1:])
        flat = np.fromiter((value for row in rows for value in row), np.int32, int(starts[-1]))
        return cls(starts, flat)

    def inverted(self, size: int) -> "Ragged":
        """Row numbers by value, each row in ascending order; values are below `size`."""
        rows = np.repeat(
            np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts).astype(np.int64)
        )
        order = np.argsort(self.values, kind="stable")
        starts = np.zeros(size + 1, dtype=np.int64)
        np.cumsum(np.bincount(self.values, minlength=size), out=starts[1:])
        return Ragged(starts, rows[order])

    def flat(self, rows: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], Ints]:
        """The values of several rows in one array, and for each the place of its row in `rows`."""
        starts = self.starts[rows]
        lengths = self.starts[rows + 1] - starts
        place = np.repeat(np.arange(rows.size), lengths)
        within = np.arange(place.size) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return place, self.values[np.repeat(starts, lengths) + within]

    def row(self, index: int) -> Ints:
        return self.values[self.starts[index] : self.starts[index + 1]]


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Articles with their words. `names` tell apart articles that have the same words."""

    articles: tuple[Article, ...]
    names: tuple[str, ...]  # folded
    suppliers: Ints  # of each article, an id from the index's list of suppliers
    vocabulary: tuple[str, ...]
    token_ids: dict[str, int]
    used_by: Ragged  # word → articles
    name_tokens: Ragged  # article → words of its name
    grams: dict[str, Ints]  # 2- and 3-grams → words
    lengths: Ints  # number of letters of each word

    @classmethod
    def build(cls, articles: Iterable[Article], supplier_ids: dict[str, int]) -> "Segment":
        """A segment of `articles`; `supplier_ids` knows every supplier's name, folded."""
        kept = tuple(articles)
        ids: dict[str, int] = {}
        names: list[str] = []
        in_name: list[list[int]] = []
        anywhere: list[list[int]] = []
        for article in kept:
            folded = fold(article.name)
            name = tokenise_folded(folded)
            own = dict.fromkeys(ids.setdefault(word, len(ids)) for word in name.words)
            every = dict(own)
            beside = tokenise(" ".join(filter(None, (article.package, article.brand))))
            for word in (*beside.words, *name.bare, *beside.bare):
                every[ids.setdefault(word, len(ids))] = None
            names.append(" ".join(name.words))
            in_name.append(list(own))
            anywhere.append(list(every))
        return cls(
            articles=kept,
            names=tuple(names),
            suppliers=np.fromiter(
                (supplier_ids[fold(article.supplier)] for article in kept), np.int32, len(kept)
            ),
            vocabulary=tuple(ids),
            token_ids=ids,
            used_by=Ragged.of(anywhere).inverted(len(ids)),
            name_tokens=Ragged.of(in_name),
            grams=_gram_index(ids),
            lengths=np.fromiter(map(len, ids), np.int32, len(ids)),
        )

    def frequencies(self) -> npt.NDArray[np.int64]:
        """How many articles use each word of the vocabulary."""
        return np.diff(self.used_by.starts)

    def matches(self, word: str, known: bool) -> Matches:
        """The words that `word` may mean here; numbers must be the same but for one digit.

        `known`: whether some segment has the word itself.
        """
        exact = self.token_ids.get(word)
        if word.startswith(BARE) or len(word) == 1:
            return _exactly(exact)
        candidates = self._candidates(word, known)
        if exact is not None:
            candidates = np.union1d(candidates, np.int32(exact))
        if not candidates.size:
            return NO_MATCHES
        words = [self.vocabulary[index] for index in candidates]
        distances = cdist([word], words, scorer=OSA.distance, dtype=np.int32)[0].tolist()
        alike = similarity if is_word(word) else _number_alike
        found = sorted(
            (score, index)
            for other, distance, index in zip(words, distances, candidates.tolist(), strict=True)
            if (score := alike(word, other, distance, known)) > 0.0
        )
        if not found:
            return NO_MATCHES
        return Matches(
            np.array([index for _, index in found], dtype=np.int32),
            np.array([score for score, _ in found], dtype=np.float32),
        )

    def _candidates(self, word: str, known: bool) -> Ints:
        """The words that share most 3-grams with `word`, the shorter ones first."""
        grams = grams_of(word, _SHORT)
        rows = [row for gram in grams if (row := self.grams.get(gram)) is not None]
        if not rows:
            return _NO_INTS
        shared = np.bincount(np.concatenate(rows))
        share = _LEAST_SHARED_KNOWN * len(grams) if known else _LEAST_SHARED * len(word)
        tokens = np.flatnonzero(shared >= max(1, int(share)))
        if tokens.size > CANDIDATES:
            # Shared grams decide; of those that share as many, the one of nearest length.
            apart = np.abs(self.lengths[tokens] - len(word))
            rank = shared[tokens] - 0.03 * apart
            best = np.argpartition(-rank, CANDIDATES - 1)[:CANDIDATES]
            tokens = tokens[best]
        return tokens.astype(np.int32)


def grams_of(word: str, short: int) -> set[str]:
    """The 3-grams of a word with its ends marked; of a short one its 2-grams too."""
    marked = f"^{word}$"
    grams = {marked[i : i + 3] for i in range(len(marked) - 2)}
    if len(word) <= short:
        grams.update(marked[i : i + 2] for i in range(len(marked) - 1))
    return grams


def _gram_index(ids: dict[str, int]) -> dict[str, Ints]:
    rows: dict[str, list[int]] = {}
    for word, index in ids.items():
        if word.startswith(BARE):
            continue
        for gram in grams_of(word, _SHORT + 2):
            rows.setdefault(gram, []).append(index)
    return {gram: np.array(row, dtype=np.int32) for gram, row in rows.items()}


def _exactly(token: int | None) -> Matches:
    if token is None:
        return NO_MATCHES
    return Matches(np.array([token], dtype=np.int32), np.ones(1, dtype=np.float32))


def _number_alike(number: str, word: str, distance: int, known: bool) -> float:
    if distance == 0:
        return 1.0
    one_digit = distance == 1 and min(len(number), len(word)) > 1
    return _ANOTHER_DIGIT if one_digit and not known else 0.0
