"""Text of articles and queries as comparable tokens: folded words, numbers, sizes."""

import re
import unicodedata
from typing import NamedTuple

_FOLD = str.maketrans(
    {"å": "a", "ä": "a", "ö": "o", "é": "e", "è": "e", "ü": "u", "ø": "o", "æ": "a"}
)

# One measure a family, so that 1,5 l, 1.5 liter and 150 cl are the same token.
_MEASURES = {
    "mg": ("g", 0.001),
    "g": ("g", 1.0),
    "gr": ("g", 1.0),
    "gram": ("g", 1.0),
    "hg": ("g", 100.0),
    "kg": ("g", 1000.0),
    "kilo": ("g", 1000.0),
    "kilogram": ("g", 1000.0),
    "ml": ("ml", 1.0),
    "milliliter": ("ml", 1.0),
    "cl": ("ml", 10.0),
    "centiliter": ("ml", 10.0),
    "dl": ("ml", 100.0),
    "deciliter": ("ml", 100.0),
    "l": ("ml", 1000.0),
    "lit": ("ml", 1000.0),
    "liter": ("ml", 1000.0),
    "liters": ("ml", 1000.0),
    "litre": ("ml", 1000.0),
    "litres": ("ml", 1000.0),
    "mm": ("mm", 1.0),
    "cm": ("mm", 10.0),
    "m": ("mm", 1000.0),
    "meter": ("mm", 1000.0),
    "meters": ("mm", 1000.0),
    "st": ("st", 1.0),
    "stk": ("st", 1.0),
    "styck": ("st", 1.0),
    "stycken": ("st", 1.0),
    "pack": ("st", 1.0),
    "pcs": ("st", 1.0),
    "p": ("st", 1.0),
    "%": ("%", 1.0),
    "procent": ("%", 1.0),
    "percent": ("%", 1.0),
    "proc": ("%", 1.0),
}
_TIMES = re.compile(r"(?<=\d)\s*[x×*]\s*(?=\d)")
# "m." after a number is "med" in Swedish lists of goods, not metres.
_SIZE = re.compile(
    r"(?<![a-z0-9.,])(\d{1,9}(?:[.,]\d{1,6})?)[ -]?("
    + "|".join(sorted((re.escape(unit) for unit in _MEASURES), key=len, reverse=True))
    + r")(?![a-z0-9])(?!(?<=m)\.)"
)
_TOKEN = re.compile(r"[a-z]+\d[a-z0-9]*|[a-z]+|\d+(?:[.,]\d+)?")

BARE = "#"  # marks the number of a size, for a query that leaves its unit out
MAX_TOKEN = 40


class Tokens(NamedTuple):
    """The tokens of a text in their order; `bare` are the numbers of its sizes, marked `#`."""

    words: tuple[str, ...]
    bare: tuple[str, ...]


def fold(text: str) -> str:
    """Lower case without accents: å and ä become a, ö becomes o."""
    folded = text.casefold().translate(_FOLD)
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def tokenise(text: str) -> Tokens:
    """`text` as tokens: words (a-z), numbers, and sizes in their base unit (`1500ml`, `3%`)."""
    return tokenise_folded(fold(text))


def tokenise_folded(folded: str) -> Tokens:
    """As `tokenise`, of a text that `fold` has been at."""
    if not any(c.isdigit() for c in folded):
        return Tokens(tuple(token[:MAX_TOKEN] for token in _TOKEN.findall(folded)), ())
    folded = _TIMES.sub(" ", folded)
    words: list[str] = []
    bare: list[str] = []
    at = 0
    for size in _SIZE.finditer(folded):
        words.extend(_plain(folded[at : size.start()]))
        amount = float(size[1].replace(",", "."))
        unit, factor = _MEASURES[size[2]]
        words.append(f"{_number(amount * factor)}{unit}")
        bare.append(f"{BARE}{_number(amount)}")
        at = size.end()
    words.extend(_plain(folded[at:]))
    return Tokens(tuple(words), tuple(bare))


def is_word(token: str) -> bool:
    """Whether a token is letters, and so can be misspelt, inflected or part of a compound."""
    return token[:1].isalpha()


def is_size(token: str) -> bool:
    """Whether a token is a number with its unit."""
    return token[:1].isdigit() and not token[-1:].isdigit()


def _plain(text: str) -> list[str]:
    return [token[:MAX_TOKEN].replace(",", ".") for token in _TOKEN.findall(text)]


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
