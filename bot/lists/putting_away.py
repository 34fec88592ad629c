"""Files put into a folder, without ever taking the place of another."""

import os
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

_MOST = 10_000


def free_names(folder: Path, name: str) -> Iterator[Path]:
    """Places in a folder that nothing has: under its own name, else `name (2).csv` and so on."""
    path = Path(name)
    names = (name, *(f"{path.stem} ({n}){path.suffix}" for n in islice(count(2), _MOST)))
    return (folder / one for one in names if not (folder / one).exists())


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
    path.unlink()
    return True
