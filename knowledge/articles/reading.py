"""One way to understand some of a query's words."""

from typing import NamedTuple

Phrase = tuple[str, ...]


class Reading(NamedTuple):
    """One reading of some of a query's words: these `tokens`, trusted by `factor`.

    `slots` are the places of the words in the query that it explains. `spelled` says that the
    tokens come from a file and not from a keyboard, and so have no slips.
    """

    slots: tuple[int, ...]
    tokens: Phrase
    factor: float
    spelled: bool = False
