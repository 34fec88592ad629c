"""How a price list on its way in is shown: a row and its report as a message."""

from bot.database.models import IncomingListRow
from bot.import_report import ImportReport, load_report
from bot.messages import ListShown, PersonShown, RejectedShown, RemarkShown

MOST_REJECTED = 10
"""Rejected lines that the message names; when there are more, all come as a file."""

_MOST_REMARKS = 5
_REASON_MAX = 300


def queued(row: IncomingListRow, by: PersonShown | None = None) -> ListShown:
    """A file that is to be read; `by` has said yes to it."""
    return ListShown(incoming=row.id, file=row.file_name, stage="queued", by=by)


def as_it_is(row: IncomingListRow, by: PersonShown | None) -> ListShown:
    """A file that waits or is done with, from what is kept of it; `by` has said yes or no."""
    assert row.state not in ("new", "reading")  # noqa: S101 - those are shown as they go
    report = None if row.report is None else load_report(row.report)
    return told(row.id, row.file_name, row.state, report=report, problem=row.error, by=by)


def told(
    incoming: int,
    file: str,
    stage: str,
    *,
    report: ImportReport | None = None,
    problem: str | None = None,
    faulty: bool = False,
    suppliers: tuple[str, ...] = (),
    new_supplier: str = "",
    by: PersonShown | None = None,
) -> ListShown:
    """What became of a file; `faulty` if the list itself is wrong."""
    common = {
        "incoming": incoming,
        "file": file,
        "stage": stage,
        "problem": problem,
        "faulty": faulty or (report is not None and report.nothing_read),
        "suppliers": suppliers,
        "new_supplier": new_supplier,
        "by": by,
    }
    if report is None:
        return ListShown.model_validate(common)
    found = {
        "supplier": report.supplier,
        "format": report.format,
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "unchanged": report.unchanged,
        "rejected": len(report.rejected),
        "first_rejected": tuple(
            RejectedShown(
                line=bad.line, reason=bad.reason[:_REASON_MAX], article_number=bad.article_number
            )
            for bad in report.rejected[:MOST_REJECTED]
        ),
        "remarks": tuple(
            RemarkShown(line=remark.line, text=remark.text[:_REASON_MAX])
            for remark in report.remarks[:_MOST_REMARKS]
        ),
        "more_remarks": max(0, len(report.remarks) - _MOST_REMARKS),
        "reasons": report.waiting,
    }
    return ListShown.model_validate(common | found)
