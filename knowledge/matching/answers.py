"""How well an answer's own text fits a question: its passages, its words and its kind.

Measured on Swedish authorities' questions and answers (docs/matching.md): passages of two
sentences find more than whole answers, and BM25 on stems with compound parts and character n-grams
find more together, as a sum of standard scores, than each alone.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from knowledge.language import CompoundSplitter, Stemmer, clean, fold, words
from knowledge.matching.answerkinds import AnswerKinds
from knowledge.matching.sparse import Doubles, Ints, SparseIndex

_SENTENCES_IN_PASSAGE = 2
_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n+")
# Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009. A low k1:
# a passage is short, and a word said twice in it says little more.
_K1 = 0.8
_B = 0.75
_GRAM_SIZES = (3, 4, 5)
_CACHE_LIMIT = 50_000
_EVEN = 1e-9


class AnswerIndex:
    """The passages of answers, to be scored against questions."""

    def __init__(self, bodies: Sequence[str], stopwords: frozenset[str]) -> None:
        """`bodies`: an answer an entry, "" where there is none; `stopwords` are folded."""
        self._stop = stopwords
        self._stemmer = Stemmer()
        self._kinds = AnswerKinds(bodies)
        passages = [_passages(body) for body in bodies]
        self._starts = np.cumsum([0, *(len(cut) for cut in passages[:-1])])
        texts = [self._words(passage) for cut in passages for passage in cut]
        self._splitter = CompoundSplitter({word for text in texts for word in text})
        self._gram_numbers: dict[str, int] = {}
        self._gram_cache: dict[str, Ints] = {}
        self._term_numbers: dict[str, int] = {}
        self._count = max(1, len(texts))
        terms = [self._terms(text, learn=True) for text in texts]
        grams = [self._grams(text, learn=True) for text in texts]
        self._term_rarity = _rarity(terms, len(self._term_numbers), self._count)
        self._gram_rarity = np.log1p(self._count / (1 + _frequency(grams, len(self._gram_numbers))))
        self._by_terms = self._bm25(terms)
        self._by_grams = SparseIndex.build(
            [self._weighed(row) for row in grams], len(self._gram_numbers)
        )

    def scores(self, question: str) -> Doubles:
        """Standard scores of the answers for `question`; higher is better."""
        said = self._words(clean(question))
        terms = self._terms(said, learn=False)
        by_terms = self._by_terms.scores(terms, np.ones(len(terms)))
        by_grams = self._by_grams.scores(*self._weighed(self._grams(said, learn=False)))
        best = [_standard(np.maximum.reduceat(one, self._starts)) for one in (by_terms, by_grams)]
        return (best[0] + best[1]) / 2 + self._kinds.scores(question)

    def _words(self, text: str) -> tuple[str, ...]:
        every = (fold(word) for word in words(clean(text)))
        return tuple(word for word in every if word not in self._stop)

    def _terms(self, text: Sequence[str], *, learn: bool) -> Ints:
        stems = [self._stemmer.stem(word) for word in text]
        parts = [self._stemmer.stem(p) for word in text for p in self._splitter.split(word)]
        found = (_number(self._term_numbers, stem, learn=learn) for stem in (*stems, *parts))
        numbers = [number for number in found if number is not None]
        return np.array(numbers if learn else sorted(set(numbers)), np.int64)

    def _grams(self, text: Sequence[str], *, learn: bool) -> Ints:
        found = [self._word_grams(word, learn=learn) for word in text]
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def _word_grams(self, word: str, *, learn: bool) -> Ints:
        known = self._gram_cache.get(word)
        if known is None:
            edged = f"^{word}$"
            grams = (edged[at : at + n] for n in _GRAM_SIZES for at in range(len(edged) - n + 1))
            found = (_number(self._gram_numbers, gram, learn=learn) for gram in grams)
            known = np.array([number for number in found if number is not None], np.int64)
            if len(self._gram_cache) >= _CACHE_LIMIT:
                self._gram_cache.clear()
            self._gram_cache[word] = known
        return known

    def _bm25(self, rows: Sequence[Ints]) -> SparseIndex:
        lengths = np.array([len(row) for row in rows], float)
        mean = float(lengths.mean()) or 1.0
        weighed = []
        for row, length in zip(rows, lengths, strict=True):
            numbers, counts = np.unique(row, return_counts=True)
            damped = counts * (_K1 + 1) / (counts + _K1 * (1 - _B + _B * length / mean))
            weighed.append((numbers, self._term_rarity[numbers] * damped))
        return SparseIndex.build(weighed, len(self._term_numbers))

    def _weighed(self, row: Ints) -> tuple[Ints, Doubles]:
        numbers, counts = np.unique(row, return_counts=True)
        weights = (1 + np.log(counts)) * self._gram_rarity[numbers]
        length = math.sqrt(float(weights @ weights)) or 1.0
        return numbers, weights / length


def _passages(body: str) -> list[str]:
    cut = [sentence for sentence in _SENTENCE.split(body) if sentence.strip()] or [""]
    last = max(1, len(cut) - _SENTENCES_IN_PASSAGE + 1)
    return [" ".join(cut[at : at + _SENTENCES_IN_PASSAGE]) for at in range(last)]


def _number(numbers: dict[str, int], feature: str, *, learn: bool) -> int | None:
    return numbers.setdefault(feature, len(numbers)) if learn else numbers.get(feature)


def _frequency(rows: Sequence[Ints], features: int) -> Ints:
    counts: Counter[int] = Counter()
    for row in rows:
        counts.update(np.unique(row).tolist())
    return np.array([counts[number] for number in range(features)], np.int64)


def _rarity(rows: Sequence[Ints], features: int, count: int) -> Doubles:
    frequency = _frequency(rows, features)
    rarity: Doubles = np.log1p((count - frequency + 0.5) / (frequency + 0.5))
    return rarity


def _standard(scores: Doubles) -> Doubles:
    away = scores - float(scores.sum()) / len(scores)
    spread = math.sqrt(float(away @ away) / len(scores))
    return away / spread if spread > _EVEN else scores * 0.0
