"""Files as they lie in the watched folder: which may be lists, and what each is known by."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bot.database.models import IncomingListRow

_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart", ".download", ".swp")
_THE_SYSTEMS = ("desktop.ini", "thumbs.db")


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it was when it was looked at; times in nanoseconds."""

    path: Path
    size: int
    written: int
    changed: int

    @property
    def content(self) -> str:
        """The same while nobody writes to the file or renames it."""
        # A name is bytes, and need not be UTF-8.
        parts = (os.fsencode(self.path.name), b"%d" % self.size, b"%d" % self.written)
        return "folder:" + sha256(b"|".join(parts)).hexdigest()

    @property
    def key(self) -> str:
        """What a file is known by: another when it is replaced or put back, too."""
        return f"{self.content}:{self.changed}"

    def is_of(self, row: IncomingListRow) -> bool:
        """Whether it is the file of a row that has not been moved: rights may have changed."""
        return row.key.rpartition(":")[0] == self.content

    def as_written(self, other: "Found | None") -> bool:
        """Whether nobody has written to it between two looks."""
        return other is not None and (other.size, other.written) == (self.size, self.written)


def found(path: Path) -> Found:
    """Look at a file; FileNotFoundError if it is gone."""
    now = path.stat()
    return Found(path, now.st_size, now.st_mtime_ns, now.st_ctime_ns)


def candidates(folder: Path, ours: tuple[str, ...]) -> Iterator[Path]:
    """The files in a folder that may be lists; none that is hidden, unfinished, or ends as `ours`.

    OSError if the folder cannot be looked into.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name.lower()
            if name.startswith((".", "~")) or name.endswith((*ours, *_UNFINISHED)):
                continue
            if name not in _THE_SYSTEMS and entry.is_file(follow_symlinks=False):
                yield folder / entry.name


def readable(name: str) -> str:
    """A name as people may read it: bytes that are not UTF-8 are taken for Windows-1252."""
    raw = os.fsencode(name)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("windows-1252", "replace")
