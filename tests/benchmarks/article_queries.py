"""Queries with typing noise: what somebody in a hurry writes of a name or a number."""

import random
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from knowledge.articles import Article
from knowledge.articles.words import fold, tokenise

_ROWS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
SAME_SIZE = {
    "500 g": "0,5 kg",
    "1 kg": "1000g",
    "5 dl": "500ml",
    "1 l": "100 cl",
    "2,5 kg": "2500 g",
}


class Query(NamedTuple):
    text: str
    wanted: int  # the article's id


def misspelt(name: str, rng: random.Random) -> str:
    """`name` as somebody in a hurry writes it."""
    for size, other in SAME_SIZE.items():
        if size in name and rng.random() < 0.5:
            name = name.replace(size, other)
    words = name.split()
    if len(words) > 2 and rng.random() < 0.3:
        del words[rng.randrange(1, len(words))]
    if len(words) > 1 and rng.random() < 0.2:
        at = rng.randrange(len(words) - 1)
        words[at], words[at + 1] = words[at + 1], words[at]
    if rng.random() < 0.15 and len(words[-1]) > 5:
        words[-1] = words[-1][: rng.randint(4, len(words[-1]) - 1)]
    text = " ".join(words)
    if rng.random() < 0.4:
        text = fold(text)
    for _ in range(rng.choice((1, 1, 2))):
        text = slip(text, rng)
    return text.lower() if rng.random() < 0.5 else text


def slip(text: str, rng: random.Random) -> str:
    """`text` with one slip of the keyboard."""
    places = [i for i, c in enumerate(text) if c.isalpha()]
    if not places:
        return text
    at = rng.choice(places)
    match rng.randrange(4):
        case 0:
            return text[:at] + _neighbour(text[at], rng) + text[at + 1 :]
        case 1:
            return text[:at] + text[at + 1 :]
        case 2:
            return text[:at] + text[at] + text[at:]
        case _:
            return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]


def _neighbour(letter: str, rng: random.Random) -> str:
    for row in _ROWS:
        at = row.find(letter.lower())
        if at >= 0:
            return rng.choice(row[max(0, at - 1) : at] + row[at + 1 : at + 2])
    return letter


def slipped_number(number: str, rng: random.Random) -> str:
    """`number` with one digit wrong, dropped or doubled, or two swapped."""
    at = rng.randrange(len(number) - 1)
    match rng.randrange(4):
        case 0:
            return number[:at] + rng.choice("0123456789") + number[at + 1 :]
        case 1:
            return number[:at] + number[at + 1 :]
        case 2:
            return number[:at] + number[at] + number[at:]
        case _:
            return number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def queries(
    articles: Sequence[Article], count: int, rng: random.Random
) -> tuple[list[Query], list[Query]]:
    """Misspelt names, and mistyped numbers of at least five digits that are nobody else's."""
    chosen = [rng.choice(articles) for _ in range(count)]
    names = [Query(misspelt(article.name, rng), article.id) for article in chosen]
    taken = {article.article_number for article in articles}
    numbers = [
        Query(slipped_number(article.article_number, rng), article.id)
        for article in chosen
        if len(article.article_number) > 4
    ]
    return names, [query for query in numbers if query.text not in taken]


def as_near(text: str, name: str, wanted: str) -> bool:
    """Whether `name` is as few letters from a query as the `wanted` name: then nobody could tell.

    The words are taken in their order or sorted, whichever is nearer.
    """
    return _letters(text, name) <= _letters(text, wanted)


def _letters(text: str, name: str) -> int:
    one, other = tokenise(text).words, tokenise(name).words
    return min(
        OSA.distance(" ".join(one), " ".join(other)),
        OSA.distance(" ".join(sorted(one)), " ".join(sorted(other))),
    )
