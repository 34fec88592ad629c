"""A report for the terminal: as text, or as one JSON object."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.week.shown import Amount, PriceChange, WeekReport


def report_json(report: WeekReport) -> dict[str, Any]:
    """A report as the one object that `hjalpen articles report --json` prints."""
    return {
        "since": report.since.isoformat(),
        "until": report.until.isoformat(),
        "lists": [
            {
                "supplier": one.supplier,
                "file": one.file,
                "format": one.format,
                "number": one.number,
                "issued": None if one.issued is None else one.issued.isoformat(),
                "read_at": one.read_at.isoformat(),
                "added": one.added,
                "changed": one.changed,
                "removed": one.removed,
                "unchanged": one.unchanged,
                "rejected": one.rejected,
            }
            for one in report.lists
        ],
        "missing": [
            {"supplier": one.name, "last_at": one.last_at.isoformat()} for one in report.missing
        ],
        "waiting": [{"file": one.file, "reasons": list(one.reasons)} for one in report.waits],
        "unread": list(report.unread),
        "failed": [
            {"file": one.file, "reason": one.problem, "declined_by": one.by}
            for one in report.failed
        ],
        "rejected": report.rejected_count,
        "new": report.new.count,
        "returned": report.returned.count,
        "changed": report.changed.count,
        "gone": report.gone.count,
        "prices_up": report.up_count,
        "prices_down": report.down_count,
        "largest_up": [_price_json(one) for one in report.up],
        "largest_down": [_price_json(one) for one in report.down],
        "without_account": report.accounts,
        "examples": report.examples,
    }


def report_text(report: WeekReport, zone: ZoneInfo) -> str:
    """A report for people at a terminal, with clock times of `zone`."""
    return "\n".join(_lines(report, zone))


def _lines(report: WeekReport, zone: ZoneInfo) -> Iterator[str]:
    yield f"since {_when(report.since, zone)} until {_when(report.until, zone)}"
    if report.examples:
        yield "these are the examples: no price list has been read"
    for one in report.lists:
        number = f" no. {one.number}" if one.number else ""
        yield (
            f"read     {one.supplier}: {one.file} ({one.format}{number}): {one.added} added, "
            f"{one.changed} changed, {one.removed} removed, {one.unchanged} unchanged, "
            f"{one.rejected} rejected"
        )
    for missed in report.missing:
        yield f"missing  {missed.name}: the last list was read {_when(missed.last_at, zone)}"
    for waits in report.waits:
        yield f"waiting  {waits.file}: {' · '.join(waits.reasons) or 'whose list is it?'}"
    for file in report.unread:
        yield f"reading  {file}"
    for failed in report.failed:
        yield f"not read {failed.file}: {failed.problem or f'declined by {failed.by}'}"
    amounts: dict[str, Amount] = {
        "new": report.new,
        "back": report.returned,
        "changed": report.changed,
        "gone": report.gone,
    }
    for name, amount in amounts.items():
        first = ", ".join(one.name for one in amount.first)
        yield f"{name:8} {amount.count}{f': {first}' if first else ''}"
    yield f"prices   {report.up_count} up, {report.down_count} down"
    for change in (*report.up, *report.down):
        yield f"  {_price_text(change)}"
    yield f"accounts {report.accounts} articles wait for one"


def _price_json(one: PriceChange) -> dict[str, Any]:
    return {
        "supplier": one.supplier,
        "article_number": one.number,
        "name": one.name,
        "before": float(one.before),
        "after": float(one.after),
        "currency": one.currency,
        "unit": one.unit,
        "percent": None if one.share is None else round(float(one.share) * 100, 1),
    }


def _price_text(one: PriceChange) -> str:
    percent = "" if one.share is None else f"{float(one.share):+.1%} "
    unit = f"/{one.unit}" if one.unit else ""
    prices = f"{one.before} → {one.after} {one.currency or ''}{unit}"
    return f"{percent}{one.name} ({one.number}, {one.supplier}): {prices}"


def _when(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M}"
