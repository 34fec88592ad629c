"""What reading a price list changed, or would have."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from knowledge.pricelists import Rejected

MOST_SHOWN = 20

MOST_KEPT = 20_000
"""Rejected lines that are kept with the report of a file that came in."""

MOST_REJECTIONS = 1_000
"""Rejected lines that are kept with a price list."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at that did not stop a line, or the list (`line` is None), in Swedish."""

    line: int | None
    text: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a list changed; counts of articles. `list_ids` are its rows in `price_lists`.

    With `waiting` reasons, in Swedish, nothing was changed: the counts say what would be, once the
    coordinator says yes. On a dry run nothing was changed either.
    """

    supplier: str
    format: str
    added: int
    changed: int
    removed: int
    unchanged: int
    rejected: tuple[Rejected, ...]
    dry_run: bool = False
    waiting: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    number: str | None = None
    issued: date | None = None
    list_ids: tuple[int, ...] = ()

    @property
    def nothing_read(self) -> bool:
        """Whether the list had lines, and every one of them was rejected."""
        read = self.added or self.changed or self.removed or self.unchanged
        return bool(self.rejected) and not read

    @property
    def nothing_new(self) -> bool:
        """Whether everything in the list was so already."""
        return not (self.added or self.changed or self.removed or self.nothing_read)


_REPORT: TypeAdapter[ImportReport] = TypeAdapter(ImportReport)
_REJECTIONS: TypeAdapter[tuple[Rejected, ...]] = TypeAdapter(tuple[Rejected, ...])


def dump_report(report: ImportReport) -> str:
    """A report as JSON, with the first `MOST_KEPT` rejected lines."""
    kept = replace(report, rejected=report.rejected[:MOST_KEPT])
    return _REPORT.dump_json(kept).decode()


def load_report(text: str) -> ImportReport:
    """A report from `dump_report`."""
    return _REPORT.validate_json(text)


def dump_rejections(rejected: Sequence[Rejected]) -> str | None:
    """The first `MOST_REJECTIONS` rejected lines as JSON (`PriceListRow.rejections`)."""
    if not rejected:
        return None
    return _REJECTIONS.dump_json(tuple(rejected[:MOST_REJECTIONS])).decode()


def load_rejections(text: str | None) -> tuple[Rejected, ...]:
    """Rejected lines from `dump_rejections`."""
    return () if text is None else _REJECTIONS.validate_json(text)


def report_json(report: ImportReport) -> dict[str, Any]:
    """A report as the one object that `hjalpen articles import --json` prints."""
    return {
        "supplier": report.supplier,
        "format": report.format,
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "unchanged": report.unchanged,
        "rejected": [{"line": one.line, "reason": one.reason} for one in report.rejected],
    }


def report_text(report: ImportReport) -> str:
    """A report for the terminal."""
    would = ""
    if report.dry_run:
        would = " (dry run: nothing was changed)"
    elif report.waiting:
        would = " (waiting: nothing was changed)"
    elif report.nothing_read:
        would = " (nothing was read: every line was rejected)"
    lines = [
        f"{report.supplier} ({report.format}): {report.added} added, {report.changed} changed, "
        f"{report.removed} removed, {report.unchanged} unchanged, "
        f"{len(report.rejected)} rejected{would}"
    ]
    lines.extend(f"  {one.line}: {one.reason}" for one in report.rejected[:MOST_SHOWN])
    if len(report.rejected) > MOST_SHOWN:
        lines.append(f"  … and {len(report.rejected) - MOST_SHOWN} more; --json has all")
    lines.extend(remarks_text(report))
    return "\n".join(lines)


def remarks_text(report: ImportReport) -> list[str]:
    """What to look at, and what the list waits for, a line each."""
    lines = [
        f"  ! {one.text}" if one.line is None else f"  ! {one.line}: {one.text}"
        for one in report.remarks[:MOST_SHOWN]
    ]
    if len(report.remarks) > MOST_SHOWN:
        lines.append(f"  ! … and {len(report.remarks) - MOST_SHOWN} more")
    lines.extend(f"  ? {reason}; read it all the same with --yes" for reason in report.waiting)
    return lines
