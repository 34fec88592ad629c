"""Understanding by the matcher, the names in a message, and the articles there are."""

import re
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from bot.understanding import Alternative, Understood
from knowledge.articles import query_of
from knowledge.articles.asked import number_asked
from knowledge.entities import Entities, EntityKind, EntityRecogniser, names_of
from knowledge.folding import fold
from knowledge.guides import Slot
from knowledge.language import Lexicon, load_lexicon
from knowledge.library import Library, default_content_dir
from knowledge.matching import Candidate, Matcher, Thresholds, entries_of
from knowledge.smalltalk import Etiquette
from knowledge.topics import Kind

MOST_ALTERNATIVES = 5
FIND_ARTICLE = "find-article"
MOST_WORDS_OF_GOODS = 4
SHORTEST_GOODS = 3
"""Characters: a shorter text (“2”) names nothing by itself, though some article may have it."""
SHORTEST_NUMBER = 5
"""Digits: a shorter number is more often something else than an article's."""
SURE_NUMBER = 6
"""Digits: from here on a number is looked up, for it may be of an article that is gone."""
_NUMBER_OF_ORDER = re.compile(r"\b(order\w*|ordrar\w*|po|gln)\b")
_NUMBER_OF_ARTICLE = re.compile(r"\b(gtin|ean|art|artnr|artikel\w*|streckkod\w*|varunummer)\b")
_ASKS_FOR_GOODS = re.compile(
    r"(?:(?:hej|hejsan|hello|hi)\W+)?"
    r"(?:har (?:ni|vi|du|de)|fin+s|saljer ni|kan (?:man|jag|vi) (?:fa|kopa|bestalla)"
    r"|do (?:you|we) have|(?:is|are) there|can i (?:buy|order|get))\b"
)
"""How a question begins that may be for goods: then what it names is looked up (folded)."""

_WANTS_GOODS = re.compile(
    r"(?:(?:hej|hejsan|hello|hi)\W+)?(?:(?:jag|vi|i|we)\s+)?"
    r"(?:(?:vill|skulle vilja)\s+(?:garna\s+)?(?:ha|kopa|bestalla)|want)\b"
)
_ASSORTMENT = re.compile(r"sortiment|avtal|katalog|assortment|contract|catalogue")
"""Whoever names it wishes for goods that there are not."""

MOST_LIKELY = 3
"""Among how many topics finding an item must be, for words about goods to be looked up as such."""
GOODS_CONFIDENCE = 0.7
"""What is reported for a message that is only the name of goods that there are."""

_FIRST = (Kind.GUIDE, Kind.CONTACT, Kind.FAQ, Kind.ARTICLES, Kind.HANDOFF)
"""Which kind of topic is answered first, of those that one message asks about."""

_PARTIES = (
    EntityKind.SUPPLIER,
    EntityKind.DISTRIBUTION,
    EntityKind.IT,
    EntityKind.VENDOR,
    EntityKind.COORDINATOR,
    EntityKind.ECONOMIST,
)


@dataclass(frozen=True, slots=True)
class Trained:
    """What is costly to make of a library and the same for all: nothing of an installation."""

    library: Library
    learnt: Future[Matcher]
    etiquette: Etiquette
    lexicon: Lexicon

    @property
    def matcher(self) -> Matcher:
        """The matcher; while it still learns, it is waited for."""
        return self.learnt.result()

    @classmethod
    def of(cls, library: Library) -> "Trained":
        """Build the matcher's index over the library's phrasings: about a second's work."""
        trained = cls.begun(library)
        trained.learnt.result()
        return trained

    @classmethod
    def begun(cls, library: Library) -> "Trained":
        """The same at once: the matcher is built in a thread of its own."""
        lexicon = load_lexicon(default_content_dir() / "language")
        thread = ThreadPoolExecutor(1, thread_name_prefix="learning")
        learnt = thread.submit(_matcher, library, lexicon)
        thread.shutdown(wait=False)
        return cls(library, learnt, Etiquette(lexicon), lexicon)


def _matcher(library: Library, lexicon: Lexicon) -> Matcher:
    return Matcher.build(
        entries_of(library.topics.values()),
        background=(*library.out_of_scope, *lexicon.outside),
        lexicon=lexicon,
        recogniser=EntityRecogniser(names_of(library.parties), lexicon=lexicon),
    )


def goods_named(text: str) -> str:
    """The goods that a text names, on as many lines as it has."""
    return "\n".join(filter(None, map(query_of, text.splitlines())))


class Knows(Protocol):
    """Has what is known now."""

    @property
    def trained(self) -> Trained:
        """The library with its matcher."""


class TopicUnderstanding:
    """Understands messages; holds no state of a message."""

    def __init__(
        self, knowledge: Knows, thresholds: Thresholds, is_goods: Callable[[str], bool]
    ) -> None:
        """`is_goods` tells whether a text is (nearly) the name or number of an article."""
        self._knowledge = knowledge
        self._thresholds = thresholds
        self._is_goods = is_goods

    def understand(self, text: str) -> Understood:
        """What `text` is about; never fails, whatever the text."""
        return _Reading(self._knowledge.trained, self._thresholds, self._is_goods).of(text)


class _Reading:
    """Understands one message by the knowledge as it was when it came."""

    def __init__(
        self, trained: Trained, thresholds: Thresholds, is_goods: Callable[[str], bool]
    ) -> None:
        self._library = trained.library
        self._matcher = trained.matcher
        self._etiquette = trained.etiquette
        self._thresholds = thresholds
        self._is_goods = is_goods

    def of(self, text: str) -> Understood:
        small_talk = self._etiquette.classify(text)
        if small_talk is not None:
            return Understood(kind="fallback", id=None, confidence=1.0, small_talk=small_talk)
        match = self._matcher.match(text)
        ranked = [one for one in match.ranked if one.id in self._library.topics]
        best = ranked[0] if ranked else None
        sure = best is not None and best.confidence >= self._thresholds.answer_at
        if self._names_number(text) or self._wants_goods(text):
            return self._article(text, ranked, match.entities)
        asked = self._asked_side_by_side(match.topics, ranked)
        if asked:
            best, sure = asked[0], True
            ranked = [*asked, *(one for one in ranked if one not in asked)]
        if not sure and (match.only_goods or self._names_goods(text, ranked)):
            return self._article(text, ranked, match.entities)
        if best is None or best.confidence < self._thresholds.choices_at:
            unknown = 1.0 - (best.confidence if best else 0.0)
            return Understood(
                kind="fallback",
                id=None,
                confidence=unknown,
                alternatives=self._alternatives(ranked),
                slots=self._slots(match.entities),
            )
        return Understood(
            kind=self._library.topics[best.id].kind.value if sure else "suggestions",
            id=best.id,
            # Of questions side by side, each has its share of what is sure.
            confidence=min(sum(one.confidence for one in asked or [best]), 1.0),
            alternatives=self._alternatives(ranked[1:]),
            also=asked[1].id if asked else None,
            slots=self._slots(match.entities, search=FIND_ARTICLE in (one.id for one in asked)),
            parties=tuple(
                dict.fromkeys(
                    entity.value for entity in match.entities.found if entity.kind in _PARTIES
                )
            ),
            goods=goods_named(text) if best.id == FIND_ARTICLE else "",
        )

    def _asked_side_by_side(
        self, topics: tuple[str, ...], ranked: list[Candidate]
    ) -> list[Candidate]:
        """The topics that a message asks about in clauses of their own, the one to answer first.

        A problem comes before a question, and the wish for a person last. Empty when only one is
        asked about, when they are not sure together, and when two are problems: which of them to
        look into first is for the person to choose.
        """
        kinds = self._library.topics
        found = {one.id: one for one in ranked}
        asked = [found[topic] for topic in topics if topic in found]
        problems = sum(kinds[one.id].kind is Kind.GUIDE for one in asked)
        together = sum(one.confidence for one in asked)
        if len(asked) <= 1 or problems > 1 or together < self._thresholds.answer_at:
            return []
        return sorted(asked, key=lambda one: _FIRST.index(kinds[one.id].kind))

    def _article(self, text: str, ranked: list[Candidate], entities: Entities) -> Understood:
        return Understood(
            kind="articles",
            id=FIND_ARTICLE,
            confidence=GOODS_CONFIDENCE,
            alternatives=self._alternatives([one for one in ranked if one.id != FIND_ARTICLE]),
            goods=goods_named(text) or text,
            slots=self._slots(entities),
        )

    def _names_number(self, text: str) -> bool:
        """Whether `text` asks for an article by its number, and for nothing else."""
        number = number_asked(text)
        digits = sum(map(str.isdigit, number or ""))
        if number is None or digits < SHORTEST_NUMBER or _NUMBER_OF_ORDER.search(fold(text)):
            return False
        said = digits >= SURE_NUMBER or _NUMBER_OF_ARTICLE.search(fold(text)) is not None
        return said or self._is_goods(number)

    def _wants_goods(self, text: str) -> bool:
        """Whether `text` says that somebody wants some goods, and nothing of the assortment."""
        folded = fold(text)
        if not _WANTS_GOODS.match(folded) or _ASSORTMENT.search(folded):
            return False
        named = query_of(text)
        few = 0 < len(named.split()) <= MOST_WORDS_OF_GOODS
        return few and self._matcher.match(named).only_goods

    def _names_goods(self, text: str, ranked: list[Candidate]) -> bool:
        """Whether `text` is the name of an article, or may ask for one that there is."""
        named = text
        likely = any(one.id == FIND_ARTICLE for one in ranked[:MOST_LIKELY])
        if likely or _ASKS_FOR_GOODS.match(fold(text)):
            named = query_of(text)
        elif text.rstrip().endswith("?"):
            return False
        few = 0 < len(named.split()) <= MOST_WORDS_OF_GOODS
        return few and len(fold(named)) >= SHORTEST_GOODS and self._is_goods(named)

    def _alternatives(self, ranked: list[Candidate]) -> tuple[Alternative, ...]:
        return tuple(
            Alternative(
                kind=Kind(self._library.topics[one.id].kind),
                id=one.id,
                confidence=min(max(one.confidence, 0.0), 1.0),
            )
            for one in ranked[:MOST_ALTERNATIVES]
        )

    def _slots(self, entities: Entities, *, search: bool = False) -> dict[Slot, str]:
        """What a message says of a supplier, an order and goods, as a guide would have asked.

        Not of goods when it also wants to find some (`search`): which is which is not known.
        """
        slots: dict[Slot, str] = {}
        supplier = entities.first(EntityKind.SUPPLIER)
        if supplier is not None:
            slots[Slot.SUPPLIER] = self._library.parties.get(supplier).name
        order = entities.first(EntityKind.ORDER_NUMBER)
        if order is not None:
            slots[Slot.ORDER] = order
        day = next((one for one in entities.found if one.kind is EntityKind.DAY), None)
        if day is not None:
            slots[Slot.EXPECTED_DAY] = day.value
        goods = entities.of(EntityKind.GOODS)
        if goods and not search:
            slots[Slot.GOODS] = ", ".join(goods)
        return slots
