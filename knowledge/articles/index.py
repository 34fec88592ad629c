"""The search: a query in, the articles that it may mean out.

Every word of the query is compared, letter by letter (RapidFuzz), with those words of the
vocabulary that share most 3-grams with it; an article's score is how much of the query it answers,
each word weighing by its rarity, and to a smaller part how much of the article's own name the
query says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from knowledge.articles.model import Article, Hit
from knowledge.articles.numbers import NumberIndex
from knowledge.articles.plan import MAX_TOKENS
from knowledge.articles.query import MAX_QUERY, query_of
from knowledge.articles.scoring import Mention, Scorer
from knowledge.articles.segment import Segment
from knowledge.articles.suppliers import Suppliers
from knowledge.articles.synonyms import Synonyms
from knowledge.articles.weights import weights_of
from knowledge.articles.words import fold, tokenise

GOOD_HIT = 0.62
"""From this score on a hit is worth showing as an answer; below it, only as the nearest there is.

Measured by `tests/benchmarks/articles.py`: misspelt and half names of goods that exist score above
it, names of goods that do not exist below it.
"""

MERGE_ABOVE = 5_000  # articles: up to here a change rebuilds, which takes a tenth of a second
_MERGE_SHARE = 0.2
_MAX_SEGMENTS = 4

Alive = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class ArticleIndex:
    """Articles as they are searched; immutable, so that threads can share it."""

    _segments: tuple[Segment, ...] = ()
    _alive: tuple[Alive, ...] = ()
    _weights: tuple[npt.NDArray[np.float32], ...] = ()
    _places: dict[int, tuple[int, int]] = field(default_factory=dict)
    _numbers: NumberIndex = field(default_factory=NumberIndex)
    _suppliers: Suppliers = field(default_factory=Suppliers)
    _synonyms: Synonyms = field(default_factory=Synonyms)

    @classmethod
    def build(cls, articles: Iterable[Article], synonyms: Synonyms | None = None) -> "ArticleIndex":
        """An index of `articles`, of which the last with an id counts.

        `synonyms` are the product's own unless given.
        """
        kept = tuple({article.id: article for article in articles}.values())
        suppliers = Suppliers.of(article.supplier for article in kept)
        segment = Segment.build(kept, suppliers.ids)
        alive = np.ones(len(kept), dtype=np.bool_)
        return cls(
            _segments=(segment,),
            _alive=(alive,),
            _weights=weights_of((segment,), len(kept)),
            _places={article.id: (0, place) for place, article in enumerate(kept)},
            _numbers=NumberIndex.build(kept),
            _suppliers=suppliers,
            _synonyms=Synonyms.load() if synonyms is None else synonyms,
        )

    def __len__(self) -> int:
        return len(self._places)

    def get(self, article_id: int) -> Article | None:
        """The article with this id, if the index has it."""
        place = self._places.get(article_id)
        return None if place is None else self._segments[place[0]].articles[place[1]]

    def with_changes(
        self, changed: Iterable[Article] = (), removed: Iterable[int] = ()
    ) -> "ArticleIndex":
        """An index with `changed` added or put in place of their older versions, by id, and
        without the ids `removed`. A few changes in a large index do not rebuild it.
        """
        new = {article.id: article for article in changed}
        gone = set(removed) - new.keys()
        total = len(self._places.keys() | new.keys()) - len(gone & self._places.keys())
        small = total <= MERGE_ABOVE or len(new) + len(gone) > _MERGE_SHARE * total
        if small or len(self._segments) >= _MAX_SEGMENTS:
            every = {id_: self._at(place) for id_, place in self._places.items()}
            every.update(new)
            return ArticleIndex.build(
                (article for id_, article in every.items() if id_ not in gone), self._synonyms
            )
        return self._overlaid(new, gone, total)

    def _overlaid(self, new: dict[int, Article], gone: set[int], total: int) -> "ArticleIndex":
        suppliers = self._suppliers.with_names(article.supplier for article in new.values())
        alive = [mask.copy() for mask in self._alive]
        places = dict(self._places)
        old = []
        for id_ in (*gone, *new):
            place = places.pop(id_, None)
            if place is not None:
                alive[place[0]][place[1]] = False
                old.append(self._at(place))
        segments = (*self._segments, Segment.build(new.values(), suppliers.ids))
        alive.append(np.ones(len(new), dtype=np.bool_))
        places.update((id_, (len(self._segments), place)) for place, id_ in enumerate(new))
        return ArticleIndex(
            _segments=segments,
            _alive=tuple(alive),
            _weights=weights_of(segments, total),
            _places=places,
            _numbers=self._numbers.with_changes(new.values(), old),
            _suppliers=suppliers,
            _synonyms=self._synonyms,
        )

    def _at(self, place: tuple[int, int]) -> Article:
        return self._segments[place[0]].articles[place[1]]

    def search(self, query: str, limit: int = 5, supplier: str | None = None) -> tuple[Hit, ...]:
        """Up to `limit` articles that `query` may mean, the best first.

        The query may be a name, misspelt or half, or an article number or GTIN, and may have words
        around it ("artikelnummer till …"). `supplier` leaves only that supplier's articles;
        "från SUPPLIER" in the query does the same unless it has nothing good, and a supplier's
        name alone is preferred. Never raises: what means nothing gives no hits.
        """
        if limit < 1 or not self._places:
            return ()
        asked = query_of(query) or query[:MAX_QUERY].strip()
        tokens: Sequence[str] = tokenise(asked).words[:MAX_TOKENS]
        if supplier is not None:
            only = self._suppliers.ids.get(fold(supplier).strip())
            return () if only is None else self._search(asked, tokens, limit, only=only)
        named = self._suppliers.mentioned(tokens, self._is_known)
        if named is None:
            return self._search(asked, tokens, limit)
        if named.asked_from and len(named.rest) > 0:
            hits = self._search(asked, named.rest, limit, only=named.supplier)
            if hits and hits[0].score >= GOOD_HIT:
                return hits
        return self._search(
            asked, named.tokens, limit, mention=Mention(named.supplier, named.slots)
        )

    def _is_known(self, word: str) -> bool:
        return any(word in segment.token_ids for segment in self._segments)

    def _search(
        self,
        asked: str,
        tokens: Sequence[str],
        limit: int,
        *,
        only: int | None = None,
        mention: Mention | None = None,
    ) -> tuple[Hit, ...]:
        scorer = Scorer(self._segments, self._weights, self._synonyms, self._is_known)
        masks = self._masks(only)
        scores: dict[tuple[int, int], float] = dict(scorer.best(tokens, masks, limit, mention))
        for id_, certainty in self._numbers.search(asked).items():
            place = self._places[id_]
            if masks[place[0]][place[1]]:
                by_name = scores.get(place, 0.0)
                scores[place] = certainty + (1.0 - certainty) * by_name
        hits = [Hit(self._at(place), round(min(score, 1.0), 4)) for place, score in scores.items()]
        hits.sort(key=_rank)
        return tuple(hits[:limit])

    def _masks(self, only: int | None) -> tuple[Alive, ...]:
        if only is None:
            return self._alive
        return tuple(
            mask & (segment.suppliers == only)
            for mask, segment in zip(self._alive, self._segments, strict=True)
        )


def _rank(hit: Hit) -> tuple[float, int, str, int]:
    return (-hit.score, len(hit.article.name), hit.article.name, hit.article.id)
