"""What a query may mean: each of its words, words written together or apart, and synonyms."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from knowledge.articles.reading import Phrase, Reading
from knowledge.articles.sizes import size_readings
from knowledge.articles.synonyms import Synonyms
from knowledge.articles.words import is_word

MAX_TOKENS = 12
_MIN_PART = 3
_MIN_COMPOUND = 6
_MAX_SPLITS = 2
_MIN_TOGETHER, _MAX_TOGETHER = 5, 20  # letters
_SYNONYM = 0.96
_TOGETHER = 0.98
_APART = 0.97
_SHIFTED = 0.95  # the space is a letter off


def readings(
    tokens: Sequence[str],
    synonyms: Synonyms,
    known: Callable[[str], bool],
    sure: Callable[[str], bool],
) -> tuple[Reading, ...]:
    """Every reading of `tokens`.

    `known` says whether some article has a word, `sure` whether one has it or one much like it.
    """
    certain = [sure(token) for token in tokens]
    words = [is_word(token) for token in tokens]
    found = [Reading((slot,), (token,), 1.0) for slot, token in enumerate(tokens)]
    if not all(words):
        found.extend(size_readings(tokens, known))
    for slot, token in enumerate(tokens):
        longest = synonyms.longest.get(token, 0)
        for end in range(slot + 1, min(slot + longest, len(tokens)) + 1):
            found.extend(
                Reading((*range(slot, end),), other, _SYNONYM, spelled=True)
                for other in synonyms.of((*tokens[slot:end],))
            )
        if not longest and not certain[slot]:
            found.extend(
                Reading((slot,), other, _SYNONYM, spelled=True)
                for other in synonyms.of((token,), misspelt=True)
            )
    for slot, (first, second) in enumerate(pairwise(tokens)):
        together = first + second
        if (
            not (words[slot] and words[slot + 1])
            or not _MIN_TOGETHER <= len(together) <= _MAX_TOGETHER
        ):
            continue
        # Two words that articles have are rarely the halves of one that is misspelt too.
        unknown = not (certain[slot] and certain[slot + 1])
        if unknown:
            found.extend(
                Reading((slot, slot + 1), parts, _SHIFTED)
                for parts in ((first[:-1], first[-1] + second), (first + second[0], second[1:]))
                if all(parts) and any(len(part) >= _MIN_PART and known(part) for part in parts)
            )
        if unknown or known(together):
            found.append(Reading((slot, slot + 1), (together,), _TOGETHER))
        if together in synonyms.longest:
            found.extend(
                Reading((slot, slot + 1), other, _SYNONYM * _TOGETHER, spelled=True)
                for other in synonyms.of((together,))
            )
    for slot, token in enumerate(tokens):
        if words[slot] and not certain[slot] and len(token) >= _MIN_COMPOUND:
            for parts in _splits(token, known, synonyms):
                found.append(Reading((slot,), parts, _APART))
                found.extend(_replaced(slot, parts, synonyms))
    return tuple(found)


def _splits(token: str, known: Callable[[str], bool], synonyms: Synonyms) -> Iterator[Phrase]:
    """The best ways to write a compound apart: both parts known first, else the longest part."""
    ranked: list[tuple[bool, int, Phrase]] = []
    for at in range(_MIN_PART, len(token) - _MIN_PART + 1):
        head, tail = token[:at], token[at:]
        knows = tuple(known(part) or (part,) in synonyms.others for part in (head, tail))
        if all(knows):
            ranked.append((True, 0, (head, tail)))
        elif any(knows):
            longest = len(head) if knows[0] else len(tail)
            if longest > _MIN_PART:
                ranked.append((False, longest, (head, tail)))
    ranked.sort(reverse=True)
    return (parts for _, _, parts in ranked[:_MAX_SPLITS])


def _replaced(slot: int, parts: Phrase, synonyms: Synonyms) -> Iterator[Reading]:
    for at, part in enumerate(parts):
        for other in synonyms.others.get((part,), ()):
            yield Reading((slot,), (*parts[:at], *other, *parts[at + 1 :]), _APART * _SYNONYM)
