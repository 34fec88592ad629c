"""The search for articles in PostgreSQL, by pg_trgm: for who would rather not keep an index.

The database finds some hundred articles that share 3-grams with the query; these are searched as an
index is, so that a score means the same. How rare a word is, is told by a sample of the articles.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, bindparam, func, literal_column, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot import article_picks, article_store
from bot.database.models import ArticleRow, SupplierRow
from bot.database.session import Database
from bot.errors import UsageError
from bot.occasion import Clock
from knowledge.articles import Article, ArticleIndex, Hit, Picks, Synonyms, pick_key, query_of
from knowledge.articles.numbers import key_of, numbers_in
from knowledge.articles.plan import MAX_TOKENS
from knowledge.articles.query import MAX_QUERY
from knowledge.articles.suppliers import Aliases, Suppliers
from knowledge.articles.synonyms import MAX_WORDS
from knowledge.articles.words import fold, tokenise

SHORTLIST = 150
SAMPLE = 6_000
_BY_NUMBER = 60
_MOST_TEXTS = 4
"""A query is looked for as it is and in so many other words."""

_ALIKE = 0.5
_LESS_ALIKE = 0.3
_ENOUGH = 5
_ALIKE_NUMBERS = 0.25

_NAME = (
    "translate(lower(articles.name || ' ' || coalesce(articles.brand, '')), "
    "'åäöéèüáàç', 'aaoeeuaac')"
)
_NUMBER = "ltrim(regexp_replace(lower(articles.article_number), '[^0-9a-z]', '', 'g'), '0')"
_GTIN = "ltrim(articles.gtin, '0')"
_INDEXES = {
    "ix_articles_name_trigrams": _NAME,
    "ix_articles_number_trigrams": _NUMBER,
    "ix_articles_gtin_trigrams": _GTIN,
}


def prepare(db: Database) -> None:
    """See to it that the database can search by 3-grams.

    UsageError says in a line what is missing, and what to run.
    """
    if db.engine.dialect.name != "postgresql":
        raise UsageError(
            "HJALPEN_ARTICLE_SEARCH: to search in the database takes PostgreSQL; "
            "DATABASE_URL names SQLite"
        )
    with db.read() as session:
        has = session.scalar(text("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'"))
        names = session.scalars(
            text("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")
        ).all()
    missing = {name: on for name, on in _INDEXES.items() if name not in names}
    if not has:
        _run(
            db,
            ["CREATE EXTENSION IF NOT EXISTS pg_trgm"],
            "let who may do it run in this database: CREATE EXTENSION pg_trgm",
        )
    if missing:
        _run(
            db,
            [
                f"CREATE INDEX IF NOT EXISTS {name} ON articles USING gin "
                f"(({on.replace('articles.', '')}) gin_trgm_ops) WHERE removed_at IS NULL"
                for name, on in missing.items()
            ],
            "start once as the user that owns the table articles",
        )


def _run(db: Database, statements: Iterable[str], advice: str) -> None:
    try:
        with db.write() as session:
            for statement in statements:
                session.execute(text(statement))
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise UsageError(f"HJALPEN_ARTICLE_SEARCH: {reason}; {advice}") from None


@dataclass(frozen=True, slots=True)
class _Background:
    """What a process keeps: a sample of the articles and the words in it, suppliers, and picks."""

    revision: int
    picks_revision: int
    sample: ArticleIndex
    words: frozenset[str]
    suppliers: Suppliers
    names: dict[str, int]  # suppliers' ids by folded name
    picks: Picks


class TrigramSearch:
    """Searches in the database. Thread-safe; `prepare` comes first."""

    def __init__(
        self,
        db: Database,
        now: Clock,
        *,
        aliases: Aliases,
        synonyms: Synonyms | None = None,
        sample: int = SAMPLE,
    ) -> None:
        self._db = db
        self._now = now
        self._aliases = aliases
        self._synonyms = Synonyms.load() if synonyms is None else synonyms
        self._size = sample
        self._kept: _Background | None = None
        self._sampling = threading.Lock()

    def search(self, query: str, limit: int = 5, supplier: str | None = None) -> tuple[Hit, ...]:
        """As `ArticleIndex.search`."""
        if limit < 1:
            return ()
        back = self._background()
        query = query[:MAX_QUERY].replace("\0", " ")
        asked = query_of(query) or query.strip()
        tokens = tokenise(asked).words[:MAX_TOKENS]
        if supplier is not None and fold(supplier).strip() not in back.names:
            self.freshen()  # its first list may have been read a moment ago
            back = self._background()
        only = None if supplier is None else back.names.get(fold(supplier).strip())
        if not tokens or (supplier is not None and only is None):
            return ()
        with self._db.read() as session:
            found = self._shortlist(session, back, asked, tokens, only)
        index = back.sample.with_changes(found.values()).with_picks(back.picks)
        hits = index.search(query, limit + SHORTLIST, supplier)
        return tuple(hit for hit in hits if hit.article.id in found)[:limit]

    def ready(self) -> "TrigramSearch | None":
        """This, if it can search without a sample being taken first."""
        return self if self._kept is not None else None

    def take_up(self) -> None:
        """Take the first sample, if there is none."""
        self._background()

    def near_numbers(self, number: str, limit: int = 3) -> tuple[Article, ...]:
        """As `ArticleIndex.near_numbers`."""
        with self._db.read() as session:
            near = _by_numbers(session, [key_of(number)], None)
        return ArticleIndex.build(near, self._synonyms).near_numbers(number, limit)

    def freshen(self) -> None:
        """Take a new sample if articles have changed, and the new picks."""
        self._fresh()

    def _background(self) -> _Background:
        return self._kept or self._fresh()

    def _fresh(self) -> _Background:
        with self._sampling:
            kept = self._kept = self._sampled(self._kept)
        return kept

    def _sampled(self, kept: _Background | None) -> _Background:
        with self._db.read() as session:
            revision = article_store.revision(session)
            picks_revision = article_picks.revision(session)
            if kept is not None and (kept.revision, kept.picks_revision) == (
                revision,
                picks_revision,
            ):
                return kept
            picks = article_picks.picks(session, self._now())
            ids = {
                row.name: row.id
                for row in session.execute(select(SupplierRow.name, SupplierRow.id))
            }
            live = ArticleRow.removed_at.is_(None)
            size = session.scalar(select(func.count()).select_from(ArticleRow).where(live)) or 0
            every = max(1, size // self._size)
            articles = list(article_store.where(session, live, ArticleRow.id % every == 0))
        return _Background(
            revision=revision,
            picks_revision=picks_revision,
            sample=ArticleIndex.build(articles, self._synonyms, aliases=self._aliases),
            words=frozenset(word for one in articles for word in tokenise(one.name).words),
            suppliers=Suppliers.of(ids, self._aliases),
            names={fold(name).strip(): id_ for name, id_ in ids.items()},
            picks=picks,
        )

    def _shortlist(
        self,
        session: Session,
        back: _Background,
        asked: str,
        tokens: Sequence[str],
        only: int | None,
    ) -> dict[int, Article]:
        """What may be meant, by id."""
        found: list[Article] = []
        numbers, alone = numbers_in(asked, tuple(tokens))
        if numbers:
            found.extend(_by_numbers(session, numbers, only))
        if not (alone and found):
            named = back.suppliers.mentioned(tuple(tokens), asked, back.words.__contains__)
            for words in self._texts(tokens):
                found.extend(_by_name(session, words, only))
            if named is not None and named.rest and only is None:
                folded = {id_: name for name, id_ in back.suppliers.ids.items()}
                theirs = back.names.get(folded[named.supplier])
                for words in self._texts(named.rest):
                    found.extend(_by_name(session, words, theirs))
        picked = back.picks.get(pick_key(tokens))
        if picked:
            found.extend(article_store.where(session, *_live(only), ArticleRow.id.in_(picked)))
        return {article.id: article for article in found}

    def _texts(self, tokens: Sequence[str]) -> list[str]:
        """The query as it is, and with other words for the same goods."""
        texts = {" ".join(tokens): None}
        for length in range(1, min(MAX_WORDS, len(tokens)) + 1):
            for first in range(len(tokens) - length + 1):
                phrase = tuple(tokens[first : first + length])
                misspelt = length == 1
                for other in self._synonyms.of(phrase, misspelt=misspelt):
                    words = (*tokens[:first], *other, *tokens[first + length :])
                    texts.setdefault(" ".join(words))
        return list(texts)[: 1 + _MOST_TEXTS]


def _by_name(session: Session, words: str, only: int | None) -> list[Article]:
    name: ColumnElement[str] = literal_column(_NAME, Text)
    asked = bindparam("asked", words, Text)
    nearest = name.op("<->")(asked)
    articles: list[Article] = []
    for alike in (_ALIKE, _LESS_ALIKE):
        _threshold(session, "word_similarity_threshold", alike)
        articles = list(
            article_store.where(
                session,
                *_live(only),
                name.bool_op("%>")(asked),
                order=nearest,
                limit=SHORTLIST,
            )
        )
        if len(articles) >= _ENOUGH:
            break
    return articles


def _by_numbers(session: Session, numbers: Iterable[str], only: int | None) -> list[Article]:
    found: list[Article] = []
    _threshold(session, "similarity_threshold", _ALIKE_NUMBERS)
    for number in numbers:
        for written in (_NUMBER, _GTIN):
            column: ColumnElement[str] = literal_column(written, Text)
            asked = bindparam("asked", number, Text)
            found.extend(
                article_store.where(
                    session,
                    *_live(only),
                    column.bool_op("%")(asked),
                    order=column.op("<->")(asked),
                    limit=_BY_NUMBER,
                )
            )
    return found


def _threshold(session: Session, name: str, value: float) -> None:
    """Set how alike is alike enough until the transaction ends."""
    session.execute(select(func.set_config(f"pg_trgm.{name}", str(value), True)))


def _live(only: int | None) -> tuple[ColumnElement[bool], ...]:
    live: tuple[Any, ...] = (ArticleRow.removed_at.is_(None),)
    return live if only is None else (*live, ArticleRow.supplier_id == only)
