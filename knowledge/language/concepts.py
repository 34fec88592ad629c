"""What words mean, by the lexicon: one concept for all the words that say the same."""

from collections.abc import Mapping

from knowledge.language.normalise import folded_words
from knowledge.language.phrasetable import PhraseTable
from knowledge.language.stems import Stemmer

ELSEWHERE = "elsewhere"
"""The concept of words about anything but what the bot knows."""

_SHORTEST_PREFIX = 3
# What may follow a phrase that ends in `*`, such as "short code*".
_ENDINGS = ("", "s", "n", "en", "er", "ar", "erna", "arna")
_STEMMED_FROM = 5  # letters: the stem of a shorter word says too little


class Concepts:
    """Concepts by word, by beginning of word (`leverans*`), by stem and by phrase.

    `words` are all words that have one; `elsewhere` those whose concept is ELSEWHERE.
    """

    def __init__(self, concepts: Mapping[str, tuple[str, ...]], stemmer: Stemmer) -> None:
        """`concepts`: a name to the patterns of its words, as in `Lexicon.concepts`."""
        exact: dict[str, tuple[str, ...]] = {}
        prefixes: dict[str, tuple[str, ...]] = {}
        phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
        for concept, patterns in sorted(concepts.items()):
            for pattern in patterns:
                key = folded_words(pattern.rstrip("*"))
                if len(key) > 1:
                    for ending in _ENDINGS if pattern.endswith("*") else ("",):
                        form = (*key[:-1], key[-1] + ending)
                        phrases[form] = (*phrases.get(form, ()), concept)
                elif key:
                    table = prefixes if pattern.endswith("*") else exact
                    table[key[0]] = (*table.get(key[0], ()), concept)
        self._exact = exact
        self._prefixes = prefixes
        self._stemmed: dict[str, tuple[str, ...]] = {}
        for word, found in sorted(exact.items()):
            if ELSEWHERE not in found:  # so many words that their stems would be all words' stems
                self._stemmed.setdefault(stemmer.stem(word), found)
        self.phrases = PhraseTable(phrases)
        in_phrases = (word for phrase in phrases for word in phrase)
        self.words = frozenset((*exact, *prefixes, *in_phrases))
        single = (*exact.items(), *prefixes.items())
        self.elsewhere = frozenset(word for word, found in single if ELSEWHERE in found)

    def of(self, word: str, stem: str) -> tuple[str, ...]:
        """The concepts of a folded `word` with that Swedish `stem`; empty for most words."""
        exact = self._exact.get(word)
        if exact is not None:
            return exact
        beginning = self._beginning(word)
        if beginning:
            return self._prefixes[word[:beginning]]
        return self._stemmed.get(stem, ()) if len(word) >= _STEMMED_FROM else ()

    def known_letters(self, word: str) -> int:
        """How much of a folded `word` with concepts tells them: all of it, or a beginning."""
        return len(word) if word in self._exact else self._beginning(word) or len(word)

    def _beginning(self, word: str) -> int:
        lengths = range(len(word), _SHORTEST_PREFIX - 1, -1)
        return next((length for length in lengths if word[:length] in self._prefixes), 0)
