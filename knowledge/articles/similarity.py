"""How alike two words are, for people who write half a word, or slip on the keyboard.

All functions take folded tokens (see `words`) and give 0..1.
"""

from itertools import pairwise

import numpy as np
from rapidfuzz.distance import OSA, Prefix

from knowledge.articles.arrays import Floats, Ints

# What may end a Swedish noun or adjective: same beginning and two of these, same word.
_ENDINGS = frozenset(
    ("", "a", "ar", "arna", "e", "en", "er", "erna", "et", "ets", "n", "na", "or", "orna", "r")
) | frozenset(("s", "t", "ig", "igt", "iga", "isk", "iskt", "iska"))
LONGEST_ENDING = 4
MIN_STEM = 3

MIN_SIMILARITY = 0.5
EXACT = 1.0
INFLECTED = 0.95
_MORE_SLIPS = 0.03  # a second slip in one word is rarer than the first
_FIRST_LETTER = 0.04  # and one in the first letter rarer than later ones
_KNOWN = 0.75  # what is left of a likeness that takes an existing word for a slip

# The shortest words (letters) that may have no, one, and two slips; longer ones may have three.
_NO_SLIP, _ONE_SLIP, _TWO_SLIPS = 2, 4, 9
_MOST_SLIPS = 3

# A letter too many beside its like, one too few, two swapped; a neighbouring key; a dropped letter.
_COMMON_SLIP, _NEIGHBOUR, _DROPPED = 0.7, 0.75, 0.85
_ROWS = ("qwertyuiopa", "asdfghjkloa", "zxcvbnm")  # å and ä are folded to a, ö to o
_NEIGHBOURS = frozenset(pair for row in _ROWS for a, b in pairwise(row) for pair in (a + b, b + a))

# A word that begins, ends or is in the middle of another: what it is worth, and what more by how
# much of the other it covers.
_BEGINS, _BEGINS_COVERED = 0.76, 0.18
_BEGINS_SHORT = 0.5
_ENDS, _ENDS_COVERED = 0.78, 0.16
_WITHIN, _WITHIN_COVERED = 0.6, 0.2
_ABOUT, _ABOUT_COVERED = 0.76, 0.14
MIN_PART = 4
_MIN_PART_SLIPPED = 5
_TWO_SLIPS_IN_PART = 7


def slips_allowed(length: int) -> int:
    """How many slips of the keyboard a word of this length may have and still be itself."""
    if length <= _ONE_SLIP:
        return 0 if length <= _NO_SLIP else 1
    return 2 if length <= _TWO_SLIPS else _MOST_SLIPS


def similarity(query: str, word: str, distance: int, known: bool) -> float:
    """How well `word` of an article answers `query`, 0 for not at all.

    `distance` is their optimal string alignment distance (a swap of neighbours is one slip).
    `known` says that `query` is itself some article's word, and so hardly a slip for another.
    """
    if distance == 0:
        return EXACT
    length, longest = len(query), max(len(query), len(word))
    best = 0.0
    # Of two letters only one can be missing.
    long_enough = length > _NO_SLIP or (longest > length > 1 and not known)
    if distance <= _MOST_SLIPS and long_enough and distance <= slips_allowed(longest):
        slips = slip_cost(query, word) if distance == 1 else distance
        best = 1.0 - slips / longest - _MORE_SLIPS * (distance - 1)
        if query[0] != word[0]:
            best -= _FIRST_LETTER
        if known:
            best *= _KNOWN
    if best < INFLECTED and inflected(query, word):
        best = INFLECTED
    if longest > length:
        best = max(best, _whole_part(query, word) or _slipped_part(query, word, known))
    return best if best >= MIN_SIMILARITY else 0.0


def slip_cost(query: str, word: str) -> float:
    """What one slip between two different words counts, by how common it is, 1 at most."""
    at = Prefix.similarity(query, word)
    before = query[at - 1] if at else ""
    if len(query) > len(word):
        return _COMMON_SLIP if query[at] == before else 1.0
    if len(query) < len(word):
        return _COMMON_SLIP if word[at] == before else _DROPPED
    if query[at + 1 :] != word[at + 1 :]:
        return _COMMON_SLIP
    return _NEIGHBOUR if query[at] + word[at] in _NEIGHBOURS else 1.0


def begins(length: int, longer: Ints) -> Floats:
    """`similarity` of a whole beginning of `length` letters to words of `longer` lengths."""
    base = _BEGINS if length > _NO_SLIP else _BEGINS_SHORT
    alike: Floats = (base + _BEGINS_COVERED * length / longer).astype(np.float32)
    return alike


def ends(length: int, longer: Ints) -> Floats:
    """`similarity` of a whole ending of `length` letters to words of `longer` lengths."""
    alike: Floats = (_ENDS + _ENDS_COVERED * length / longer).astype(np.float32)
    return alike


def inflected(query: str, word: str) -> bool:
    """Whether two words differ in their endings only."""
    if query[:MIN_STEM] != word[:MIN_STEM] or abs(len(query) - len(word)) > LONGEST_ENDING:
        return False
    same = Prefix.similarity(query, word)
    return query[same:] in _ENDINGS and word[same:] in _ENDINGS


def _whole_part(query: str, word: str) -> float:
    """`query` as the beginning, end or middle of a longer `word`: a compound, or half typed."""
    covered = len(query) / len(word)
    if word.startswith(query):
        return (_BEGINS if len(query) > _NO_SLIP else _BEGINS_SHORT) + _BEGINS_COVERED * covered
    if len(query) < MIN_PART or query not in word:
        return 0.0
    if word.endswith(query):
        return _ENDS + _ENDS_COVERED * covered
    return _WITHIN + _WITHIN_COVERED * covered


def _slipped_part(query: str, word: str, known: bool) -> float:
    """`query` as the beginning or end of a longer `word` with a slip or two in it."""
    length, longer = len(query), len(word) - len(query)
    if known or length < _MIN_PART_SLIPPED or longer <= 0:
        return 0.0
    allowed = 1 if length < _TWO_SLIPS_IN_PART else 2
    slips = allowed + 1
    if word[0] == query[0]:
        parts = [word[: length + shift] for shift in (0, -1, 1)]
        slips = min(OSA.distance(query, part, score_cutoff=allowed) for part in parts)
    if slips > allowed and word[-1] == query[-1]:
        parts = [word[longer - shift :] for shift in (0, -1, 1)]
        slips = min(OSA.distance(query, part, score_cutoff=allowed) for part in parts)
    if slips > allowed:
        return 0.0
    return _ABOUT + _ABOUT_COVERED * length / len(word) - slips / length
