"""A price over time as a row of block characters.

Slack has a block for charts (https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block),
but for messages alone, and an article's card is a modal.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

BARS = "▁▂▃▄▅▆▇█"
WIDTH = 24


def spark(points: Sequence[tuple[date, Decimal]], until: date, width: int = WIDTH) -> str:
    """A bar for each of at most `width` equal spans of time from the first point to `until`, as
    high as the price at the end of the span: the lowest price is the lowest bar, the highest the
    highest.

    `points` are days and the prices that hold from them, in order. Empty for none that has begun.
    """
    begun = [point for point in points if point[0] <= until]
    if not begun:
        return ""
    first = begun[0][0]
    days = (until - first).days
    spans = min(width, days + 1)
    ends = [first + timedelta(days=days * (at + 1) // spans if days else 0) for at in range(spans)]
    low = min(price for _, price in begun)
    high = max(price for _, price in begun)
    return "".join(_bar(_price_on(begun, end), low, high) for end in ends)


def _price_on(points: Sequence[tuple[date, Decimal]], day: date) -> Decimal:
    return next((price for start, price in reversed(points) if start <= day), points[0][1])


def _bar(price: Decimal, low: Decimal, high: Decimal) -> str:
    if high == low:
        return BARS[len(BARS) // 2]
    return BARS[int((price - low) / (high - low) * (len(BARS) - 1))]
