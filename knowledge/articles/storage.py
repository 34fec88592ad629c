"""Arrays in one file, mapped into memory when it is read.

The file: a line that names the format and its version, a line with the length of the header and the
checksum of all that follows, the header (JSON: stamp and for each array its name, type and place),
and the arrays, each beginning at a multiple of 64 bytes. A file is written beside the old one and
put in its place, so that a reader finds a whole one.
"""

import json
import mmap
import os
import sys
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

_FORMAT = b"hjalpen-articles"
VERSION = 1  # of what the arrays mean: raise it with every change of folding, tokens or hashes
_ALIGNED = 64
_FIRST_LINES = 128

AnyArray = npt.NDArray[np.generic]


class IndexFileError(ValueError):
    """An index file cannot be used; the message names it and says why."""


def write_arrays(path: Path, arrays: Mapping[str, AnyArray], stamp: str) -> None:
    """Write arrays to `path`. OSError if that is not possible; the old file stays then."""
    table = []
    at = 0
    for name, array in arrays.items():
        at += -at % _ALIGNED
        table.append([name, array.dtype.str, array.size, at])
        at += array.nbytes
    header = json.dumps({"stamp": stamp, "arrays": table}).encode()
    header += b" " * (-len(header) % _ALIGNED)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(b" " * (_FIRST_LINES - 1) + b"\n")
            file.write(header)
            checksum = zlib.crc32(header)
            written = 0
            for array in arrays.values():
                padding = b"\0" * (-written % _ALIGNED)
                whole = np.ascontiguousarray(array).view(np.uint8).data
                for part in (padding, whole):
                    file.write(part)
                    checksum = zlib.crc32(part, checksum)
                    written += len(part)
            file.seek(0)
            file.write(_first_lines(len(header), checksum, written))
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read_stamp(path: Path) -> str:
    """The stamp of a file, of which only the head is read. IndexFileError says what is wrong."""
    try:
        with path.open("rb") as file:
            length, _, _ = _lengths(path, file.read(_FIRST_LINES))
            header = file.read(length)
    except OSError as error:
        raise IndexFileError(f"{path}: {error}") from None
    try:
        return str(json.loads(header)["stamp"])
    except (ValueError, KeyError, TypeError):
        raise IndexFileError(f"{path}: its header is damaged") from None


def read_arrays(path: Path, stamp: str) -> dict[str, AnyArray]:
    """The arrays of a file with this `stamp`, read-only. IndexFileError says what is wrong."""
    try:
        with path.open("rb") as file:
            whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise IndexFileError(f"{path}: {error}") from None
    length, checksum, size = _lengths(path, whole[:_FIRST_LINES])
    if len(whole) != _FIRST_LINES + length + size:
        raise IndexFileError(f"{path}: has been cut")
    with memoryview(whole) as view, view[_FIRST_LINES:] as rest:
        if zlib.crc32(rest) != checksum:
            raise IndexFileError(f"{path}: is damaged: its checksum is wrong")
    header: dict[str, Any] = json.loads(whole[_FIRST_LINES : _FIRST_LINES + length])
    if header["stamp"] != stamp:
        raise IndexFileError(f"{path}: is of {header['stamp']!r}, not of {stamp!r}")
    begin = _FIRST_LINES + length
    return {
        name: np.frombuffer(whole, dtype=np.dtype(kind), count=count, offset=begin + at)
        for name, kind, count, at in header["arrays"]
    }


def _lengths(path: Path, first: bytes) -> tuple[int, int, int]:
    """The header's length, the checksum, and the arrays' length, of the first lines of a file."""
    line = first.split(b"\n")[0].rstrip()
    if not line.startswith(_FORMAT + b" "):
        raise IndexFileError(f"{path}: is no index of articles")
    fields = line.split()
    if fields[1:3] != _version().split():
        raise IndexFileError(f"{path}: is of another version")
    try:
        length, checksum, size = (int(field) for field in fields[3:])
    except ValueError:
        raise IndexFileError(f"{path}: its first line is damaged") from None
    return length, checksum, size


def _version() -> bytes:
    return f"{VERSION} {sys.byteorder}".encode()


def _first_lines(header: int, checksum: int, size: int) -> bytes:
    line = b"%s %s %d %d %d" % (_FORMAT, _version(), header, checksum, size)
    return line.ljust(_FIRST_LINES - 1) + b"\n"
