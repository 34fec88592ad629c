"""What a report says where nothing was read, and of whom nothing was heard."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.week.shown import ListFailed, ListWaits, SupplierMissing, WeekReport
from handlers.blocks import Renderer
from knowledge.text import Lang
from tests.handlers.strategies import LIBRARY

RENDERER = Renderer(lambda: LIBRARY, "Europe/Stockholm")
UNTIL = datetime(2026, 11, 30, 7, 1, tzinfo=UTC)
EMPTY = WeekReport(since=UNTIL - timedelta(days=7), until=UNTIL)


def said(report: WeekReport, lang: Lang = Lang.SV) -> str:
    """All that the message says."""
    return str(RENDERER.render(report, lang).blocks)


@pytest.mark.parametrize(
    "came",
    [
        {"waits": (ListWaits(file="a.csv"),)},
        {"failed": (ListFailed(file="a.csv", problem="trasig"),)},
        {"unread": ("a.csv",)},
    ],
)
def test_what_was_not_read_has_come_in_all_the_same(came: dict[str, object]) -> None:
    report = EMPTY.model_copy(update={**came, "folder": True})
    assert "Ingen prislista är inläst" in said(report)
    assert "har kommit in" not in said(report)
    assert "mappen" not in said(report)


def test_the_folder_is_spoken_of_where_there_is_one() -> None:
    assert "Inga prislistor har kommit in" in said(EMPTY)
    assert "Skicka en lista till mig" in said(EMPTY)
    assert "mappen" not in said(EMPTY)
    assert "mappen" in said(EMPTY.model_copy(update={"folder": True}))


@pytest.mark.parametrize(
    ("days", "sv", "en"),
    [(1, "för 1 dag sedan", "1 day ago"), (9, "för 9 dagar sedan", "9 days ago")],
)
def test_for_how_long(days: int, sv: str, en: str) -> None:
    gone = SupplierMissing(name="Lyreco", last_at=UNTIL - timedelta(days=days))
    report = EMPTY.model_copy(update={"missing": (gone,)})
    assert sv in said(report)
    assert en in said(report, Lang.EN)
