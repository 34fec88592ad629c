"""xlsx, xls and ods, read by calamine in a child process.

A spreadsheet of two kilobytes can ask calamine for half a terabyte (two cells in opposite corners;
https://github.com/tafia/calamine/issues/693), which ends the process and not just the call. So the
process is one of its own, with a limit on its memory and its time.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from knowledge.pricelists.headings import HEADING_ROWS, headings_in
from knowledge.pricelists.model import Cell, PriceListError, Rows

MAX_UNPACKED = 512 * 1024 * 1024  # bytes
MAX_PARTS = 5_000
TIME_LIMIT = 120.0  # seconds
_CHILD = Path(__file__).with_name("sheet_child.py")
_KILLED = "Kalkylarket är trasigt eller så stort att det inte går att läsa"


def check_archive(file: IO[bytes]) -> None:
    """PriceListError if a zip file (xlsx, ods) is broken, or unpacks to more than a sheet does."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError):
        raise PriceListError("Kalkylarket är trasigt: filen är avklippt eller skadad") from None
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise PriceListError("Kalkylarket är orimligt stort när det packas upp, och läses inte")
    if any(part.flag_bits & 1 for part in parts):
        raise PriceListError("Kalkylarket är skyddat med lösenord: spara det utan lösenord")


@contextmanager
def sheet_rows(file: IO[bytes]) -> Iterator[Rows]:
    """The rows of the first visible sheet that has headings of articles, else of the first sheet.

    PriceListError if the file cannot be read.
    """
    file.seek(0)
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(file, copy)
        copy.seek(0)
        with _child(copy) as messages:
            yield _chosen(messages)


@contextmanager
def _child(file: IO[bytes]) -> Iterator[Iterator[object]]:
    process = subprocess.Popen(  # noqa: S603 - our own file, run by our own interpreter
        [sys.executable, "-I", str(_CHILD)],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    timer = threading.Timer(TIME_LIMIT, process.kill)
    timer.daemon = True
    timer.start()
    try:
        yield _messages(process)
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _messages(process: subprocess.Popen[bytes]) -> Iterator[object]:
    """What the child says, one JSON value a line; its last is "end", or it died."""
    for line in process.stdout or ():
        try:
            message = json.loads(line)
        except ValueError:
            break
        if message == "end":
            return
        yield message
    raise PriceListError(_KILLED)


def _chosen(messages: Iterator[object]) -> Rows:
    """The rows of the first sheet that has headings among its first rows.

    The child sends, for each sheet, its name (a string) and its rows ([number, cells]); an error
    is {"error": text}.
    """
    first: list[tuple[int, list[Cell]]] = []
    current: list[tuple[int, list[Cell]]] = []
    sheets = 0
    for message in messages:
        match message:
            case str():
                sheets += 1
                first = first or current
                current = []
            case [int(number), list(cells)]:
                if len(current) < HEADING_ROWS:
                    current.append((number, cells))
                    if headings_in(cells).enough:
                        yield from current
                        yield from _rest(messages)
                        return
            case {"error": str(error)}:
                raise PriceListError(_reason(error))
            case _:
                raise PriceListError(_KILLED)
    if not sheets:
        raise PriceListError("Kalkylarket har inga synliga blad")
    yield from first or current


def _rest(messages: Iterator[object]) -> Rows:
    for message in messages:
        match message:
            case [int(number), list(cells)]:
                yield number, cells
            case str():
                return
            case {"error": str(error)}:
                raise PriceListError(_reason(error))
            case _:
                raise PriceListError(_KILLED)


def _reason(error: str) -> str:
    if error.startswith("PasswordError"):
        return "Kalkylarket är skyddat med lösenord: spara det utan lösenord"
    return f"Kalkylarket går inte att läsa: {error[:200]}"
