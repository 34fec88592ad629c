"""The search: a query in, the articles that it may mean out.

Every word of the query is compared with those of the vocabulary that it may be (see
`vocabulary`), and the articles that use these are scored (see `scoring`). Why it is made so, and
what was measured: docs/article-search.md.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.articles.model import Article, Hit
from knowledge.articles.numbers import key_of
from knowledge.articles.picks import Picks, pick_key
from knowledge.articles.plan import MAX_TOKENS
from knowledge.articles.query import MAX_QUERY, query_of
from knowledge.articles.scoring import Mention, Scorer, Searched
from knowledge.articles.segment import Arrays, Segment
from knowledge.articles.storage import IndexFileError, read_arrays, write_arrays
from knowledge.articles.suppliers import Aliases, Suppliers
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
_ROUNDING = 1e-4  # of scores
_NEAR_TIES = 12  # hits beyond the limit whose order is still decided by their names

Alive = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class ArticleIndex:
    """Articles as they are searched; immutable, so that threads can share it."""

    _parts: tuple[Searched, ...] = ()
    _alive: tuple[Alive | None, ...] = ()  # None: every article of the segment
    _size: int = 0
    _suppliers: Suppliers = field(default_factory=Suppliers)
    _synonyms: Synonyms = field(default_factory=Synonyms)
    _picks: Picks = field(default_factory=dict)

    @classmethod
    def build(
        cls,
        articles: Iterable[Article],
        synonyms: Synonyms | None = None,
        *,
        aliases: Aliases | None = None,
        picks: Picks | None = None,
    ) -> "ArticleIndex":
        """An index of `articles`, of which the last with an id counts; they are read once.

        `synonyms` are the product's own unless given. `aliases` are other names of suppliers, by
        the name that the articles have. `picks`: see `with_picks`.
        """
        segment = Segment.build(articles)
        last = segment.last_of_each_id()
        return cls._of(
            (segment,),
            (None if last.all() else last,),
            Suppliers.of((), aliases),
            Synonyms.load() if synonyms is None else synonyms,
            picks or {},
        )

    @classmethod
    def _of(
        cls,
        segments: tuple[Segment, ...],
        alive: tuple[Alive | None, ...],
        suppliers: Suppliers,
        synonyms: Synonyms,
        picks: Picks,
    ) -> "ArticleIndex":
        suppliers = suppliers.with_names(
            chain.from_iterable(segment.columns.values["supplier"] for segment in segments)
        )
        size = sum(
            len(segment) if mask is None else int(np.count_nonzero(mask))
            for segment, mask in zip(segments, alive, strict=True)
        )
        parts = tuple(
            Searched(
                segment,
                weights,
                segment.name_weights(weights),
                _supplier_ids(segment, suppliers),
            )
            for segment, weights in zip(segments, weights_of(segments, size), strict=True)
        )
        return cls(parts, alive, size, suppliers, synonyms, picks)

    def __len__(self) -> int:
        return self._size

    def get(self, article_id: int) -> Article | None:
        """The article with this id, if the index has it."""
        at = self._find(article_id)
        return None if at is None else self._at(*at)

    def __iter__(self) -> Iterator[Article]:
        for part, mask in zip(self._parts, self._alive, strict=True):
            places = range(len(part.segment)) if mask is None else np.flatnonzero(mask).tolist()
            yield from map(part.segment.columns.article, places)

    def with_changes(
        self, changed: Iterable[Article] = (), removed: Iterable[int] = ()
    ) -> "ArticleIndex":
        """An index with `changed` added or put in place of their older versions, by id, and
        without the ids `removed`. A few changes in a large index do not rebuild it.
        """
        new = {article.id: article for article in changed}
        gone = set(removed) - new.keys()
        old = [at for id_ in (*gone, *new) if (at := self._find(id_)) is not None]
        total = self._size - len(old) + len(new)
        many = len(new) + len(gone) > _MERGE_SHARE * total
        if total <= MERGE_ABOVE or many or len(self._parts) >= _MAX_SEGMENTS:
            kept = (article for article in self if article.id not in new and article.id not in gone)
            return ArticleIndex.build(
                chain(kept, new.values()),
                self._synonyms,
                aliases=self._suppliers.aliases,
                picks=self._picks,
            )
        alive = list(self._alive)
        for part, place in old:
            mask = alive[part]
            if mask is None:
                mask = np.ones(len(self._parts[part].segment), dtype=np.bool_)
            elif mask is self._alive[part]:
                mask = mask.copy()
            mask[place] = False
            alive[part] = mask
        segments = tuple(part.segment for part in self._parts)
        if new:
            segments = (*segments, Segment.build(new.values()))
            alive.append(None)
        return self._of(segments, tuple(alive), self._suppliers, self._synonyms, self._picks)

    def with_picks(self, picks: Picks) -> "ArticleIndex":
        """This index, with the hits that people picked moved up.

        `picks` counts by `pick_key(query)` how often which article (its id) was picked.
        """
        return replace(self, _picks=picks)

    def save(self, path: Path, stamp: str = "") -> None:
        """Write the index to a file, which is replaced in one step.

        `stamp` says which articles it has, as a revision number does: `load` asks for the same.
        OSError if it cannot be written.
        """
        arrays: Arrays = {}
        for number, (part, mask) in enumerate(zip(self._parts, self._alive, strict=True)):
            for name, array in part.segment.arrays().items():
                arrays[f"{number}.{name}"] = array
            if mask is not None:
                arrays[f"{number}.alive"] = mask
        write_arrays(path, arrays, stamp)

    @classmethod
    def load(
        cls,
        path: Path,
        stamp: str = "",
        synonyms: Synonyms | None = None,
        *,
        aliases: Aliases | None = None,
        picks: Picks | None = None,
    ) -> "ArticleIndex":
        """The index in a file that `save` wrote with the same `stamp`; its arrays are mapped into
        memory. IndexFileError if there is no such file, it is damaged, of another version of the
        format or of another stamp: then the index is to be built, and saved, anew.
        """
        arrays = read_arrays(path, stamp)
        by_part: dict[int, Arrays] = {}
        for name, array in arrays.items():
            part, _, rest = name.partition(".")
            by_part.setdefault(int(part), {})[rest] = array
        segments = []
        alive: list[Alive | None] = []
        try:
            for number in range(len(by_part)):
                mask = by_part[number].pop("alive", None)
                alive.append(None if mask is None else mask.view(np.bool_))
                segments.append(Segment.of_arrays(by_part[number]))
        except KeyError as error:
            raise IndexFileError(f"{path}: has no {error}") from None
        return cls._of(
            tuple(segments),
            tuple(alive),
            Suppliers.of((), aliases),
            Synonyms.load() if synonyms is None else synonyms,
            picks or {},
        )

    def search(self, query: str, limit: int = 5, supplier: str | None = None) -> tuple[Hit, ...]:
        """Up to `limit` articles that `query` may mean, the best first.

        The query may be a name, misspelt or half, or an article number or GTIN, and may have words
        around it ("artikelnummer till …"). `supplier` leaves only that supplier's articles;
        "från SUPPLIER" in the query does the same unless it has nothing good, and a supplier's
        name alone is preferred. Never raises: what means nothing gives no hits.
        """
        if limit < 1 or not self._size:
            return ()
        asked = query_of(query) or query[:MAX_QUERY].strip()
        tokens = tokenise(asked).words[:MAX_TOKENS]
        known = self._known
        if supplier is not None:
            only = self._suppliers.ids.get(fold(supplier).strip())
            return () if only is None else self._search(asked, tokens, limit, known, only=only)
        named = self._suppliers.mentioned(tokens, asked, known)
        if named is None:
            return self._search(asked, tokens, limit, known)
        if named.asked_from and len(named.rest) > 0:
            hits = self._search(asked, named.rest, limit, known, only=named.supplier)
            if hits and hits[0].score >= GOOD_HIT:
                return hits
        mention = Mention(named.supplier, named.slots)
        return self._search(asked, named.tokens, limit, known, mention=mention)

    def near_numbers(self, number: str, limit: int = 3) -> tuple[Article, ...]:
        """Up to `limit` articles whose number or GTIN is one slip away from `number`, which may be
        an article's own: it may have been mistyped all the same. The likeliest slips first.
        """
        found = [
            (-score, at, place)
            for at, (part, mask) in enumerate(zip(self._parts, self._alive, strict=True))
            for place, score in part.segment.numbers.near(key_of(number)).items()
            if mask is None or mask[place]
        ]
        return tuple(self._at(at, place) for _, at, place in sorted(found)[:limit])

    @cached_property
    def _known(self) -> Callable[[str], bool]:
        """Whether some article has a word."""
        ids = [part.segment.vocabulary.ids for part in self._parts]
        return ids[0].__contains__ if len(ids) == 1 else lambda word: any(word in d for d in ids)

    def _search(
        self,
        asked: str,
        tokens: tuple[str, ...],
        limit: int,
        known: Callable[[str], bool],
        *,
        only: int | None = None,
        mention: Mention | None = None,
    ) -> tuple[Hit, ...]:
        masks = self._masks(only)
        scorer = Scorer(self._parts, self._synonyms, known)
        scores = {
            (part, place): score
            for part, place, score in scorer.best(asked, tokens, masks, limit, mention)
        }
        for number, (part, mask) in enumerate(zip(self._parts, masks, strict=True)):
            for place, certainty in part.segment.numbers.search(asked, tokens).items():
                if mask is None or mask[place]:
                    by_name = scores.get((number, place), 0.0)
                    scores[number, place] = certainty + (1.0 - certainty) * by_name
        if self._picks:
            self._add_picks(tokens, scores, masks)
        best = sorted([(-score, at) for at, score in scores.items()])[: limit + _NEAR_TIES]
        # Of those beyond the limit only such as have the same score may still come before.
        edge = best[min(limit, len(best)) - 1][0] + _ROUNDING if best else 0.0
        hits = [
            Hit(self._at(*at), round(min(-score, 1.0), 4)) for score, at in best if score <= edge
        ]
        hits.sort(key=_rank)
        return tuple(hits[:limit])

    def _add_picks(
        self,
        tokens: tuple[str, ...],
        scores: dict[tuple[int, int], float],
        masks: tuple[Alive | None, ...],
    ) -> None:
        picked = self._picks.get(pick_key(tokens))
        if not picked:
            return
        # Two picks more than there are: the first one alone does not decide.
        total = sum(picked.values()) + 2
        for id_, count in picked.items():
            at = self._find(id_)
            if at is None or not ((mask := masks[at[0]]) is None or mask[at[1]]):
                continue
            share = count / total
            before = scores.get(at, 0.0)
            scores[at] = max(before + (1.0 - before) * share, share)

    def _masks(self, only: int | None) -> tuple[Alive | None, ...]:
        if only is None:
            return self._alive
        return tuple(
            (part.suppliers == only) if mask is None else mask & (part.suppliers == only)
            for mask, part in zip(self._alive, self._parts, strict=True)
        )

    def _find(self, article_id: int) -> tuple[int, int] | None:
        for number in range(len(self._parts) - 1, -1, -1):
            place = self._parts[number].segment.place(article_id)
            mask = self._alive[number]
            if place is not None and (mask is None or mask[place]):
                return number, place
        return None

    def _at(self, part: int, place: int) -> Article:
        return self._parts[part].segment.columns.article(place)


def _supplier_ids(segment: Segment, suppliers: Suppliers) -> npt.NDArray[np.int32]:
    own = [suppliers.ids[fold(name).strip()] for name in segment.columns.values["supplier"]]
    return np.array(own, dtype=np.int32)[segment.columns.coded["supplier"]]


def _rank(hit: Hit) -> tuple[float, int, str, int]:
    return (-hit.score, len(hit.article.name), hit.article.name, hit.article.id)
