"""Article numbers and GTINs: found exactly, one slip away, or by their beginning."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from stdnum import ean

from knowledge.articles.arrays import Ints, Places
from knowledge.articles.words import fold, is_size

EXACT = 1.0
AMONG_WORDS = 0.97
SHORT_AMONG_WORDS = 0.6  # four or five digits beside words may as well count something
OUTER_PACKAGE = 0.85  # the GTIN-14 of a package of the article
SWAPPED = 0.82
SLIPPED = 0.8
CHECKED = 0.06  # more, where the check digit tells that a GTIN was mistyped
BEGINNING = 0.5
_MIN_AMONG_WORDS = 4  # digits
_SURE_AMONG_WORDS = 6
_MIN_FOR_SLIPS = 5
_MIN_FOR_BEGINNING = 3
_MAX_BEGINNINGS = 20
_GTIN_14 = 14
_GTINS = (8, 12, 13, 14)
_DIGITS = "0123456789"
_MOST_TOKENS_OF_NUMBER = 3  # "0012-AB 34"
_MOST_DIGITS = 18  # of a number that is kept as an integer of 64 bits
MAX_NUMBER = 40

_SEPARATORS = re.compile(r"[\s\-./#_]+")
_NUMBER = re.compile(r"[a-z]{0,5}\d[a-z0-9]{0,39}", re.ASCII)
# Three digits, and in the group a fourth, with whatever may separate them.
_SOME_DIGITS = re.compile(r"\d[\s\-./#_]*\d[\s\-./#_]*\d[\s\-./#_]*(\d)?", re.ASCII)
_RUN = re.compile(
    r"(?<![a-z0-9])(?:[a-z]{1,4}-?)?\d(?:[ \-./]?[0-9])*(?:-?[a-z]{1,2})?(?![a-z0-9])",
    re.ASCII,
)

Keys = npt.NDArray[np.bytes_]


def key_of(number: str) -> str:
    """A number as it is compared: without separators, leading zeros and case."""
    if number.isascii() and number.isdecimal():
        return number.lstrip("0")[:MAX_NUMBER]
    return _SEPARATORS.sub("", fold(number)).lstrip("0")[:MAX_NUMBER]


def valid_gtin(digits: str) -> bool:
    """Whether `digits` are a GTIN-8, -12, -13 or -14 with the right check digit (GS1)."""
    return digits.isascii() and digits.isdecimal() and bool(ean.is_valid(digits))


def numbers_in(query: str, tokens: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """The keys of the numbers in a query, and whether it is nothing but a number.

    `tokens` are the query's. Among words only numbers of four digits or more count: the others
    are sizes and percents.
    """
    # Most queries have no more than two digits, which among words are no number.
    some = _SOME_DIGITS.search(query)
    if some is None and len(tokens) > _MOST_TOKENS_OF_NUMBER:
        return (), False
    folded = fold(query)
    whole = _SEPARATORS.sub("", folded)
    size = any(map(is_size, tokens))
    if _NUMBER.fullmatch(whole) and not size:
        key = whole.lstrip("0")
        return ((key,), True) if key else ((), False)
    keys: dict[str, None] = {}
    if some is None or some[1] is None:
        return (), False
    for run in _RUN.finditer(folded):
        for part in (run[0], *run[0].split()):
            key = key_of(part)
            if sum(c.isdigit() for c in key) >= _MIN_AMONG_WORDS and not is_size(part):
                keys[key] = None
    return tuple(keys), False


@dataclass(frozen=True, slots=True, eq=False)
class NumberIndex:
    """Numbers in ascending order, and the article (its place) that has each.

    `digits` are those of up to 18 digits, as integers; `mixed` the others, as ASCII.
    """

    digits: Places
    digit_places: Ints
    mixed: Keys
    mixed_places: Ints

    def search(self, query: str, tokens: Sequence[str]) -> dict[int, float]:
        """Scores (0..1) by the article's place for the numbers in `query`."""
        keys, alone = numbers_in(query, tokens)
        found: dict[int, float] = {}
        for key in keys:
            exact = self._of([key])
            if exact:
                long = sum(c.isdigit() for c in key) >= _SURE_AMONG_WORDS
                score = EXACT if alone else AMONG_WORDS if long else SHORT_AMONG_WORDS
                _note(found, (place for _, place in exact), score)
                continue
            if len(key) >= (_MIN_FOR_SLIPS if alone else _SURE_AMONG_WORDS):
                self._slips(key, found)
            if alone and len(key) >= _MIN_FOR_BEGINNING:
                self._beginnings(key, found)
        return found

    def near(self, key: str) -> dict[int, float]:
        """Scores by the article's place for the numbers one slip away from `key`, not its own."""
        found: dict[int, float] = {}
        if len(key) >= _MIN_FOR_SLIPS:
            self._slips(key, found)
            for _, place in self._of([key]):
                found.pop(place, None)
        return found

    def _of(self, keys: Sequence[str]) -> list[tuple[int, int]]:
        """(place in `keys`, place of an article that has it)."""
        found: list[tuple[int, int]] = []
        whole = [
            (int(key), at)
            for at, key in enumerate(keys)
            if key.isdecimal() and len(key) <= _MOST_DIGITS
        ]
        if whole and self.digits.size:
            asked = np.array([value for value, _ in whole], dtype=np.int64)
            found.extend(_looked_up(self.digits, self.digit_places, asked, [at for _, at in whole]))
        if self.mixed.size:
            other = [
                (key.encode("ascii", "replace"), at)
                for at, key in enumerate(keys)
                if not key.isdecimal() or len(key) > _MOST_DIGITS
            ]
            if other:
                texts = np.array([key for key, _ in other], dtype="S")
                found.extend(
                    _looked_up(self.mixed, self.mixed_places, texts, [at for _, at in other])
                )
        return found

    def _slips(self, key: str, found: dict[int, float]) -> None:
        if len(key) == _GTIN_14 and valid_gtin(key):
            inner = key[1:13]
            outer = self._of([key_of(inner + str(ean.calc_check_digit(inner)))])
            _note(found, (place for _, place in outer), OUTER_PACKAGE)
        # A GTIN whose check digit is right is rarely a slip of another, and one whose check digit
        # is wrong always is a slip.
        valid = valid_gtin(key) or valid_gtin(f"0{key}")
        slips: dict[str, float] = {}
        for slip, score in _one_slip_away(key, self._alphabet()):
            slips.setdefault(slip, score)
        slips.pop(key, None)
        texts = list(slips)
        for at, place in self._of(texts):
            score = slips[texts[at]]
            if valid:
                score -= 0.1
            elif len(texts[at]) in _GTINS and valid_gtin(texts[at]):
                score += CHECKED
            _note(found, (place,), score)

    def _alphabet(self) -> str:
        if not self.mixed.size:
            return _DIGITS
        return _DIGITS + "abcdefghijklmnopqrstuvwxyz"

    def _beginnings(self, key: str, found: dict[int, float]) -> None:
        left = _MAX_BEGINNINGS
        if key.isdecimal():
            value = int(key)
            for more in range(1, _MOST_DIGITS + 1 - len(key)):
                low, high = value * 10**more, (value + 1) * 10**more
                first = int(self.digits.searchsorted(low))
                last = min(int(self.digits.searchsorted(high)), first + left)
                score = BEGINNING + 0.4 * len(key) / (len(key) + more)
                _note(found, self.digit_places[first:last].tolist(), score)
                left -= last - first
                if left <= 0:
                    return
        prefix = key.encode("ascii", "replace")
        first = int(self.mixed.searchsorted(prefix))
        for place in range(first, min(first + left, len(self.mixed))):
            number = bytes(self.mixed[place])
            if not number.startswith(prefix):
                break
            score = BEGINNING + 0.4 * len(key) / len(number)
            _note(found, (int(self.mixed_places[place]),), score)


class NumbersBuilder:
    """Takes numbers a batch at a time, and keeps the long ones only as integers."""

    def __init__(self) -> None:
        self._digits: list[Places] = []
        self._digit_places: list[Ints] = []
        self._mixed: list[bytes] = []
        self._mixed_places: list[int] = []

    def add(self, numbers: Sequence[str], first: int) -> None:
        """The numbers of the articles at places `first`, `first` + 1, …; empty for none."""
        places = [place for place, number in enumerate(numbers, start=first) if number]
        found = [number for number in numbers if number]
        whole = "".join(found)
        if not (whole.isascii() and whole.isdecimal() and max(map(len, found)) <= _MOST_DIGITS):
            keys = [(key_of(number), place) for number, place in zip(found, places, strict=True)]
            mixed = [pair for pair in keys if not _is_digits(pair[0])]
            self._mixed.extend(key.encode("ascii", "replace") for key, _ in mixed if key)
            self._mixed_places.extend(place for key, place in mixed if key)
            found = [key for key, _ in keys if _is_digits(key)]
            places = [place for key, place in keys if _is_digits(key)]
        self._digits.append(np.fromiter(map(int, found), np.int64, len(found)))
        self._digit_places.append(np.array(places, dtype=np.int32))

    def build(self) -> NumberIndex:
        none = np.zeros(0, dtype=np.int64)
        digits = np.concatenate((none, *self._digits))
        places = np.concatenate((none.astype(np.int32), *self._digit_places))
        real = digits > 0
        digits, places = digits[real], places[real]
        order = np.argsort(digits, kind="stable")
        mixed = np.array(self._mixed, dtype="S") if self._mixed else np.zeros(0, dtype="S1")
        mixed_order = np.argsort(mixed, kind="stable")
        return NumberIndex(
            digits[order],
            places[order],
            mixed[mixed_order],
            np.array(self._mixed_places, dtype=np.int32)[mixed_order],
        )


def _is_digits(key: str) -> bool:
    return key.isdecimal() and key.isascii() and len(key) <= _MOST_DIGITS


def _looked_up(
    values: npt.NDArray[np.generic], places: Ints, asked: npt.NDArray[np.generic], at: Sequence[int]
) -> Iterator[tuple[int, int]]:
    first = values.searchsorted(asked, "left")
    last = values.searchsorted(asked, "right")
    for i in np.flatnonzero(last > first).tolist():
        for place in places[first[i] : last[i]].tolist():
            yield at[i], place


def _one_slip_away(key: str, alphabet: str) -> Iterator[tuple[str, float]]:
    for i in range(len(key) - 1):
        yield (key[:i] + key[i + 1] + key[i] + key[i + 2 :]).lstrip("0"), SWAPPED
    for i in range(len(key) + 1):
        before, after, shorter = key[:i], key[i:], key[i + 1 :]
        if after:
            yield (before + shorter).lstrip("0"), SLIPPED
        for c in alphabet:
            yield before + c + after, SLIPPED
            if after:
                yield (before + c + shorter).lstrip("0"), SLIPPED


def _note(found: dict[int, float], places: Iterable[int], score: float) -> None:
    for place in places:
        if score > found.get(place, 0.0):
            found[place] = score
