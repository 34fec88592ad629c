"""Text of articles and queries as comparable tokens: folded words, numbers, sizes."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

_FOLD = str.maketrans(
    {"å": "a", "ä": "a", "ö": "o", "é": "e", "è": "e", "ü": "u", "ø": "o", "æ": "a"}
)

# One measure a family, so that 1,5 l, 1.5 liter and 150 cl are the same token.
MEASURES = {
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
_TIMES = re.compile(r"(?<=\d) *[x×*] *(?=\d)", re.ASCII)
# "m." after a number is "med" in Swedish lists of goods, not metres.
_SIZE = re.compile(
    r"(?<![a-z0-9.,])(\d{1,9}(?:[.,]\d{1,6})?)[ -]?("
    + "|".join(sorted((re.escape(unit) for unit in MEASURES), key=len, reverse=True))
    + r")(?![a-z0-9])(?!(?<=m)\.)",
    re.ASCII,
)
_TOKEN = re.compile(r"[a-z]+\d[a-z0-9]*|[a-z]+|\d+(?:[.,]\d+)?", re.ASCII)

_DIGIT = re.compile(r"\d", re.ASCII)
_LINE_TOKEN = re.compile(rf"\n|\x01\d+|{_TOKEN.pattern}", re.ASCII)
_END = -1  # of a line; sizes have numbers below it

Lengths = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]

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
    # Letters of mathematics and the like get their case only when they are decomposed.
    decomposed = unicodedata.normalize("NFKD", folded).casefold().translate(_FOLD)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def tokenise(text: str) -> Tokens:
    """`text` as tokens: words (a-z), numbers, and sizes in their base unit (`1500ml`, `3%`)."""
    return tokenise_folded(fold(text))


def tokenise_folded(folded: str) -> Tokens:
    """As `tokenise`, of a text that `fold` has been at."""
    if _DIGIT.search(folded) is None:
        return Tokens(tuple(token[:MAX_TOKEN] for token in _TOKEN.findall(folded)), ())
    folded = _TIMES.sub(" ", folded)
    words: list[str] = []
    bare: list[str] = []
    at = 0
    for size in _SIZE.finditer(folded):
        words.extend(_plain(folded[at : size.start()]))
        amount = float(size[1].replace(",", "."))
        words.append(size_token(amount, size[2]))
        bare.append(f"{BARE}{_number(amount)}")
        at = size.end()
    words.extend(_plain(folded[at:]))
    return Tokens(tuple(words), tuple(bare))


def size_token(amount: float, unit: str) -> str:
    """The token of so many of a unit in `MEASURES`."""
    base, factor = MEASURES[unit]
    return f"{_number(amount * factor)}{base}"


def amount_of(size: str) -> tuple[float, str]:
    """The amount and the base unit of a size's token."""
    base = size.lstrip("0123456789.")
    return float(size[: len(size) - len(base)]), base


def is_word(token: str) -> bool:
    """Whether a token is letters, and so can be misspelt, inflected or part of a compound."""
    return token[:1].isalpha()


def is_size(token: str) -> bool:
    """Whether a token is a number with its unit."""
    return token[:1].isdigit() and not token[-1:].isdigit()


def _plain(text: str) -> list[str]:
    tokens = [token[:MAX_TOKEN] for token in _TOKEN.findall(text)]
    return [token.replace(",", ".") for token in tokens] if "," in text else tokens


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


class Lines:
    """Many texts at once as numbers of tokens, several times faster than one by one.

    Tokens are numbered as they come; `words` are the tokens by their numbers.
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self._ids: dict[str, int] = {}
        self._known = _Known(self.word)
        self._sizes: dict[str, str] = {}
        self._size_words: list[int] = [0]
        self._size_numbers: list[int] = [0]

    def word(self, token: str) -> int:
        """The number of a token."""
        found = self._ids.get(token)
        if found is None:
            found = self._ids[token] = len(self.words)
            self.words.append(token)
        return found

    def tokenise(self, texts: Sequence[str]) -> tuple[Lengths, Numbers, Lengths, Numbers]:
        """What `tokenise` says of each text: how many `words`, the words, how many `bare`, they.

        The words of all texts are in one array, one text after the other, as are the bare.
        """
        folded = fold_many("".join([_one_line(text) + "\n" for text in texts]))
        folded = _SIZE.sub(self._marked, _TIMES.sub(" ", folded))
        found = np.fromiter(map(self._known.__getitem__, _LINE_TOKEN.findall(folded)), np.int32)
        ends = np.flatnonzero(found == _END)
        lengths = np.diff(ends, prepend=-1) - 1
        tokens = found[found != _END]
        sized = np.flatnonzero(tokens < _END)
        sizes = -1 - tokens[sized]
        bare = np.array(self._size_numbers, dtype=np.int32)[sizes]
        tokens[sized] = np.array(self._size_words, dtype=np.int32)[sizes]
        line = np.repeat(np.arange(lengths.size), lengths)[sized]
        return lengths, tokens, np.bincount(line, minlength=lengths.size), bare

    def _marked(self, size: re.Match[str]) -> str:
        mark = self._sizes.get(size[0])
        if mark is None:
            amount = float(size[1].replace(",", "."))
            number = len(self._size_words)
            self._size_words.append(self.word(size_token(amount, size[2])))
            self._size_numbers.append(self.word(f"{BARE}{_number(amount)}"))
            mark = self._sizes[size[0]] = f" \x01{number} "
            self._known[f"\x01{number}"] = -1 - number
        return mark


class _Known(dict[str, int]):
    """Numbers of tokens as they are written: "1,5" has that of "1.5"."""

    def __init__(self, word: Callable[[str], int]) -> None:
        super().__init__({"\n": _END})
        self._word = word

    def __missing__(self, token: str) -> int:
        found = self[token] = self._word(token[:MAX_TOKEN].replace(",", "."))
        return found


def fold_many(text: str) -> str:
    """As `fold`, faster for a long text of few different characters."""
    folded = text.casefold()
    if not folded.isascii():
        for character in {c for c in set(folded) if not c.isascii()}:
            folded = folded.replace(character, fold(character))
    return folded


def fold_each(texts: Sequence[str]) -> list[str]:
    """As `fold`, of each of a few texts."""
    folded = fold_many("\n".join(texts)).split("\n")
    return folded if len(folded) == len(texts) else [fold(text) for text in texts]


def _one_line(text: str) -> str:
    """`text` without the characters that mark sizes and the ends of lines."""
    return text if text.isprintable() else text.replace("\n", " ").replace("\x01", " ")
