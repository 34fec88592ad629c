"""What the tests of matching share: the real content's matcher, and the lists of utterances."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from knowledge.entities import EntityRecogniser, names_of
from knowledge.evaluation import Utterance, read_utterances
from knowledge.language import Lexicon, load_lexicon
from knowledge.library import Library, default_content_dir, load_library
from knowledge.matching import Entry, Matcher, entries_of

DATA = Path(__file__).parent / "data"
OWN = DATA / "utterances_own.tsv"
FRESH = tuple(sorted(DATA.glob("utterances_fresh_*.tsv")))
"""Lists that were written without looking at the content, and judged once before anything else."""
SHARED = Path(__file__).resolve().parents[3] / "shared" / "eval"


@cache
def library() -> Library:
    """The product's own content."""
    return load_library(default_content_dir())


@cache
def lexicon() -> Lexicon:
    """The product's own word lists."""
    return load_lexicon(default_content_dir() / "language")


@cache
def recogniser() -> EntityRecogniser:
    """Knows the parties of the content."""
    return EntityRecogniser(names_of(library().parties), lexicon=lexicon())


def entries() -> tuple[Entry, ...]:
    """The content's topics."""
    return entries_of(library().topics.values())


def background() -> tuple[str, ...]:
    """What no topic answers."""
    return (*library().out_of_scope, *lexicon().outside)


def build(some: Sequence[Entry], outside: Sequence[str]) -> Matcher:
    """A matcher with the content's words and names."""
    return Matcher.build(some, background=outside, lexicon=lexicon(), recogniser=recogniser())


@cache
def matcher() -> Matcher:
    """The matcher that the product uses."""
    return build(entries(), background())


@cache
def own() -> tuple[Utterance, ...]:
    """The project's list of utterances."""
    return read_utterances(OWN)


def shared(name: str) -> Path:
    """A file to measure on that is kept outside the project; the test is skipped without it."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} is not here: nothing to measure on")
    return path
