"""Run as a program: a spreadsheet on standard input, its rows on standard output.

One JSON value a line: a sheet's name, then its rows as [number, cells]; {"error": text} if the
file cannot be read; "end" when all is said. It imports nothing of ours: its memory is calamine's.
"""

import json
import sys
from io import BytesIO

MEMORY_LIMIT = 2 * 1024**3  # bytes
MAX_COLUMNS = 500
EXACT_BELOW = 2**53  # whole numbers that a float holds exactly


def main() -> None:
    _limit_memory()
    try:
        _write_sheets(sys.stdin.buffer.read())
    except Exception as error:  # whatever calamine thinks of the file is its reader's to hear
        _write({"error": f"{type(error).__name__}: {error}"})
    _write("end")


def _write_sheets(data: bytes) -> None:
    from python_calamine import (  # noqa: PLC0415 - within the limit on memory
        CalamineWorkbook,
        SheetVisibleEnum,
    )

    book = CalamineWorkbook.from_object(BytesIO(data))
    for sheet in book.sheets_metadata:
        if sheet.visible != SheetVisibleEnum.Visible:
            continue
        _write(sheet.name)
        content = book.get_sheet_by_name(sheet.name)
        for number, row in enumerate(content.iter_rows(), start=1):
            _write([number, [_cell(value) for value in row[:MAX_COLUMNS]]])


def _cell(value: object) -> str | int | float | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < EXACT_BELOW else value
    return value if isinstance(value, int) else str(value)


def _write(message: object) -> None:
    sys.stdout.write(json.dumps(message, ensure_ascii=True) + "\n")


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not on every platform
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
