"""Which words of a vocabulary answer which words of a query, and how much of it that is."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from knowledge.articles.arrays import Floats, Ints
from knowledge.articles.reading import Reading
from knowledge.articles.vocabulary import NO_MATCHES, Matches

Column = tuple[Ints, Floats]
"""Words, and how much of the query's weight each answers."""

_NOTHING: Column = (NO_MATCHES.words, NO_MATCHES.similarities)


class _Parts(NamedTuple):
    """A reading that takes several words for one: these, and each one's share of the answer."""

    words: tuple[Matches, ...]
    shares: tuple[float, ...]


class Columns:
    """For each word (slot) of the query the words that answer it."""

    def __init__(
        self,
        every: Sequence[Reading],
        weights: Sequence[float],
        matches: dict[str, tuple[Matches, ...]],
        number: int,
        others: Sequence[int],
    ) -> None:
        """`weights` are the slots', `matches` each token's in all segments, of which this is the
        one at `number`. `others`: slots that something else than words answers too.
        """
        self._weights = weights
        self._parts: dict[int, list[_Parts]] = {}
        whole: list[list[tuple[Matches, float]]] = [[] for _ in weights]
        for reading in every:
            if len(reading.tokens) == 1:
                alike = matches[reading.tokens[0]][number]
                if alike.best:
                    for slot in reading.slots:
                        whole[slot].append((alike, reading.factor))
            else:
                letters = sum(map(len, reading.tokens))
                parts = _Parts(
                    tuple([matches[token][number] for token in reading.tokens]),
                    tuple([reading.factor * len(token) / letters for token in reading.tokens]),
                )
                for slot in reading.slots:
                    self._parts.setdefault(slot, []).append(parts)
        self._whole = [_merged(found) for found in whole]
        self.shared = [
            slot
            for slot, (words, _) in enumerate(self._whole)
            if words.size > 1 or slot in self._parts or slot in others
        ]

    def of(self, slot: int) -> Column:
        """The words that answer a slot alone."""
        words, values = self._whole[slot]
        return words, values * np.float32(self._weights[slot])

    def parts_of(self, slot: int) -> list[list[Column]]:
        """The words of each reading that takes several for the slot; their answers add up."""
        weight = self._weights[slot]
        return [
            [
                (found.words, found.similarities * np.float32(share * weight))
                for found, share in zip(parts.words, parts.shares, strict=True)
            ]
            for parts in self._parts.get(slot, ())
        ]

    def single(self) -> Column:
        """The words that are each the only one to answer its slot: those not `shared`."""
        slots = [
            slot
            for slot, (words, _) in enumerate(self._whole)
            if words.size and slot not in self.shared
        ]
        if not slots:
            return _NOTHING
        words, values = zip(*[self.of(slot) for slot in slots], strict=True)
        return np.concatenate(words), np.concatenate(values)


def _merged(found: Sequence[tuple[Matches, float]]) -> Column:
    """The words of several matches, each trusted by a factor, and the best likeness of each."""
    if not found:
        return _NOTHING
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
