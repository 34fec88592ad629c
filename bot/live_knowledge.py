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
class _Known:
    revision: int
    library: Library


class LiveKnowledge:
    """Keeps a copy of the knowledge, and takes up changes when the database's revision is another.

    Thread-safe. To lay the changes over the files is quick; to learn to recognise them takes a
    second or more, and is done where that holds nobody up: not in a transaction, and not while
    Slack waits for an acknowledgement. The properties ask nothing of the database.
    """

    def __init__(
        self, db: Database, base: Trained, build: Callable[[Library], Trained] = Trained.of
    ) -> None:
        """`base` is the knowledge of the content files; `build` makes it of a changed library."""
        self._db = db
        self._build = build
        self._base = base
        self._known = _Known(0, base.library)
        self._trained = base
        self._taking_up = threading.Lock()
        self._building = threading.Lock()
        self._changed_here = 0
        self._learnt = 0

    @property
    def base(self) -> Library:
        """What the content files hold, without any change."""
        return self._base.library

    @property
    def library(self) -> Library:
        """Everything that is known, as of the latest `refresh`."""
        return self._known.library

    @property
    def trained(self) -> Trained:
        """What messages are understood by, as of the latest `learn`."""
        return self._trained

    def refresh(self) -> None:
        """Take up what has been changed, by this process or another."""
        with self._db.read() as session:
            revision = knowledge_store.revision(session)
        if self._known.revision == revision:
            return
        with self._taking_up, self._db.read() as session:
            revision = knowledge_store.revision(session)
            if self._known.revision < revision:
                library = merged(self._base.library, knowledge_store.edits(session))
                self._known = _Known(revision, library)

    def current(self) -> Library:
        """The library, refreshed."""
        self.refresh()
        return self.library

    def learn(self) -> None:
        """Refresh, and learn to recognise what has been changed.

        While a thread learns, others go on with what there was, but for changes that were made
        here: whoever made one finds it in effect.
        """
        self.refresh()
        if self._trained.library is self._known.library:
            self._trained.learnt.result()  # when the bot has just started
            return
        if not self._building.acquire(blocking=self._learnt < self._changed_here):
            return
        try:
            known = self._known
            if self._trained.library is not known.library:
                unchanged = known.library is self._base.library
                self._trained = self._base if unchanged else self._build(known.library)
            self._learnt = known.revision
        finally:
            self._building.release()

    def changed_here(self, revision: int) -> None:
        """This process has made the change that led to `revision`: wait for it from now on."""
        self._changed_here = max(self._changed_here, revision)
