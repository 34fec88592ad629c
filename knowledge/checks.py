"""Proof that every guide leads somewhere: the checks of `hjalpen knowledge check`."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Protocol

from knowledge.folding import fold
from knowledge.guides import Guide, Guides, Outcome, Step
from knowledge.problems import Problem
from knowledge.text import Lang

Place = tuple[str, str]  # guide id, step id

MAX_CHOICES = 20  # Slack's actions block holds 25 elements; back, cancel and pause need room


class HasGuides(Protocol):
    """A library, as far as these checks are concerned."""

    @property
    def guides(self) -> Guides:
        """The guides by id."""


def check_guides(library: HasGuides) -> tuple[Problem, ...]:
    """What is wrong with the guides; empty when each of them holds.

    A step must have exactly one of choices, slot and outcome; point only at what exists; be
    reachable from the guide's first step; lead to solved or handover, also across guides; and no
    word may mean two of its choices.
    """
    guides = library.guides
    problems = [
        problem
        for guide in guides.values()
        for problem in (*_identities(guide), *_forms(guide), *_targets(guides, guide))
    ]
    if not problems:  # paths can be followed only where every target exists
        for guide in guides.values():
            problems += _reachability(guide)
        problems += _exits(guides)
    for guide in guides.values():
        problems += _ambiguities(guide)
    return tuple(problems)


def _problem(guide: Guide, entry: str, message: str) -> Problem:
    return Problem(f"guides/{guide.id}.yaml", entry, message)


def _identities(guide: Guide) -> Iterator[Problem]:
    seen: set[str] = set()
    for step in guide.steps:
        if step.id in seen:
            yield _problem(guide, f"steps.{step.id}", "two steps have this id: rename one")
        seen.add(step.id)
        choices = [choice.id for choice in step.choices]
        for choice_id in sorted({c for c in choices if choices.count(c) > 1}):
            entry = f"steps.{step.id}.choices.{choice_id}"
            yield _problem(guide, entry, "two choices of the step have this id: rename one")


def _forms(guide: Guide) -> Iterator[Problem]:
    for step in guide.steps:
        entry = f"steps.{step.id}"
        forms = [bool(step.choices), step.slot is not None, step.outcome is not None]
        if sum(forms) != 1:
            message = "a step has exactly one of `choices`, `slot` and `outcome`"
            yield _problem(guide, entry, f"{message}; this one has {sum(forms)}")
        if (step.slot is not None) != (step.next is not None):
            message = "`slot` and `next` go together: what is asked for, and the step after it"
            yield _problem(guide, entry, message)
        if (step.outcome is Outcome.CONTINUE) != (step.continue_in is not None):
            message = "`outcome: continue` and `continue_in` (the other guide's id) go together"
            yield _problem(guide, entry, message)
        if len(step.choices) > MAX_CHOICES:
            message = f"{len(step.choices)} choices are too many: keep to {MAX_CHOICES}"
            yield _problem(guide, entry, message)


def _targets(guides: Guides, guide: Guide) -> Iterator[Problem]:
    known = {step.id for step in guide.steps}
    for step in guide.steps:
        entry = f"steps.{step.id}"
        for choice in step.choices:
            if choice.next not in known:
                where = f"{entry}.choices.{choice.id}.next"
                yield _problem(guide, where, f"there is no step `{choice.next}` in this guide")
        if step.next is not None and step.next not in known:
            yield _problem(guide, f"{entry}.next", f"there is no step `{step.next}` in this guide")
        if step.continue_in is not None and step.continue_in not in guides:
            message = f"there is no guide `{step.continue_in}`"
            yield _problem(guide, f"{entry}.continue_in", message)


def _following(guides: Guides, place: Place) -> list[Place]:
    guide_id, step_id = place
    step = guides[guide_id].step(step_id)
    inside = [choice.next for choice in step.choices] + ([step.next] if step.next else [])
    places = [(guide_id, target) for target in inside]
    if step.continue_in is not None:
        places.append((step.continue_in, guides[step.continue_in].steps[0].id))
    return places


def _reachability(guide: Guide) -> Iterator[Problem]:
    alone: Guides = {guide.id: guide}
    reached: set[str] = set()
    waiting = [guide.steps[0].id]
    while waiting:
        step_id = waiting.pop()
        if step_id in reached:
            continue
        reached.add(step_id)
        if guide.step(step_id).continue_in is None:
            waiting += [target for _, target in _following(alone, (guide.id, step_id))]
    for step in guide.steps:
        if step.id not in reached:
            message = "no way leads to this step: point a choice at it, or remove it"
            yield _problem(guide, f"steps.{step.id}", message)


def _exits(guides: Guides) -> Iterator[Problem]:
    """Steps from which no end can be reached, found by walking backwards from the ends."""
    before: defaultdict[Place, list[Place]] = defaultdict(list)
    waiting: list[Place] = []
    for guide in guides.values():
        for step in guide.steps:
            place = (guide.id, step.id)
            if step.outcome in (Outcome.SOLVED, Outcome.HANDOVER):
                waiting.append(place)
            for target in _following(guides, place):
                before[target].append(place)
    leads_out: set[Place] = set()
    while waiting:
        place = waiting.pop()
        if place not in leads_out:
            leads_out.add(place)
            waiting += before[place]
    for guide in guides.values():
        for step in guide.steps:
            if (guide.id, step.id) not in leads_out:
                message = "no way leads from here to `solved` or `handover`: add one"
                yield _problem(guide, f"steps.{step.id}", message)


def _ambiguities(guide: Guide) -> Iterator[Problem]:
    for step in guide.steps:
        for lang in Lang:
            yield from _ambiguous_words(guide, step, lang)


def _ambiguous_words(guide: Guide, step: Step, lang: Lang) -> Iterator[Problem]:
    meaning: dict[str, str] = {}
    for choice in step.choices:
        words = choice.words.en if lang is Lang.EN else choice.words.sv
        for text in (choice.label.get(lang), *words):
            other = meaning.setdefault(fold(text), choice.id)
            if other != choice.id:
                entry = f"steps.{step.id}.choices.{choice.id}.words.{lang.value}"
                message = f"“{text}” means the choice `{other}` too: keep it in one of them"
                yield _problem(guide, entry, message)
