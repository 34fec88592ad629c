"""Reads the files that came in, one at a time, in a thread beside everything else."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import structlog
from sqlalchemy.orm import Session

from bot.database.session import Database
from bot.importing import ImportProgress, Stage, sha256_of
from bot.lists.reading import Arrived, Finished, Reader
from bot.lists.shown import told
from bot.lists.states import OPEN, ListState, Way
from bot.lists.store import ListStore, Taken, TakenOverError
from bot.lists.ticker import StoppedError, Ticker
from bot.messages import ListShown, Message, Say
from bot.outbox import Envelope, InPlaceOf, Outbox, ToPlace, UnderMessage
from bot.people import People
from knowledge.phrases import Phrases
from knowledge.pricelists import PriceListError
from knowledge.text import Lang

POLL_SECONDS = 2.0
LONG_SECONDS = 20.0
"""From when on nobody is taken to be watching how a file is read."""

MOST_FAILURES = 8
LONGEST_WAIT = timedelta(minutes=5)
CHANNEL_LANG = Lang.SV

log = structlog.get_logger(__name__)


class FetchRefusedError(Exception):
    """A file that cannot be had, now or later; `key` is the phrase that says why."""

    def __init__(self, key: str, **params: str) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


class FetchFailedError(Exception):
    """A file that cannot be had now."""


class Source(Protocol):
    """Where files of one way in are had from."""

    def fetch(self, taken: Taken, folder: Path, tell: ImportProgress) -> Path:
        """The file, under its own name; `folder` is for copies, and is thrown away afterwards.

        FetchRefusedError, or FetchFailedError to be asked again later. What `tell` raises is let
        through.
        """

    def settle(self, incoming: int) -> None:
        """A file has been read: put it where it belongs now. It may come again, or not at all."""


class ShowsProgress(Protocol):
    """Changes a message at once, beside the outbox; a change that fails is lost."""

    def show(self, message_id: int, message: Message, lang: Lang) -> None:
        """Put a message in place of one from the outbox that has been sent."""


class ListWorker:
    """A thread that reads what is due."""

    def __init__(
        self,
        *,
        db: Database,
        store: ListStore,
        outbox: Outbox,
        people: People,
        phrases: Phrases,
        sources: Mapping[Way, Source],
        readers: Sequence[Reader],
        shows: ShowsProgress,
        channel: str,
        woken: Callable[[], None],
        long: float = LONG_SECONDS,
    ) -> None:
        """The first of `readers` that wants a file reads it. `channel` is the coordinators', where
        files are told of that nobody sent. `woken` is called when something is in the outbox."""
        self._db = db
        self._store = store
        self._outbox = outbox
        self._people = people
        self._phrases = phrases
        self._sources = dict(sources)
        self._readers = tuple(readers)
        self._shows = shows
        self._channel = channel
        self._woken = woken
        self._long = long
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._one_at_a_time = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; what a dead process was reading is taken up soon."""
        self._stopping.clear()
        self._store.release()
        self._thread = threading.Thread(target=self._run, name="lists", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End. A file that is being read is left as it was, for the next process."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def wake(self) -> None:
        """Look for what is due."""
        self._wake.set()

    def read_due(self, way: Way | None = None) -> int:
        """Read here and now what is due, of one way in or of all that we know; how many files."""
        ways = tuple(self._sources) if way is None else (way,)
        done = 0
        while not self._stopping.is_set():
            with self._one_at_a_time:
                taken = self._store.claim(ways)
                if taken is None:
                    break
                self._read(taken)
                done += 1
        return done

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                self.read_due()
            except Exception:
                log.exception("lists_failed")
            self._wake.wait(POLL_SECONDS)

    def _read(self, taken: Taken) -> None:
        log.info("list_reading", list=taken.id, way=taken.way, attempt=taken.attempts)
        try:
            if taken.failures >= MOST_FAILURES:
                self._refuse(taken, "list.problem.gave_up")
            else:
                self._attempt(taken)
        except StoppedError:
            self._store.give_back(taken, timedelta(0))
        except TakenOverError:
            log.warning("list_taken_over", list=taken.id)
        except FetchRefusedError as error:
            self._refuse(taken, error.key, **error.params)
        except FetchFailedError as error:
            log.warning("list_not_fetched", list=taken.id, error=str(error))
            self._later(taken, error)
        except Exception as error:
            log.exception("list_failed", list=taken.id)
            self._later(taken, error)

    def _later(self, taken: Taken, error: Exception) -> None:
        failures = taken.failures + 1
        if failures >= MOST_FAILURES:
            self._refuse(taken, "list.problem.gave_up")
            return
        wait = min(timedelta(seconds=2**failures), LONGEST_WAIT)
        self._store.give_back(taken, wait, repr(error))

    def _attempt(self, taken: Taken) -> None:
        began = time.monotonic()
        source = self._sources[taken.way]
        lang = self._lang(taken)
        sqlite = self._db.engine.dialect.name == "sqlite"
        ticker = Ticker(
            show=partial(self._show, taken, lang),
            renew=partial(self._store.renew, taken),
            # SQLite has one writer, and that is the import itself then.
            may_write=lambda stage: not (sqlite and stage is Stage.SAVING),
            stopping=self._stopping,
        )

        with TemporaryDirectory(prefix="hjalpen-") as folder, ticker:
            path = source.fetch(taken, Path(folder), ticker.tell)
            judged, changed = _judged(taken, path)

            def finish(session: Session, finished: Finished) -> None:
                ticker.hush()
                under = (*changed, *finished.under)
                self._finish(session, judged, lang, replace(finished, under=under))
                if judged.message_id is not None and time.monotonic() - began > self._long:
                    self._call_back(session, judged, lang, judged.message_id, finished.state)

            arrived = Arrived(
                id=taken.id,
                path=path,
                name=path.name,
                lang=lang,
                person=taken.person_id,
                said=taken.said,
                supplier=judged.supplier,
                confirmed_by=judged.confirmed_by,
                tell=ticker.tell,
                finish=finish,
            )
            next(one for one in self._readers if one.wants(path)).read(arrived)
        self._woken()
        source.settle(taken.id)

    def _refuse(self, taken: Taken, key: str, **params: str) -> None:
        lang = self._lang(taken)
        problem = self._phrases.text(key, lang, **params)
        message = told(taken.id, taken.file_name, "refused", problem=problem)
        try:
            with self._db.write() as session:
                self._finish(session, taken, lang, Finished("refused", message, problem=problem))
        except TakenOverError:
            log.warning("list_taken_over", list=taken.id)
            return
        self._woken()
        self._sources[taken.way].settle(taken.id)

    def _finish(self, session: Session, taken: Taken, lang: Lang, finished: Finished) -> None:
        self._store.finish(
            session, taken, finished.state, report=finished.report, error=finished.problem
        )
        message_id = self._tell(session, taken, lang, finished)
        if message_id is None:
            return
        for message in finished.under:
            target = UnderMessage(message=message_id)
            self._outbox.put(session, Envelope(target=target, lang=lang, message=message))

    def _call_back(
        self, session: Session, taken: Taken, lang: Lang, message_id: int, state: ListState
    ) -> None:
        """Say to whoever has gone on meanwhile that it is done, or that they have to answer: of a
        changed message Slack tells nobody."""
        key = "list.awaits" if state in OPEN else "list.done"
        say = Say(key=key, params={"file": taken.file_name})
        target = self._outbox.target_of(message_id)
        self._outbox.put(session, Envelope(target=target, lang=lang, message=say))

    def _tell(self, session: Session, taken: Taken, lang: Lang, finished: Finished) -> int | None:
        """Say how it ended; of a price list that lay in the folder, when somebody has to act."""
        message_id = self._store.get(session, taken.id).message_id
        if message_id is not None:
            target = InPlaceOf(message=message_id)
            envelope = Envelope(target=target, lang=lang, message=finished.message)
            self._outbox.put(session, envelope)
            return message_id
        if finished.state == "read" and finished.report is not None:
            return None
        place = ToPlace(channel=self._channel)
        posted = Envelope(target=place, lang=lang, message=finished.message)
        row = self._store.get(session, taken.id)
        row.message_id = self._outbox.put(session, posted)
        return row.message_id

    def _show(self, taken: Taken, lang: Lang, stage: Stage, share: float) -> None:
        if taken.message_id is None:
            return
        message = ListShown(incoming=taken.id, file=taken.file_name, stage=stage.value, share=share)
        self._shows.show(taken.message_id, message, lang)

    def _lang(self, taken: Taken) -> Lang:
        if taken.person_id is None:
            return CHANNEL_LANG
        with self._db.read() as session:
            return self._people.get(session, taken.person_id).lang


def _judged(taken: Taken, path: Path) -> tuple[Taken, tuple[Message, ...]]:
    """A file as it may be read, and what to say of that: an answer that was about another content
    does not count."""
    try:
        sha256 = sha256_of(path)
    except PriceListError:  # it cannot be opened, as whoever reads it will say
        return taken, ()
    if taken.sha256 in (None, sha256):
        return taken.model_copy(update={"sha256": sha256}), ()
    unanswered = {"sha256": sha256, "confirmed_by": None, "supplier": None}
    changed = Say(key="list.changed", params={"file": taken.file_name})
    return taken.model_copy(update=unanswered), (changed,)
