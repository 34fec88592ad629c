"""Suggestions for the articles without an account, kept until articles or accounts change."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import article_store
from bot.accounts import store
from bot.database.session import Database
from knowledge.accounts import Suggester, Suggestion

AT_ONCE = 20_000
"""Up to how much work is done while somebody waits; it takes half a second or so."""

_WORK_OF_ONE = 20  # to judge an article costs as much as to learn from so many

Revision = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Judged:
    """What is suggested; `revision` is that of the articles and accounts it was judged by."""

    revision: Revision
    suggestions: Mapping[int, Suggestion | None]
    count: int  # of articles without an account, also beyond those that are looked at


class Suggestions:
    """Thread-safe. Judging many articles takes seconds: then it is done in the background."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._judging = threading.Lock()
        self._judged: Judged | None = None
        self._counted: tuple[Revision, int] | None = None

    def waiting(self, session: Session) -> int:
        """How many articles wait for an account, but for those that were left for later."""
        revision = revision_now(session)
        counted = self._counted
        if counted is None or counted[0] != revision:
            counted = self._counted = (revision, store.count_waiting(session))
        return counted[1]

    @property
    def latest(self) -> Judged | None:
        """What was suggested the last time; it asks nothing of the database."""
        return self._judged

    def at_hand(self) -> Judged | None:
        """The suggestions as they are now, if that takes no longer than somebody waits.

        Else those of before, or None for the first time: then `judge`.
        """
        with self._db.read() as session:
            revision = revision_now(session)
            judged = self._judged
            if judged is not None and judged.revision == revision:
                return judged
            if self._work(session) > AT_ONCE:
                return judged
        return self.judge()

    def judge(self) -> Judged:
        """The suggestions as they are now, however long it takes."""
        with self._judging, self._db.read() as session:
            revision = revision_now(session)
            judged = self._judged
            if judged is not None and judged.revision == revision:
                return judged
            pending = store.pending(session)
            known = Suggester(store.tied(session)) if pending else Suggester(())
            suggestions = dict(known.suggest_all(one.goods for one in pending))
            count = len(pending)
            if count == store.MOST_PENDING:
                count = store.count_pending(session)
            self._judged = Judged(revision, suggestions, count)
            return self._judged

    def keep_fresh(self) -> int:
        """Judge in the background what is new, once somebody has asked; how many articles."""
        before = self._judged
        if before is None:
            return 0
        after = self.judge()
        return 0 if after is before else len(after.suggestions)

    @staticmethod
    def _work(session: Session) -> int:
        pending = min(store.count_pending(session), store.MOST_PENDING)
        return store.count_tied(session) + _WORK_OF_ONE * pending if pending else 0


def revision_now(session: Session) -> Revision:
    """The revisions of the articles and of their accounts."""
    return article_store.revision(session), store.revision(session)
