"""Suggestions for the articles without an account, kept until articles or accounts change."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from bot import article_store
from bot.accounts import store
from bot.database.session import Database
from knowledge.accounts import Suggester, Suggestion

AT_ONCE = 20_000
"""Up to how much work is done while somebody waits; it takes half a second or so."""

_WORK_OF_ONE = 20  # to judge an article costs as much as to learn from so many

REST = 60.0
"""Seconds between two judgements in the background, or ten times as long as the last one took."""

_REST_OF_TOOK = 10
LONGEST = 300.0
"""Seconds after which it is not waited any longer for those who tie articles to pause."""

Revision = tuple[int, int]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Judged:
    """What is suggested; `revision` is that of the articles and accounts it was judged by."""

    revision: Revision
    suggestions: Mapping[int, Suggestion | None]


class _StoppedError(Exception):
    """The process ends: judging goes no further."""


class Suggestions:
    """Thread-safe. Judging many articles takes seconds: then it is done in the background."""

    def __init__(self, db: Database, monotonic: Callable[[], float] = time.monotonic) -> None:
        """`monotonic` tells seconds, from any point in time."""
        self._db = db
        self._monotonic = monotonic
        self._judging = threading.Lock()
        self._judged: Judged | None = None
        self._judged_at = 0.0
        self._took = 0.0
        self._seen: Revision | None = None  # by the sweep before
        self._stopping = threading.Event()
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
        return self._judge(_all)

    def keep_fresh(self) -> int:
        """Judge in the background what is new, once somebody has asked; how many articles.

        Not at every change: it waits until nothing has changed from one sweep to the next, and
        until some time has passed.
        """
        before = self._judged
        if before is None:
            return 0
        with self._db.read() as session:
            revision = revision_now(session)
        still, self._seen = revision == self._seen, revision
        since = self._monotonic() - self._judged_at
        due = since >= max(REST, _REST_OF_TOOK * self._took) and (still or since >= LONGEST)
        if revision == before.revision or not due:
            return 0
        try:
            after = self._judge(self._until_stopped)
        except _StoppedError:
            return 0
        return 0 if after is before else len(after.suggestions)

    def stop(self) -> None:
        """Judge nothing more in the background; what runs there ends soon."""
        self._stopping.set()

    def _judge(self, steps: "_Steps") -> Judged:
        with self._judging:
            began = self._monotonic()
            with self._db.read() as session:
                revision = revision_now(session)
                judged = self._judged
                if judged is not None and judged.revision == revision:
                    return judged
                pending = store.pending(session)
                tied = list(steps(store.tied(session))) if pending else []
            known = Suggester(tied)
            suggestions = dict(steps(known.suggest_all(one.goods for one in pending)))
            self._judged_at = self._monotonic()
            self._took = self._judged_at - began
            self._judged = Judged(revision, suggestions)
            return self._judged

    def _until_stopped(self, items: Iterable[_T], /) -> Iterator[_T]:
        for item in items:
            if self._stopping.is_set():
                raise _StoppedError
            yield item

    @staticmethod
    def _work(session: Session) -> int:
        pending = store.count_pending(session, store.MOST_PENDING)
        if not pending:
            return 0
        return store.count_tied(session, AT_ONCE + 1) + _WORK_OF_ONE * pending


class _Steps(Protocol):
    """Passes on what is to be gone through."""

    def __call__(self, items: Iterable[_T], /) -> Iterable[_T]: ...


def _all(items: Iterable[_T], /) -> Iterable[_T]:
    return items


def revision_now(session: Session) -> Revision:
    """The revisions of the articles and of their accounts."""
    return article_store.revision(session), store.revision(session)
