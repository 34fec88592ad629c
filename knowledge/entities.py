"""What a message names: suppliers and other parties, municipalities, numbers, days and goods.

Names are data (aliases), so a coordinator adds "grönis" without a programmer. What is recognised
is filled into guides and contact answers, and taken out before a topic is sought.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA

from knowledge.language import Lexicon, PhraseTable, clean, fold, folded_words, words
from knowledge.parties import Parties
from knowledge.topics import Municipality

_SHORTEST_FUZZY_NAME = 6
_LONG_NAME = 9
_GOODS_TAIL = 4
_GLN_DIGITS = 13
_SHORTEST_NUMBER = 4
_ENDINGS = ("s", "n", "en", "et", "t", "ar", "er", "or", "na", "arna", "erna", "orna", "ens", "ets")
_ORDER_WORDS = ("order", "best", "beställning", "inköp", "po")
_ARTICLE_WORDS = ("art", "artikel", "vara", "varu", "produkt", "item", "gtin", "ean")
_CONTEXT = 2
_CACHE_LIMIT = 20_000


class EntityKind(StrEnum):
    """What sort of thing a name or number stands for."""

    SUPPLIER = "supplier"
    DISTRIBUTION = "distribution"
    IT = "it"
    VENDOR = "vendor"
    COORDINATOR = "coordinator"
    ECONOMIST = "economist"
    MUNICIPALITY = "municipality"
    ORDER_NUMBER = "order-number"
    ARTICLE_NUMBER = "article-number"
    GLN = "gln"
    NUMBER = "number"
    DAY = "day"
    GOODS = "goods"


@dataclass(frozen=True, slots=True)
class Name:
    """A party or place with all that people call it; `id` is what the rest of the product uses."""

    kind: EntityKind
    id: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing that a message names: its kind, the id or value, and the words it stood in.

    `start` and `end` are places among the message's words (`end` is excluded).
    """

    kind: EntityKind
    value: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entities:
    """All that one message names, in the order written."""

    found: tuple[Entity, ...] = ()

    def of(self, kind: EntityKind) -> tuple[str, ...]:
        """The values of one `kind`, in order, each once."""
        return tuple(dict.fromkeys(entity.value for entity in self.found if entity.kind is kind))

    def first(self, kind: EntityKind) -> str | None:
        """The first value of `kind`, or None."""
        return next(iter(self.of(kind)), None)


class EntityRecogniser:
    """Finds names in messages. Built once from data; remembers words, within a bound."""

    def __init__(
        self,
        names: Iterable[Name] = (),
        *,
        lexicon: Lexicon | None = None,
        goods: Collection[str] = (),
    ) -> None:
        """Names with aliases; `goods` are article names beside the lexicon's everyday goods.

        Article names count by the words in them that the lexicon does not use otherwise:
        "Vetemjöl 2 kg" makes "vetemjöl" goods, and "Order-pärm" does not make "order" goods.
        """
        lexicon = lexicon or Lexicon()
        phrases: dict[tuple[str, ...], tuple[EntityKind, str]] = {
            folded_words(day): (EntityKind.DAY, day) for day in lexicon.days
        }
        for name in sorted(names, key=lambda name: (name.kind, name.id)):
            for key in filter(None, map(folded_words, (name.id, *name.aliases))):
                for form in (key, (*key[:-1], f"{key[-1]}s")):  # "charketts leverans"
                    phrases.setdefault(form, (name.kind, name.id))
        self._phrases = PhraseTable(phrases)
        self._taken = _lexicon_words(lexicon)
        self._goods = {fold(clean(word)): word for word in lexicon.goods}
        for article in sorted(goods):
            for word in words(clean(article)):
                folded = fold(word)
                if len(folded) >= _GOODS_TAIL and folded.isalpha() and folded not in self._taken:
                    self._goods.setdefault(folded, word)
        self._fuzzy: dict[str, list[tuple[str, tuple[EntityKind, str]]]] = {}
        for key, value in phrases.items():
            is_name = len(key[0]) >= _SHORTEST_FUZZY_NAME and value[0] is not EntityKind.DAY
            if len(key) == 1 and is_name:
                self._fuzzy.setdefault(key[0][0], []).append((key[0], value))
        self._by_word: dict[str, tuple[EntityKind, str] | None] = {}

    def find(self, text: str) -> Entities:
        """What `text`, as a person wrote it, names."""
        return self.find_in(folded_words(text))

    def find_in(self, tokens: Sequence[str]) -> Entities:
        """What a message of folded `tokens` names; longer names win over shorter."""
        found: list[Entity] = []
        at = 0
        while at < len(tokens):
            entity = self._phrase_at(tokens, at) or self._word_at(tokens, at)
            if entity is None:
                at += 1
            else:
                found.append(entity)
                at = entity.end
        return Entities(tuple(found))

    def is_goods(self, word: str) -> str | None:
        """The goods that a folded `word` is or ends in ("havremjolken": mjölk), or None."""
        if word in self._taken:
            return None
        for candidate in _without_ending(word):
            known = self._goods.get(candidate)
            if known is not None:
                return known
        for candidate in _without_ending(word):
            for start in range(1, len(candidate) - _GOODS_TAIL + 1):
                known = self._goods.get(candidate[start:])
                if known is not None and start >= _GOODS_TAIL - 1:
                    return known
        return None

    def _phrase_at(self, tokens: Sequence[str], at: int) -> Entity | None:
        found = self._phrases.at(tokens, at)
        return None if found is None else _entity(found[1], tokens, at, at + found[0])

    def _word_at(self, tokens: Sequence[str], at: int) -> Entity | None:
        word = tokens[at]
        if word.isdigit():
            kind = _number_kind(tokens, at)
            return None if kind is None else Entity(kind, word, word, at, at + 1)
        if word in self._by_word:
            known = self._by_word[word]
        else:
            goods = self.is_goods(word)
            known = self._misspelt(word) if goods is None else (EntityKind.GOODS, goods)
            if len(self._by_word) >= _CACHE_LIMIT:
                self._by_word.clear()
            self._by_word[word] = known
        return None if known is None else _entity(known, tokens, at, at + 1)

    def _misspelt(self, word: str) -> tuple[EntityKind, str] | None:
        if len(word) < _SHORTEST_FUZZY_NAME - 1 or word in self._taken:
            return None
        best: tuple[int, str, tuple[EntityKind, str]] | None = None
        for name, known in self._fuzzy.get(word[0], ()):
            allowed = 2 if len(name) >= _LONG_NAME else 1
            if abs(len(name) - len(word)) > allowed:
                continue
            distance = OSA.distance(name, word, score_cutoff=allowed)
            if distance <= allowed and (best is None or (distance, name) < best[:2]):
                best = (distance, name, known)
        return None if best is None else best[2]


def names_of(parties: Parties) -> tuple[Name, ...]:
    """The parties and the two municipalities as names to recognise."""
    known = tuple(
        Name(EntityKind(party.kind.value), party.id, party.names()) for party in parties.all()
    )
    places = tuple(
        Name(
            EntityKind.MUNICIPALITY,
            place.value,
            (f"{place.value} kommun", f"{place.value}s kommun"),
        )
        for place in Municipality
    )
    return known + places


def _entity(known: tuple[EntityKind, str], tokens: Sequence[str], start: int, end: int) -> Entity:
    return Entity(known[0], known[1], " ".join(tokens[start:end]), start, end)


def _number_kind(tokens: Sequence[str], at: int) -> EntityKind | None:
    digits = len(tokens[at])
    if digits == _GLN_DIGITS:
        return EntityKind.GLN
    if digits < _SHORTEST_NUMBER:
        return None
    before = " ".join(tokens[max(0, at - _CONTEXT) : at])
    if any(word.startswith(_folded(_ARTICLE_WORDS)) for word in before.split()):
        return EntityKind.ARTICLE_NUMBER
    if any(word.startswith(_folded(_ORDER_WORDS)) for word in before.split()):
        return EntityKind.ORDER_NUMBER
    return EntityKind.NUMBER


def _folded(prefixes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold(prefix) for prefix in prefixes)


def _without_ending(word: str) -> tuple[str, ...]:
    """`word` as it is, and without each ending of a Swedish noun that leaves a word."""
    shorter = (
        word[: -len(ending)]
        for ending in _ENDINGS
        if word.endswith(ending) and len(word) - len(ending) > 1
    )
    return (word, *shorter)


def _lexicon_words(lexicon: Lexicon) -> frozenset[str]:
    lists = (lexicon.stopwords, lexicon.greetings, lexicon.thanks, lexicon.closings, lexicon.spoken)
    concepts = (pattern for patterns in lexicon.concepts.values() for pattern in patterns)
    phrases = (*(word for listed in lists for word in listed), *concepts)
    single = (folded_words(phrase.rstrip("*")) for phrase in phrases)
    return frozenset(key[0] for key in single if len(key) == 1)
