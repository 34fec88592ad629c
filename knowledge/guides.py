"""A guided diagnosis as data, and the walk over it: pure functions of a guide and a walk."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from knowledge.text import Frozen, Lang, Text
from knowledge.topics import Topic


class Slot(StrEnum):
    """What a guide can ask for by free text, and what a first message may already have said."""

    SUPPLIER = "supplier"
    ORDER = "order"
    EXPECTED_DAY = "expected_day"
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

    party: str
    role: Literal["orders", "eprocurement", "contract"] | None = None


class Step(Frozen):
    """One step: what to check (`text`), how to check it (`how`), then choices, a question or an end.

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


Guides = dict[str, Guide]


def begin(guides: Guides, guide_id: str, slots: dict[Slot, str] | None = None) -> Walk:
    """The start of a guide; questions whose slot is already known are skipped as prefilled."""
    raise NotImplementedError


def choose(guides: Guides, walk: Walk, choice_id: str) -> Walk:
    """The walk after pressing a choice of the current step; ValueError if it has no such choice."""
    raise NotImplementedError


def say(guides: Guides, walk: Walk, text: str) -> Walk | NotUnderstood:
    """The walk after a free-text answer: a choice's own words, ja/nej/vet inte, or the slot's value."""
    raise NotImplementedError


def back(guides: Guides, walk: Walk) -> Walk:
    """The walk one answered step earlier (prefilled ones are passed over); itself at the start."""
    raise NotImplementedError


def summary(guides: Guides, walk: Walk, lang: Lang) -> tuple[tuple[str, str], ...]:
    """Everything asked and answered, in order: (short label, answer) in `lang`."""
    raise NotImplementedError
