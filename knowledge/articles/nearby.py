"""Words of a short list that are at most one slip of the keyboard from a given one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from rapidfuzz.distance import OSA


@dataclass(frozen=True, slots=True)
class Nearby:
    """The words by what is left of them without one letter, and by themselves.

    For thousands of words; `SlipIndex` does the same for hundreds of thousands in less memory.
    """

    rows: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, words: Iterable[str]) -> "Nearby":
        rows: dict[str, dict[str, None]] = {}
        for word in words:
            for key in _keys(word):
                rows.setdefault(key, {})[word] = None
        return cls({key: tuple(row) for key, row in rows.items()})

    def near(self, word: str) -> list[str]:
        """The words one letter dropped, added, changed or swapped from `word`, or `word`."""
        get = self.rows.get
        rows = [row for key in _keys(word) if (row := get(key)) is not None]
        if not rows:
            return []
        found = dict.fromkeys(chain.from_iterable(rows))
        if word in found:
            return [word, *(other for other in found if other != word and _one(word, other))]
        return [other for other in found if _one(word, other)]


def _keys(word: str) -> list[str]:
    return [word, *[word[:i] + word[i + 1 :] for i in range(len(word))]]


def _one(word: str, other: str) -> bool:
    return OSA.distance(word, other, score_cutoff=1) <= 1
