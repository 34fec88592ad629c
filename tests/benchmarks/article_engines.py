"""The searches that ours is measured against. Each is a function from a query to article ids."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import tantivy
from rapidfuzz import fuzz, process
from sqlalchemy import insert, make_url, text

from bot.article_trigrams import TrigramSearch, prepare
from bot.database.models import ArticleRow, SupplierRow
from bot.database.session import Database
from bot.database.upgrade import upgrade
from knowledge.articles import Article
from knowledge.articles.words import fold

Search = Callable[[str], Sequence[int]]
_LIMIT = 5
_ROWS = 10_000


def wratio(articles: Sequence[Article]) -> Search:
    """RapidFuzz's WRatio over every name."""
    names = [fold(article.name) for article in articles]

    def search(text: str) -> list[int]:
        found = process.extract(fold(text), names, scorer=fuzz.WRatio, limit=_LIMIT)
        return [articles[place].id for _, _, place in found]

    return search


def tantivy_grams(articles: Sequence[Article]) -> Search:
    """A tantivy index of the 3-grams of names, any of them asked for, ranked by BM25."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=True, fast=True)
    builder.add_text_field("name", tokenizer_name="grams", index_option="freq")
    schema = builder.build()
    index = tantivy.Index(schema)
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(3, 3, False)).build()
    index.register_tokenizer("grams", analyzer)
    writer = index.writer(100_000_000, 1)
    for article in articles:
        writer.add_document(tantivy.Document(id=article.id, name=fold(article.name)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(text: str) -> list[int]:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "name", gram))
            for gram in _grams(text)
        ]
        found = searcher.search(tantivy.Query.boolean_query(terms), _LIMIT, count=False)
        return [searcher.doc(address)["id"][0] for _, address in found.hits]

    return search


@contextmanager
def fts5_trigrams(articles: Sequence[Article]) -> Iterator[Search]:
    """SQLite's FTS5 with its trigram tokenizer, any of the 3-grams asked for."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE names USING fts5(name, tokenize='trigram')")
        connection.executemany(
            "INSERT INTO names(rowid, name) VALUES (?, ?)",
            ((article.id, fold(article.name)) for article in articles),
        )
        connection.execute("INSERT INTO names(names) VALUES ('optimize')")

        def search(text: str) -> list[int]:
            terms = " OR ".join('"' + gram.replace('"', '""') + '"' for gram in _grams(text))
            if not terms:
                return []
            rows = connection.execute(
                "SELECT rowid FROM names WHERE names MATCH ? ORDER BY rank LIMIT ?", (terms, _LIMIT)
            )
            return [int(row[0]) for row in rows]

        yield search


@contextmanager
def pg_trgm(articles: Sequence[Article], url: str) -> Iterator[Search]:
    """PostgreSQL's pg_trgm with a GiST index, nearest first; in a table that is dropped after."""
    url = url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        connection.execute("CREATE TEMPORARY TABLE searched (id bigint, name text)")
        with connection.cursor().copy("COPY searched FROM STDIN") as copy:
            for article in articles:
                copy.write_row((article.id, fold(article.name)))
        connection.execute("CREATE INDEX ON searched USING gist (name gist_trgm_ops(siglen=64))")
        connection.execute("ANALYZE searched")

        def search(text: str) -> list[int]:
            rows = connection.execute(
                "SELECT id FROM searched ORDER BY name <-> %s LIMIT %s", (fold(text), _LIMIT)
            )
            return [int(row[0]) for row in rows]

        yield search
        connection.rollback()


@contextmanager
def in_database(articles: Sequence[Article], url: str) -> Iterator[Search]:
    """The product's own search in PostgreSQL, in a database that is dropped after."""
    name = f"hjalpen_bench_{uuid4().hex[:12]}"
    server = Database.connect(url)
    at_once = server.engine.execution_options(isolation_level="AUTOCOMMIT")
    now = datetime.now(UTC)
    try:
        with at_once.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        made = make_url(url).set(database=name).render_as_string(hide_password=False)
        with closing(Database.connect(made)) as db:
            upgrade(db)
            suppliers = {one.supplier: None for one in articles}
            ids = {supplier: id_ for id_, supplier in enumerate(suppliers, start=1)}
            with db.write() as session:
                session.add_all(SupplierRow(id=id_, name=called) for called, id_ in ids.items())
            for first in range(0, len(articles), _ROWS):
                with db.write() as session:
                    session.execute(
                        insert(ArticleRow),
                        [
                            {
                                "id": one.id,
                                "supplier_id": ids[one.supplier],
                                "article_number": one.article_number,
                                "gtin": one.gtin,
                                "name": one.name,
                                "unit": one.unit,
                                "package": one.package,
                                "brand": one.brand,
                                "first_seen_at": now,
                                "updated_at": now,
                            }
                            for one in articles[first : first + _ROWS]
                        ],
                    )
            prepare(db)
            with db.write() as session:
                session.execute(text("ANALYZE articles"))
            trigrams = TrigramSearch(db, lambda: now, aliases={})
            trigrams.freshen()
            yield lambda asked: [hit.article.id for hit in trigrams.search(asked)]
    finally:
        with at_once.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        server.close()


def _grams(text: str) -> list[str]:
    folded = fold(text)
    return list(dict.fromkeys(folded[i : i + 3] for i in range(len(folded) - 2)))
