"""Names of files, short enough for any file system."""

_ENDING_BYTES = 20


def shortened(name: str, most: int, mark: str = "") -> str:
    """`name` with `mark` before its ending, its stem cut so that all has at most `most` bytes."""
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending.encode()) > _ENDING_BYTES:
        stem, dot, ending = name, "", ""
    room = most - len(f"{mark}{dot}{ending}".encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + mark + dot + ending
