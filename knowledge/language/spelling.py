"""A misspelt word's likely meaning among the words that are known."""

from collections.abc import Collection, Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

_FUZZY_FROM = 5
_TWO_EDITS_FROM = 9
_FIRST_LETTER_FREE_FROM = 8
_NEAREST = 3


class Spelling:
    """Known words, to be found by words that are an edit or two away."""

    def __init__(self, known: Iterable[str], common: Collection[str] = ()) -> None:
        """`known` are folded words; those in `common` are taken for no misspelling."""
        self._common = frozenset(common)
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(known):
            if len(word) >= _FUZZY_FROM and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)

    def nearest(self, word: str) -> str | None:
        """The known word that a folded `word` misspells, or None.

        One edit (a letter more, less or other, or two swapped: optimal string alignment), two in
        long words; short words keep their first letter.
        """
        if len(word) < _FUZZY_FROM or not word.isalpha() or word in self._common:
            return None
        allowed = 2 if len(word) >= _TWO_EDITS_FROM else 1
        found: list[tuple[int, bool, str]] = []
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for near, distance, _ in process.extract(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=allowed,
                limit=_NEAREST,
            ):
                moved = near[0] != word[0]
                if not (moved and len(word) < _FIRST_LETTER_FREE_FROM):
                    found.append((int(distance), moved, near))
        return min(found)[2] if found else None
