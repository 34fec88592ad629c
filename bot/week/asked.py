"""A report at the terminal: of the time since a day, or since the last Monday's."""

from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.database.session import Database
from bot.errors import UsageError
from bot.occasion import Clock
from bot.week.gather import FIRST, gather, window
from bot.week.shown import WeekReport
from bot.week.store import last_monday
from bot.week.workbook import WeekWorkbookFile
from knowledge.library import Library
from knowledge.text import Lang


def asked(
    db: Database,
    library: Library,
    now: Clock,
    zone: ZoneInfo,
    *,
    since: date | None = None,
    xlsx: Path | None = None,
) -> WeekReport:
    """The report up to now, from the beginning of `since` in `zone`; its workbook to `xlsx`.

    UsageError if the workbook cannot be written.
    """
    until = now()
    with db.read() as session:
        if since is not None:
            start = datetime.combine(since, time(), zone)
        else:
            start = last_monday(session) or until - FIRST
        within = window(session, start, until)
        report = gather(session, library.parties, within, asked=True)
        if xlsx is not None:
            maker = WeekWorkbookFile(db, library.phrases, zone, now)
            content = maker.book(session, within, report, Lang.SV)
            try:
                xlsx.write_bytes(content)
            except OSError as error:
                raise UsageError(f"{xlsx}: cannot be written: {error.strerror or error}") from None
    return report
