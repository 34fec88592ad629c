"""A guided diagnosis as data, and the walk over it: pure functions of a guide and a walk."""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from knowledge.answers import Option, is_question, is_unknown, only_negates, understand
from knowledge.parties import ContactRole
from knowledge.text import Frozen, Lang, Text
from knowledge.topics import Topic


class Slot(StrEnum):
    """What a guide can ask for by free text, and what a first message may already have said."""

    SUPPLIER = "supplier"
    ORDER = "order"
    EXPECTED_DAY = "expected_day"
    SENT_DAY = "sent_day"
    GOODS = "goods"
    DETAILS = "details"


class Outcome(StrEnum):
    """How a guide ends."""

    SOLVED = "solved"
    HANDOVER = "handover"
    CONTINUE = "continue"  # goes on in another guide, with everything answered so far kept


class Words(Frozen):
    """Words that mean a choice beside its own label, matched after folding."""

    sv: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class Choice(Frozen):
    """One button of a step."""

    id: str
    label: Text
    next: str
    words: Words = Words()
    style: Literal["primary", "danger"] | None = None


class ContactRef(Frozen):
    """Whose contact a step shows: a party id, or `$supplier` for the supplier already named."""

    SUPPLIER: ClassVar[str] = "$supplier"

    party: str
    role: ContactRole | None = None


class Step(Frozen):
    """One step: what to check (`text`), how (`how`), then choices, a question or an end.

    Exactly one of `choices`, `slot` (free text asked for, then `next`) and `outcome` is given.
    `title` is the short label under which the answer stands in a case.
    """

    id: str
    title: Text
    text: Text
    how: Text | None = None
    contact: ContactRef | None = None
    choices: tuple[Choice, ...] = ()
    slot: Slot | None = None
    next: str | None = None
    outcome: Outcome | None = None
    continue_in: str | None = None


class Guide(Topic):
    """A guided diagnosis; `steps[0]` is where it begins."""

    intro: Text
    steps: tuple[Step, ...] = Field(min_length=2)

    def step(self, step_id: str) -> Step:
        """The step called `step_id`; KeyError if there is none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)


class Given(Frozen):
    """One answer in a walk: to which step, by which choice (None for free text), in what words.

    `prefilled` marks what was taken from the person's own message and not asked.
    """

    guide: str
    step: str
    choice: str | None
    value: str
    prefilled: bool = False


class Walk(Frozen):
    """Where a person is in a guide, and what was answered on the way there; kept as JSON."""

    guide: str
    step: str
    given: tuple[Given, ...] = ()
    slots: dict[Slot, str] = Field(default_factory=dict)


class NotUnderstood(Frozen):
    """A free text that is no answer to the step."""

    said: str


Guides = Mapping[str, Guide]

UNKNOWN = Text(sv="vet inte", en="don’t know")
"""What a slot holds (in Swedish) when its question was answered with “vet inte”."""

NOT_LISTED = Text(sv="finns inte i listan", en="not in the list")
"""What is noted (in Swedish) beside the name of a supplier that nobody knows."""

_VALUE_MAX = 1000  # characters of an answer that are kept: a case shows it in a Slack section


def current(guides: Guides, walk: Walk) -> Step:
    """The step where the walk is; KeyError if the guides no longer have it (see `is_known`)."""
    return guides[walk.guide].step(walk.step)


def is_known(guides: Guides, walk: Walk) -> bool:
    """Whether every step of the walk still exists: a kept walk may be older than the content."""
    places = [(walk.guide, walk.step), *((given.guide, given.step) for given in walk.given)]
    return all(
        guide in guides and any(step.id == step_id for step in guides[guide].steps)
        for guide, step_id in places
    )


def ended(guides: Guides, walk: Walk) -> Outcome | None:
    """How the walk ended: solved or handover; None while it goes on."""
    return current(guides, walk).outcome


def contact_of(walk: Walk, contact: ContactRef) -> str | None:
    """Whom a step's contact names: a party id, or what was said when asked for the supplier.

    None when the supplier is not known. What was said is free text: `Parties.find` reads it.
    """
    if contact.party != ContactRef.SUPPLIER:
        return contact.party
    named = walk.slots.get(Slot.SUPPLIER)
    return None if named == UNKNOWN.sv else named


def begin(guides: Guides, guide_id: str, slots: Mapping[Slot, str] | None = None) -> Walk:
    """The start of a guide; questions whose slot is already known are skipped as prefilled."""
    known = {slot: value for slot, said in (slots or {}).items() if (value := _tidy(said))}
    guide = guides[guide_id]
    return _arrive(guides, Walk(guide=guide.id, step=guide.steps[0].id, slots=known))


def choose(guides: Guides, walk: Walk, choice_id: str) -> Walk:
    """The walk after pressing a choice of the current step; ValueError if it has no such choice."""
    for choice in current(guides, walk).choices:
        if choice.id == choice_id:
            return _answer(guides, walk, choice, choice.label.sv)
    raise ValueError(f"step `{walk.step}` of `{walk.guide}` has no choice `{choice_id}`")


def say(guides: Guides, walk: Walk, text: str) -> Walk | NotUnderstood:
    """The walk after a free-text answer: a choice's words, ja/nej/vet inte, or the slot's value.

    A question where an answer was asked for is not understood: it is about something else.
    """
    step, said = current(guides, walk), _tidy(text)
    if step.slot is not None and said and not (is_question(text) and step.slot is not Slot.DETAILS):
        return _fill(guides, walk, step, UNKNOWN.sv if is_unknown(said) else said)
    meant = understand([_option(choice) for choice in step.choices], text)
    for choice in step.choices:
        if choice.id == meant:
            return _answer(guides, walk, choice, said)
    return NotUnderstood(said=text)


def only_denied(guides: Guides, walk: Walk, text: str) -> bool:
    """Whether a text would answer the current step by nothing but a negation somewhere in it."""
    options = [_option(choice) for choice in current(guides, walk).choices]
    return bool(options) and only_negates(options, text)


def back(guides: Guides, walk: Walk) -> Walk:
    """The walk one answered step earlier (prefilled ones are passed over); itself at the start."""
    for place in reversed(range(len(walk.given))):
        given = walk.given[place]
        if given.prefilled:
            continue
        asked = guides[given.guide].step(given.step).slot
        return Walk(
            guide=given.guide,
            step=given.step,
            given=walk.given[:place],
            slots={slot: value for slot, value in walk.slots.items() if slot is not asked},
        )
    return walk


def reopen(guides: Guides, walk: Walk) -> Walk:
    """The walk where the latest answer is asked for that was taken from the first message.

    What else was taken from it is kept. Itself where nothing was.
    """
    for place in reversed(range(len(walk.given))):
        given = walk.given[place]
        asked = guides[given.guide].step(given.step).slot
        if given.prefilled:
            return Walk(
                guide=given.guide,
                step=given.step,
                given=walk.given[:place],
                slots={slot: value for slot, value in walk.slots.items() if slot is not asked},
            )
    return walk


def summary(guides: Guides, walk: Walk, lang: Lang) -> tuple[tuple[str, str], ...]:
    """Everything asked and answered, in order: (short label, answer) in `lang`.

    A slot is shown once, even if two guides ask for it; one that was known from the first message
    and never asked for comes last. A free-text answer to a choice that says more than the choice
    stands after its label. A step that the guides no longer have is shown by its id.
    """
    lines: list[tuple[str, str]] = []
    shown: set[Slot] = set()
    for given in walk.given:
        step = _find(guides, given.guide, given.step)
        if step is None:
            lines.append((given.step, given.value))
            continue
        if step.slot is not None:
            if step.slot in shown:
                continue
            shown.add(step.slot)
        lines.append((step.title.get(lang), _shown(step, given, lang)))
    for slot, value in walk.slots.items():
        if slot not in shown and (asking := _asking(guides, slot)) is not None:
            lines.append((asking.title.get(lang), _value(value, lang)))
    return tuple(lines)


def _arrive(guides: Guides, walk: Walk) -> Walk:
    """On through what needs no answer: known slots, and continuing in another guide."""
    passed: set[tuple[str, str]] = set()
    while True:
        step = current(guides, walk)
        if (walk.guide, step.id) in passed:
            raise ValueError(f"guide `{walk.guide}` goes round in step `{step.id}`")
        passed.add((walk.guide, step.id))
        if step.outcome is Outcome.CONTINUE and step.continue_in is not None:
            guide = guides[step.continue_in]
            walk = walk.model_copy(update={"guide": guide.id, "step": guide.steps[0].id})
        elif step.slot is not None and step.next is not None and step.slot in walk.slots:
            known = Given(
                guide=walk.guide,
                step=step.id,
                choice=None,
                value=walk.slots[step.slot],
                prefilled=True,
            )
            walk = walk.model_copy(update={"step": step.next, "given": (*walk.given, known)})
        else:
            return walk


def _answer(guides: Guides, walk: Walk, choice: Choice, value: str) -> Walk:
    given = Given(guide=walk.guide, step=walk.step, choice=choice.id, value=value)
    return _arrive(
        guides, walk.model_copy(update={"step": choice.next, "given": (*walk.given, given)})
    )


def _fill(guides: Guides, walk: Walk, step: Step, value: str) -> Walk:
    if step.slot is None or step.next is None:
        raise ValueError(f"step `{step.id}` of `{walk.guide}` asks for nothing")
    given = Given(guide=walk.guide, step=step.id, choice=None, value=value)
    answered = Walk(
        guide=walk.guide,
        step=step.next,
        given=(*walk.given, given),
        slots={**walk.slots, step.slot: value},
    )
    return _arrive(guides, answered)


def _tidy(text: str) -> str:
    """One line, of bounded length."""
    line = " ".join(text.split())
    return line if len(line) <= _VALUE_MAX else line[: _VALUE_MAX - 1] + "…"


def _option(choice: Choice) -> Option:
    return Option(
        id=choice.id,
        labels=(choice.label.sv, choice.label.en),
        words=(*choice.words.sv, *choice.words.en),
    )


def _find(guides: Guides, guide_id: str, step_id: str) -> Step | None:
    guide = guides.get(guide_id)
    steps = guide.steps if guide is not None else ()
    return next((step for step in steps if step.id == step_id), None)


def _asking(guides: Guides, slot: Slot) -> Step | None:
    return next((s for guide in guides.values() for s in guide.steps if s.slot is slot), None)


def _shown(step: Step, given: Given, lang: Lang) -> str:
    for choice in step.choices:
        if choice.id == given.choice:
            label = choice.label.get(lang)
            return f"{label} – ”{given.value}”" if _option(choice).adds(given.value) else label
    return _value(given.value, lang)


def _value(value: str, lang: Lang) -> str:
    return UNKNOWN.get(lang).capitalize() if value == UNKNOWN.sv else value
