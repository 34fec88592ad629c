"""Suppliers' names in queries: "mjölk från skånemejerier"."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz.distance import OSA

from knowledge.articles.nearby import Nearby
from knowledge.articles.similarity import slips_allowed
from knowledge.articles.words import fold, tokenise

_FROM = frozenset(("fran", "hos", "from", "av", "leverantor", "leverantoren", "supplier"))
_MIN_LETTERS = 4

Phrase = tuple[str, ...]
Known = Callable[[str], bool]
Aliases = Mapping[str, Sequence[str]]


class Mentioned(NamedTuple):
    """A supplier in a query: where (`slots` of `tokens`), and the tokens without it (`rest`).

    `asked_from` says that the query asks for goods from it, rather than just naming it.
    """

    supplier: int
    tokens: Phrase
    slots: tuple[int, ...]
    rest: Phrase
    asked_from: bool


@dataclass(frozen=True, slots=True)
class Suppliers:
    """Ids by folded name; the words by which each supplier is known, its aliases' among them."""

    ids: dict[str, int] = field(default_factory=dict)
    aliases: Aliases = field(default_factory=dict)
    words: tuple[Phrase, ...] = ()
    short: dict[Phrase, int] = field(default_factory=dict)  # aliases as "m&s", of few letters
    _by_word: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _nearby: Nearby = field(default_factory=Nearby)

    @classmethod
    def of(cls, names: Iterable[str], aliases: Aliases | None = None) -> "Suppliers":
        """The suppliers with these names. `aliases` are other names by a supplier's name."""
        return cls(aliases=aliases or {}).with_names(names)

    def with_names(self, names: Iterable[str]) -> "Suppliers":
        """These and the new ones among `names`; ids stay the same."""
        ids = dict(self.ids)
        for name in sorted({fold(name).strip() for name in names}):
            ids.setdefault(name, len(ids))
        if len(ids) == len(self.ids):
            return self
        others = {fold(name).strip(): texts for name, texts in self.aliases.items()}
        words: list[Phrase] = []
        short: dict[Phrase, int] = {}
        by_word: dict[str, dict[int, None]] = {}
        for name, supplier in ids.items():
            own: dict[str, None] = {}
            for text in (name, *others.get(name, ())):
                tokens = tokenise(text).words
                if tokens and text != name and not any(len(t) >= _MIN_LETTERS for t in tokens):
                    short.setdefault(tokens, supplier)
                own.update((token, None) for token in tokens if len(token) >= _MIN_LETTERS)
            words.append(tuple(own))
            for word in own:
                by_word.setdefault(word, {})[supplier] = None
        return Suppliers(
            ids,
            self.aliases,
            tuple(words),
            short,
            {word: tuple(row) for word, row in by_word.items()},
            Nearby.of(by_word),
        )

    def mentioned(self, tokens: Phrase, text: str, known: Known) -> Mentioned | None:
        """The supplier that `tokens` of `text` mention, by a word that is no word of goods
        (`known`), or by a short alias after "från" or with its sign between ("m&s").
        """
        for slot, token in enumerate(tokens):
            if len(token) < _MIN_LETTERS or known(token):
                continue
            for word in self._nearby.near(token):
                if _same(token, word) and not known(word):
                    supplier = self._by_word[word][0]
                    return _mention(supplier, self.words[supplier], tokens, slot)
        return self._short_alias(tokens, fold(text)) if self.short else None

    def _short_alias(self, tokens: Phrase, text: str) -> Mentioned | None:
        for phrase, supplier in self.short.items():
            for slot in range(len(tokens) - len(phrase) + 1):
                if tokens[slot : slot + len(phrase)] != phrase:
                    continue
                asked_from = slot > 0 and tokens[slot - 1] in _FROM
                if asked_from or (len(phrase) > 1 and "&".join(phrase) in text.replace(" ", "")):
                    return _mentioned(supplier, tokens, slot, slot + len(phrase))
        return None


def _mention(supplier: int, words: Phrase, tokens: Phrase, slot: int) -> Mentioned:
    first, last = slot, slot
    while first > 0 and any(_same(tokens[first - 1], word) for word in words):
        first -= 1
    while last + 1 < len(tokens) and any(_same(tokens[last + 1], word) for word in words):
        last += 1
    return _mentioned(supplier, tokens, first, last + 1)


def _mentioned(supplier: int, tokens: Phrase, first: int, end: int) -> Mentioned:
    asked_from = first > 0 and tokens[first - 1] in _FROM
    before = tokens[: first - 1] if asked_from else tokens[:first]
    named, after = tokens[first:end], tokens[end:]
    return Mentioned(
        supplier=supplier,
        tokens=before + named + after,
        slots=tuple(range(len(before), len(before) + len(named))),
        rest=before + after,
        asked_from=asked_from,
    )


def _same(token: str, word: str) -> bool:
    allowed = min(slips_allowed(len(word)), 1) if len(word) > _MIN_LETTERS + 1 else 0
    return token == word or OSA.distance(token, word, score_cutoff=allowed) <= allowed
