"""The largest of many changes of prices, found in one pass that keeps no more than those."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bot.week.shown import PriceChange


@dataclass(frozen=True, slots=True)
class Ranked:
    """The largest changes up and down, the largest first, and how many of each there were."""

    up: tuple[PriceChange, ...]
    up_count: int
    down: tuple[PriceChange, ...]
    down_count: int


class _Largest:
    """The largest few of what it is given; of equal ones those that came first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: list[tuple[Decimal, int, PriceChange]] = []
        self.count = 0

    def add(self, size: Decimal, change: PriceChange) -> None:
        self.count += 1
        entry = (size, -self.count, change)
        if len(self._kept) < self._most:
            heapq.heappush(self._kept, entry)
        else:
            heapq.heappushpop(self._kept, entry)

    def best(self) -> tuple[PriceChange, ...]:
        return tuple(change for _, _, change in sorted(self._kept, reverse=True))


def ranked(changes: Iterable[PriceChange], most: int) -> Ranked:
    """Rank changes by the share of the price, those up and those down, at most `most` of each.

    Prices that cannot be compared (`PriceChange.share`) and those that are the same do not count.
    """
    up, down = _Largest(most), _Largest(most)
    for change in changes:
        share = change.share
        if share is None or share == 0:
            continue
        if share > 0:
            up.add(share, change)
        else:
            down.add(-share, change)
    return Ranked(up.best(), up.count, down.best(), down.count)
