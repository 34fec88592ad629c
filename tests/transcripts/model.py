"""A transcript: who writes, what they write or press, and what the bot has to show then.

Each `*.yaml` beside this file is a list of them. A person is one of the cast, or described:

    - name: what is shown by it
      who: kim                      # or {locale: en-GB, municipality: ystad, role: orderer, …}
      turns:
        - say: ordern går inte iväg
          shows: [alla flikar]      # in this order, in what is new; without marks
          not_shows: [ordersvar]
          buttons: ["Ja, alla"]     # among those that are new
        - press: "Ja, alla"         # a button that stands in the DM, or an answer to "Hjälpte det?"
        - choose: Lyreco            # in a menu
        - press_old: "Ja, alla"     # as it was before the message was replaced
        - coordinator: {ask: Vilken order?}
        - say: Den från i går
          in_thread: true           # under the newest message about a case
      case: {topic: cannot-send-order, answers: {Leverantör: Lyreco}, state: new}
      state: {expects: guide, guide: cannot-send-order, step: supplier}

Without `case` there must be none; without `state` nothing is said of it.
"""

from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, model_validator

from bot.messages import CaseState
from knowledge.topics import Municipality, Role

FOLDER = Path(__file__).parent


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Who(_Strict):
    """A person; what is None is not known of them."""

    locale: str = "sv-SE"
    municipality: Municipality | None = None
    role: Role | None = None
    department: str | None = None
    coordinator: bool = False


CAST = {
    "kim": Who(municipality=Municipality.YSTAD, role=Role.ORDERER, department="Köket"),
    "sam": Who(municipality=Municipality.SIMRISHAMN, role=Role.RECEIVER, department="Örnen"),
    "alex": Who(
        locale="en-GB", municipality=Municipality.YSTAD, role=Role.ORDERER, department="Library"
    ),
    "robin": Who(
        municipality=Municipality.YSTAD, role=Role.ORDERER, department="Kansliet", coordinator=True
    ),
    "new": Who(),
    "new-english": Who(locale="en-US"),
}
"""People by the names that transcripts give them. The last two have told nothing of themselves."""


class Act(_Strict):
    """What the coordinator does with the newest case; one of these."""

    ask: str | None = None
    reply: str | None = None
    resolve: str | None = None


class Turn(_Strict):
    """One thing that is done, and what is new in the person's DM then."""

    say: str | None = None
    times: int = 1  # how often `say` is repeated in the one message
    in_thread: bool = False
    press: str | None = None
    press_old: str | None = None
    choose: str | None = None
    coordinator: Act | None = None
    shows: tuple[str, ...] = ()
    not_shows: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    not_buttons: tuple[str, ...] = ()
    silent: bool = False  # nothing new is expected

    @model_validator(mode="after")
    def _one_act(self) -> Self:
        acts = (self.say, self.press, self.press_old, self.choose, self.coordinator)
        if sum(act is not None for act in acts) != 1:
            raise ValueError("a turn does one thing")
        if not (self.silent or self.shows or self.buttons):
            raise ValueError("a turn tells what is to be seen")
        return self

    def __str__(self) -> str:
        done = self.model_dump(
            exclude_defaults=True, exclude={"shows", "not_shows", "buttons", "not_buttons"}
        )
        return f"{done}"[:200]


class CaseExpected(_Strict):
    """The newest case at the end; `answers` are all of its answers, in order."""

    topic: str | None
    said: str | None = None  # stands in it
    answers: dict[str, str] | None = None
    state: CaseState = "new"
    municipality: Municipality | None = None
    department: str | None = None
    role: Role | None = None
    count: int = 1


class StateExpected(_Strict):
    """What is expected next at the end; what is not given must be nothing."""

    expects: str | None = None
    guide: str | None = None
    step: str | None = None
    paused: str | None = None


class Transcript(_Strict):
    """A conversation."""

    name: str
    who: str | Who = "kim"
    turns: tuple[Turn, ...]
    case: CaseExpected | None = None
    state: StateExpected | None = None

    @property
    def person(self) -> Who:
        """Who writes; KeyError if the cast has nobody of that name."""
        return CAST[self.who] if isinstance(self.who, str) else self.who


_TRANSCRIPTS = TypeAdapter(tuple[Transcript, ...])


def transcripts() -> dict[str, Transcript]:
    """All transcripts, by file and name; ValueError if two of a file have the same name."""
    found: dict[str, Transcript] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for one in _TRANSCRIPTS.validate_python(yaml.safe_load(path.read_text("utf-8"))):
            name = f"{path.stem}: {one.name}"
            if name in found:
                raise ValueError(f"two transcripts are called {name!r}")
            found[name] = one
    return found
