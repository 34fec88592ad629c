"""What became of a file in the folder, written beside it: for people, and for programs."""

import json
from collections.abc import Callable, Iterator

from bot.database.models import IncomingListRow
from bot.import_report import load_report, report_json
from bot.lists.shown import MOST_REJECTED, as_it_is
from bot.messages import Message, PersonShown
from knowledge.phrases import Phrases
from knowledge.text import Lang

Draw = Callable[[Message, Lang], str]
"""Gives a message as plain text."""

LANG = Lang.SV


def report_text(row: IncomingListRow, by: PersonShown | None, draw: Draw, phrases: Phrases) -> str:
    """What Slack shows of a file that is done with, and every rejected line, in Swedish."""
    return "\n".join([draw(as_it_is(row, by), LANG), *_rest(row, phrases)]) + "\n"


def report_data(row: IncomingListRow) -> str:
    """The same as one JSON object: as `hjalpen articles import --json`, with how it ended."""
    found = {} if row.report is None else report_json(load_report(row.report))
    ended = {"file": row.file_name, "state": row.state, "problem": row.error}
    return json.dumps(ended | found, ensure_ascii=False, indent=2) + "\n"


def _rest(row: IncomingListRow, phrases: Phrases) -> Iterator[str]:
    """The rejected lines that a message has no room for."""
    if row.report is None:
        return
    for bad in load_report(row.report).rejected[MOST_REJECTED:]:
        key = "list.rejected.line" if bad.article_number else "list.rejected.line.nameless"
        number = bad.article_number or ""
        yield "• " + phrases.text(key, LANG, line=bad.line, number=number, reason=bad.reason)
