"""What a message is about: the matcher's ranking, put on the ladder of sure, unsure and unknown."""

from collections.abc import Collection, Mapping
from typing import Literal, Protocol

from pydantic import Field

from knowledge.guides import Slot
from knowledge.smalltalk import SmallTalk
from knowledge.text import Frozen
from knowledge.topics import Kind, Role

AnswerKind = Literal["faq", "guide", "articles", "contact", "handoff", "suggestions", "fallback"]


class Alternative(Frozen):
    """Another topic that may have been meant."""

    kind: Kind
    id: str
    confidence: float = Field(ge=0, le=1)


class Understood(Frozen):
    """What a message is about.

    `kind` is the topic's kind when sure, `suggestions` when unsure (`id` is then the likeliest),
    `fallback` (id None) when nothing fits. `also` is a second topic in the same message. `slots`
    and `parties` are what the message already says; `goods` is what it searches for.
    """

    kind: AnswerKind
    id: str | None
    confidence: float = Field(ge=0, le=1)
    alternatives: tuple[Alternative, ...] = ()
    also: str | None = None
    slots: dict[Slot, str] = Field(default_factory=dict)
    parties: tuple[str, ...] = ()
    goods: str = ""
    small_talk: SmallTalk | None = None

    @property
    def sure(self) -> bool:
        """Whether one topic is answered without asking."""
        return self.kind not in ("suggestions", "fallback")


class Understanding(Protocol):
    """Tells what a message is about."""

    def understand(self, text: str) -> Understood:
        """What `text` is about; never fails, whatever the text."""


def ordered_for(
    role: Role | None, weighed: Mapping[str, float], audiences: Mapping[str, Collection[Role]]
) -> tuple[str, ...]:
    """Topics by their confidence, the best first; one that is not for `role` counts half."""

    def likely(topic: str) -> float:
        return weighed[topic] if role in (None, *audiences[topic]) else weighed[topic] / 2

    return tuple(sorted(weighed, key=lambda topic: (-likely(topic), -weighed[topic])))
