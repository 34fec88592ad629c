"""Price lists into articles, and the search over them that every process keeps fresh."""

from pathlib import Path

from sqlalchemy.orm import Session

from bot import article_picks, article_store
from bot.article_files import IndexFile
from bot.article_import import ImportLimits
from bot.article_trigrams import TrigramSearch
from bot.database.session import Database
from bot.errors import UsageError
from bot.example_articles import example_articles, example_files, unread
from bot.import_report import ImportReport
from bot.importing import Importing, ImportProgress
from bot.live_articles import LiveArticles
from bot.occasion import Clock
from knowledge.articles import Article, ArticleIndex, Hit, Synonyms
from knowledge.folding import fold
from knowledge.parties import Parties
from knowledge.pricelists import PriceListError

SURE_HIT = 0.75
"""From this score on a few words are taken for the name of goods and nothing else."""


class Catalogue:
    """The articles. Thread-safe; the search is kept as fresh as `LiveArticles` says."""

    def __init__(
        self,
        db: Database,
        parties: Parties,
        now: Clock,
        fixed: ArticleIndex | None = None,
        *,
        synonyms: Synonyms | None = None,
        file: IndexFile | None = None,
        in_database: bool = False,
    ) -> None:
        """`fixed` is an index to search in place of the database's articles; `file` keeps that of
        these from one process to the next. `in_database`: there is none, PostgreSQL searches.
        `synonyms` are the product's own unless given.
        """
        self._db = db
        self._parties = parties
        self._now = now
        self._fixed = fixed
        # What people call each supplier: "mjölk från mejeriet" names one too.
        self._aliases = {party.name: party.names() for party in parties.suppliers}
        self._synonyms = synonyms
        aliases = self._aliases
        self._live = LiveArticles(db, now, aliases=aliases, synonyms=synonyms, file=file)
        self._trigrams = (
            TrigramSearch(db, now, aliases=aliases, synonyms=synonyms)
            if in_database and fixed is None
            else None
        )

    def import_list(
        self,
        path: Path | str,
        supplier: str | None = None,
        *,
        dry_run: bool = False,
        confirmed: bool = False,
        limits: ImportLimits | None = None,
        progress: ImportProgress | None = None,
    ) -> ImportReport:
        """Read a supplier's list into the articles, in one transaction.

        `supplier` counts before what the list says; a spreadsheet that names none is its file
        name's. The same list twice changes nothing. A list that removes much, or is older than one
        that was read, is not applied but waits (`ImportReport.waiting`) until it is read again as
        `confirmed`. UsageError, naming the file, if it is refused.
        """
        path = Path(path)
        try:
            return Importing(
                self._db,
                self._parties,
                self._now,
                limits=limits or ImportLimits(),
                dry_run=dry_run,
                confirmed=confirmed,
                progress=progress,
            ).read(path, supplier)
        except PriceListError as error:
            raise UsageError(f"{path}: {error}") from error

    def load_examples(self) -> int:
        """Put the examples of our own making among the articles; how many were new or changed.

        A file that has been read is not read again: what a supplier's list has removed stays so.
        """
        importing = Importing(
            self._db, self._parties, self._now, limits=ImportLimits(), confirmed=True, example=True
        )
        with example_files() as paths:
            with self._db.read() as session:
                new = unread(session, paths)
            reports = [importing.read(path) for path in new]
        return sum(report.added + report.changed for report in reports)

    def of_examples(self) -> "Catalogue":
        """A catalogue of the examples alone, whatever the database has."""
        index = ArticleIndex.build(example_articles(), self._synonyms, aliases=self._aliases)
        return Catalogue(self._db, self._parties, self._now, index)

    def is_empty(self) -> bool:
        """Whether the database has no article that can be found."""
        with self._db.read() as session:
            return not article_store.any_sold(session)

    def search(self, query: str, limit: int = 5, supplier: str | None = None) -> tuple[Hit, ...]:
        """The articles that `query` may mean, the best first; see `ArticleIndex.search`."""
        return self._searched().search(query, limit, supplier)

    def offered(self, typed: str, limit: int) -> tuple[Hit, ...]:
        """As `search`, for who is still typing: nothing while there is nothing to search by yet."""
        where = self.ready() if self._trigrams is None else self._trigrams.ready()
        return () if where is None else where.search(typed, limit)

    def near_numbers(self, number: str, limit: int = 3) -> tuple[Article, ...]:
        """Other articles whose number is one slip away; see `ArticleIndex.near_numbers`."""
        return self._searched().near_numbers(number, limit)

    def picked(self, session: Session, query: str, article_id: int, person_id: str) -> None:
        """Learn that a person picked an article among the hits of a query; each counts once."""
        article_picks.pick(session, query, article_id, person_id, self._now())

    def knows(self, text: str) -> bool:
        """Whether `text` is (nearly) the name or number of an article, and not of a party."""
        said = fold(text)
        if any(said == fold(name) for party in self._parties.all() for name in party.names()):
            return False
        hits = self.search(text, limit=1)
        return bool(hits) and hits[0].score >= SURE_HIT

    def index(self) -> ArticleIndex:
        """The index of the articles as they are now.

        While it takes long to take up what has changed, the one before.
        """
        return self._live.current() if self._fixed is None else self._fixed

    def ready(self) -> ArticleIndex | None:
        """The index as it is, without waiting for one to be built; None if there is none yet."""
        return self._live.ready() if self._fixed is None else self._fixed

    def take_up(self) -> None:
        """Be ready to search in the articles as they are now; waits as little as `index`."""
        if self._trigrams is None:
            self.index()
        else:
            self._trigrams.take_up()

    def freshen(self) -> None:
        """Take up what has changed, however long it takes: a sweep, which answers nobody."""
        if self._trigrams is not None:
            self._trigrams.freshen()
        elif self._fixed is None:
            self._live.fresh()

    def _searched(self) -> "ArticleIndex | TrigramSearch":
        return self.index() if self._trigrams is None else self._trigrams

    def forget_picks(self) -> int:
        """Forget what people picked long ago; returns how many times."""
        with self._db.write() as session:
            return article_picks.forget(session, self._now())

    def close(self) -> None:
        """Wait until the database is not read any more for what has changed."""
        self._live.close()
