"""Stems of folded words by Snowball's Swedish algorithm (snowballstem.org)."""

import snowballstemmer

_CACHE_LIMIT = 50_000


class Stemmer:
    """Stems words, and remembers what it has stemmed, within a bound: Snowball is slow.

    English words are stemmed as Swedish ones too: English stems beside them changed no figure of
    docs/matching.md, and took a tenth of the time to build.
    """

    def __init__(self) -> None:
        self._swedish = snowballstemmer.stemmer("swedish")
        self._known: dict[str, str] = {}

    def stem(self, word: str) -> str:
        """The stem of a folded, lower-case `word`."""
        known = self._known.get(word)
        if known is None:
            known = str(self._swedish.stemWord(word))
            if len(self._known) >= _CACHE_LIMIT:
                self._known.clear()
            self._known[word] = known
        return known
