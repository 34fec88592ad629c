"""How well the whole bot understands a list of messages."""

import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.errors import UsageError
from bot.understanding import Understanding, Understood
from knowledge.entities import Entities
from knowledge.evaluation import (
    Figures,
    Judged,
    Utterance,
    UtteranceError,
    figures,
    read_utterances,
)
from knowledge.matching import Candidate, Match, Thresholds


def evaluate(understanding: Understanding, thresholds: Thresholds, file: Path) -> Figures:
    """The figures of a file of `topic<TAB>text` lines; UsageError if it cannot be read."""
    try:
        utterances = read_utterances(file)
    except UtteranceError as error:
        raise UsageError(str(error)) from None
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from None
    return figures([_judge(understanding, one) for one in utterances], thresholds)


def figures_json(measured: Figures) -> dict[str, Any]:
    """The figures as plain values for JSON."""
    return asdict(measured)


def figures_text(measured: Figures) -> str:
    """The figures as lines to read, the wrong ones last."""
    lines = [
        f"{measured.utterances} messages, {measured.fallbacks} that no topic answers",
        f"right at 1: {measured.accuracy_at_1:.3f}   right at 3: {measured.accuracy_at_3:.3f}",
        f"answered at once: {measured.answered:.3f}, rightly {measured.answered_right:.3f}",
        f"false answers: {measured.false_answers:.3f}, choices: {measured.false_choices:.3f}",
        f"time: {measured.ms:.2f} ms a message",
    ]
    lines += [
        f"  {topic}: {one.accuracy_at_1:.2f} at 1, {one.accuracy_at_3:.2f} at 3 ({one.utterances})"
        for topic, one in measured.topics.items()
    ]
    for wrong in measured.wrong:
        got = ", ".join(f"{topic} {confidence:.2f}" for topic, confidence in wrong.got) or "nothing"
        lines.append(f"wrong: {wrong.topic} | {wrong.text} | {got}")
    return "\n".join(lines)


def _judge(understanding: Understanding, utterance: Utterance) -> Judged:
    start = time.perf_counter()
    understood = understanding.understand(utterance.text)
    ms = (time.perf_counter() - start) * 1000
    match = Match(ranked=_ranked(understood), entities=Entities(), text=utterance.text)
    return Judged(utterance, match, ms)


def _ranked(understood: Understood) -> tuple[Candidate, ...]:
    """What the bot would answer first, then the others; nothing where it would decline."""
    if understood.id is None:
        return ()
    others = (Candidate(one.id, one.confidence) for one in understood.alternatives)
    return (Candidate(understood.id, understood.confidence), *others)
