"""Whether a query is nothing but an article's number, and how a list may have written that."""

import re

from knowledge.articles.numbers import key_of, numbers_in
from knowledge.articles.query import query_of
from knowledge.articles.words import tokenise

_SEPARATORS = re.compile(r"[\s\-./#_]+")
_A_WORD = re.compile(r"(?<!\S)[^\W\d_]{3,}(?!\S)")


def number_asked(query: str) -> str | None:
    """The number in a query that is nothing else, without the words around it; None if it is more.

    "artikelnummer 710 351" gives "710 351".
    """
    asked = query_of(query)
    if _A_WORD.search(asked):
        return None
    _, alone = numbers_in(asked, tokenise(asked).words)
    return asked if alone else None


def spellings(number: str) -> tuple[str, ...]:
    """How a price list may have written a number: as it is, and without separators or zeros."""
    plain = _SEPARATORS.sub("", number)
    return tuple(dict.fromkeys((number, number.upper(), plain, plain.upper(), key_of(number))))
