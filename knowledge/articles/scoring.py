"""Scores of a segment's articles for the words of one query.

An article's score is how much of the query it answers, each word weighing by its rarity, and to a
smaller part how much of the article's own name the query says. The rarest words of the query choose
the articles that are looked at ("MaxScore" pruning): one that has none of them cannot be among the
best. Only for those are the other words looked up, in the list of each article's own words.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from knowledge.articles.arrays import Floats, Ints, Places
from knowledge.articles.plan import Reading, readings
from knowledge.articles.segment import Segment
from knowledge.articles.synonyms import Synonyms
from knowledge.articles.vocabulary import Matches
from knowledge.articles.weights import UNKNOWN, kind_weight

SHORTLIST = 60  # articles whose whole names are weighed
_COMPARED = 16  # of these, those that are compared as they are spelled
_OWN_NAME = 0.12  # how much of the article's name the query says
_WHOLE = 0.05  # the order and spelling of the whole
_LEAST_SCORE = 0.25
_MENTION_WEIGHT = 0.5
_REST = 0.35  # of a query's weight: so much may be left to the words that choose no articles
_MOST_LOOKED_AT = 4_000

Mask = npt.NDArray[np.bool_]


class Mention(NamedTuple):
    """A supplier (its id) named in the words at `slots`."""

    supplier: int
    slots: tuple[int, ...]


class Searched(NamedTuple):
    """A segment with what the index knows about it: weights of words, suppliers of articles."""

    segment: Segment
    weights: Floats
    suppliers: Ints


class Scorer:
    """Scores for one query; remembers what each of its words matched."""

    def __init__(
        self, parts: Sequence[Searched], synonyms: Synonyms, known: Callable[[str], bool]
    ) -> None:
        self._parts = parts
        self._synonyms = synonyms
        self._known = known
        self._matches: dict[str, tuple[Matches, ...]] = {}

    def best(
        self,
        tokens: Sequence[str],
        masks: Sequence[Mask | None],
        limit: int,
        mention: Mention | None = None,
    ) -> list[tuple[int, int, float]]:
        """(part, place, score 0..1) of the best articles.

        `masks` say which articles of each part may be found; None for all.
        """
        if not tokens:
            return []
        every = self._useful(readings(tokens, self._synonyms, self._known))
        weights = self._slot_weights(tokens, every, mention)
        found: list[tuple[int, int, float]] = []
        for number, mask in enumerate(masks):
            part = _Part(self._parts[number], every, weights, self._matches, number, mention)
            places, scores = part.best(tokens, mask, max(SHORTLIST, limit))
            found.extend(
                (number, place, score)
                for place, score in zip(places.tolist(), scores.tolist(), strict=True)
            )
        return found

    def _matched(self, token: str, reading: Reading) -> tuple[Matches, ...]:
        found = self._matches.get(token)
        if found is None:
            known = reading.spelled or self._known(token)
            guessed = reading.factor < 1.0
            found = tuple(
                part.segment.vocabulary.matches(token, known, guessed) for part in self._parts
            )
            self._matches[token] = found
        return found

    def _useful(self, every: Sequence[Reading]) -> list[Reading]:
        """Readings whose words some article has, at least about."""
        return [
            reading
            for reading in every
            if all(
                any(matches.best for matches in self._matched(token, reading))
                for token in reading.tokens
            )
        ]

    def _strongest(self, token: str) -> tuple[float, float]:
        """The best similarity that any word has to `token`, and the weight of that word."""
        best = (0.0, 0.0)
        for matches, part in zip(self._matches[token], self._parts, strict=True):
            if matches.best:
                best = max(best, (matches.best, float(part.weights[matches.best_word])))
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


class _Part:
    """Scoring within one segment."""

    def __init__(
        self,
        searched: Searched,
        every: Sequence[Reading],
        weights: Sequence[float],
        matches: dict[str, tuple[Matches, ...]],
        number: int,
        mention: Mention | None,
    ) -> None:
        self._segment, self._weights, self._suppliers = searched
        self._readings = every
        self._slots = weights
        self._total = sum(weights) or 1.0
        self._mention = mention
        self._matches = {
            token: matches[token][number] for reading in every for token in reading.tokens
        }
        self._columns = {token: column for column, token in enumerate(self._matches)}

    def best(self, tokens: Sequence[str], mask: Mask | None, size: int) -> tuple[Places, Floats]:
        """Places and scores of up to `size` articles."""
        none = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        if not len(self._segment):
            return none
        places = self._chosen(mask, size)
        if not places.size:
            return none
        rows, table = self._table()
        places, answered = self._answered(places, rows, table)
        floor = max(_LEAST_SCORE, 0.6 * float(answered.max()))
        good = np.flatnonzero(answered >= floor)
        if good.size > size:
            # Ties at the edge are kept out of chance's hands: by value, then by place.
            good = good[np.argsort(-answered[good], kind="stable")[:size]]
        places, answered = places[good], answered[good]
        if not places.size:
            return none
        return places, self._reranked(tokens, places, answered, rows, table)

    def _chosen(self, mask: Mask | None, size: int) -> Places:
        """The articles that may be among the best by the query's rarest words."""
        sums = np.zeros(len(self._segment), dtype=np.float32)
        scratch: Floats | None = None
        rest = self._total
        order = sorted(range(len(self._slots)), key=self._slots.__getitem__, reverse=True)
        any_yet = False
        for slot in order:
            if any_yet and rest <= _REST * self._total:
                break
            mine = [reading for reading in self._readings if slot in reading.slots]
            mentions = self._mention is not None and slot in self._mention.slots
            rest -= self._slots[slot]
            if not mine and not mentions:
                continue
            any_yet = True
            weight = np.float32(self._slots[slot])
            if len(mine) == 1 and not mentions and len(mine[0].tokens) == 1:
                found = self._matches[mine[0].tokens[0]]
                if found.words.size == 1:
                    sums[self._segment.used_by.row(found.best_word)] += weight * np.float32(
                        found.best * mine[0].factor
                    )
                    continue
            if scratch is None:
                scratch = np.empty(len(self._segment), dtype=np.float32)
            users = self._spread(mine, scratch, mentions)
            sums[users] = sums[users] + weight * scratch[users]
        if mask is not None:
            sums *= mask
        return self._above(sums, rest, size)

    def _spread(
        self, mine: Sequence[Reading], scratch: Floats, mentions: bool
    ) -> npt.NDArray[np.integer]:
        """Put how well each article answers a slot into `scratch`; the articles, some repeated."""
        words: list[Ints] = []
        alike: list[Floats] = []
        for reading in mine:
            for token in reading.tokens:
                found = self._matches[token]
                # Of a reading of several words each counts as if the others were there too: this
                # only chooses the articles to look at.
                words.append(found.words)
                alike.append(found.similarities * np.float32(reading.factor))
        users: npt.NDArray[np.integer] = np.zeros(0, dtype=np.int32)
        if words:
            every = words[0] if len(words) == 1 else np.concatenate(words)
            values = alike[0] if len(alike) == 1 else np.concatenate(alike)
            if len(words) > 1:
                rank = np.argsort(values, kind="stable")
                every, values = every[rank], values[rank]
            lengths, users = self._segment.used_by.flat(every)
            scratch[users] = np.repeat(values, lengths)  # the last, and best, stays
        if mentions and self._mention is not None:
            theirs = np.flatnonzero(self._suppliers == self._mention.supplier)
            scratch[theirs] = 1.0
            users = np.concatenate((users, theirs))
        return users

    def _above(self, sums: Floats, rest: float, size: int) -> Places:
        top = float(sums.max())
        if top <= 0.0:
            return np.zeros(0, dtype=np.int64)
        floor = max(top * 0.25, top - rest - 0.2 * self._total)
        places = np.flatnonzero(sums >= np.float32(floor))
        if places.size > 4 * size:
            values = sums[places]
            last = float(np.partition(values, values.size - size)[values.size - size])
            places = places[values >= np.float32(last - rest)]
        if places.size > _MOST_LOOKED_AT:
            values = sums[places]
            places = np.sort(places[np.argpartition(-values, _MOST_LOOKED_AT)[:_MOST_LOOKED_AT]])
        return places

    def _table(self) -> tuple[Ints, Floats]:
        """For each word of the vocabulary a row, 0 for none, of its likeness to each token."""
        rows = np.zeros(len(self._segment.vocabulary), dtype=np.int32)
        every = [found.words for found in self._matches.values()]
        words = np.concatenate(every) if every else np.zeros(0, dtype=np.int32)
        rows[words] = np.arange(1, words.size + 1, dtype=np.int32)
        table = np.zeros((words.size + 1, max(1, len(every))), dtype=np.float32)
        for column, found in enumerate(self._matches.values()):
            table[rows[found.words], column] = found.similarities
        return rows, table

    def _answered(self, places: Places, rows: Ints, table: Floats) -> tuple[Places, Floats]:
        """How much of the query each of the articles answers, 0..1."""
        lengths, words = self._segment.words.flat(places)
        row = rows[words]
        at = np.repeat(np.arange(places.size), lengths)
        said = np.flatnonzero(row)
        at, row = at[said], row[said]
        alike = np.zeros((places.size, table.shape[1]), dtype=np.float32)
        if at.size:
            begin = np.flatnonzero(np.concatenate(([True], at[1:] != at[:-1])))
            alike[at[begin]] = np.maximum.reduceat(table[row], begin, axis=0)
        slots: dict[int, Floats] = {}
        for reading in self._readings:
            answers = self._reading(reading, alike)
            for slot in reading.slots:
                other = slots.get(slot)
                slots[slot] = answers if other is None else np.maximum(other, answers)
        if self._mention is not None:
            theirs = (self._suppliers[places] == self._mention.supplier).astype(np.float32)
            for slot in self._mention.slots:
                other = slots.get(slot)
                slots[slot] = theirs if other is None else np.maximum(other, theirs)
        total = np.zeros(places.size, dtype=np.float32)
        for slot, answers in slots.items():
            total += np.float32(self._slots[slot] / self._total) * answers
        return places, total

    def _reading(self, reading: Reading, alike: Floats) -> Floats:
        if len(reading.tokens) == 1:
            answers: Floats = alike[:, self._columns[reading.tokens[0]]]
            return answers if reading.factor == 1.0 else answers * np.float32(reading.factor)
        letters = sum(map(len, reading.tokens))
        answers = np.zeros(len(alike), dtype=np.float32)
        for token in reading.tokens:
            share = np.float32(reading.factor * len(token) / letters)
            answers += share * alike[:, self._columns[token]]
        return answers

    def _reranked(
        self, tokens: Sequence[str], places: Places, answered: Floats, rows: Ints, table: Floats
    ) -> Floats:
        """Scores of the places; `answered` says how much of the query each answers."""
        factors = np.zeros(table.shape[1], dtype=np.float32)
        for reading in self._readings:
            for token in reading.tokens:
                column = self._columns[token]
                factors[column] = max(factors[column], np.float32(reading.factor))
        said = (table * factors).max(axis=1)
        lengths, words = self._segment.words.flat(places)
        at = np.repeat(np.arange(places.size), lengths)
        within = np.arange(words.size) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        weights = self._weights[words] * (within < self._segment.name_lengths[places][at])
        every_word = np.bincount(at, weights=weights, minlength=places.size)
        said_words = np.bincount(at, weights=weights * said[rows[words]], minlength=places.size)
        own = said_words / np.maximum(every_word, 1e-6)
        part = 1.0 - _OWN_NAME - _WHOLE
        scores = answered * (part + _OWN_NAME * own)
        if places.size > _COMPARED:
            compared = np.argpartition(-scores, _COMPARED)[:_COMPARED]
        else:
            compared = np.arange(places.size)
        names = [self._segment.name(place) for place in places[compared].tolist()]
        whole = cdist([" ".join(tokens)], names, scorer=fuzz.ratio, dtype=np.float32)[0]
        scores[compared] += answered[compared] * whole * (_WHOLE / 100.0)
        result: Floats = scores.astype(np.float32)
        return result
