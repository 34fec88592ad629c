"""Article numbers and GTINs: found exactly, one slip away, or by their beginning."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from stdnum import ean

from knowledge.articles.model import Article
from knowledge.articles.words import fold, is_size, tokenise

EXACT = 1.0
AMONG_WORDS = 0.97
OUTER_PACKAGE = 0.85  # the GTIN-14 of a package of the article
SWAPPED = 0.82
SLIPPED = 0.8
BEGINNING = 0.5
_MIN_AMONG_WORDS = 4  # digits
_MIN_FOR_SLIPS = 5
_MIN_FOR_BEGINNING = 3
_MAX_BEGINNINGS = 20
_GTIN_14 = 14
_DIGITS = "0123456789"

_SEPARATORS = re.compile(r"[\s\-./#_]+")
_NUMBER = re.compile(r"[a-z]{0,5}\d[a-z0-9]{0,39}")
_RUN = re.compile(
    r"(?<![a-z0-9])(?:[a-z]{1,4}-?)?\d(?:[ \-./]?[0-9])*(?:-?[a-z]{1,2})?(?![a-z0-9])"
)


def key_of(number: str) -> str:
    """A number as it is compared: without separators, leading zeros and case."""
    return _SEPARATORS.sub("", fold(number)).lstrip("0")


def valid_gtin(digits: str) -> bool:
    """Whether `digits` are a GTIN-8, -12, -13 or -14 with the right check digit (GS1)."""
    return digits.isascii() and digits.isdecimal() and bool(ean.is_valid(digits))


def numbers_in(query: str) -> tuple[tuple[str, ...], bool]:
    """The keys of the numbers in a query, and whether the query is nothing but a number.

    Among words only numbers of four digits or more count: the others are sizes and percents.
    """
    folded = fold(query)
    whole = _SEPARATORS.sub("", folded)
    size = any(is_size(token) for token in tokenise(folded).words)
    if _NUMBER.fullmatch(whole) and not size:
        key = whole.lstrip("0")
        return ((key,), True) if key else ((), False)
    keys: dict[str, None] = {}
    for run in _RUN.finditer(folded):
        for part in (run[0], *run[0].split()):
            key = key_of(part)
            if sum(c.isdigit() for c in key) >= _MIN_AMONG_WORDS and not is_size(part):
                keys[key] = None
    return tuple(keys), False


@dataclass(frozen=True)
class NumberIndex:
    """Which articles (by id) have which number; immutable."""

    ids: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def build(cls, articles: Iterable[Article]) -> "NumberIndex":
        ids: dict[str, tuple[int, ...]] = {}
        for article in articles:
            for key in _keys(article):
                ids[key] = (*ids.get(key, ()), article.id)
        return cls(ids)

    def with_changes(self, added: Iterable[Article], gone: Iterable[Article]) -> "NumberIndex":
        """An index without `gone` and with `added`."""
        ids = dict(self.ids)
        for article in gone:
            for key in _keys(article):
                left = tuple(id_ for id_ in ids.get(key, ()) if id_ != article.id)
                if left:
                    ids[key] = left
                else:
                    ids.pop(key, None)
        for article in added:
            for key in _keys(article):
                ids[key] = (*ids.get(key, ()), article.id)
        return NumberIndex(ids)

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.ids)

    @cached_property
    def _alphabet(self) -> str:
        return _DIGITS + "".join(sorted({c for key in self.ids for c in key} - set(_DIGITS)))

    def search(self, query: str) -> dict[int, float]:
        """Scores (0..1) by article id for the numbers in `query`."""
        keys, alone = numbers_in(query)
        found: dict[int, float] = {}
        for key in keys:
            exact = self.ids.get(key)
            if exact:
                _note(found, exact, EXACT if alone else AMONG_WORDS)
                continue
            if len(key) >= _MIN_FOR_SLIPS:
                self._slips(key, found)
            if len(key) >= _MIN_FOR_BEGINNING:
                self._beginnings(key, found)
        return found

    def _slips(self, key: str, found: dict[int, float]) -> None:
        if len(key) == _GTIN_14 and valid_gtin(key):
            inner = key[1:13]
            _note(found, self.ids.get(key_of(inner + _check(inner)), ()), OUTER_PACKAGE)
        # A GTIN whose check digit is right is rarely a slip of another.
        less = 0.1 if valid_gtin(key) or valid_gtin(f"0{key}") else 0.0
        for i in range(len(key) - 1):
            swapped = key[:i] + key[i + 1] + key[i] + key[i + 2 :]
            _note(found, self.ids.get(swapped, ()), SWAPPED - less)
        for i in range(len(key) + 1):
            before, after, shorter = key[:i], key[i:], key[i + 1 :]
            if after:
                _note(found, self.ids.get(before + shorter, ()), SLIPPED - less)
            for c in self._alphabet:
                _note(found, self.ids.get(before + c + after, ()), SLIPPED - less)
                if after:
                    _note(found, self.ids.get(before + c + shorter, ()), SLIPPED - less)

    def _beginnings(self, key: str, found: dict[int, float]) -> None:
        at = bisect_left(self._sorted, key)
        for number in self._sorted[at : at + _MAX_BEGINNINGS]:
            if not number.startswith(key):
                break
            _note(found, self.ids[number], BEGINNING + 0.4 * len(key) / len(number))


def _keys(article: Article) -> set[str]:
    return {
        key for number in (article.article_number, article.gtin or "") if (key := key_of(number))
    }


def _note(found: dict[int, float], ids: Iterable[int], score: float) -> None:
    for id_ in ids:
        if score > found.get(id_, 0.0):
            found[id_] = score


def _check(digits: str) -> str:
    return str(ean.calc_check_digit(digits))
