"""How well matching does on what people write: lists in, figures out.

A list is a file of `topic<TAB>text` lines; the topic `fallback` stands for what the bot must not
pretend to know. Empty lines and lines that begin with `#` are left out.
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.matching import Entry, Match, Matcher, Thresholds

FALLBACK = "fallback"
_TOP = 3


@dataclass(frozen=True, slots=True)
class Utterance:
    """A text and the topic that should answer it."""

    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """An utterance with what the matching made of it, and how long that took in milliseconds."""

    utterance: Utterance
    match: Match
    ms: float

    @property
    def confidence(self) -> float:
        """The confidence in the best candidate; 0 if there is none."""
        return self.match.best.confidence if self.match.best else 0.0

    def right_within(self, count: int) -> bool:
        """Whether the right topic is among the first `count` candidates."""
        return self.utterance.topic in [one.id for one in self.match.ranked[:count]]


@dataclass(frozen=True, slots=True)
class Wrong:
    """An utterance that was not understood, with the first candidates and their confidences."""

    topic: str
    text: str
    got: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class TopicFigures:
    """How one topic fared."""

    utterances: int
    accuracy_at_1: float
    accuracy_at_3: float


@dataclass(frozen=True, slots=True)
class Bin:
    """What became of the confidences between two bounds."""

    low: float
    high: float
    count: int
    mean_confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The evaluation of a list.

    Accuracies are shares of the utterances that have a topic; `false_answers` is the share of the
    `fallback` ones that would be answered, `false_choices` that would be answered or given choices.
    `answered` is the share of utterances with a topic that are answered at once, `answered_right`
    how many of those rightly. `ms` is the mean time of one message.
    """

    utterances: int
    fallbacks: int
    accuracy_at_1: float
    accuracy_at_3: float
    false_answers: float
    false_choices: float
    answered: float
    answered_right: float
    ms: float
    topics: dict[str, TopicFigures]
    wrong: tuple[Wrong, ...]
    calibration: tuple[Bin, ...]


class UtteranceError(ValueError):
    """A list cannot be read; the message says which line and why."""


def read_utterances(path: Path) -> tuple[Utterance, ...]:
    """The utterances of a file; raises UtteranceError, or OSError if it cannot be opened."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise UtteranceError(f"{path}: is not UTF-8: {error}") from error
    found: list[Utterance] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        topic, tab, text = line.partition("\t")
        if not tab or not topic.strip() or not text.strip():
            raise UtteranceError(f"{path}:{number}: write the topic, a tab and the text")
        found.append(Utterance(topic.strip(), text.strip()))
    if not found:
        raise UtteranceError(f"{path}: holds no utterance")
    return tuple(found)


def judge(matcher: Matcher, utterances: Iterable[Utterance]) -> tuple[Judged, ...]:
    """Each utterance matched, and timed."""
    judged = []
    for utterance in utterances:
        start = time.perf_counter()
        match = matcher.match(utterance.text)
        judged.append(Judged(utterance, match, (time.perf_counter() - start) * 1000))
    return tuple(judged)


def figures(judged: Sequence[Judged], thresholds: Thresholds) -> Figures:
    """The figures of what was judged; `thresholds` say what would be answered."""
    asked = [one for one in judged if one.utterance.topic != FALLBACK]
    outside = [one for one in judged if one.utterance.topic == FALLBACK]
    answered = [one for one in asked if one.confidence >= thresholds.answer_at]
    topics = {
        topic: _of_topic(topic, asked) for topic in sorted({a.utterance.topic for a in asked})
    }
    return Figures(
        utterances=len(judged),
        fallbacks=len(outside),
        accuracy_at_1=_share(asked, lambda one: one.right_within(1)),
        accuracy_at_3=_share(asked, lambda one: one.right_within(_TOP)),
        false_answers=_share(outside, lambda one: one.confidence >= thresholds.answer_at),
        false_choices=_share(outside, lambda one: one.confidence >= thresholds.choices_at),
        answered=len(answered) / len(asked) if asked else 0.0,
        answered_right=_share(answered, lambda one: one.right_within(1)),
        ms=sum(one.ms for one in judged) / len(judged) if judged else 0.0,
        topics=topics,
        wrong=_wrong(judged, thresholds),
        calibration=calibration(judged),
    )


def calibration(judged: Sequence[Judged], bins: int = 10) -> tuple[Bin, ...]:
    """How often the best candidate is right, by its confidence; empty bins are left out.

    For an utterance of `fallback` no candidate is right.
    """
    found = []
    for place in range(bins):
        low, high = place / bins, (place + 1) / bins
        last = place == bins - 1
        inside = [j for j in judged if low <= j.confidence and (last or j.confidence < high)]
        if inside:
            mean = sum(one.confidence for one in inside) / len(inside)
            right = _share(inside, lambda one: one.right_within(1))
            found.append(Bin(low, high, len(inside), mean, right))
    return tuple(found)


def calibration_error(bins: Sequence[Bin]) -> float:
    """The mean distance of confidence and share of right ones, weighted by count (ECE)."""
    total = sum(one.count for one in bins)
    return sum(one.count * abs(one.mean_confidence - one.right) for one in bins) / max(1, total)


def cross_validate(
    entries: Sequence[Entry],
    background: Sequence[str],
    build: Callable[[Sequence[Entry], Sequence[str]], Matcher],
    *,
    folds: int = 5,
) -> tuple[Judged, ...]:
    """Every phrasing and every background text judged by a matcher that has not seen it.

    `build` makes a matcher from entries and background. Which fold a text is in depends on the text
    alone. The last phrasing of an entry is never left out together with all the others.
    """
    judged: list[Judged] = []
    for fold in range(folds):
        kept: list[Entry] = []
        asked: list[Utterance] = []
        for entry in entries:
            out = tuple(text for text in entry.texts if _fold_of(text, folds) == fold)
            if len(out) == len(entry.texts):
                out = out[1:]
            asked += [Utterance(entry.id, text) for text in out]
            texts = tuple(text for text in entry.texts if text not in out)
            kept.append(Entry(entry.id, texts, entry.keywords, entry.body))
        asked += [Utterance(FALLBACK, t) for t in background if _fold_of(t, folds) == fold]
        outside = [text for text in background if _fold_of(text, folds) != fold]
        judged += judge(build(kept, outside), asked)
    return tuple(judged)


def _fold_of(text: str, folds: int) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) % folds


def _share(judged: Sequence[Judged], holds: Callable[[Judged], bool]) -> float:
    return sum(map(holds, judged)) / len(judged) if judged else 0.0


def _of_topic(topic: str, asked: Sequence[Judged]) -> TopicFigures:
    own = [one for one in asked if one.utterance.topic == topic]
    return TopicFigures(
        len(own),
        _share(own, lambda one: one.right_within(1)),
        _share(own, lambda one: one.right_within(_TOP)),
    )


def _wrong(judged: Sequence[Judged], thresholds: Thresholds) -> tuple[Wrong, ...]:
    def is_wrong(one: Judged) -> bool:
        if one.utterance.topic == FALLBACK:
            return one.confidence >= thresholds.answer_at
        return not one.right_within(1)

    return tuple(
        Wrong(
            one.utterance.topic,
            one.utterance.text,
            tuple((each.id, round(each.confidence, 3)) for each in one.match.ranked[:_TOP]),
        )
        for one in judged
        if is_wrong(one)
    )
