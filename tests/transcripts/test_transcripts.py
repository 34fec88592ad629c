"""Conversations, as people would like them to go, through the whole bot."""

import pytest

from bot.conversation_state import InGuide
from tests.transcripts.model import (
    CaseExpected,
    StateExpected,
    Transcript,
    Turn,
    transcripts,
)
from tests.transcripts.stage import Build, Shown, Stage

ALL = transcripts()


@pytest.mark.parametrize("transcript", ALL.values(), ids=ALL)
def test_transcript(transcript: Transcript, build: Build) -> None:
    stage = build(transcript.person)
    for number, turn in enumerate(transcript.turns, start=1):
        new = _do(stage, turn)
        _check_turn(turn, new, f"turn {number}: {turn}")
    _check_case(stage, transcript.case)
    if transcript.state is not None:
        _check_state(stage, transcript.state)


def test_there_are_many() -> None:
    assert len(ALL) >= 60


def _do(stage: Stage, turn: Turn) -> list[Shown]:
    if turn.say is not None:
        return stage.say(turn.say * turn.times, in_thread=turn.in_thread)
    if turn.press is not None:
        return stage.press(turn.press)
    if turn.press_old is not None:
        return stage.press(turn.press_old, old=True)
    if turn.choose is not None:
        return stage.press(turn.choose)
    assert turn.coordinator is not None
    return stage.coordinate(turn.coordinator)


def _check_turn(turn: Turn, new: list[Shown], where: str) -> None:
    texts = [shown.text for shown in new]
    whole = "\n\n".join(texts)
    there = [name for shown in new for name in shown.buttons]
    seen = f"{where}\nthe bot shows:\n{whole}\n{there}"
    assert bool(new) != turn.silent, seen
    assert len(set(texts)) == len(texts), f"the same is said twice\n{seen}"
    place = 0
    for wanted in turn.shows:
        at = whole.find(wanted, place)
        assert at >= 0, f"{wanted!r} is not shown, or not there\n{seen}"
        place = at + len(wanted)
    for unwanted in turn.not_shows:
        assert unwanted not in whole, f"{unwanted!r} is shown\n{seen}"
    for name in turn.buttons:
        assert name in there, f"there is no {name!r}\n{seen}"
    for name in turn.not_buttons:
        assert name not in there, f"there is {name!r}\n{seen}"


def _check_case(stage: Stage, wanted: CaseExpected | None) -> None:
    cases = stage.cases()
    if wanted is None:
        assert cases == ()
        return
    assert len(cases) == wanted.count, cases
    case = cases[0]
    assert (case.topic, case.state) == (wanted.topic, wanted.state)
    if wanted.said is not None:
        assert wanted.said in case.summary
    if wanted.answers is not None:
        answers = [(answer.label, answer.value) for answer in case.answers]
        assert answers == list(wanted.answers.items())
    for name in ("municipality", "department", "role"):
        if name in wanted.model_fields_set:
            assert getattr(case, name) == getattr(wanted, name)


def _check_state(stage: Stage, wanted: StateExpected) -> None:
    state = stage.state()
    expects = state.expects
    assert (expects.kind if expects else None) == wanted.expects
    if isinstance(expects, InGuide):
        assert (expects.walk.guide, expects.walk.step) == (wanted.guide, wanted.step)
    assert (state.paused.walk.guide if state.paused else None) == wanted.paused
