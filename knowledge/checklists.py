"""The coordinator's routines as checklists."""

from pydantic import Field

from knowledge.text import Frozen, Text


class Item(Frozen):
    """One line to tick; `how` says how, where the routine says more."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    text: Text
    how: Text | None = None


class Checklist(Frozen):
    """A routine: when it is done, its items in order, and the topic whose cases it serves."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: Text
    when: Text
    topic: str | None = None
    items: tuple[Item, ...] = Field(min_length=1)
