"""A folder that is watched for price lists: read one by one, and put away with a report beside.

What has been read lies in `done`, what could not be in `failed`, what waits for a person in
`waiting`. Several processes may watch the same folder: a file is known by its name, size and times,
and has one row (`bot.lists.store`), whoever sees it first.
"""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import structlog
from sqlalchemy import select, update

from bot.database.models import IncomingListRow
from bot.database.session import Database
from bot.errors import UsageError
from bot.importing import ImportProgress
from bot.lists.found import Found, candidates, found, readable
from bot.lists.putting_away import free_names, put
from bot.lists.reports import Draw, report_data, report_text
from bot.lists.states import ENDED, OPEN
from bot.lists.store import ListStore, Taken
from bot.lists.worker import FetchRefusedError
from bot.messages import PersonShown, Say
from bot.outbox import Envelope, Outbox, ToPlace
from bot.people import People
from knowledge.phrases import Phrases
from knowledge.text import Lang

DONE, FAILED, WAITING = _FOLDERS = ("done", "failed", "waiting")
STILL_SECONDS = 60.0
"""A file that has not been written to for so long is whole, also at the first look."""

MEGABYTE = 1_000_000
_OURS = (".report.txt", ".report.json")

log = structlog.get_logger(__name__)


class WatchedFolder:
    """A `bot.lists.worker.Source`, and what looks for new files in it."""

    def __init__(
        self,
        path: Path,
        *,
        db: Database,
        store: ListStore,
        outbox: Outbox,
        people: People,
        phrases: Phrases,
        draw: Draw,
        most_megabytes: int,
        channel: str,
        woken: Callable[[], None],
    ) -> None:
        """UsageError if the folder is not there, or nothing can be put in it."""
        self._path = path
        self._db = db
        self._store = store
        self._outbox = outbox
        self._people = people
        self._phrases = phrases
        self._draw = draw
        self._most_megabytes = most_megabytes
        self._channel = channel
        self._woken = woken
        self._seen: dict[str, Found] = {}
        self._told: set[str] = set()
        self._lock = threading.Lock()
        _prepare(path)

    def look(self) -> int:
        """Take in the files that have been still since the last look; how many.

        What cannot be looked at or moved is told of once, in the coordinators' channel.
        """
        with self._lock:
            return self._look()

    def _look(self) -> int:
        problems: set[str] = set()
        seen = self._there(problems)
        taken = 0
        for file in sorted(seen.values(), key=lambda one: (one.written, one.path.name)):
            with self._alone(file.path, problems):
                if self._is_still(file):
                    taken += self._take(file, problems)
        self._put_the_decided_away(problems)
        self._seen, self._told = seen, problems
        return taken

    def _there(self, problems: set[str]) -> dict[str, Found]:
        """What lies there now, by name; as at the last look if that cannot be seen."""
        try:
            paths = [path for path in candidates(self._path, _OURS) if path.name not in _FOLDERS]
        except OSError as error:
            self._complain(problems, self._path, error)
            return self._seen
        there: dict[str, Found] = {}
        for path in paths:
            with self._alone(path, problems):
                there[path.name] = found(path)
        return there

    @contextmanager
    def _alone(self, path: Path, problems: set[str]) -> Iterator[None]:
        """What happens to one file stops no other; one that has gone meanwhile is no problem."""
        try:
            yield
        except FileNotFoundError:
            return
        except OSError as error:
            self._complain(problems, path, error)
        except Exception:
            log.exception("folder_file_failed", path=readable(str(path)))

    def fetch(self, taken: Taken, folder: Path, tell: ImportProgress) -> Path:  # noqa: ARG002
        """The file where it lies."""
        path = self._here(taken.id)
        if path is None:
            raise FetchRefusedError("list.problem.gone_from_folder")
        if path.stat().st_size > self._most_megabytes * MEGABYTE:
            raise FetchRefusedError("list.problem.too_large", megabytes=str(self._most_megabytes))
        return path

    def settle(self, incoming: int) -> None:
        """Put a file where it belongs now, with a report if it is done with."""
        with self._lock:
            problems: set[str] = set()
            self._settle(incoming, problems)
            self._told |= problems

    def _is_still(self, file: Found) -> bool:
        old = time.time() - file.written / 1e9 > STILL_SECONDS
        return old or file.as_written(self._seen.get(file.path.name))

    def _take(self, file: Found, problems: set[str]) -> bool:
        """Take a file in; True if it is new. One whose end was not seen to is put away."""
        if readable(file.path.name) != file.path.name:
            file = self._renamed(file)
        known = self._known(file)
        if known is not None:
            if known.state in (*OPEN, *ENDED):
                self._settle(known.id, problems)
            return False
        name = file.path.name
        with self._db.write() as session:
            incoming = self._store.add(
                session, way="folder", key=file.key, source=name, file_name=name
            )
        return incoming is not None

    def _renamed(self, file: Found) -> Found:
        """A file under a name that can be kept and written."""
        for target in free_names(self._path, readable(file.path.name)):
            if put(file.path, target):
                return found(target)
        raise FileExistsError(f"no name is free for {readable(file.path.name)}")

    def _known(self, file: Found) -> IncomingListRow | None:
        """A file's row, also when its rights have been changed since it was taken in."""
        with self._db.read() as session:
            row = session.scalar(select(IncomingListRow).where(IncomingListRow.key == file.key))
            if row is not None:
                return row
            unmoved = session.scalars(
                select(IncomingListRow).where(
                    IncomingListRow.way == "folder", IncomingListRow.source == file.path.name
                )
            )
            return next((one for one in unmoved if file.is_of(one)), None)

    def _put_the_decided_away(self, problems: set[str]) -> None:
        """Files that waited for a person and wait no more."""
        waited = IncomingListRow.source.startswith(f"{WAITING}/", autoescape=True)
        ended = IncomingListRow.state.in_(ENDED)
        with self._db.read() as session:
            decided = session.scalars(
                select(IncomingListRow.id).where(IncomingListRow.way == "folder", waited, ended)
            ).all()
        for incoming in decided:
            with self._alone(self._path, problems):
                self._settle(incoming, problems)

    def _settle(self, incoming: int, problems: set[str]) -> None:
        path = self._here(incoming)
        with self._db.read() as session:
            row = self._store.get(session, incoming)
            by: PersonShown | None = None
            if row.confirmed_by is not None:
                by = self._people.get(session, row.confirmed_by).shown
        where = WAITING if row.state in OPEN else DONE if row.state == "read" else FAILED
        if path is None:
            if row.state in ENDED:
                self._moved(incoming, f"{where}/{row.file_name}")
            return
        if path.parent == self._path / where:
            return
        try:
            target = self._move(path, where, row, by)
        except OSError as error:
            # Gone: another process has just done the same.
            if not isinstance(error, FileNotFoundError) or path.exists():
                self._complain(problems, path, error)
            return
        self._moved(incoming, f"{where}/{target.name}")

    def _move(self, path: Path, where: str, row: IncomingListRow, by: PersonShown | None) -> Path:
        for target in free_names(self._path / where, row.file_name):
            reports: dict[Path, str] = {}
            if where != WAITING:
                text = report_text(row, by, self._draw, self._phrases)
                reports[target.with_name(f"{target.name}.report.txt")] = text
                reports[target.with_name(f"{target.name}.report.json")] = report_data(row)
            try:
                # The reports first: a file that has been moved is not looked at again.
                for report, content in reports.items():
                    report.write_text(content, encoding="utf-8")
                if put(path, target):
                    return target
            except OSError:
                _without_file(target, reports)
                raise
        raise FileExistsError(f"no name is free for {row.file_name}")

    def _moved(self, incoming: int, source: str) -> None:
        with self._db.write() as session:
            session.execute(
                update(IncomingListRow).where(IncomingListRow.id == incoming).values(source=source)
            )

    def _here(self, incoming: int) -> Path | None:
        """Where a file lies, if it does: also when a process died between moving and noting it."""
        with self._db.read() as session:
            row = self._store.get(session, incoming)
        noted, fresh = self._path / row.source, self._path / row.file_name
        if noted != fresh and noted.is_file():
            return noted
        with suppress(FileNotFoundError):
            now = found(fresh)
            if now.key == row.key or (noted == fresh and now.is_of(row)):
                return fresh
        waiting = self._path / WAITING / row.file_name
        return waiting if noted == fresh and waiting.is_file() else None

    def _complain(self, problems: set[str], path: Path, error: OSError) -> None:
        shown = readable(str(path))
        problem = f"{error.errno} {shown}"
        if problem in self._told or problem in problems:
            problems.add(problem)
            return
        problems.add(problem)
        reason = error.strerror or str(error)
        log.warning("folder_problem", path=shown, reason=reason)
        params = {"path": shown, "reason": readable(reason)}
        say = Say(key="list.folder.problem", params=params)
        with self._db.write() as session:
            target = ToPlace(channel=self._channel)
            self._outbox.put(session, Envelope(target=target, lang=Lang.SV, message=say))
        self._woken()


def _prepare(path: Path) -> None:
    for folder in (path, *(path / name for name in (DONE, FAILED, WAITING))):
        try:
            if folder != path:
                folder.mkdir(exist_ok=True)
            with os.scandir(folder):
                pass
        except OSError as error:
            raise UsageError(f"HJALPEN_PRICELIST_DIR: {folder}: {error.strerror}") from None
        if not os.access(folder, os.W_OK | os.X_OK):
            raise UsageError(f"HJALPEN_PRICELIST_DIR: {folder}: cannot be written to")


def _without_file(target: Path, reports: Iterable[Path]) -> None:
    """Take reports away whose file did not come."""
    with suppress(OSError):
        if not target.exists():
            for report in reports:
                report.unlink(missing_ok=True)
