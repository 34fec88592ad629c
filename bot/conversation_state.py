"""What the bot and a person are in the middle of; kept as JSON, so a restart changes nothing."""

from typing import Annotated, Literal

from pydantic import Field

from knowledge.guides import Walk
from knowledge.text import Frozen

ProfileField = Literal["municipality", "role", "department"]


class InGuide(Frozen):
    """A guide is running. `said` is what the person wrote first; `shown` the step's message."""

    kind: Literal["guide"] = "guide"
    walk: Walk
    said: str
    question: int
    shown: int | None = None


class SeekingArticle(Frozen):
    """Asked which goods to look for."""

    kind: Literal["article"] = "article"


class ListingGoods(Frozen):
    """Collects goods that were not found."""

    kind: Literal["goods"] = "goods"
    goods: tuple[str, ...]


class Describing(Frozen):
    """Asked to describe what the coordinator shall help with; `said` is what was written before."""

    kind: Literal["describing"] = "describing"
    topic: str | None = None
    said: str = ""


class AskingProfile(Frozen):
    """Asked for one of the three things about the person."""

    kind: Literal["profile"] = "profile"
    field: ProfileField


class AskingPlace(Frozen):
    """Asked in which municipality, since a FAQ topic's answer depends on it."""

    kind: Literal["place"] = "place"
    topic: str
    question: int


Expecting = Annotated[
    InGuide | SeekingArticle | ListingGoods | Describing | AskingProfile | AskingPlace,
    Field(discriminator="kind"),
]


class State(Frozen):
    """A conversation: what is expected next, and a guide that was left for another question.

    `confused` counts the messages in a row that were not understood.
    """

    expects: Expecting | None = None
    paused: InGuide | None = None
    confused: int = 0

    def now(self, expects: Expecting | None) -> "State":
        """The state with something else expected, and nothing unclear."""
        return self.model_copy(update={"expects": expects, "confused": 0})

    def pause(self) -> "State":
        """The state with a running guide put aside."""
        if isinstance(self.expects, InGuide):
            return self.model_copy(update={"expects": None, "paused": self.expects, "confused": 0})
        return self

    def without_guide(self) -> "State":
        """The state without the guide that runs; if none does, without the one put aside."""
        if isinstance(self.expects, InGuide):
            return self.now(None)
        return self.model_copy(update={"paused": None, "confused": 0})
