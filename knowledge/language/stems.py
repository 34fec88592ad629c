"""Stems of folded words by Snowball's Swedish and English algorithms (snowballstem.org)."""

import snowballstemmer

_CACHE_LIMIT = 50_000


class Stemmer:
    """Stems words, and remembers what it has stemmed, within a bound: Snowball is slow."""

    def __init__(self) -> None:
        self._swedish = snowballstemmer.stemmer("swedish")
        self._english = snowballstemmer.stemmer("english")
        self._known: dict[str, tuple[str, ...]] = {}

    def swedish(self, word: str) -> str:
        """The Swedish stem of a folded, lower-case `word`."""
        return self.stems(word)[0]

    def stems(self, word: str) -> tuple[str, ...]:
        """The Swedish stem of `word`, and its English one where that is another."""
        known = self._known.get(word)
        if known is None:
            swedish = str(self._swedish.stemWord(word))
            english = str(self._english.stemWord(word))
            known = (swedish,) if english == swedish else (swedish, english)
            if len(self._known) >= _CACHE_LIMIT:
                self._known.clear()
            self._known[word] = known
        return known
