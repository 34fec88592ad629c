"""Phrases of several words, found where they begin."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

V = TypeVar("V")


class PhraseTable(Generic[V]):
    """Phrases (tuples of words) with a value each; finds the longest at a place."""

    def __init__(self, phrases: Mapping[tuple[str, ...], V]) -> None:
        self._phrases = {phrase: value for phrase, value in phrases.items() if phrase}
        lengths: dict[str, set[int]] = {}
        for phrase in self._phrases:
            lengths.setdefault(phrase[0], set()).add(len(phrase))
        self._lengths = {
            first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()
        }

    def at(self, words: Sequence[str], place: int) -> tuple[int, V] | None:
        """The length and value of the longest phrase that begins at `place` of `words`, or None."""
        for length in self._lengths.get(words[place], ()):
            key = tuple(words[place : place + length])
            if len(key) == length and key in self._phrases:
                return length, self._phrases[key]
        return None
