"""What is wrong with the content, said so that whoever edits it knows where and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: in which file (relative to the content folder), at which entry, what to do.

    `entry` is a dotted path such as `steps.coding.choices.no.next`: field names, the id of a list's
    item where it has one, else its place counted from 1. `line` counts from 1; None if unknown.
    """

    file: str
    entry: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        """`file:line: entry: message`, on one line."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.entry, self.message) if part)


class ContentError(Exception):
    """The content cannot be used; `problems` holds everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
