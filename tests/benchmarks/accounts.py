"""How often the suggested account is right, and whether the confidence says so.

    python -m tests.benchmarks.accounts [--foods FILE] [--speed] [--json]

No account plan is public with our articles in it, so three things stand in for accounts: the
example accounts of the demo, on the demo's articles; the product groups of the demo's articles,
hidden from the judgement; and the food groups of a list of foods, names alone.
"""

import argparse
import csv
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.accounts.examples import example_account
from bot.example_articles import example_files
from knowledge.accounts import Goods, Suggester, Tied
from knowledge.pricelists import read_price_list

SHARES = (0.05, 0.1, 0.25, 0.5, 0.9)
BANDS = (0.0, 0.5, 0.7, 0.85, 0.95, 1.01)
SEEDS = (1, 2, 3)
MOST_ASKED = 400


@dataclass(frozen=True)
class Judged:
    """One suggestion: how sure, whether right, and whether the baseline was."""

    confidence: float
    right: bool
    baseline: bool


def examples() -> list[Goods]:
    """The demo's articles."""
    found: list[Goods] = []
    with example_files() as paths:
        for path in paths:
            read = read_price_list(path)
            for line in read.lines:
                supplier = read.head.supplier or line.supplier or path.stem
                found.append(
                    Goods(
                        id=len(found) + 1,
                        number=line.article_number or "",
                        name=line.name,
                        supplier=supplier,
                        brand=line.brand,
                        group=line.product_group,
                        classification=line.classification,
                    )
                )
    return found


def with_example_accounts() -> list[Tied]:
    """The demo's articles with the demo's accounts."""
    goods = examples()
    named = [(one, example_account(one.supplier, one.group)) for one in goods]
    return [Tied(one, account.code) for one, account in named if account is not None]


def with_groups_as_accounts() -> list[Tied]:
    """The demo's articles with their hidden product group for an account."""
    return [
        Tied(replace(one, group=None), f"{one.supplier}/{one.group}")
        for one in examples()
        if one.group
    ]


def foods(path: Path) -> list[Tied]:
    """A csv with number, name and group: the group for an account, names alone."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))[1:]
    return [
        Tied(Goods(id=at, number="", name=row[1], supplier=""), row[2])
        for at, row in enumerate(rows, start=1)
    ]


def by_share(data: Sequence[Tied], share: float, seed: int) -> Iterator[Judged]:
    """Suggestions for what is left when a share of the articles has its account."""
    mixed = list(data)
    random.Random(seed).shuffle(mixed)
    at = max(1, int(len(mixed) * share))
    yield from judge(mixed[:at], mixed[at : at + MOST_ASKED])


def by_supplier(data: Sequence[Tied]) -> Iterator[Judged]:
    """Suggestions for each supplier's articles when only the others' have accounts."""
    for supplier in sorted({one.goods.supplier for one in data}):
        mine = [one for one in data if one.goods.supplier == supplier]
        others = [one for one in data if one.goods.supplier != supplier]
        yield from judge(others, mine)


def one_left_out(data: Sequence[Tied]) -> Iterator[Judged]:
    """Suggestions for articles when all the others have accounts, twenty left out at a time."""
    mixed = list(data)
    random.Random(0).shuffle(mixed)
    for start in range(0, min(len(mixed), 600), 20):
        asked = mixed[start : start + 20]
        yield from judge([*mixed[:start], *mixed[start + 20 :]], asked)


def judge(tied: Sequence[Tied], asked: Sequence[Tied]) -> Iterator[Judged]:
    """Suggestions for `asked`, beside the most frequent account of the product group."""
    suggester = Suggester(tied)
    groups: dict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
    every: Counter[str] = Counter()
    for one in tied:
        groups[one.goods.supplier, one.goods.group][one.account] += 1
        every[one.account] += 1
    for one in asked:
        counted = groups.get((one.goods.supplier, one.goods.group), every)
        guess = counted.most_common(1)[0][0]
        found = suggester.suggest(one.goods)
        right = found is not None and found.account == one.account
        yield Judged(found.confidence if found else 0.0, right, guess == one.account)


def figures(judged: Sequence[Judged]) -> dict[str, Any]:
    """Accuracy, the baseline's, and for each band of confidence how many are right."""
    bands = []
    error = 0.0
    for low, high in pairwise(BANDS):
        inside = [one for one in judged if low <= one.confidence < high]
        if not inside:
            continue
        said = sum(one.confidence for one in inside) / len(inside)
        right = sum(one.right for one in inside) / len(inside)
        error += len(inside) / len(judged) * abs(said - right)
        bands.append(
            {"from": low, "share": round(len(inside) / len(judged), 3), "said": round(said, 3),
             "right": round(right, 3)}
        )  # fmt: skip
    return {
        "articles": len(judged),
        "top1": round(sum(one.right for one in judged) / len(judged), 3),
        "baseline": round(sum(one.baseline for one in judged) / len(judged), 3),
        "calibration_error": round(error, 3),
        "bands": bands,
    }


def speed(data: Sequence[Tied], tied: int = 100_000, asked: int = 2_000) -> dict[str, float]:
    """Seconds to learn from many articles and to judge some, made of the words of `data`."""
    rnd = random.Random(1)
    words = [word for one in data for word in one.goods.name.split()]

    def article(at: int) -> Tied:
        one = rnd.choice(data)
        name = " ".join([*one.goods.name.split()[:2], *rnd.choices(words, k=2)])
        goods = replace(one.goods, id=at, number=str(at), name=name, group=f"g{rnd.randrange(500)}")
        return Tied(goods, f"{one.account}{rnd.randrange(10)}")

    known = [article(at) for at in range(tied)]
    new = [article(at).goods for at in range(tied, tied + asked)]
    began = time.process_time()
    suggester = Suggester(known)
    built = time.process_time()
    for _ in suggester.suggest_all(new):
        pass
    return {"learn": round(built - began, 2), "judge": round(time.process_time() - built, 2)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--foods", type=Path, help="a csv of number;name;group")
    parser.add_argument("--speed", action="store_true", help="measure the time too")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    sets: dict[str, Callable[[], list[Tied]]] = {
        "example accounts": with_example_accounts,
        "product groups, hidden": with_groups_as_accounts,
    }
    if given.foods is not None:
        sets["food groups, names alone"] = lambda: foods(given.foods)
    for name, load in sets.items():
        data = load()
        measured = {
            f"{share:.0%} have accounts": figures(
                [one for seed in SEEDS for one in by_share(data, share, seed)]
            )
            for share in SHARES
        }
        measured["all but a few"] = figures(list(one_left_out(data)))
        if len({one.goods.supplier for one in data}) > 1 and "hidden" not in name:
            measured["a new supplier"] = figures(list(by_supplier(data)))
        _print(name, measured, as_json=given.json)
    if given.speed:
        _print("seconds", speed(with_example_accounts()), as_json=given.json)


def _print(name: str, measured: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({name: measured}, ensure_ascii=False))
        return
    print(name)
    for row, values in measured.items():
        print(f"  {row}: {values}")


if __name__ == "__main__":
    main()
