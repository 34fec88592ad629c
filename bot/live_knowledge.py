"""The knowledge as it is now: the content files with the coordinators' changes over them."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from bot import knowledge_store
from bot.database.session import Database
from bot.topic_understanding import Trained
from knowledge.edits import merged
from knowledge.library import Library


@dataclass(frozen=True, slots=True)
class _Built:
    revision: int
    trained: Trained


class LiveKnowledge:
    """Keeps what is costly to build, and builds it anew when the database's revision is another.

    Thread-safe. `library` and `trained` ask nothing of the database: whoever begins to work at
    something calls `refresh` first, outside a transaction.
    """

    def __init__(
        self, db: Database, base: Trained, build: Callable[[Library], Trained] = Trained.of
    ) -> None:
        """`base` is the knowledge of the content files; `build` makes it of a changed library."""
        self._db = db
        self._build = build
        self._base = base
        self._built = _Built(0, base)
        self._building = threading.Lock()
        self._needed = 0

    @property
    def base(self) -> Library:
        """What the content files hold, without any change."""
        return self._base.library

    @property
    def library(self) -> Library:
        """Everything that is known, as of the latest `refresh`."""
        return self._built.trained.library

    @property
    def trained(self) -> Trained:
        """The library with its matcher, as of the latest `refresh`."""
        return self._built.trained

    def refresh(self) -> None:
        """Take up what has been changed, by this process or another.

        While a thread builds, others go on with what there was, but for changes that were made
        here: whoever made one finds it in effect.
        """
        with self._db.read() as session:
            revision = knowledge_store.revision(session)
        if self._built.revision == revision:
            return
        if not self._building.acquire(blocking=self._built.revision < self._needed):
            return
        try:
            self._rebuild()
        finally:
            self._building.release()

    def current(self) -> Library:
        """The library, refreshed."""
        self.refresh()
        return self.library

    def changed_here(self, revision: int) -> None:
        """This process has made the change that led to `revision`: wait for it from now on."""
        self._needed = max(self._needed, revision)

    def _rebuild(self) -> None:
        with self._db.read() as session:
            revision = knowledge_store.revision(session)
            if self._built.revision == revision:
                return
            edits = knowledge_store.edits(session)
        library = merged(self._base.library, edits)
        unchanged = library is self._base.library
        self._built = _Built(revision, self._base if unchanged else self._build(library))
