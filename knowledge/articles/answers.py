"""Which words of a vocabulary answer which words of a query, and how well."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from knowledge.articles.arrays import Floats, Ints
from knowledge.articles.reading import Reading
from knowledge.articles.vocabulary import NO_MATCHES, Matches


class _Parts(NamedTuple):
    """A reading of several words: the columns of these, and each one's share of the answer."""

    slots: tuple[int, ...]
    columns: list[int]
    shares: Floats


class Columns:
    """For each word (slot) of the query a column of words and how well these answer it, and after
    these one for each word of the readings that take several words for one.
    """

    def __init__(
        self,
        every: Sequence[Reading],
        weights: Sequence[float],
        matches: dict[str, tuple[Matches, ...]],
        number: int,
    ) -> None:
        """`weights` are the slots', `matches` each token's in all segments, of which this is
        the one at `number`.
        """
        size = len(weights)
        slots: list[list[tuple[Matches, float]]] = [[] for _ in weights]
        self._parts: list[_Parts] = []
        self._slots = weights
        others: dict[str, int] = {}
        self._factors: dict[int, float] = {}
        for reading in every:
            if len(reading.tokens) == 1:
                alike = matches[reading.tokens[0]][number]
                if alike.best:
                    for slot in reading.slots:
                        slots[slot].append((alike, reading.factor))
                continue
            letters = sum(map(len, reading.tokens))
            columns = [others.setdefault(token, size + len(others)) for token in reading.tokens]
            shares = [reading.factor * len(token) / letters for token in reading.tokens]
            self._parts.append(_Parts(reading.slots, columns, np.array(shares, dtype=np.float32)))
            for column in columns:
                self._factors[column] = max(self._factors.get(column, 0.0), reading.factor)
        found = [_merged(row) for row in slots]
        for token in others:
            part = matches[token][number]
            found.append((part.words, part.similarities))
        self._sizes = [words.size for words, _ in found]
        self._words = np.concatenate([words for words, _ in found])
        self._values = np.concatenate([values for _, values in found])

    def any(self, slots: Sequence[int]) -> bool:
        """Whether some word answers one of these slots."""
        return any(self._sizes[slot] for slot in slots)

    def weighed(self, slots: Sequence[int]) -> tuple[Ints, Floats]:
        """Words that answer these slots, once for each, and how much of the query's weight each
        answers.
        """
        weights = [0.0] * len(self._sizes)
        for slot in slots:
            weights[slot] = self._slots[slot]
        for part in self._parts:
            weight = sum([weights[slot] for slot in part.slots])
            for column, share in zip(part.columns, part.shares.tolist(), strict=True):
                weights[column] += weight * share
        each = np.array(weights, dtype=np.float32).repeat(self._sizes)
        if 0.0 not in weights:
            return self._words, self._values * each
        some = each.nonzero()[0]
        return self._words.take(some), self._values.take(some) * each.take(some)

    def table(self, weights: Floats) -> tuple[Ints, Floats, Floats]:
        """For each word of the vocabulary (`weights`) its row in the table, 0 for none; the table,
        whose columns are these; and by row the word's weight, as far as the query says it.
        """
        words, values = self._words, self._values
        rows = np.zeros(weights.size, dtype=np.int32)
        rows[words] = np.arange(1, words.size + 1, dtype=np.int32)
        at = rows.take(words)
        width = len(self._sizes)
        table = np.zeros((words.size + 1) * width, dtype=np.float32)
        table[at * width + np.arange(width).repeat(self._sizes)] = values
        if self._factors:
            factors = [self._factors.get(column, 1.0) for column in range(width)]
            values = values * np.array(factors, dtype=np.float32).repeat(self._sizes)
        said = np.zeros(words.size + 1, dtype=np.float32)
        np.maximum.at(said, at, values * weights.take(words))
        return rows, table.reshape(-1, width), said

    def join_readings(self, alike: Floats) -> None:
        """What articles answer by readings of several words, into the columns of the slots.

        `alike` has a row for each article and these columns.
        """
        for part in self._parts:
            answers = alike[:, part.columns] @ part.shares
            for slot in part.slots:
                np.maximum(alike[:, slot], answers, out=alike[:, slot])


def _merged(found: Sequence[tuple[Matches, float]]) -> tuple[Ints, Floats]:
    """The words of several matches, each trusted by a factor, and the best likeness of each."""
    if not found:
        return NO_MATCHES.words, NO_MATCHES.similarities
    first, factor = found[0]
    if len(found) == 1:
        same = factor == 1.0
        return first.words, first.similarities if same else first.similarities * np.float32(factor)
    best: dict[int, float] = {}
    for matches, trust in found:
        pairs = zip(matches.words.tolist(), matches.similarities.tolist(), strict=True)
        for word, alike in pairs:
            if alike * trust > best.get(word, 0.0):
                best[word] = alike * trust
    return np.array([*best], dtype=np.int32), np.array([*best.values()], dtype=np.float32)
