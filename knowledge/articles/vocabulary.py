"""The distinct words of a segment's articles, and those of them that a query's word may mean.

Words are looked for where they are few: one slip away by hashes, beginnings and endings by binary
search, inflections among the words that begin alike. Only a word that has none of these is compared
letter by letter with those that share most 3-grams with it.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from knowledge.articles.arrays import Floats, Ints, Ragged
from knowledge.articles.similarity import (
    INFLECTED,
    LONGEST_ENDING,
    MIN_PART,
    MIN_STEM,
    begins,
    ends,
    inflected,
    similarity,
)
from knowledge.articles.slips import SlipIndex
from knowledge.articles.words import BARE, is_word

CANDIDATES = 24  # words compared letter by letter with one of the query
_LEAST_SHARED = 0.25  # of a word's grams: two slips in a word of eight letters leave as many
_SHORT = 6  # letters: so few 3-grams that one slip may leave none
_ANOTHER_DIGIT = 0.55
_PART_BESIDE_SLIP = 0.9  # of a part's worth, when the word is a slip for another
_PART_OF_SLIP = 0.9  # of a part's worth, when the word is first to be corrected
_FARTHEST = 4  # letters between two words that may be alike, an ending apart
_FARTHEST_PART = 3  # … beside those that one is longer than its part
_MOST_PARTS = 96  # words that begin, or end, with a query's word: the shortest
_MOST_BEGINNINGS = 48
_MOST_ALIKE_STEMS = 2_000
_REMEMBERED = 4_096
_LAST = "\x7f"  # after every character of a word

_LETTERS = 40
_GRAMS = _LETTERS**3 + _LETTERS**2
_NO_INTS: Ints = np.empty(0, dtype=np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """Words that a query's word may mean: places in the vocabulary, the least alike first."""

    words: Ints
    similarities: Floats
    best: float = 0.0
    best_word: int = -1
    whole: float = 0.0  # the best of those that are not longer words with it as a part


NO_MATCHES = Matches(_NO_INTS, np.empty(0, dtype=np.float32))


def _codes() -> bytes:
    table = bytearray([_LETTERS - 1]) * 256
    for i, letter in enumerate("abcdefghijklmnopqrstuvwxyz0123456789.%", start=1):
        table[ord(letter)] = i
    table[0] = 0
    return bytes(table)


_CODE = _codes()


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Words in ascending order, ASCII. The arrays are what `of` makes of them."""

    words: tuple[str, ...]
    turned: tuple[str, ...]  # the words backwards, in ascending order
    backwards: Ints  # the place of the word that each of these is
    lengths: Ints
    slips: SlipIndex
    grams: Ragged  # 3-grams, and the 2-grams of short words → places of words
    ids: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ids", dict(zip(self.words, range(len(self.words)), strict=True)))
        # Half of all words asked for are asked for again: the names of common goods.
        object.__setattr__(self, "matches", lru_cache(maxsize=_REMEMBERED)(self.matches))

    @classmethod
    def of(cls, words: Sequence[str]) -> "Vocabulary":
        """Of distinct `words` in ascending order."""
        each = [word[::-1] for word in words]
        order = sorted(range(len(words)), key=each.__getitem__)
        return cls(
            words=tuple(words),
            turned=tuple([each[place] for place in order]),
            backwards=np.array(order, dtype=np.int32),
            lengths=np.fromiter(map(len, words), np.int32, len(words)),
            slips=SlipIndex.of(words),
            grams=_gram_index(words),
        )

    def __len__(self) -> int:
        return len(self.words)

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """The vocabulary as arrays to be stored; `of_arrays` reads them back."""
        return {
            "words": _joined(self.words),
            "turned": _joined(self.turned),
            "backwards": self.backwards,
            "lengths": self.lengths,
            "slips.hashes": self.slips.hashes,
            "slips.places": self.slips.places,
            "grams.starts": self.grams.starts,
            "grams.values": self.grams.values,
        }

    @classmethod
    def of_arrays(cls, arrays: dict[str, npt.NDArray[np.generic]]) -> "Vocabulary":
        """A vocabulary as `arrays` gave it. KeyError names an array that is not there."""
        return cls(
            words=_split(arrays["words"]),
            turned=_split(arrays["turned"]),
            backwards=arrays["backwards"].view(np.int32),
            lengths=arrays["lengths"].view(np.int32),
            slips=SlipIndex(
                arrays["slips.hashes"].view(np.uint32), arrays["slips.places"].view(np.int32)
            ),
            grams=Ragged(
                arrays["grams.starts"].view(np.int64), arrays["grams.values"].view(np.int32)
            ),
        )

    def matches(self, word: str, known: bool, guessed: bool = False) -> Matches:
        """The words that `word` may mean here; numbers must be the same but for one digit.

        `known`: whether some segment has the word itself, which then is hardly a slip. `guessed`:
        the word is put together by us, and only its beginnings and one slip are looked for.
        """
        exact = self.ids.get(word)
        if word.startswith(BARE) or len(word) == 1:
            return NO_MATCHES if exact is None else _exactly(exact)
        if not is_word(word):
            return self._number_matches(word, exact, known)
        found: dict[int, float] = {}
        for place in self.slips.near(word):
            other = self.words[place]
            distance = OSA.distance(word, other, score_cutoff=1)
            if distance <= 1 and (alike := similarity(word, other, distance, known)) > 0.0:
                found[place] = alike
        if exact is not None:
            found[exact] = 1.0
        if known or not found:
            self._inflections(word, found)
        whole = max(found.values(), default=0.0)
        parts = self._parts(word, 1.0 if known or not found else _PART_BESIDE_SLIP, not guessed)
        if not known and not guessed:
            if found:
                near = self.words[max(found, key=found.__getitem__)]
                parts.extend(self._parts(near, whole * _PART_OF_SLIP, False))
            elif len(word) >= MIN_PART:
                self._alike(word, found)
        return _matches(found, parts, whole)

    def _number_matches(self, number: str, exact: int | None, known: bool) -> Matches:
        found = {} if exact is None else {exact: 1.0}
        if not known and len(number) > 1:
            for place in self.slips.near(number):
                other = self.words[place]
                if len(other) > 1 and other[0].isdigit() and OSA.distance(number, other) == 1:
                    found[place] = _ANOTHER_DIGIT
        return _matches(found, [], max(found.values(), default=0.0))

    def _inflections(self, word: str, found: dict[int, float]) -> None:
        stem = word[: max(MIN_STEM, len(word) - LONGEST_ENDING)]
        if len(stem) < MIN_STEM:
            return
        first = bisect_left(self.words, stem)
        last = bisect_left(self.words, stem + _LAST, first)
        if last - first > _MOST_ALIKE_STEMS:
            return
        longest = len(word) + LONGEST_ENDING
        for place, other in enumerate(self.words[first:last], start=first):
            if (
                len(other) <= longest
                and found.get(place, 0.0) < INFLECTED
                and inflected(word, other)
            ):
                found[place] = INFLECTED

    def _parts(self, word: str, factor: float, ending: bool) -> list[tuple[Ints, Floats]]:
        """The longer words that begin or, if `ending`, end with `word`; worth `factor`."""
        length = len(word)
        found = []
        first = bisect_left(self.words, word)
        last = bisect_left(self.words, word + _LAST, first)
        if first < last and self.words[first] == word:
            first += 1
        if first < last:
            places = self._shortest(np.arange(first, last, dtype=np.int32))
            found.append((places, begins(length, self.lengths[places]) * np.float32(factor)))
        if ending and length >= MIN_PART:
            turned = word[::-1]
            first = bisect_left(self.turned, turned)
            last = bisect_left(self.turned, turned + _LAST, first)
            places = self.backwards[first:last]
            places = self._shortest(places[self.lengths[places] > length])
            if places.size:
                found.append((places, ends(length, self.lengths[places]) * np.float32(factor)))
        return found

    def _shortest(self, places: Ints) -> Ints:
        if places.size <= _MOST_PARTS:
            return places
        order = np.argsort(self.lengths[places], kind="stable")[:_MOST_PARTS]
        return places[order]

    def _alike(self, word: str, found: dict[int, float]) -> None:
        """Words that share most 3-grams with `word`, compared letter by letter."""
        rows = [row for gram in _grams_of(word, _SHORT) if (row := self.grams.row(gram)).size]
        hits = np.concatenate(rows) if rows else _NO_INTS
        hits.sort()
        begin = np.flatnonzero(np.diff(hits, prepend=-1))
        shared = np.diff(begin, append=hits.size)
        enough = shared >= max(1, int(_LEAST_SHARED * len(word)))
        places, shared = hits[begin[enough]], shared[enough]
        if places.size > CANDIDATES:
            # Shared grams decide; of those that share as many, the one of nearest length.
            rank = shared - 0.03 * np.abs(self.lengths[places] - len(word))
            places = places[np.argpartition(-rank, CANDIDATES - 1)[:CANDIDATES]]
        # Of a long word of which only the beginning was written, few grams are shared.
        first = bisect_left(self.words, word[:MIN_STEM])
        last = bisect_left(self.words, word[:MIN_STEM] + _LAST, first)
        chosen = places.tolist()
        if last - first <= _MOST_BEGINNINGS:
            chosen = sorted({*chosen, *range(first, last)})
        others = [self.words[place] for place in chosen]
        distances = cdist([word], others, scorer=OSA.distance, dtype=np.int32)[0].tolist()
        shorter = _FARTHEST_PART - len(word)
        for place, other, distance in zip(chosen, others, distances, strict=True):
            if distance <= _FARTHEST or distance <= len(other) + shorter:
                alike = similarity(word, other, distance, False)
                if alike > found.get(place, 0.0):
                    found[place] = alike


def _matches(found: dict[int, float], parts: list[tuple[Ints, Floats]], whole: float) -> Matches:
    if not parts:
        if not found:
            return NO_MATCHES
        pairs = sorted(found.items(), key=itemgetter(1))
        best_word, best = pairs[-1]
        words = np.array([place for place, _ in pairs], dtype=np.int32)
        alike = np.array([likeness for _, likeness in pairs], dtype=np.float32)
        return Matches(words, alike, best, best_word, whole)
    words = np.concatenate([np.array([*found], dtype=np.int32), *[part[0] for part in parts]])
    alike = np.concatenate(
        [np.array([*found.values()], dtype=np.float32), *[part[1] for part in parts]]
    )
    order = alike.argsort(kind="stable")
    words, alike = words[order], alike[order]
    return Matches(words, alike, float(alike[-1]), int(words[-1]), whole)


def _exactly(place: int) -> Matches:
    return Matches(np.array([place], dtype=np.int32), np.ones(1, dtype=np.float32), 1.0, place, 1.0)


def _joined(words: Sequence[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode("ascii"), dtype=np.uint8)


def _split(joined: npt.NDArray[np.generic]) -> tuple[str, ...]:
    return tuple(joined.tobytes().decode("ascii").split("\n")) if joined.size else ()


def _grams_of(word: str, short: int) -> list[int]:
    """Numbers of the 3-grams of a word with its ends marked; of a short one its 2-grams too."""
    codes = word.encode("ascii", "replace").translate(_CODE)
    marked = b"\0" + codes + b"\0"
    grams = [
        (a * _LETTERS + b) * _LETTERS + c
        for a, b, c in zip(marked, marked[1:], marked[2:], strict=False)
    ]
    if len(word) <= short:
        grams.extend(_LETTERS**3 + a * _LETTERS + b for a, b in pairwise(marked))
    return list(dict.fromkeys(grams))


def _gram_index(words: Sequence[str]) -> Ragged:
    """Which words have which 3-grams, and which short ones which 2-grams; letters only."""
    if not words:
        return Ragged.of(np.zeros(_GRAMS, np.int64), _NO_INTS)
    packed = np.array(words, dtype="S")
    width = packed.dtype.itemsize
    table = np.frombuffer(_CODE, dtype=np.uint8)
    letters = np.zeros((len(words), width + 3), dtype=np.int32)
    letters[:, 1 : width + 1] = table[packed.view(np.uint8).reshape(len(words), width)]
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    alphabetic = (letters[:, 1] > 0) & (letters[:, 1] <= 26)  # noqa: PLR2004 - a to z
    rows, values = [], []
    for i in range(width):
        has = np.flatnonzero((i < lengths) & alphabetic)
        a, b, c = letters[has, i], letters[has, i + 1], letters[has, i + 2]
        rows.append(has.astype(np.int32))
        values.append((a * _LETTERS + b) * _LETTERS + c)
    for i in range(min(width, _SHORT + 2) + 1):
        has = np.flatnonzero((i <= lengths) & (lengths <= _SHORT + 2) & alphabetic)
        rows.append(has.astype(np.int32))
        values.append(_LETTERS**3 + letters[has, i] * _LETTERS + letters[has, i + 1])
    return Ragged.inverted(np.concatenate(rows), np.concatenate(values), _GRAMS)
