"""What a reader of files is given, and what it gives back.

To read another kind of file, make a `Reader` and put it among those in `bot.lists.wiring.readers`,
before the one for price lists, which takes every file that no other wants.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy.orm import Session

from bot.import_report import ImportReport
from bot.importing import ImportProgress
from bot.lists.states import ListState
from bot.messages import Message
from knowledge.text import Lang


@dataclass(frozen=True, slots=True)
class Finished:
    """How the reading of a file ended.

    `message` stands in Slack in place of the one that told how it went; `under` come in its thread.
    `report` is what a price list changed, `problem` why nothing was read, for people to read.
    """

    state: ListState
    message: Message
    under: tuple[Message, ...] = ()
    report: ImportReport | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that is here, and what is known of how it came.

    `path` is good until `Reader.read` returns. `person` sent it (None: it lay in the folder), and
    wrote `said` with it; `lang` is theirs. `confirmed_by` has said yes to what it does.
    """

    id: int
    path: Path
    name: str
    lang: Lang
    person: str | None
    said: str | None
    supplier: str | None
    confirmed_by: str | None
    tell: ImportProgress
    """To be called now and then with how far it has come. What it raises has to be let through:
    the file is another process's by now, or this one ends."""
    finish: Callable[[Session, Finished], None]
    """To be called once, in the transaction of the effects: what it raises undoes them."""


class Reader(Protocol):
    """Reads one kind of file."""

    def wants(self, path: Path) -> bool:
        """Whether a file is of that kind, by its content. Quick, and raises nothing."""

    def read(self, file: Arrived) -> None:
        """Do what the file says, and `finish`; a crash on the way leaves it to be read anew."""
