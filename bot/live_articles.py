"""The index of articles as they are now, in every process."""

import threading
import time
from dataclasses import dataclass

import structlog

from bot import article_picks, article_store
from bot.article_files import IndexFile, Stamp
from bot.database.session import Database
from bot.occasion import Clock
from knowledge.articles import ArticleIndex, Synonyms
from knowledge.articles.suppliers import Aliases

PATIENCE = 1.0
"""So many seconds a message waits for news to be taken up; then the index before answers it."""

_REBUILD_SHARE = 0.2  # of the articles: from so many changes on it is built anew

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Known:
    revision: int
    picks: int
    index: ArticleIndex


class LiveArticles:
    """Keeps an index, and takes up what has changed when the database's revisions are others.

    Thread-safe. Changes are taken up by a thread of their own. The first index is read from its
    file, or built, by whoever asks first, and the others wait for it.
    """

    def __init__(
        self,
        db: Database,
        now: Clock,
        *,
        aliases: Aliases,
        synonyms: Synonyms | None = None,
        file: IndexFile | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._db = db
        self._now = now
        self._aliases = aliases
        self._synonyms = synonyms
        self._file = file
        self._patience = patience
        self._known: _Known | None = None
        self._freshening = threading.Lock()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._deadline = 0.0

    def ready(self) -> ArticleIndex | None:
        """The index as it is, without asking the database; None if there is none yet."""
        return None if self._known is None else self._known.index

    def current(self) -> ArticleIndex:
        """The index of the articles as they are now.

        If it takes long to take up what has changed, the one before.
        """
        for _ in range(2):  # what was going on already may have begun before the latest change
            known = self._known
            if known is None:
                return self.fresh()
            if self._is_newest(known):
                return known.index
            thread, deadline = self._in_background()
            thread.join(max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                break
        assert self._known is not None  # noqa: S101 - it was there before
        return self._known.index

    def fresh(self) -> ArticleIndex:
        """The index of the articles as they are now, however long it takes."""
        with self._freshening:
            known = self._known
            if known is None or not self._is_newest(known):
                known = self._take_up(known)
            return known.index

    def close(self) -> None:
        """Wait until nothing is being taken up any more."""
        with self._starting:
            thread = self._thread
        if thread is not None:
            thread.join()

    def _is_newest(self, known: _Known) -> bool:
        with self._db.read() as session:
            newest = (article_store.revision(session), article_picks.revision(session))
        return newest == (known.revision, known.picks)

    def _in_background(self) -> tuple[threading.Thread, float]:
        """A thread that takes up what has changed, and until when to wait for it."""
        with self._starting:
            thread = self._thread
            if thread is None or not thread.is_alive():
                # A daemon: a process that ends need not wait for it, nothing is lost.
                thread = threading.Thread(target=self._logged, name="articles", daemon=True)
                self._deadline = time.monotonic() + self._patience
                self._thread = thread
                thread.start()
            return thread, self._deadline

    def _logged(self) -> None:
        try:
            self.fresh()
        except Exception:
            log.exception("articles_not_fresh")

    def _take_up(self, known: _Known | None) -> _Known:
        with self._db.read() as session:
            # The revisions first: what is changed meanwhile is then taken up once more.
            stamp = Stamp.now(session)
            picks_revision = article_picks.revision(session)
            base = None if known is None else (known.revision, known.index)
            if base is None and self._file is not None:
                base = self._file.load(session, self._synonyms, self._aliases)
            index = None
            if base is not None and base[0] <= stamp.revision:
                revision, index = base
                if revision < stamp.revision:
                    most = int(_REBUILD_SHARE * len(index))
                    few = article_store.count_changed(session, revision) <= most
                    new, gone = article_store.changed(session, revision) if few else ([], [])
                    index = index.with_changes(new, gone) if few else None
            if index is None:
                index = ArticleIndex.build(
                    article_store.sold(session), self._synonyms, aliases=self._aliases
                )
            if known is None or known.picks != picks_revision or index is not known.index:
                index = index.with_picks(article_picks.picks(session, self._now()))
        taken = _Known(stamp.revision, picks_revision, index)
        self._known = taken
        if self._file is not None and (base is None or base[0] != stamp.revision):
            self._file.save(index, stamp)
        return taken
