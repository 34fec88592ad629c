"""Which words of a list are one slip of the keyboard from a given word.

A word and what is left of it when one letter is dropped have hashes in one sorted array (the
"symmetric delete" method): two words one letter dropped, added, changed or swapped apart share one
of these. A look-up is a binary search, whatever the number of words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from knowledge.articles.arrays import Ints

_POLYNOMIAL = 0xEDB88320  # of CRC-32, which `crc32` computes fast for one word

Hashes = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True, eq=False)
class SlipIndex:
    """Hashes in ascending order, and the place in the list of words that each comes from."""

    hashes: Hashes
    places: Ints

    @classmethod
    def of(cls, words: Sequence[str]) -> "SlipIndex":
        """An index of ASCII `words`."""
        if not words:
            return cls(np.zeros(0, np.uint32), np.zeros(0, np.int32))
        packed = np.array(words, dtype="S")
        width = packed.dtype.itemsize
        # By position, so that a step of the checksum reads one row.
        letters = np.ascontiguousarray(packed.view(np.uint8).reshape(len(words), width).T)
        lengths = np.fromiter(map(len, words), np.int64, len(words))
        table = _crc_table()
        state = np.full(len(words), 0xFFFFFFFF, dtype=np.uint32)
        keys_of: list[npt.NDArray[np.uint64]] = []
        for dropped in range(width):
            has = np.flatnonzero(lengths > dropped)
            keys_of.append(_keys(_rest(state[has], letters, lengths, has, dropped + 1, table), has))
            state[has] = _step(state[has], letters[dropped, has], table)
        keys_of.append(_keys(~state, np.arange(len(words))))
        keys = np.concatenate(keys_of)
        keys.sort()
        return cls(
            (keys >> np.uint64(32)).astype(np.uint32),
            (keys & np.uint64(0xFFFFFFFF)).astype(np.int32),
        )

    def near(self, word: str) -> list[int]:
        """Places of words that may be `word` or one slip from it; a few of them are not."""
        letters = word.encode("ascii", "replace")
        hashes = [crc32(letters[:i] + letters[i + 1 :]) for i in range(len(letters))]
        hashes.append(crc32(letters))
        asked = np.array(hashes, dtype=np.uint32)
        first = self.hashes.searchsorted(asked, "left").tolist()
        last = self.hashes.searchsorted(asked, "right").tolist()
        places = self.places.data  # gives single items faster than the array
        found = {
            places[at]
            for begin, end in zip(first, last, strict=True)
            if begin < end
            for at in range(begin, end)
        }
        return sorted(found)


def _rest(
    state: Hashes,
    letters: npt.NDArray[np.uint8],
    lengths: npt.NDArray[np.int64],
    words: npt.NDArray[np.int64],
    begin: int,
    table: Hashes,
) -> Hashes:
    """Checksums of `words`, whose `state` is given, after their letters from `begin` on."""
    found = state.copy()
    left = np.flatnonzero(lengths[words] > begin)
    at = begin
    while left.size:
        found[left] = _step(found[left], letters[at, words[left]], table)
        at += 1
        left = left[lengths[words[left]] > at]
    return ~found


def _step(state: Hashes, letters: npt.NDArray[np.uint8], table: Hashes) -> Hashes:
    result: Hashes = table[(state ^ letters) & np.uint32(0xFF)] ^ (state >> np.uint32(8))
    return result


def _keys(hashes: Hashes, words: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    return (hashes.astype(np.uint64) << np.uint64(32)) | words.astype(np.uint64)


def _crc_table() -> Hashes:
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        odd = (table & np.uint32(1)).astype(np.bool_)
        table = np.where(
            odd, (table >> np.uint32(1)) ^ np.uint32(_POLYNOMIAL), table >> np.uint32(1)
        )
    return table
