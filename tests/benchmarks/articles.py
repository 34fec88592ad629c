"""Recall and latency of the article search, beside other searches on the same queries in one run.

    python -m tests.benchmarks.articles [--n 20000] [--trade office] [--catalogue FILE] [--json]

The catalogue is a price list (`--catalogue`), or `--n` articles composed from a seed. Each query is
the name of one article with typing noise (neighbouring keys, dropped, doubled and swapped letters,
folded å ä ö, dropped and swapped words, half words, sizes written in another unit) or its number
with a slip. R@k: the share of queries whose article is among the first k. Times are of the thread's
processor, in milliseconds, so that a busy machine disturbs them little; with PostgreSQL, whose work
another process does, they are by the clock. `r1_without_doubtful` counts a query as answered whose
first hit is as few letters away as the article that was meant: noise has made it that article's
name as much. `r1_at_most` is what the best of all searches would answer first, for the noise has
made some queries as likely of other articles (see `article_bound`). `above_good_hit` is the share
of those names with a hit that counts as good, `absent_above_good_hit` that of goods which no list
of food and consumables has. pg_trgm is measured where the environment's TEST_DATABASE_URL names a
PostgreSQL server.
"""

import argparse
import gc
import json
import os
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from knowledge.articles import GOOD_HIT, Article, ArticleIndex
from knowledge.articles.words import fold
from tests.benchmarks.article_bound import at_most
from tests.benchmarks.article_catalogues import TRADES, catalogue, composed
from tests.benchmarks.article_engines import (
    Search,
    fts5_trigrams,
    in_database,
    pg_trgm,
    tantivy_grams,
    wratio,
)
from tests.benchmarks.article_queries import Query, as_near, misspelt, queries, slipped_number

__all__ = ["Query", "composed", "measured", "misspelt", "slipped_number"]

_ABSENT = """grävmaskin vinterdäck motorsåg cykelhjälm gräsklippare bilbatteri soffa flygbiljett
champagne tandkräm schampo hundfoder kattsand fiskespö gitarr skruvdragare spackel målarfärg
trädgårdsslang julgran rullstol blöjor hörlurar projektor kontorsstol gardiner mattor glödlampor
cement brädor hammare spik tavla sängkläder kudde"""
_SLOW_FROM = 50_000  # articles, from where WRatio, FTS5 and pg_trgm get fewer queries

Clock = Callable[[], float]


def measured(
    asked: Sequence[Query], search: Search, clock: Clock = time.thread_time
) -> dict[str, float]:
    """How many were asked, R@1, R@5, and the mean, median and 95th percentile of milliseconds."""
    first = among = 0
    times = []
    for text, wanted in asked:
        began = clock()
        found = search(text)
        times.append(clock() - began)
        first += list(found[:1]) == [wanted]
        among += wanted in found[:5]
    times.sort()
    return {
        "queries": len(asked),
        "r1": round(first / len(asked), 4),
        "r5": round(among / len(asked), 4),
        "mean_ms": round(sum(times) / len(times) * 1000, 3),
        "p50_ms": round(times[len(times) // 2] * 1000, 3),
        "p95_ms": round(times[int(len(times) * 0.95)] * 1000, 3),
    }


def built(articles: Sequence[Article], repeats: int) -> tuple[ArticleIndex, dict[str, object]]:
    """An index, and what it took to build, change, save and load it, at best of some repeats."""
    gc.collect()
    before = _resident_mb()
    build_s, index = _best(lambda: ArticleIndex.build(iter(articles)), repeats)
    gc.collect()
    resident = _resident_mb() - before
    change = replace(articles[0], name="Alldeles ny vara")
    change_s, _ = _best(lambda: index.with_changes([change], [articles[-1].id]), repeats)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.index"
        save_s, _ = _best(lambda: index.save(path), repeats)
        size = path.stat().st_size
        load_s, loaded = _best(lambda: ArticleIndex.load(path), repeats)
        return loaded, {
            "build_s": round(build_s, 3),
            "change_s": round(change_s, 3),
            "save_s": round(save_s, 3),
            "load_s": round(load_s, 3),
            "file_mb": round(size / 1e6, 1),
            "resident_mb": round(resident, 1),
        }


def _best(make: Callable[[], ArticleIndex | None], repeats: int) -> tuple[float, ArticleIndex]:
    best, made = float("inf"), ArticleIndex()
    for _ in range(repeats):
        began = time.process_time()
        result = make()
        best = min(best, time.process_time() - began)
        made = result or made
    return best, made


def _resident_mb() -> float:
    """Megabytes of this process in memory; 0 where /proc does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    _, _, rest = status.read_text().partition("VmRSS:")
    return int(rest.split()[0]) / 1024


def others(
    articles: Sequence[Article], names: Sequence[Query], numbers: Sequence[Query], most: int
) -> tuple[dict[str, dict[str, float]], list[str]]:
    """Figures by engine, and what was left out and why."""
    fewer = names[:most]
    slow = fewer if len(articles) < _SLOW_FROM else fewer[: max(20, most // 5)]
    found = {"tantivy 3-grams": measured(names, tantivy_grams(articles))}
    left_out = []
    if not fewer:
        return found, ["WRatio, FTS5 and pg_trgm: --others 0"]
    found["RapidFuzz WRatio"] = measured(slow, wratio(articles))
    url = os.environ.get("TEST_DATABASE_URL", "")
    with ExitStack() as stack:
        found["SQLite FTS5 trigram"] = measured(slow, stack.enter_context(fts5_trigrams(articles)))
        if url.startswith("postgresql"):
            search = stack.enter_context(pg_trgm(articles, url))
            found["pg_trgm"] = measured(slow, search, time.perf_counter)
            search = stack.enter_context(in_database(articles, url))
            found["ours in PostgreSQL"] = measured(slow, search, time.perf_counter)
            if numbers:
                few = numbers[: len(slow)]
                found["… numbers"] = measured(few, search, time.perf_counter)
        else:
            left_out.append("pg_trgm: TEST_DATABASE_URL names no PostgreSQL server")
    return found, left_out


def run(given: argparse.Namespace) -> dict[str, object]:
    rng = random.Random(given.seed)
    if given.catalogue:
        articles = catalogue(given.catalogue)
    else:
        articles = composed(given.n, rng, given.trade)
    names, numbers = queries(articles, given.queries, rng)
    index, result = built(articles, given.repeats)

    def ours(text: str) -> list[int]:
        return [hit.article.id for hit in index.search(text)]

    for warm in names[:3]:
        ours(warm.text)
    engines = {"ours": measured(names, ours)}
    if numbers:
        engines["ours, numbers"] = measured(numbers, ours)
    wanted = {article.id: article.name for article in articles}
    missed = [(q, hits[0]) for q in names if (hits := index.search(q.text, 1))]
    missed = [(q, hit) for q, hit in missed if hit.article.id != q.wanted]
    near = sum(as_near(q.text, hit.article.name, wanted[q.wanted]) for q, hit in missed)
    good = sum(1 for text, _ in names if (hits := index.search(text)) and hits[0].score >= GOOD_HIT)
    folded = [fold(article.name) for article in articles]
    absent = [word for word in _ABSENT.split() if not any(fold(word) in name for name in folded)]
    wrong = [w for w in absent if (hits := index.search(w)) and hits[0].score >= GOOD_HIT]
    bound = at_most(names, wanted, lambda text: [h.article.id for h in index.search(text, 20)])
    found, left_out = others(articles, names, numbers, given.others)
    engines.update(found)
    ratio = engines["ours"]["p95_ms"] / engines["tantivy 3-grams"]["p95_ms"]
    return {
        "articles": len(articles),
        **result,
        "engines": engines,
        "left_out": left_out,
        "p95_to_tantivy": round(ratio, 2),
        "r1_without_doubtful": round(engines["ours"]["r1"] + near / len(names), 4),
        "r1_at_most": round(bound, 4),
        "above_good_hit": round(good / len(names), 4),
        "absent_above_good_hit": round(len(wrong) / max(1, len(absent)), 4),
    }


def text_of(result: dict[str, object]) -> str:
    """A result for the terminal."""
    lines = []
    for key, value in result.items():
        if isinstance(value, dict):
            lines.append(
                f"{'':22}{'queries':>8}{'R@1':>8}{'R@5':>8}{'mean':>9}{'p50':>9}{'p95 ms':>9}"
            )
            lines.extend(
                f"{engine:22}{row['queries']:8.0f}{row['r1']:8.3f}{row['r5']:8.3f}"
                f"{row['mean_ms']:9.2f}{row['p50_ms']:9.2f}{row['p95_ms']:9.2f}"
                for engine, row in value.items()
            )
        else:
            lines.append(f"{key:22}{value}")
    return "\n".join(lines)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    options.add_argument("--n", type=int, default=20_000)
    options.add_argument("--trade", choices=sorted(TRADES), default="mixed")
    options.add_argument("--catalogue", type=Path)
    options.add_argument("--queries", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--others", type=int, default=200, help="queries put to the slow engines")
    options.add_argument("--repeats", type=int, default=1, help="builds, of which the best counts")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    result = run(given)
    print(json.dumps(result) if given.json else text_of(result))


if __name__ == "__main__":
    main()
