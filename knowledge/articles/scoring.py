"""Scores of a segment's articles for the words of one query.

An article's score is how much of the query it answers, each word weighing by its rarity, and to a
smaller part how much of the article's own name the query says. The lists of the articles that use
each word choose a few hundred; these are scored by all that the query may mean, and the best of
them compared as they are spelled.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from knowledge.articles.arrays import Floats, Ints, Places
from knowledge.articles.plan import readings
from knowledge.articles.reading import Reading
from knowledge.articles.segment import Segment
from knowledge.articles.synonyms import Synonyms
from knowledge.articles.vocabulary import Matches
from knowledge.articles.weights import UNKNOWN, kind_weight

_SHORTLIST = 60  # of these, those that may be hits
_COMPARED = 16  # of these, those that are compared as they are spelled
_OWN_NAME = 0.12  # how much of the article's name the query says
_WHOLE = 0.05  # the order and spelling of the whole
_WHOLE_OF_REST = 0.15  # the same, of what the words do not explain
_LEAST_SCORE = 0.25
_MENTION_WEIGHT = 0.5
_REST = 0.1  # of a query's weight: so much may be left to the words that choose no articles
_FEW_WORDS = 4
_SURE = 0.83  # a likeness that leaves no doubt which word is meant: a slip in six letters
_SAMPLED_FROM = 65_536  # articles
_SAMPLED = 64
_LOOKED_AT = 256  # articles whose words are looked at one by one

Mask = npt.NDArray[np.bool_]


class Mention(NamedTuple):
    """A supplier (its id) named in the words at `slots`."""

    supplier: int
    slots: tuple[int, ...]


class Searched(NamedTuple):
    """A segment with what the index knows about it: weights of words, suppliers of articles."""

    segment: Segment
    weights: Floats
    name_weights: Floats  # of each article, the sum of its name's words
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
        every = self._useful(readings(tokens, self._synonyms, self._known, self._sure))
        weights = self._slot_weights(tokens, every, mention)
        found: list[tuple[int, int, float]] = []
        for number, mask in enumerate(masks):
            part = _Part(self._parts[number], every, weights, self._matches, number, mention)
            places, scores = part.best(tokens, mask, max(_SHORTLIST, limit))
            found.extend(
                (number, place, score)
                for place, score in zip(places.tolist(), scores.tolist(), strict=True)
            )
        return found

    def _matched(self, token: str, reading: Reading) -> tuple[Matches, ...]:
        found = self._matches.get(token)
        if found is None:
            known = reading.spelled or self._known(token)
            guessed = len(reading.slots) > 1
            found = tuple(
                part.segment.vocabulary.matches(token, known, guessed) for part in self._parts
            )
            self._matches[token] = found
        return found

    def _sure(self, token: str) -> bool:
        """Whether some word is so like a token of the query that no other reading is needed."""
        if self._known(token):
            return True
        found = self._matches.get(token) or self._matched(token, Reading((), (token,), 1.0))
        return max([matches.whole for matches in found]) >= _SURE

    def _useful(self, every: Sequence[Reading]) -> list[Reading]:
        """Readings whose words some article has, at least about."""
        useful = []
        for reading in every:
            for token in reading.tokens:
                matched = self._matched(token, reading)
                if not matched[0].best and not any(matches.best for matches in matched[1:]):
                    break
            else:
                useful.append(reading)
        return useful

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
        unknown = [UNKNOWN * kind_weight(token) for token in tokens]
        found = [(0.0, weight) for weight in unknown]
        for reading in every:
            if len(reading.tokens) == 1:
                likeness, weight = self._strongest(reading.tokens[0])
                alike = reading.factor * likeness
            else:
                strengths = [self._strongest(token) for token in reading.tokens]
                alike = reading.factor * sum([s for s, _ in strengths]) / len(strengths)
                weight = max([w for _, w in strengths])
            for slot in reading.slots:
                if alike > found[slot][0]:
                    # A poor likeness does not tell what the word is: then it weighs as unknown.
                    certain = min(1.0, max(0.0, (alike - 0.5) * 3.0))
                    other = max(unknown[slot], weight)
                    found[slot] = (alike, certain * weight + (1.0 - certain) * other)
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
        self._segment, self._weights, self._name_weights, self._suppliers = searched
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
        places = self._chosen(mask, max(_LOOKED_AT, size))
        if not places.size:
            return none
        answered, own = self._answered(places)
        scores = answered * (1.0 - _OWN_NAME - _WHOLE + _OWN_NAME * own)
        good = (answered >= max(_LEAST_SCORE, 0.6 * float(answered.max()))).nonzero()[0]
        # Ties at the edge are kept out of chance's hands: by value, then by place.
        good = good[(-scores[good]).argsort(kind="stable")[:size]]
        places, scores, answered = places[good], scores[good], answered[good]
        compared = min(places.size, _COMPARED)
        if compared:
            names = [self._segment.name(place) for place in places[:compared].tolist()]
            whole = cdist([" ".join(tokens)], names, scorer=fuzz.ratio, dtype=np.float32)[0]
            whole *= np.float32(0.01)
            scores[:compared] += answered[:compared] * whole * np.float32(_WHOLE)
            scores[:compared] += (1.0 - answered[:compared]) * whole * np.float32(_WHOLE_OF_REST)
        return places, scores

    def _chosen(self, mask: Mask | None, size: int) -> Places:
        """Up to `size` articles that may be the best, in ascending order."""
        sums, rest = self._sums()
        if mask is not None:
            sums *= mask
        top = float(sums.max())
        if top <= 0.0:
            return np.zeros(0, dtype=np.int64)
        places = _at_least(sums, max(0.1 * top, 0.6 * min(top, self._total) - rest), size)
        if places.size > size:
            # Of as good answers those come first whose own names say least beside the query.
            found = sums[places]
            own = found / np.maximum(self._name_weights[places], found)
            rank = found * (1.0 - _OWN_NAME + _OWN_NAME * own)
            places = places[rank.argpartition(places.size - size)[places.size - size :]]
            places.sort()
        return places

    def _sums(self) -> tuple[Floats, float]:
        """The weight of what each article answers, and the weight of the words left out.

        The rarest words come first; the commonest, when they weigh next to nothing, are left out.
        """
        sums = np.zeros(len(self._segment), dtype=np.float32)
        rest = self._total
        counted = False
        for slot in sorted(range(len(self._slots)), key=self._slots.__getitem__, reverse=True):
            if counted and rest <= _REST * self._total:
                break
            weight = self._slots[slot]
            rest -= weight
            counted = self._add(sums, slot, weight) or counted
        return sums, rest

    def _add(self, sums: Floats, slot: int, weight: float) -> bool:
        """Add what articles answer of a slot to `sums`; whether there are any.

        An article with several words for the slot is counted for each: this only chooses the
        articles to look at, and NumPy adds faster than it compares.
        """
        found: dict[int, float] = {}
        for reading in self._readings:
            if slot in reading.slots:
                for token in reading.tokens:
                    matches = self._matches[token]
                    pairs = zip(matches.words.tolist(), matches.similarities.tolist(), strict=True)
                    for word, alike in pairs:
                        if alike * reading.factor > found.get(word, 0.0):
                            found[word] = alike * reading.factor
        used_by = self._segment.used_by
        if len(found) <= _FEW_WORDS:
            for word, alike in found.items():
                np.add.at(sums, used_by.row(word), np.float32(weight * alike))
        else:
            words = np.fromiter(found.keys(), np.int64, len(found))
            values = np.fromiter(found.values(), np.float32, len(found)) * np.float32(weight)
            lengths, users = used_by.flat(words)
            np.add.at(sums, users, values.repeat(lengths))
        if self._mention is not None and slot in self._mention.slots:
            sums[self._suppliers == self._mention.supplier] += np.float32(weight)
            return True
        return bool(found)

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

    def _answered(self, places: Places) -> tuple[Floats, Floats]:
        """How much of the query each of the articles answers, and how much of its name that is."""
        rows, table = self._table()
        lengths, words = self._segment.words.flat(places)
        row = rows[words]
        said = row.nonzero()[0]
        at = np.arange(places.size).repeat(lengths)[said]
        row = row[said]
        alike = np.zeros((places.size, table.shape[1]), dtype=np.float32)
        own = np.zeros(places.size, dtype=np.float32)
        if said.size:
            fresh = np.empty(said.size, dtype=np.bool_)
            fresh[0] = True
            np.not_equal(at[1:], at[:-1], out=fresh[1:])
            begin = fresh.nonzero()[0]
            alike[at[begin]] = np.maximum.reduceat(table[row], begin, axis=0)
            factors = np.zeros(table.shape[1], dtype=np.float32)
            for reading in self._readings:
                for token in reading.tokens:
                    column = self._columns[token]
                    factors[column] = max(factors[column], reading.factor)
            ends = lengths.cumsum() - lengths + self._segment.name_lengths[places]
            weights = (table * factors).max(axis=1)[row] * self._weights[words[said]]
            weights *= said < ends[at]
            own[:] = np.bincount(at, weights=weights, minlength=places.size)
            own /= np.maximum(self._name_weights[places], 1e-6)
        return self._of_slots(places, alike), own

    def _of_slots(self, places: Places, alike: Floats) -> Floats:
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
        return total

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


def _at_least(sums: Floats, floor: float, size: int) -> Places:
    """Places of the sums from `floor` on, or of some fewer, but at least `size`, of the largest."""
    if sums.size >= _SAMPLED_FROM:
        # Listing tens of thousands of places takes longer than all the rest. A sample tells from
        # where on there are about four times as many as are wanted.
        sample = sums[::_SAMPLED]
        rank = sample.size - max(1, 4 * size // _SAMPLED)
        guess = float(np.partition(sample, rank)[rank])
        if guess > floor:
            enough = sums >= np.float32(guess)
            if np.count_nonzero(enough) >= size:
                return enough.nonzero()[0]
    found: Places = (sums >= np.float32(floor)).nonzero()[0]
    return found
