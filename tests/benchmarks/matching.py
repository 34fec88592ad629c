"""The figures and the picture of docs/matching.md.

    python -m tests.benchmarks.matching [--docs docs] [FILE.tsv ...]

Cross-validates the content's phrasings, judges the lists (the project's own without FILEs), times
500 topics of 10 phrasings, and prints a table. With --docs it writes `matching-calibration.svg`
into that folder and renews the table between the marks in its `matching.md`.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.entities import EntityRecogniser, names_of
from knowledge.evaluation import (
    Bin,
    Figures,
    Judged,
    UtteranceError,
    calibration,
    calibration_error,
    cross_validate,
    figures,
    judge,
    read_utterances,
)
from knowledge.language import load_lexicon
from knowledge.library import default_content_dir, load_library
from knowledge.matching import Entry, Matcher, Thresholds, entries_of

LISTS = tuple(sorted((Path(__file__).parents[1] / "knowledge" / "data").glob("utterances_*.tsv")))
PICTURE = "matching-calibration.svg"
PAGE = "matching.md"
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"

_TOPICS, _PHRASINGS = 500, 10
_SYLLABLES = ("ka", "lo", "mer", "tis", "ban", "dor", "fal", "gre", "hul", "jan", "kro", "vas")
_SIDE, _MARGIN = 320, 48
_LARGEST_DOT = 13


Build = Callable[[Sequence[Entry], Sequence[str]], Matcher]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what was measured on, and what came out."""

    name: str
    found: Figures
    judged: tuple[Judged, ...]


def measure(files: Sequence[Path]) -> tuple[list[Row], str]:
    """The rows of the table, and a sentence about time."""
    library = load_library(default_content_dir())
    lexicon = load_lexicon(default_content_dir() / "language")
    recogniser = EntityRecogniser(names_of(library.parties), lexicon=lexicon)
    entries = entries_of(library.topics.values())
    background = (*library.out_of_scope, *lexicon.outside)

    def build(some: Sequence[Entry], outside: Sequence[str]) -> Matcher:
        return Matcher.build(some, background=outside, lexicon=lexicon, recogniser=recogniser)

    start = time.perf_counter()
    matcher = build(entries, background)
    built = time.perf_counter() - start
    unseen = cross_validate(entries, background, build)
    rows = [Row("phrasings, five-fold", figures(unseen, Thresholds()), unseen)]
    for path in files:
        judged = judge(matcher, read_utterances(path))
        rows.append(Row(path.name, figures(judged, Thresholds()), judged))
    texts = sum(len(entry.texts) for entry in entries)
    many, took, each = _many(build, background)
    speed = (
        f"{len(entries)} topics with {texts} phrasings and {len(set(background))} examples of what "
        f"is outside are learnt in {built:.1f} s. {many} topics with {_PHRASINGS} phrasings each "
        f"are learnt in {took:.1f} s, and a message then takes {each:.2f} ms."
    )
    return rows, speed


def _many(build: Build, background: Sequence[str]) -> tuple[int, float, float]:
    chance = random.Random(3)
    invented = ["".join(chance.choices(_SYLLABLES, k=3)) for _ in range(3000)]
    entries = [
        Entry(f"t{n:03}", tuple(" ".join(chance.sample(invented, 5)) for _ in range(_PHRASINGS)))
        for n in range(_TOPICS)
    ]
    start = time.perf_counter()
    matcher = build(entries, background)
    took = time.perf_counter() - start
    start = time.perf_counter()
    for entry in entries:
        matcher.match(entry.texts[0])
    return _TOPICS, took, (time.perf_counter() - start) / _TOPICS * 1000


def table(rows: Sequence[Row], speed: str) -> str:
    """The figures as Markdown."""
    lines = [
        "| on | messages | right at 1 | among 3 | answered at once | of those right "
        "| outside answered | calibration error | ms |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        found = row.found
        false = round(found.false_answers * found.fallbacks)
        lines.append(
            f"| {row.name} | {found.utterances} | {found.accuracy_at_1:.3f} "
            f"| {found.accuracy_at_3:.3f} | {found.answered:.3f} | {found.answered_right:.3f} "
            f"| {false} of {found.fallbacks} | {calibration_error(found.calibration):.3f} "
            f"| {found.ms:.2f} |"
        )
    return "\n".join((*lines, "", speed))


def picture(bins: Sequence[Bin]) -> str:
    """A reliability diagram as SVG: confidence to the right, share of right ones upwards."""
    most = max(one.count for one in bins)
    size = _SIDE + 2 * _MARGIN

    def x(share: float) -> float:
        return round(_MARGIN + share * _SIDE, 1)

    def y(share: float) -> float:
        return round(_MARGIN + (1 - share) * _SIDE, 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" '
        'role="img" aria-labelledby="t" font-family="sans-serif" font-size="11">',
        '<title id="t">How often the best candidate is right, by its confidence</title>',
        f'<rect width="{size}" height="{size}" fill="#ffffff"/>',
    ]
    for tenth in range(0, 11, 2):
        share = tenth / 10
        parts += [
            f'<path d="M{x(0)} {y(share)}H{x(1)}M{x(share)} {y(0)}V{y(1)}" stroke="#e3e3e3"/>',
            f'<text x="{x(0) - 6}" y="{y(share) + 4}" text-anchor="end">{share:.1f}</text>',
            f'<text x="{x(share)}" y="{y(0) + 16}" text-anchor="middle">{share:.1f}</text>',
        ]
    parts += [
        f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" stroke="#888888" stroke-dasharray="4 4"/>',
        f'<text x="{size / 2}" y="{size - 10}" text-anchor="middle">confidence</text>',
        f'<text x="14" y="{size / 2}" text-anchor="middle" '
        f'transform="rotate(-90 14 {size / 2})">share that was right</text>',
    ]
    line = "L".join(f"{x(one.mean_confidence)} {y(one.right)}" for one in bins)
    parts.append(f'<path d="M{line}" fill="none" stroke="#1d5fa8"/>')
    for one in bins:
        radius = round(3 + (_LARGEST_DOT - 3) * (one.count / most) ** 0.5, 1)
        parts += [
            f'<circle cx="{x(one.mean_confidence)}" cy="{y(one.right)}" r="{radius}" '
            'fill="#1d5fa8" fill-opacity="0.55"/>',
            f'<text x="{x(one.mean_confidence)}" y="{y(one.right) - radius - 3}" '
            f'text-anchor="middle">{one.count}</text>',
        ]
    return "\n".join((*parts, "</svg>", ""))


def renewed(page: str, new: str) -> str:
    """`page` with what stands between the marks replaced; ValueError if it lacks them."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{PAGE} lacks the marks {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{new}\n{END}{after}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and renew the page if asked to."""
    parser = argparse.ArgumentParser(description="The figures and the picture of docs/matching.md.")
    parser.add_argument("files", nargs="*", type=Path, help="lists of topic<TAB>text")
    parser.add_argument("--docs", type=Path, help="the folder of matching.md")
    given = parser.parse_args(arguments)
    try:
        rows, speed = measure(given.files or LISTS)
    except (OSError, UtteranceError) as error:
        sys.exit(str(error))
    print(table(rows, speed))
    if given.docs:
        page = given.docs / PAGE
        page.write_text(renewed(page.read_text("utf-8"), table(rows, speed)), encoding="utf-8")
        bins = calibration(rows[0].judged)
        (given.docs / PICTURE).write_text(picture(bins), encoding="utf-8")


if __name__ == "__main__":
    main()
