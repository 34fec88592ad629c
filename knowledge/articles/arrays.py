"""Rows of unequal length, and texts, in a few large arrays rather than in Python objects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Places = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

_LINE_END = ord("\n")


@dataclass(frozen=True, slots=True, eq=False)
class Ragged:
    """Row i is `values[starts[i]:starts[i + 1]]`."""

    starts: Places
    values: Ints

    @classmethod
    def of(cls, lengths: npt.ArrayLike, values: Ints) -> "Ragged":
        """Rows of these `lengths`, whose `values` come one row after the other."""
        sizes = np.asarray(lengths, dtype=np.int64)
        starts = np.zeros(sizes.size + 1, dtype=np.int64)
        np.cumsum(sizes, out=starts[1:])
        return cls(starts, values)

    @classmethod
    def inverted(cls, rows: Ints, values: Ints, size: int) -> "Ragged":
        """For each of `size` values the rows that have it, ascending and each once.

        `rows` and `values` are pairs in any order.
        """
        # One sort of 64-bit keys is several times faster than an argsort. Every step is in place:
        # memory that comes and goes is not all given back to the system.
        keys = values.astype(np.int64)
        keys <<= 32
        keys |= rows
        keys.sort()
        if keys.size:
            fresh = np.empty(keys.size, dtype=np.bool_)
            fresh[0] = True
            np.not_equal(keys[1:], keys[:-1], out=fresh[1:])
            if not fresh.all():
                keys = keys[fresh]
        starts = keys.searchsorted(np.arange(size + 1, dtype=np.int64) << 32)
        return cls(starts.astype(np.int64), keys.astype(np.int32))  # the lower half of each

    def __len__(self) -> int:
        return len(self.starts) - 1

    def lengths(self) -> Places:
        """The length of every row."""
        return np.diff(self.starts)

    def row(self, index: int) -> Ints:
        return self.values[self.starts[index] : self.starts[index + 1]]

    def flat(self, rows: npt.NDArray[np.integer]) -> tuple[Places, Ints]:
        """The values of several rows in one array, and the length of each."""
        starts = self.starts[rows]
        lengths = self.starts[rows + 1] - starts
        if rows.size <= 24:  # noqa: PLR2004 - measured: slices are faster up to about here
            if not rows.size:
                return lengths, self.values[:0]
            ends = starts + lengths
            parts = [
                self.values[start:end]
                for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
            ]
            return lengths, np.concatenate(parts)
        before = np.cumsum(lengths)
        within = np.arange(before[-1])
        within += np.repeat(starts - before + lengths, lengths)
        return lengths, self.values[within]


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """Texts in one buffer of UTF-8: text i is `buffer[starts[i]:starts[i + 1]]`."""

    starts: Places
    buffer: Bytes
    _ends: memoryview = field(init=False)  # views give single items faster than arrays
    _whole: memoryview = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_ends", self.starts.data)
        object.__setattr__(self, "_whole", self.buffer.data)

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Texts":
        return cls.joined([packed(list(texts))])

    @classmethod
    def joined(cls, parts: Sequence[tuple[bytes, Places]]) -> "Texts":
        """The texts of several buffers, each with the lengths of its texts in bytes."""
        lengths = np.concatenate([part[1] for part in parts]) if parts else np.zeros(0, np.int64)
        starts = np.zeros(lengths.size + 1, dtype=np.int64)
        np.cumsum(lengths, out=starts[1:])
        return cls(starts, np.frombuffer(b"".join(part[0] for part in parts), dtype=np.uint8))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, index: int) -> str:
        return str(self._whole[self._ends[index] : self._ends[index + 1]], "utf-8")

    def all(self) -> list[str]:
        """Every text; for few texts, or for texts without characters beyond ASCII."""
        ends = self.starts.tolist()
        whole = self.buffer.tobytes()
        if whole.isascii():
            text = whole.decode("ascii")
            return [text[a:b] for a, b in pairwise(ends)]
        return [whole[a:b].decode() for a, b in pairwise(ends)]


def packed(texts: Sequence[str]) -> tuple[bytes, Places]:
    """Texts as one buffer and the length of each in bytes; a lone surrogate becomes `?`."""
    whole = "\n".join(texts)
    buffer = whole.encode("utf-8", "replace")
    if whole.count("\n") >= len(texts):  # some text has a line end of its own, or there is none
        each = [text.encode("utf-8", "replace") for text in texts]
        return b"".join(each), np.fromiter(map(len, each), np.int64, len(each))
    ends = (np.frombuffer(buffer + b"\n", dtype=np.uint8) == _LINE_END).nonzero()[0]
    return buffer.replace(b"\n", b""), np.diff(ends, prepend=-1) - 1
