"""Answers found for questions of authorities' FAQs, ours beside two plain methods.

    python -m tests.benchmarks.faq FILE.jsonl [--json]

Each line of FILE holds `category_id`, `question`, `candidate_answers` and `label` (the place of the
right answer), as in SweFAQ 2.0 of Språkbanken Text's SuperLim 2. Nothing is fitted to the file.

A: the right answer chosen among the candidates of its category. B: found among all answers of the
file: accuracy at 1 and 3, mean reciprocal rank and normalised discounted gain of the first ten.
`ms` is the mean time to rank the whole pool for one question, `mb` the most memory in use while the
method was built and run, beyond what was in use before. With --json the last line is one object.
"""

import argparse
import json
import math
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process, utils

from knowledge.language import Lexicon, Stemmer, folded_words, load_lexicon
from knowledge.library import default_content_dir
from knowledge.matching import Entry, Matcher

_FIRST_TEN = 10
_FIRST_THREE = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the answers of its category and the place of the right one among them."""

    category: str
    text: str
    candidates: tuple[str, ...]
    label: int

    @property
    def answer(self) -> str:
        """The right answer."""
        return self.candidates[self.label]


# The texts of some answers in; out comes what ranks their places for a question, best first.
Method = Callable[[Sequence[str]], Callable[[str], Sequence[int]]]


def lexicon() -> Lexicon:
    """The product's word lists."""
    return load_lexicon(default_content_dir() / "language")


def ours(word_lists: Lexicon) -> Method:
    """The product's matcher, with nothing to go by but the answers."""

    def build(answers: Sequence[str]) -> Callable[[str], Sequence[int]]:
        entries = [Entry(f"{place:06}", (), body=answer) for place, answer in enumerate(answers)]
        matcher = Matcher.build(entries, lexicon=word_lists)

        def rank(question: str) -> list[int]:
            return [int(one.id) for one in matcher.match(question, limit=len(answers)).ranked]

        return rank

    return build


def token_set_ratio(answers: Sequence[str]) -> Callable[[str], Sequence[int]]:
    """RapidFuzz' token_set_ratio over the whole answers."""
    ready = [utils.default_process(answer) for answer in answers]

    def rank(question: str) -> list[int]:
        asked = utils.default_process(question)
        scored = process.extract(asked, ready, scorer=fuzz.token_set_ratio, limit=None)
        return [place for _, _, place in scored]

    return rank


def bm25(answers: Sequence[str]) -> Callable[[str], Sequence[int]]:
    """BM25 (k1 1.2, b 0.75) on Swedish stems of whole answers."""
    stemmer = Stemmer()

    def stems(text: str) -> list[str]:
        return [stemmer.stem(word) for word in folded_words(text)]

    documents = [Counter(stems(answer)) for answer in answers]
    lengths = [sum(document.values()) for document in documents]
    mean = sum(lengths) / len(lengths)
    frequency = Counter(stem for document in documents for stem in document)
    holders: dict[str, list[int]] = {}
    for place, document in enumerate(documents):
        for stem in document:
            holders.setdefault(stem, []).append(place)

    def rank(question: str) -> list[int]:
        scores = [0.0] * len(documents)
        for stem in set(stems(question)) & holders.keys():
            count = frequency[stem]
            rarity = math.log(1 + (len(documents) - count + 0.5) / (count + 0.5))
            for place in holders[stem]:
                often = documents[place][stem]
                norm = often + 1.2 * (0.25 + 0.75 * lengths[place] / mean)
                scores[place] += rarity * often * 2.2 / norm
        return sorted(range(len(documents)), key=lambda place: (-scores[place], place))

    return rank


def read(path: Path) -> list[Question]:
    """The questions of a file; exits with line and reason when one cannot be read."""
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            questions.append(_question(json.loads(line)))
        except (ValueError, KeyError, TypeError, IndexError) as error:
            sys.exit(f"{path}:{number}: {error!r}")
    if not questions:
        sys.exit(f"{path}: holds no question")
    return questions


def _question(row: dict[str, Any]) -> Question:
    candidates = tuple(str(answer) for answer in row["candidate_answers"])
    label = range(len(candidates))[int(row["label"])]
    return Question(str(row["category_id"]), str(row["question"]), candidates, label)


def measure(method: Method, questions: Sequence[Question]) -> dict[str, float]:
    """A, B1, B3, mrr, ndcg (shares), ms (of one question over the pool) and mb of a method."""
    pools: dict[str, list[str]] = {}
    for question in questions:
        pools.setdefault(question.category, []).extend(question.candidates)
    # Sorted, so that no order in the file tells anything.
    pools = {category: sorted(set(answers)) for category, answers in pools.items()}
    whole = sorted({answer for answers in pools.values() for answer in answers})
    tracemalloc.start()
    rankers = {category: method(answers) for category, answers in pools.items()}
    chosen = 0
    for question in questions:
        answers = pools[question.category]
        offered = set(question.candidates)
        ranked = (answers[place] for place in rankers[question.category](question.text))
        chosen += next((answer for answer in ranked if answer in offered), "") == question.answer
    rank = method(whole)
    ranks = [_place(rank(question.text), whole.index(question.answer)) for question in questions]
    memory = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    start = time.perf_counter()
    for question in questions:
        rank(question.text)
    took = time.perf_counter() - start
    count = len(questions)
    return {
        "A": chosen / count,
        "B1": sum(place == 0 for place in ranks) / count,
        "B3": sum(place < _FIRST_THREE for place in ranks) / count,
        "mrr": sum(1 / (place + 1) for place in ranks if place < _FIRST_TEN) / count,
        "ndcg": sum(1 / math.log2(place + 2) for place in ranks if place < _FIRST_TEN) / count,
        "ms": took / count * 1000,
        "mb": memory / 1_000_000,
    }


def _place(ranked: Sequence[int], right: int) -> int:
    return ranked.index(right) if right in ranked else len(ranked)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures of each method."""
    parser = argparse.ArgumentParser(description="Answers found for questions, by three methods.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    given = parser.parse_args(arguments)
    try:
        questions = read(given.file)
    except OSError as error:
        sys.exit(f"{given.file}: {error.strerror}")
    methods: dict[str, Method] = {
        "ours": ours(lexicon()),
        "token_set_ratio": token_set_ratio,
        "bm25": bm25,
    }
    figures = {name: measure(method, questions) for name, method in methods.items()}
    print(f"{len(questions)} questions, {given.file.name}")
    print(f"{'':16}" + "".join(f"{key:>8}" for key in ("A", "B1", "B3", "mrr", "ndcg", "ms", "mb")))
    for name, row in figures.items():
        print(f"{name:16}" + "".join(f"{value:8.3f}" for value in row.values()))
    if given.json:
        print(
            json.dumps({n: {k: round(v, 4) for k, v in row.items()} for n, row in figures.items()})
        )


if __name__ == "__main__":
    main()
