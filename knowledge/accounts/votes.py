"""How often articles that have something in common have which account."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from knowledge.accounts.model import Goods, Tied
from knowledge.folding import fold

Shares = Mapping[str, float]
"""Accounts, each with its share of the votes; what is left to 1 is for an account of none."""

_DIGITS = (8, 6, 4, 2)  # of UNSPSC: commodity, class, family, segment
_DOUBT = {8: 0.5, 6: 0.7, 4: 1.0, 2: 2.0}


@dataclass(slots=True)
class Tally:
    """The accounts of the articles with one thing in common: their weights, and how many."""

    weights: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, account: str, weight: float) -> None:
        """One more article."""
        self.weights[account] += weight
        self.counts[account] += 1

    @property
    def of(self) -> int:
        """How many articles."""
        return sum(self.counts.values())

    def shares(self, doubt: float) -> Shares:
        """The accounts' shares; `doubt` is how many votes there are for an account of none."""
        total = sum(self.weights.values()) + doubt
        return {account: weight / total for account, weight in self.weights.items()}


@dataclass(frozen=True, slots=True)
class Vote:
    """What the articles with one thing in common say."""

    kind: str  # "group", "group_anywhere", "class", "brand", "supplier", "all"
    said: str  # the group, the prefix, the brand, the supplier
    tally: Tally
    shares: Shares


class Votes:
    """Tallies of everything that articles can have in common."""

    def __init__(self, tied: Iterable[Tied]) -> None:
        self._tallies: dict[Hashable, Tally] = defaultdict(Tally)
        for one in tied:
            for key in _keys(one.goods):
                self._tallies[key].add(one.account, one.weight)

    def of(self, goods: Goods) -> list[Vote]:
        """What those say that have something in common with an article."""
        supplier = fold(goods.supplier)
        found: list[Vote | None] = []
        if goods.group:
            group = fold(goods.group)
            here = self._vote("group", goods.group, ("group", supplier, group), 0.5)
            # Suppliers give the same name to different groups: one's own counts before others'.
            found.append(here or self._vote("group_anywhere", goods.group, ("group", group), 2.0))
        found.append(self._class(goods))
        if goods.brand:
            found.append(self._vote("brand", goods.brand, ("brand", fold(goods.brand)), 1.0))
        found.append(self._vote("supplier", goods.supplier, ("supplier", supplier), 2.0))
        found.append(self._vote("all", "", ("all",), 2.0))
        return [vote for vote in found if vote is not None]

    def _class(self, goods: Goods) -> Vote | None:
        for prefix in _prefixes(goods.classification):
            vote = self._vote("class", prefix, ("class", prefix), _DOUBT[len(prefix)])
            if vote is not None:
                return vote
        return None

    def _vote(self, kind: str, said: str, key: Hashable, doubt: float) -> Vote | None:
        tally = self._tallies.get(key)
        return Vote(kind, said, tally, tally.shares(doubt)) if tally else None


def _keys(goods: Goods) -> Iterable[Hashable]:
    supplier = fold(goods.supplier)
    if goods.group:
        group = fold(goods.group)
        yield "group", supplier, group
        yield "group", group
    for prefix in _prefixes(goods.classification):
        yield "class", prefix
    if goods.brand:
        yield "brand", fold(goods.brand)
    yield "supplier", supplier
    yield ("all",)


def _prefixes(classification: str | None) -> list[str]:
    """The prefixes of an UNSPSC code that mean something, the longest first.

    Two digits a level: https://www.unspsc.org. Zeros at the end say nothing of their level.
    """
    code = classification or ""
    if not (code.isascii() and code.isdigit()):
        return []
    return [code[:n] for n in _DIGITS if n <= len(code) and code[n - 2 : n] != "00"]
