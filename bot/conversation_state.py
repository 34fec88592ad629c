"""What the bot and a person are in the middle of; kept as JSON, so a restart changes nothing."""

from typing import Annotated, Literal

from pydantic import Field

from knowledge.guides import Walk
from knowledge.text import Frozen

ProfileField = Literal["municipality", "role", "department"]


class InGuide(Frozen):
    """A guide is running. `said` is what the person wrote first; `shown` the step's message.

    `doubted`: an answer to this step was doubted and asked for once more; the next one is taken.
    """

    kind: Literal["guide"] = "guide"
    walk: Walk
    said: str
    question: int
    shown: int | None = None
    doubted: bool = False


class SeekingArticle(Frozen):
    """Asked which goods to look for."""

    kind: Literal["article"] = "article"


class AskingContact(Frozen):
    """Asked whom the person wants to reach; another question may come as well."""

    kind: Literal["contact"] = "contact"


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
    """Asked for one of the three things about the person; `shown` is the question's message."""

    kind: Literal["profile"] = "profile"
    field: ProfileField
    shown: int | None = None


class AskingPlace(Frozen):
    """Asked in which municipality, since a FAQ topic's answer depends on it."""

    kind: Literal["place"] = "place"
    topic: str
    question: int


class Choosing(Frozen):
    """Offered topics to choose from, in this order; another question may come as well."""

    kind: Literal["choosing"] = "choosing"
    topics: tuple[str, ...]
    question: int


class Rating(Frozen):
    """Asked whether an answer helped; another question may come as well.

    `goods` is what was searched for when the answer is articles that were found.
    """

    kind: Literal["rating"] = "rating"
    question: int
    goods: str = ""


Expecting = Annotated[
    InGuide
    | SeekingArticle
    | AskingContact
    | ListingGoods
    | Describing
    | AskingProfile
    | AskingPlace
    | Choosing
    | Rating,
    Field(discriminator="kind"),
]


class State(Frozen):
    """A conversation: what is expected next, and a guide that was left for another question.

    `earlier` are guides that were left before that one, the latest first. `confused` counts the
    messages in a row that were not understood.
    """

    expects: Expecting | None = None
    paused: InGuide | None = None
    earlier: tuple[InGuide, ...] = ()
    confused: int = 0

    def now(self, expects: Expecting | None) -> "State":
        """The state with something else expected, and nothing unclear."""
        return self.model_copy(update={"expects": expects, "confused": 0})

    def pause(self) -> "State":
        """The state with a running guide put aside, before those that were put aside earlier."""
        if not isinstance(self.expects, InGuide):
            return self
        earlier = self.earlier if self.paused is None else (self.paused, *self.earlier)
        return State(paused=self.expects, earlier=earlier)

    def unpause(self) -> "State":
        """The state with the guide put aside taken up, and one that runs put aside for it."""
        if self.paused is None:
            return self
        resting = (self.expects,) if isinstance(self.expects, InGuide) else ()
        return State(expects=self.paused)._with_aside((*resting, *self.earlier))

    def without_guide(self) -> "State":
        """The state without the guide that runs; if none does, without the one put aside."""
        if isinstance(self.expects, InGuide):
            return self.now(None)
        return self.now(self.expects)._with_aside(self.earlier)

    def without(self, guide: str) -> "State":
        """The state with no guide of this id put aside."""
        aside = (*((self.paused,) if self.paused else ()), *self.earlier)
        return self._with_aside(tuple(one for one in aside if one.walk.guide != guide))

    def _with_aside(self, aside: tuple[InGuide, ...]) -> "State":
        paused = aside[0] if aside else None
        return self.model_copy(update={"paused": paused, "earlier": aside[1:]})
