"""Suppliers' names in queries: "mjölk från skånemejerier"."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz.distance import OSA

from knowledge.articles.similarity import slips_allowed
from knowledge.articles.words import fold, tokenise

_FROM = frozenset(("fran", "hos", "from", "av", "leverantor", "leverantoren", "supplier"))
_MIN_LETTERS = 4


class Mentioned(NamedTuple):
    """A supplier in a query: where (`slots` of `tokens`), and the tokens without it (`rest`).

    `asked_from` says that the query asks for goods from it, rather than just naming it.
    """

    supplier: int
    tokens: tuple[str, ...]
    slots: tuple[int, ...]
    rest: tuple[str, ...]
    asked_from: bool


@dataclass(frozen=True, slots=True)
class Suppliers:
    """Ids by folded name, and the words of each name."""

    ids: dict[str, int] = field(default_factory=dict)
    words: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def of(cls, names: Iterable[str]) -> "Suppliers":
        return cls().with_names(names)

    def with_names(self, names: Iterable[str]) -> "Suppliers":
        """These and the new ones among `names`; ids stay the same."""
        ids = dict(self.ids)
        for name in sorted({fold(name).strip() for name in names}):
            ids.setdefault(name, len(ids))
        return Suppliers(
            ids,
            tuple(
                tuple(word for word in tokenise(name).words if len(word) >= _MIN_LETTERS)
                for name in ids
            ),
        )

    def mentioned(self, tokens: Sequence[str], known: Callable[[str], bool]) -> Mentioned | None:
        """The supplier that `tokens` mention by a word that is no word of goods (`known`)."""
        for slot, token in enumerate(tokens):
            if len(token) < _MIN_LETTERS or known(token):
                continue
            for supplier, words in enumerate(self.words):
                if any(_same(token, word) for word in words if not known(word)):
                    return _mention(supplier, words, tokens, slot)
        return None


def _mention(supplier: int, words: tuple[str, ...], tokens: Sequence[str], slot: int) -> Mentioned:
    first, last = slot, slot
    while first > 0 and any(_same(tokens[first - 1], word) for word in words):
        first -= 1
    while last + 1 < len(tokens) and any(_same(tokens[last + 1], word) for word in words):
        last += 1
    asked_from = first > 0 and tokens[first - 1] in _FROM
    before = tuple(tokens[: first - 1] if asked_from else tokens[:first])
    named = tuple(tokens[first : last + 1])
    after = tuple(tokens[last + 1 :])
    return Mentioned(
        supplier=supplier,
        tokens=before + named + after,
        slots=tuple(range(len(before), len(before) + len(named))),
        rest=before + after,
        asked_from=asked_from,
    )


def _same(token: str, word: str) -> bool:
    allowed = min(slips_allowed(len(word)), 2) if len(word) > _MIN_LETTERS + 1 else 0
    return OSA.distance(token, word, score_cutoff=allowed) <= allowed
