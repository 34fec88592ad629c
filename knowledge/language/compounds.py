"""Swedish compounds: split by the words of the corpus itself, joined when written apart."""

from collections.abc import Collection

# The letters that join the parts of a Swedish compound; Svenska Akademiens grammatik calls
# them foge: "leverans-s-..." none, "arbet-s-plats", "gat-u-kök".
_LINKS = ("", "s", "e", "u", "o")
_SHORTEST_PART = 4
_SHORTEST_COMPOUND = 8
_SHORTEST_HEAD = 6  # "ingar" ends förpackningar, and is no part of it


class CompoundSplitter:
    """Splits a word in two known words, and knows which two words make a known one."""

    def __init__(self, vocabulary: Collection[str]) -> None:
        """`vocabulary` holds folded words; those shorter than four letters are no parts."""
        self._words = frozenset(vocabulary)
        self._parts = frozenset(word for word in vocabulary if len(word) >= _SHORTEST_PART)

    def split(self, word: str) -> tuple[str, ...]:
        """The two parts of a folded `word`, or one (the last) when only that is known, or none.

        The split with the longest known last part wins: the last part carries the meaning
        ("matleveransen" is a delivery).
        """
        if len(word) < _SHORTEST_COMPOUND:
            return ()
        alone: tuple[str, ...] = ()
        for at in range(_SHORTEST_PART - 1, len(word) - _SHORTEST_PART + 1):
            last = word[at:]
            if last not in self._parts:
                continue
            for link in _LINKS:
                first = word[: at - len(link)] if word[:at].endswith(link) else ""
                if first in self._parts:
                    return first, last
            if len(last) >= _SHORTEST_HEAD:
                alone = alone or (last,)
        return alone

    def joined(self, first: str, second: str) -> str | None:
        """The known word that `first` and `second` make together ("order svar"), or None."""
        for link in ("", "s"):
            whole = first + link + second
            if len(whole) >= _SHORTEST_COMPOUND - 1 and whole in self._words:
                return whole
        return None
