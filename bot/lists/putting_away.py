"""Files put into a folder, without ever taking the place of another."""

import os
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from bot.lists.names import shortened

_MOST = 10_000
_NAME_BYTES = 255 - len(".report.json")
"""What a file system takes, with a report's name beside it."""


def free_names(folder: Path, name: str) -> Iterator[Path]:
    """Places in a folder that nothing has: under its own name, else `name (2).csv` and so on.

    A name that is too long is cut.
    """
    marks = ("", *(f" ({n})" for n in islice(count(2), _MOST)))
    places = (folder / shortened(name, _NAME_BYTES, mark) for mark in marks)
    return (place for place in places if not place.exists())


def put(path: Path, target: Path) -> bool:
    """Move a file; False if somebody has taken the place meanwhile. OSError if it cannot be."""
    try:
        # A rename would take the place of what is there; a link does not.
        os.link(path, target, follow_symlinks=False)
    except FileExistsError:
        return False
    except FileNotFoundError:
        raise
    except OSError:  # a file system without links: all that is left is to have looked before
        if target.exists():
            return False
        path.rename(target)
        return True
    try:
        path.unlink()
    except FileNotFoundError:
        raise
    except OSError:  # we may link it, but not take it away: then it stays where it was, whole
        target.unlink()
        raise
    return True
