"""What all the evidence together says: an account, how sure that is, and why."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.accounts.model import (
    Alike,
    Goods,
    Reason,
    SameClass,
    SameGoods,
    SameGroup,
    SameSupplier,
    Successor,
    Suggestion,
    Tied,
)
from knowledge.accounts.names import Features, NameIndex, Neighbour, features_in
from knowledge.accounts.votes import Shares, Vote, Votes
from knowledge.folding import fold

CORRECTED = 3.0
"""How much an account counts that a person chose in place of the one that was suggested."""

# How much each kind of evidence counts, and what turns the outcome into a frequency: fitted by
# tests/benchmarks/accounts.py; docs/accounts.md has the measurements.
WEIGHTS = {
    "names": 1.1,
    "group": 2.0,
    "group_anywhere": 0.2,
    "class": 0.5,
    "brand": 0.5,
    "supplier": 0.4,
    "all": 0.1,
}
_FLOOR = 0.1  # what an account that an evidence never saw keeps there
_LOG_FLOOR = math.log(_FLOOR)
_FLOOR_NOBODY = 0.035  # the same for an account of none
_SLOPE, _LIFT = 1.3, 3.14  # of the logistic curve from what is pooled to how often it is right
_STRANGER = 1.0  # less, on that curve, where no article of the supplier's has an account
_NEIGHBOURS = 10
_NOBODY_LIKE = 1.5  # votes for an account of none, where no name is alike at all
_LEAST = 1e-6

KNOWN_GOODS = 0.97
"""The confidence where the same goods, or what they replace, have the account."""

_NAMED = 3
_LIKENESS_SAID = 0.15  # names less alike than this are no reason that convinces
_SHARE_SAID = 0.5
_REASONS = 3
_OTHERS = 4


@dataclass(frozen=True, slots=True)
class _Evidence:
    kind: str
    shares: Shares
    vote: Vote | None = None


_Near = dict[Features, Sequence[Neighbour]]


class Suggester:
    """Judges articles by those that have an account. Immutable: threads can share it."""

    def __init__(self, tied: Iterable[Tied]) -> None:
        """`tied` may come in any order; of several with the same id the last counts."""
        by_id = {one.goods.id: one for one in tied}
        self._tied: Sequence[Tied] = [by_id[id_] for id_ in sorted(by_id)]
        self._by_id = by_id
        self._names = NameIndex.build([one.goods.name for one in self._tied])
        self._votes = Votes(self._tied)
        self._by_number: dict[tuple[str, str], Tied] = {}
        self._replaced: dict[tuple[str, str], Tied] = {}
        self._by_gtin: dict[str, list[Tied]] = defaultdict(list)
        for one in self._tied:
            supplier = fold(one.goods.supplier)
            self._by_number[supplier, one.goods.number] = one
            if one.goods.replaced_by:
                self._replaced[supplier, one.goods.replaced_by] = one
            if one.goods.gtin:
                self._by_gtin[one.goods.gtin].append(one)

    def __len__(self) -> int:
        """How many articles it judges by."""
        return len(self._tied)

    def suggest(self, goods: Goods) -> Suggestion | None:
        """The account that an article most likely has; None if nothing tells of any.

        An article that has an account is suggested that one, and no other.
        """
        return self._suggest(goods, {})

    def suggest_all(self, goods: Iterable[Goods]) -> Iterator[tuple[int, Suggestion | None]]:
        """A suggestion for each article, with its id."""
        near: _Near = {}
        for one in goods:
            yield one.id, self._suggest(one, near)

    def _suggest(self, goods: Goods, found_before: _Near) -> Suggestion | None:
        known = self._by_id.get(goods.id)
        if known is not None:
            return Suggestion(account=known.account, confidence=1.0, reasons=())
        evidence, alike = self._evidence(goods, found_before)
        ranked = _pooled(evidence)
        certain = self._certain(goods)
        if certain is not None:
            account, first = certain
            others = [one for one, _ in ranked if one != account]
            sure = max([KNOWN_GOODS, *(p for one, p in ranked if one == account)])
            reasons: list[Reason] = [first]
        elif ranked:
            (account, sure), *rest = ranked
            others = [one for one, _ in rest]
            reasons = []
        else:
            return None
        reasons += _reasons(account, evidence, alike.get(account, ()))
        return Suggestion(
            account=account,
            confidence=min(1.0, max(0.0, round(sure, 4))),
            reasons=tuple(reasons[:_REASONS]),
            others=tuple(others[:_OTHERS]),
        )

    def _certain(self, goods: Goods) -> tuple[str, Reason] | None:
        """The account of what the article replaces, or of the same goods elsewhere."""
        supplier = fold(goods.supplier)
        before = self._by_number.get((supplier, goods.replaces)) if goods.replaces else None
        before = before or self._replaced.get((supplier, goods.number))
        if before is not None:
            said = Successor(number=before.goods.number, name=before.goods.name)
            return before.account, said
        same = self._by_gtin.get(goods.gtin, []) if goods.gtin else []
        if not same:
            return None
        weights: dict[str, float] = defaultdict(float)
        for one in same:
            weights[one.account] += one.weight
        account = min(weights, key=lambda code: (-weights[code], code))
        other = next(one.goods for one in same if one.account == account)
        return account, SameGoods(supplier=other.supplier, name=other.name)

    def _evidence(
        self, goods: Goods, found_before: _Near
    ) -> tuple[list[_Evidence], dict[str, list[str]]]:
        """What each kind of evidence says; and the names that are alike, by account."""
        found = [_Evidence(vote.kind, vote.shares, vote) for vote in self._votes.of(goods)]
        alike: dict[str, list[str]] = defaultdict(list)
        # Numbers and sizes are no features: many names differ in nothing else.
        asked = features_in(goods.name)
        near = found_before.get(asked)
        if near is None:
            near = found_before[asked] = self._names.nearest_of(asked, _NEIGHBOURS)
        votes: dict[str, float] = defaultdict(float)
        for neighbour in near:
            one = self._tied[neighbour.place]
            votes[one.account] += neighbour.likeness**2 * one.weight
            names = alike[one.account]
            if neighbour.likeness >= _LIKENESS_SAID and one.goods.name not in names:
                names.append(one.goods.name)
        nearest = near[0].likeness if near else 0.0
        total = sum(votes.values()) + _NOBODY_LIKE * (1.0 - nearest) ** 2
        # That no name is alike speaks for an account of none.
        shares = {account: vote / total for account, vote in votes.items() if vote}
        found.append(_Evidence("names", shares))
        return found, alike


def _pooled(evidence: Sequence[_Evidence]) -> list[tuple[str, float]]:
    """Accounts, each with how sure it is, the likeliest first: a logarithmic opinion pool.

    An account of none takes part: new goods may belong to an account that no article has yet.
    """
    floor = sum(WEIGHTS[one.kind] for one in evidence) * _LOG_FLOOR
    more: dict[str, float] = defaultdict(float)
    for one in evidence:
        weight = WEIGHTS[one.kind]
        for account, share in one.shares.items():
            more[account] += weight * (math.log(share + _FLOOR) - _LOG_FLOOR)
    accounts = sorted(more)
    scores = [floor + more[account] for account in accounts]
    nobody = sum(
        WEIGHTS[one.kind] * math.log(max(0.0, 1.0 - sum(one.shares.values())) + _FLOOR_NOBODY)
        for one in evidence
    )
    if not accounts:
        return []
    top = max(*scores, nobody)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers) + math.exp(nobody - top)
    known = any(one.kind == "supplier" for one in evidence)
    lift = _LIFT if known else _LIFT - _STRANGER
    ranked = [(a, round(_sure(p / total, lift), 9)) for a, p in zip(accounts, powers, strict=True)]
    return sorted(ranked, key=lambda one: (-one[1], one[0]))


def _sure(pooled: float, lift: float) -> float:
    """How often an account with this share of the pool is the right one."""
    share = min(max(pooled, _LEAST), 1.0 - _LEAST)
    return 1.0 / (1.0 + math.exp(-(_SLOPE * math.log(share / (1.0 - share)) + lift)))


def _reasons(account: str, evidence: Sequence[_Evidence], alike: Sequence[str]) -> list[Reason]:
    """What speaks for an account, the strongest first."""
    said: list[tuple[float, Reason]] = []
    for one in evidence:
        share = one.shares.get(account, 0.0)
        reason = _reason(account, one, alike)
        if reason is not None and (share >= _SHARE_SAID or isinstance(reason, Alike)):
            said.append((WEIGHTS[one.kind] * share, reason))
    said.sort(key=lambda pair: -pair[0])
    return [reason for _, reason in said]


def _reason(account: str, one: _Evidence, alike: Sequence[str]) -> Reason | None:
    if one.vote is None:
        return Alike(names=tuple(alike[:_NAMED])) if alike else None
    count, of = one.vote.tally.counts.get(account, 0), one.vote.tally.of
    match one.vote.kind:
        case "group" | "group_anywhere":
            return SameGroup(group=one.vote.said, count=count, of=of)
        case "class":
            return SameClass(prefix=one.vote.said, count=count, of=of)
        case "supplier":
            return SameSupplier(supplier=one.vote.said, count=count, of=of)
        case _:
            return None  # a brand or a series of numbers convinces nobody by itself
