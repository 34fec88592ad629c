"""Scores of articles for the words of one query."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from knowledge.articles.plan import Reading, readings
from knowledge.articles.segment import Matches, Segment
from knowledge.articles.synonyms import Synonyms
from knowledge.articles.weights import UNKNOWN, kind_weight

Floats = npt.NDArray[np.float32]

SHORTLIST = 60  # articles whose whole names are compared
_OWN_NAME = 0.12  # how much of the article's name the query says
_WHOLE = 0.05  # the order and spelling of the whole
_LEAST_SCORE = 0.25
_MENTION_WEIGHT = 0.5


class Mention(NamedTuple):
    """A supplier (its id) named in the words at `slots`."""

    supplier: int
    slots: tuple[int, ...]


class Scorer:
    """Scores for one query; remembers what each of its words matched."""

    def __init__(
        self,
        segments: Sequence[Segment],
        weights: Sequence[Floats],
        synonyms: Synonyms,
        known: Callable[[str], bool],
    ) -> None:
        self._segments = segments
        self._weights = weights
        self._synonyms = synonyms
        self._known = known
        self._matches: dict[str, tuple[Matches, ...]] = {}

    def best(
        self,
        tokens: Sequence[str],
        masks: Sequence[npt.NDArray[np.bool_]],
        limit: int,
        mention: Mention | None = None,
    ) -> Iterator[tuple[tuple[int, int], float]]:
        """The places (segment, article) of the best articles with their scores 0..1.

        `masks` say which articles of each segment may be found.
        """
        if not tokens:
            return
        every = self._useful(readings(tokens, self._synonyms, self._known))
        weights = self._slot_weights(tokens, every, mention)
        for number in range(len(self._segments)):
            answered = self._answered(number, every, weights, mention) * masks[number]
            shortlist = _shortlist(answered, max(SHORTLIST, limit))
            if shortlist.size:
                scores = self._reranked(number, tokens, every, answered[shortlist], shortlist)
                for place, score in zip(shortlist.tolist(), scores.tolist(), strict=True):
                    yield (number, place), score

    def _matched(self, token: str, spelled: bool = False) -> tuple[Matches, ...]:
        found = self._matches.get(token)
        if found is None:
            known = spelled or self._known(token)
            found = tuple(segment.matches(token, known) for segment in self._segments)
            self._matches[token] = found
        return found

    def _useful(self, every: Sequence[Reading]) -> tuple[Reading, ...]:
        """Readings whose words some article has, at least about."""
        return tuple(
            reading
            for reading in every
            if all(
                any(matches.tokens.size for matches in self._matched(token, reading.spelled))
                for token in reading.tokens
            )
        )

    def _strongest(self, token: str) -> tuple[float, float]:
        """The best similarity that any word has to `token`, and the weight of that word."""
        best = (0.0, 0.0)
        for matches, weights in zip(self._matched(token), self._weights, strict=True):
            if matches.tokens.size:
                best = max(
                    best, (float(matches.similarities[-1]), float(weights[matches.tokens[-1]]))
                )
        return best

    def _slot_weights(
        self, tokens: Sequence[str], every: Sequence[Reading], mention: Mention | None
    ) -> list[float]:
        found = [(0.0, UNKNOWN * kind_weight(token)) for token in tokens]
        for reading in every:
            strengths = [self._strongest(token) for token in reading.tokens]
            alike = reading.factor * sum(s for s, _ in strengths) / len(strengths)
            weight = max(w for _, w in strengths)
            for slot in reading.slots:
                if alike > found[slot][0]:
                    # A poor likeness does not tell what the word is: then it weighs as unknown.
                    certain = min(1.0, max(0.0, (alike - 0.5) * 3.0))
                    own = UNKNOWN * kind_weight(tokens[slot])
                    found[slot] = (alike, certain * weight + (1.0 - certain) * max(own, weight))
        weights = [weight for _, weight in found]
        for slot in mention.slots if mention else ():
            weights[slot] = _MENTION_WEIGHT / len(mention.slots) if mention else 0.0
        return weights

    def _answered(
        self,
        number: int,
        every: Sequence[Reading],
        weights: Sequence[float],
        mention: Mention | None,
    ) -> Floats:
        """How much of the query each article of a segment answers, 0..1."""
        segment = self._segments[number]
        slots: dict[int, Floats] = {}
        for reading in every:
            answers = self._reading(number, reading)
            for slot in reading.slots:
                other = slots.get(slot)
                slots[slot] = answers if other is None else np.maximum(other, answers)
        if mention is not None:
            theirs = (segment.suppliers == mention.supplier).astype(np.float32)
            for slot in mention.slots:
                other = slots.get(slot)
                slots[slot] = theirs if other is None else np.maximum(other, theirs)
        total = np.zeros(len(segment.articles), dtype=np.float32)
        for slot, answers in slots.items():
            total += np.float32(weights[slot]) * answers
        return total / np.float32(sum(weights) or 1.0)

    def _reading(self, number: int, reading: Reading) -> Floats:
        segment = self._segments[number]
        size = len(segment.articles)
        if len(reading.tokens) == 1:
            answers = _spread(segment, self._matched(reading.tokens[0])[number], size)
            return answers if reading.factor == 1.0 else answers * np.float32(reading.factor)
        answers = np.zeros(size, dtype=np.float32)
        letters = sum(map(len, reading.tokens))
        for token in reading.tokens:
            share = np.float32(reading.factor * len(token) / letters)
            answers += share * _spread(segment, self._matched(token)[number], size)
        return answers

    def _reranked(
        self,
        number: int,
        tokens: Sequence[str],
        every: Sequence[Reading],
        answers: Floats,
        shortlist: npt.NDArray[np.int64],
    ) -> Floats:
        """Scores of the places in `shortlist`; `answers` say how much of the query each answers."""
        segment = self._segments[number]
        said = np.zeros(len(segment.vocabulary), dtype=np.float32)
        for reading in every:
            for token in reading.tokens:
                matches = self._matched(token)[number]
                said[matches.tokens] = np.maximum(
                    said[matches.tokens], matches.similarities * np.float32(reading.factor)
                )
        row, words = segment.name_tokens.flat(shortlist)
        weights = self._weights[number][words]
        every_word = np.bincount(row, weights=weights, minlength=shortlist.size)
        said_words = np.bincount(row, weights=weights * said[words], minlength=shortlist.size)
        own = said_words / np.maximum(every_word, 1e-6)
        names = [segment.names[place] for place in shortlist.tolist()]
        whole = cdist([" ".join(tokens)], names, scorer=fuzz.ratio, dtype=np.float32)[0] / 100.0
        part = 1.0 - _OWN_NAME - _WHOLE
        scores: Floats = (answers * (part + _OWN_NAME * own + _WHOLE * whole)).astype(np.float32)
        return scores


def _spread(segment: Segment, matches: Matches, size: int) -> Floats:
    """The best similarity among each article's words: the matches come worst first."""
    answers = np.zeros(size, dtype=np.float32)
    for token, alike in zip(matches.tokens.tolist(), matches.similarities.tolist(), strict=True):
        answers[segment.used_by.row(token)] = alike
    return answers


def _shortlist(answered: Floats, size: int) -> npt.NDArray[np.int64]:
    if not answered.size:
        return np.empty(0, dtype=np.int64)
    floor = max(_LEAST_SCORE, 0.6 * float(answered.max()))
    places = np.flatnonzero(answered >= floor)
    if places.size <= size:
        return places
    # Ties at the edge are kept out of chance's hands: by value, then by place.
    order = np.lexsort((places, -answered[places]))
    return places[order[:size]]
