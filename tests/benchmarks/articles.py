"""Recall and latency of the article search, beside RapidFuzz's WRatio over every name.

    python -m tests.benchmarks.articles [--n 20000] [--catalogue FILE] [--queries 1000] [--json]

The catalogue is a price list (`--catalogue`), or `--n` articles composed from a seed. Each query is
the name of one article with typing noise (neighbouring keys, dropped, doubled and swapped letters,
folded å ä ö, dropped and swapped words, half words, sizes written in another unit) or its number
with a slip. R@k: the share of queries whose article is among the first k. `above_good_hit` is the
share of those names with a hit that counts as good, `absent_above_good_hit` that of goods which no
list of food and consumables has.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, process

from knowledge.articles import GOOD_HIT, Article, ArticleIndex
from knowledge.articles.words import fold
from knowledge.pricelists import read_price_list

_ROWS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
_GOODS = """mjöl socker gryn ris pasta bönor linser ärter tomater juice saft sylt olja ketchup senap
buljong kanel peppar salt bröd knäckebröd kycklingfilé torsk lax köttbullar färs korv skinka bacon
ost smör mjölk grädde yoghurt fil kvarg potatis morot lök kål gurka paprika äpplen bananer päron
papper servetter tvål diskmedel tvättmedel sopsäckar handskar förkläden trasor penna block pärm
kuvert toner batterier tejp lim sax kaffe te muggar plåster"""
_KINDS = """vete råg havre korn majs soja kokos mandel hallon lingon jordgubbs apelsin äppel tomat
grönsaks svamp lök vitlöks kyckling kalkon nöt gris fisk kök toalett hushålls skriv kopierings hand
maskin golv fönster frys ugns bak lunch frukost"""
_TRAITS = """ekologisk svensk fryst färsk torkad rökt skivad strimlad tärnad hel malen grov fin röd
grön gul blå vit svart osötad laktosfri glutenfri parfymfri naturell vanilj mild stark lättsaltad
fullkorn extra stor liten mellan refill miljömärkt"""
_BRANDS = """Åkergård Solbacka Nordvik Ekehult Björkdala Havsro Lindero Tallmo Kustens Slättens
Bergatorp Vinterlund"""
_ABSENT = """grävmaskin vinterdäck motorsåg cykelhjälm gräsklippare bilbatteri soffa flygbiljett
champagne tandkräm schampo hundfoder kattsand fiskespö gitarr skruvdragare spackel målarfärg
trädgårdsslang julgran rullstol blöjor hörlurar projektor kontorsstol gardiner mattor glödlampor
cement brädor hammare spik tavla sängkläder kudde"""
_SIZES = ("250 g", "500 g", "750 g", "1 kg", "2,5 kg", "5 kg", "10 kg", "250 ml", "5 dl", "1 l")
_SAME_SIZE = {
    "500 g": "0,5 kg",
    "1 kg": "1000g",
    "5 dl": "500ml",
    "1 l": "100 cl",
    "2,5 kg": "2500 g",
}


class Query(NamedTuple):
    text: str
    wanted: int  # the article's id


def composed(count: int, rng: random.Random) -> list[Article]:
    """`count` articles with distinct names."""
    goods, kinds, traits, brands = (words.split() for words in (_GOODS, _KINDS, _TRAITS, _BRANDS))
    names: dict[str, None] = {}
    while len(names) < count:
        kind = rng.choice(kinds) if rng.random() < 0.7 else ""
        what = (kind + rng.choice(goods)).capitalize()
        words = [what, *rng.sample(traits, rng.randint(0, 3)), rng.choice(brands)]
        names[" ".join((*words, rng.choice(_SIZES)))] = None
    numbers = rng.sample(range(100_000, 100_000 + 90 * count), count)
    return [
        Article(id_, str(number), None, name, "Exempelgrossisten", "st")
        for id_, (name, number) in enumerate(zip(names, numbers, strict=True))
    ]


def misspelt(name: str, rng: random.Random) -> str:
    """`name` as somebody in a hurry writes it."""
    for size, other in _SAME_SIZE.items():
        if size in name and rng.random() < 0.5:
            name = name.replace(size, other)
    words = name.split()
    if len(words) > 2 and rng.random() < 0.3:
        del words[rng.randrange(1, len(words))]
    if len(words) > 1 and rng.random() < 0.2:
        at = rng.randrange(len(words) - 1)
        words[at], words[at + 1] = words[at + 1], words[at]
    if rng.random() < 0.15 and len(words[-1]) > 5:
        words[-1] = words[-1][: rng.randint(4, len(words[-1]) - 1)]
    text = " ".join(words)
    if rng.random() < 0.4:
        text = fold(text)
    for _ in range(rng.choice((1, 1, 2))):
        text = slip(text, rng)
    return text.lower() if rng.random() < 0.5 else text


def slip(text: str, rng: random.Random) -> str:
    """`text` with one slip of the keyboard."""
    places = [i for i, c in enumerate(text) if c.isalpha()]
    if not places:
        return text
    at = rng.choice(places)
    match rng.randrange(4):
        case 0:
            return text[:at] + _neighbour(text[at], rng) + text[at + 1 :]
        case 1:
            return text[:at] + text[at + 1 :]
        case 2:
            return text[:at] + text[at] + text[at:]
        case _:
            return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]


def _neighbour(letter: str, rng: random.Random) -> str:
    for row in _ROWS:
        at = row.find(letter.lower())
        if at >= 0:
            return rng.choice(row[max(0, at - 1) : at] + row[at + 1 : at + 2])
    return letter


def slipped_number(number: str, rng: random.Random) -> str:
    """`number` with one digit wrong, dropped or doubled, or two swapped."""
    at = rng.randrange(len(number) - 1)
    match rng.randrange(4):
        case 0:
            return number[:at] + rng.choice("0123456789") + number[at + 1 :]
        case 1:
            return number[:at] + number[at + 1 :]
        case 2:
            return number[:at] + number[at] + number[at:]
        case _:
            return number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def measured(queries: Sequence[Query], search: Callable[[str], Sequence[int]]) -> dict[str, float]:
    """R@1, R@5 and the 95th percentile of milliseconds."""
    first = among = 0
    times = []
    for text, wanted in queries:
        began = time.perf_counter()
        found = search(text)
        times.append(time.perf_counter() - began)
        first += found[:1] == [wanted]
        among += wanted in found[:5]
    return {
        "r1": round(first / len(queries), 4),
        "r5": round(among / len(queries), 4),
        "p95_ms": round(sorted(times)[int(len(times) * 0.95)] * 1000, 3),
    }


def catalogue(path: Path) -> list[Article]:
    """The articles of a price list, those with the same name left out but for one."""
    lines = {fold(line.name): line for line in read_price_list(path).lines}
    return [
        Article(
            id_,
            line.article_number or str(id_),
            line.gtin,
            line.name,
            line.supplier or "",
            line.unit,
        )
        for id_, line in enumerate(lines.values())
    ]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    options.add_argument("--n", type=int, default=20_000)
    options.add_argument("--catalogue", type=Path)
    options.add_argument("--queries", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--baseline", type=int, default=200, help="queries put to WRatio")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    rng = random.Random(given.seed)
    articles = catalogue(given.catalogue) if given.catalogue else composed(given.n, rng)
    began = time.perf_counter()
    index = ArticleIndex.build(articles)
    build_s = time.perf_counter() - began
    began = time.perf_counter()
    index.with_changes([replace(articles[0], name="Alldeles ny vara")], [articles[-1].id])
    change_s = time.perf_counter() - began

    def ours(text: str) -> list[int]:
        return [hit.article.id for hit in index.search(text)]

    folded = [fold(article.name) for article in articles]

    def wratio(text: str) -> list[int]:
        found = process.extract(fold(text), folded, scorer=fuzz.WRatio, limit=5)
        return [articles[place].id for _, _, place in found]

    chosen = [rng.choice(articles) for _ in range(given.queries)]
    names = [Query(misspelt(article.name, rng), article.id) for article in chosen]
    taken = {article.article_number for article in articles}
    slipped = [
        Query(slipped_number(article.article_number, rng), article.id)
        for article in chosen
        if len(article.article_number) > 4
    ]
    numbers = [query for query in slipped if query.text not in taken]
    good = sum(1 for text, _ in names if (hits := index.search(text)) and hits[0].score >= GOOD_HIT)
    absent = [word for word in _ABSENT.split() if not any(word in name for name in folded)]
    wrong = [w for w in absent if (hits := index.search(w)) and hits[0].score >= GOOD_HIT]
    result: dict[str, object] = {
        "articles": len(articles),
        "build_s": round(build_s, 2),
        "change_s": round(change_s, 3),
        "names": measured(names, ours),
        "names_wratio": measured(names[: given.baseline], wratio) if given.baseline else None,
        "numbers": measured(numbers, ours) if numbers else None,
        "above_good_hit": round(good / len(names), 4),
        "absent_above_good_hit": round(len(wrong) / len(absent), 4),
    }
    if given.json:
        print(json.dumps(result))
    else:
        for key, value in result.items():
            print(f"{key:16} {value}")


if __name__ == "__main__":
    main()
