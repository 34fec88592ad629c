"""The states of a case and what may be done in each: a pure table.

    new ──claim──▶ claimed ──ask──▶ waiting ──the person answers──▶ claimed ──resolve──▶ resolved
                                                                     resolved ──time──▶ closed

A coordinator who acts on an unclaimed case claims it by that. The person's words reopen a case
that is resolved or closed; a coordinator takes a resolved one up again by asking or handing over.
"""

from collections.abc import Mapping
from enum import StrEnum

from bot.messages import CaseState


class Act(StrEnum):
    """What can be done to a case."""

    CLAIM = "claim"
    REPLY = "reply"
    ASK = "ask"
    NOTE = "note"
    HAND_OVER = "hand_over"
    RESOLVE = "resolve"
    WRITE = "write"  # the person does this and the next two
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    CLOSE = "close"  # time does this


TAKING = frozenset({Act.CLAIM, Act.REPLY, Act.ASK, Act.HAND_OVER, Act.RESOLVE})
"""The acts that make whoever does them the claimer of a case that nobody has claimed."""

OPEN: tuple[CaseState, ...] = ("new", "claimed", "waiting")
ENDED: tuple[CaseState, ...] = ("resolved", "closed")

_AFTER: Mapping[Act, Mapping[CaseState, CaseState]] = {
    Act.CLAIM: {"new": "claimed"},
    Act.REPLY: {
        "new": "claimed",
        "claimed": "claimed",
        "waiting": "waiting",
        "resolved": "resolved",
    },
    Act.ASK: {"new": "waiting", "claimed": "waiting", "waiting": "waiting", "resolved": "waiting"},
    Act.NOTE: {
        "new": "new",
        "claimed": "claimed",
        "waiting": "waiting",
        "resolved": "resolved",
        "closed": "closed",
    },
    Act.HAND_OVER: {
        "new": "claimed",
        "claimed": "claimed",
        "waiting": "waiting",
        "resolved": "claimed",
    },
    Act.RESOLVE: {"new": "resolved", "claimed": "resolved", "waiting": "resolved"},
    Act.WRITE: {
        "new": "new",
        "claimed": "claimed",
        "waiting": "claimed",
        "resolved": "claimed",
        "closed": "claimed",
    },
    Act.WITHDRAW: {"new": "closed", "claimed": "closed", "waiting": "closed"},
    Act.REOPEN: {"resolved": "claimed", "closed": "claimed"},
    Act.CLOSE: {"resolved": "closed"},
}


def after(state: CaseState, act: Act, *, claimed: bool) -> CaseState | None:
    """The state after `act`, or None if it is not allowed in `state`.

    `claimed` says whether the case has a claimer: a case that never had one reopens as new.
    """
    then = _AFTER[act].get(state)
    if then == "claimed" and not claimed and act not in TAKING:
        return "new"
    return then


def reopens(before: CaseState, then: CaseState) -> bool:
    """Whether going from `before` to `then` brings an ended case back."""
    return before in ENDED and then in OPEN
