"""Scores of a segment's articles for the words of one query.

An article's score is how much of the query it answers, each word weighing by its rarity, and to a
smaller part how much of the article's own name that is. The lists of the articles that use each
word are summed into one array; the best are compared as they are spelled.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from knowledge.articles.answers import Columns
from knowledge.articles.arrays import Floats, Ints, Places
from knowledge.articles.plan import readings
from knowledge.articles.reading import Reading
from knowledge.articles.segment import Segment
from knowledge.articles.synonyms import Synonyms
from knowledge.articles.vocabulary import Matches
from knowledge.articles.weights import UNKNOWN, kind_weight
from knowledge.articles.words import fold, fold_each

_COMPARED = 16  # of the best, those that are compared as they are spelled
_MORE = 16  # articles than are asked for, so that ties can still be decided
_OWN_NAME = 0.12  # how much of the article's name the query says
_WHOLE = 0.05  # the order and spelling of the whole
_WHOLE_OF_REST = 0.15  # the same, of what the words do not explain
_LEAST_SCORE = 0.25
_MENTION_WEIGHT = 0.5
_SURE = 0.83  # a likeness that leaves no doubt which word is meant: a slip in six letters
_FEW = 16  # of so many articles one: then these few are added one by one
_SAMPLED_FROM = 65_536  # articles
_SAMPLED = 64

_NO_PLACES: Places = np.zeros(0, dtype=np.int64)
_NO_SCORES: Floats = np.zeros(0, dtype=np.float32)

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
        asked: str,
        tokens: Sequence[str],
        masks: Sequence[Mask | None],
        limit: int,
        mention: Mention | None = None,
    ) -> list[tuple[int, int, float]]:
        """(part, place, score 0..1) of the best articles.

        `asked` is the query, of which `tokens` are the words that name goods or a supplier.
        `masks` say which articles of each part may be found; None for all.
        """
        if not tokens:
            return []
        asked = fold(asked)
        every = self._useful(readings(tokens, self._synonyms, self._known, self._sure))
        weights = self._slot_weights(tokens, every, mention)
        found: list[tuple[int, int, float]] = []
        for number, mask in enumerate(masks):
            part = _Part(self._parts[number], every, weights, self._matches, number, mention)
            places, scores = part.best(asked, mask, limit + _MORE)
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
        self._segment, _, self._name_weights, self._suppliers = searched
        self._slots = weights
        self._total = sum(weights) or 1.0
        self._mention = mention
        self._columns = Columns(
            every, weights, matches, number, () if mention is None else mention.slots
        )

    def best(self, asked: str, mask: Mask | None, size: int) -> tuple[Places, Floats]:
        """Places and scores of up to `size` articles; `asked` is the folded query."""
        if not len(self._segment):
            return _NO_PLACES, _NO_SCORES
        sums = self._sums()
        if mask is not None:
            sums *= mask
        top = float(sums.max())
        if top < _LEAST_SCORE * self._total:
            return _NO_PLACES, _NO_SCORES
        places = _at_least(sums, max(_LEAST_SCORE * self._total, 0.6 * top), size)
        found = sums.take(places)
        answered = found * np.float32(1.0 / self._total)
        own: Floats = np.divide(found, np.maximum(self._name_weights.take(places), found))
        scores = answered * (np.float32(1.0 - _OWN_NAME - _WHOLE) + np.float32(_OWN_NAME) * own)
        # Ties at the edge are kept out of chance's hands: by value, then by place.
        good = (-scores).argsort(kind="stable")[:size]
        places, scores, answered = places[good], scores[good], answered[good]
        compared = min(places.size, _COMPARED)
        names = self._segment.columns.texts["name"]
        folded = fold_each([names[place] for place in places[:compared].tolist()])
        whole = cdist([asked], folded, scorer=fuzz.ratio, dtype=np.float32)[0]
        # `whole` is a percentage.
        by_answer = np.float32(0.01 * (_WHOLE - _WHOLE_OF_REST)) * answered[:compared]
        scores[:compared] += whole * (np.float32(0.01 * _WHOLE_OF_REST) + by_answer)
        return places, scores

    def _sums(self) -> Floats:
        """The weight of what each article answers of the query.

        Of several words that answer the same slot the best counts; words that are alone in theirs
        are only added, which takes half the time.
        """
        used_by = self._segment.used_by
        sums = np.zeros(len(self._segment), dtype=np.float32)
        words, values = self._columns.single()
        if words.size:
            lengths, users = used_by.flat(words)
            np.add.at(sums, users, values.repeat(lengths))
        best, whole, part = (np.empty_like(sums) for _ in range(3))
        for slot in self._columns.shared:
            words, values = self._columns.of(slot)
            lengths, users = used_by.flat(words)
            each = values.repeat(lengths)
            readings = self._columns.parts_of(slot)
            mentioned = self._mention is not None and slot in self._mention.slots
            if not (readings or mentioned) and users.size * _FEW < sums.size:
                at = users.astype(np.intp)
                best[at] = 0.0
                np.maximum.at(best, at, each)
                sums[at] += best.take(at)  # the same for an article that is there twice
                continue
            best.fill(0.0)
            np.maximum.at(best, users, each)
            for parts in readings:
                whole.fill(0.0)
                for words, values in parts:
                    part.fill(0.0)
                    lengths, users = used_by.flat(words)
                    np.maximum.at(part, users, values.repeat(lengths))
                    whole += part
                np.maximum(best, whole, out=best)
            if self._mention is not None and mentioned:
                best[self._suppliers == self._mention.supplier] = np.float32(self._slots[slot])
            sums += best
        return sums


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
