"""What people picked among the hits: the next who asks the same sees it first."""

from collections import Counter
from collections.abc import Iterable, Mapping

from knowledge.articles.query import query_of
from knowledge.articles.words import tokenise

Picks = Mapping[str, Counter[int]]
"""How often which article (its id) was picked, by `pick_key` of what was asked."""


def pick_key(query: str | Iterable[str]) -> str:
    """The same for queries of the same words in any order, case and spelling of å ä ö.

    `query` is what was asked, or its tokens.
    """
    tokens = tokenise(query_of(query) or query).words if isinstance(query, str) else query
    return " ".join(sorted(set(tokens)))
