"""Sizes that were not written as one: a slip in the unit, unit and number apart, or no unit."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from knowledge.articles.reading import Reading
from knowledge.articles.similarity import slip_cost
from knowledge.articles.words import BARE, MEASURES, amount_of, is_size, is_word, size_token

_APART = 0.97  # "5 tejp kg"
_SLIPPED_UNIT = 0.9  # "5 gk"
_BARE = 0.8  # "5" of "5 kg"
_CONVERTED = 0.74  # "0,5" of "500 g"
_TYPED = ("g", "kg", "gram", "ml", "cl", "dl", "l", "liter", "mm", "cm", "m", "st", "pack")
"""Units that a slip is taken to be of: "2,5 g" is 2,5 kg rather than 2,5 hg."""

_LONGEST_UNIT = 6  # letters, with a slip; longer ones are compared as any word
_CONVERSIONS = (("g", 1.0), ("g", 1000.0), ("ml", 1.0), ("ml", 10.0), ("ml", 100.0), ("ml", 1000.0))

Known = Callable[[str], bool]


def size_readings(tokens: Sequence[str], known: Known) -> Iterator[Reading]:
    """What the numbers among `tokens` may be the sizes of; only sizes that an article has."""
    for slot, token in enumerate(tokens):
        if is_word(token):
            if token[-1:].isdigit():
                yield from _turned(slot, token, known)
        elif is_size(token):
            if not known(token):
                yield from _of_another_unit(slot, token, known)
        else:
            yield from _of_number(slot, tokens, known)


def _of_number(slot: int, tokens: Sequence[str], known: Known) -> Iterator[Reading]:
    number = tokens[slot]
    yield Reading((slot,), (BARE + number,), _BARE)
    amount = float(number)
    for at, other in enumerate(tokens):
        if at != slot and len(other) <= _LONGEST_UNIT and is_word(other):
            beside = abs(at - slot) == 1
            for unit, factor in units_near(other):
                if factor == _APART or beside:
                    size = size_token(amount, unit)
                    if known(size):
                        yield Reading((slot, at), (size,), factor)
    for base, times in _CONVERSIONS:
        size = size_token(amount * times, base)
        if known(size):
            yield Reading((slot,), (size,), _CONVERTED)


def _of_another_unit(slot: int, size: str, known: Known) -> Iterator[Reading]:
    """Sizes that no article has: "250 m" of "250 ml", "2,5 g" of "2,5 kg"."""
    amount, base = amount_of(size)
    for unit, (own, times) in MEASURES.items():
        if own != base:
            continue
        for other, factor in units_near(unit):
            if other != unit:
                near = size_token(amount / times, other)
                if near != size and known(near):
                    yield Reading((slot,), (near,), factor)


def _turned(slot: int, token: str, known: Known) -> Iterator[Reading]:
    """ "g500" of "500 g"."""
    digits = token.lstrip("abcdefghijklmnopqrstuvwxyz")
    unit = token[: len(token) - len(digits)]
    if unit in MEASURES and digits.isdecimal():
        size = size_token(float(digits), unit)
        if known(size):
            yield Reading((slot,), (size,), _APART)


@lru_cache(maxsize=1024)
def units_near(word: str) -> tuple[tuple[str, float], ...]:
    """The units that `word` is, or may be one common slip away from, and how far to trust each."""
    found = [(word, _APART)] if word in MEASURES else []
    found.extend(
        (unit, _SLIPPED_UNIT)
        for unit in _TYPED
        if unit != word
        and OSA.distance(word, unit, score_cutoff=1) == 1
        and slip_cost(word, unit) < 1.0
    )
    return tuple(found)
