"""A price list that has been read, kept until it is saved."""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO

from knowledge.pricelists import Item, Items

_IN_MEMORY = 8 * 1024 * 1024  # bytes; more is kept on disk
_BATCH = 2_000


class Spool:
    """All items of a list, to be gone through as often as wanted."""

    def __init__(self, file: IO[bytes], count: int) -> None:
        self._file = file
        self.count = count

    def __iter__(self) -> Iterator[Item]:
        self._file.seek(0)
        done = 0
        while done < self.count:
            batch: list[Item] = pickle.load(self._file)  # noqa: S301 - our own temporary file
            done += len(batch)
            yield from batch


@contextmanager
def spooled(items: Items) -> Iterator[Spool]:
    """Read a list to its end, so that all of it is known to be in order.

    Reading takes longer than saving: done first, it keeps nobody waiting for the database.
    """
    with SpooledTemporaryFile(_IN_MEMORY) as file:
        batch: list[Item] = []
        count = 0
        for item in items:
            batch.append(item)
            if len(batch) == _BATCH:
                pickle.dump(batch, file, pickle.HIGHEST_PROTOCOL)
                count += len(batch)
                batch.clear()
        if batch:
            pickle.dump(batch, file, pickle.HIGHEST_PROTOCOL)
            count += len(batch)
        yield Spool(file, count)
