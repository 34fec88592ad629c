"""What buttons about price lists in general mean; see `bot.intents`. All are coordinators'."""

from typing import Literal

from knowledge.text import Frozen


class ListsOpen(Frozen):
    """Show the suppliers' latest price lists, and what waits for an answer."""

    kind: Literal["lists.open"] = "lists.open"


class ReportNow(Frozen):
    """Send me a report of what has changed since that of last Monday."""

    kind: Literal["lists.report"] = "lists.report"
