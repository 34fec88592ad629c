"""The index of articles in a file, so that a process that starts need not build it."""

import hashlib
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import article_store
from bot.database.models import PriceListRow
from bot.database.session import parse_url
from knowledge.articles import ArticleIndex, IndexFileError, Synonyms, read_stamp
from knowledge.articles.suppliers import Aliases

OLD_SECONDS = 30 * 24 * 3600
"""An index file that was not used for so long is of a database that is gone."""

_LEFT_SECONDS = 3600  # a file that was being written when its process died
_NAME = "articles-"
_ENDING = ".index"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which articles an index has: those of a revision, and of which history.

    The last list that was read tells a database from another one, or from itself before a copy of
    it was put back, whose revisions have the same numbers.
    """

    revision: int
    list_id: int
    list_read: str

    @classmethod
    def now(cls, session: Session) -> "Stamp":
        """The database's as it is."""
        revision = article_store.revision(session)
        last = session.scalar(select(PriceListRow.id).order_by(PriceListRow.id.desc()).limit(1))
        return cls(revision, last or 0, _list_read(session, last or 0))

    @classmethod
    def parse(cls, text: str) -> "Stamp | None":
        """What `str` gave; None if that is not it."""
        try:
            revision, list_id, list_read = text.split()
            return cls(int(revision), int(list_id), list_read)
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.revision} {self.list_id} {self.list_read}"

    def holds(self, session: Session) -> bool:
        """Whether the database had these articles once: the rest are changes since."""
        return (
            self.revision <= article_store.revision(session)
            and _list_read(session, self.list_id) == self.list_read
        )


def _list_read(session: Session, list_id: int) -> str:
    row = session.execute(
        select(PriceListRow.read_at, PriceListRow.file_hash).where(PriceListRow.id == list_id)
    ).one_or_none()
    return "-" if row is None else f"{row.read_at.isoformat()}/{row.file_hash[:16]}"


class IndexFile:
    """A file with the index. Whatever is wrong with it, it is then only not used."""

    def __init__(self, path: Path, *, worth_it: int = 10_000) -> None:
        """An index of fewer articles than `worth_it` is built as fast as it is read."""
        self._path = path
        self._worth_it = worth_it

    @classmethod
    def of(cls, folder: Path, database_url: str) -> "IndexFile":
        """The file of a database among those in a folder."""
        url = parse_url(database_url).render_as_string(hide_password=True)
        name = hashlib.sha256(url.encode()).hexdigest()[:16]
        return cls(folder / f"{_NAME}{name}{_ENDING}")

    def load(
        self, session: Session, synonyms: Synonyms | None, aliases: Aliases
    ) -> tuple[int, ArticleIndex] | None:
        """The index that was saved, and its revision, which may be an older one; else None."""
        try:
            stamp = Stamp.parse(read_stamp(self._path))
            if stamp is None or not stamp.holds(session):
                return None
            index = ArticleIndex.load(self._path, str(stamp), synonyms, aliases=aliases)
        except IndexFileError as error:
            if self._path.exists():
                log.warning("article_file_not_used", error=str(error))
                with suppress(OSError):
                    self._path.unlink()  # or what is saved next would be taken for it
            return None
        with suppress(OSError):
            os.utime(self._path)
        return stamp.revision, index

    def save(self, index: ArticleIndex, stamp: Stamp) -> None:
        """Save the index if that is worth it and can be done; `stamp` says what it has."""
        if len(index) < self._worth_it:
            return
        try:
            if read_stamp(self._path) == str(stamp):
                return
        except IndexFileError:
            pass
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            index.save(self._path, str(stamp))
            self._tidy()
        except OSError as error:
            log.info("article_file_not_saved", path=str(self._path), error=str(error))

    def _tidy(self) -> None:
        """Remove what processes left that died, and the files of databases that are gone."""
        now = time.time()
        for pattern, seconds in (
            (f".{_NAME}*{_ENDING}.*", _LEFT_SECONDS),
            (f"{_NAME}*{_ENDING}", OLD_SECONDS),
        ):
            for path in self._path.parent.glob(pattern):
                with suppress(OSError):
                    if path != self._path and now - path.stat().st_mtime > seconds:
                        path.unlink()


def cache_folder(chosen: Path | None, database_url: str) -> Path | None:
    """Where files are kept that can be made anew: what was chosen, else beside SQLite's file, else
    the user's folder for such; None for a database in memory.
    """
    if chosen is not None:
        return chosen
    url = parse_url(database_url)
    if url.get_backend_name() == "sqlite":
        in_memory = not url.database or url.database == ":memory:"
        return None if in_memory or url.database is None else Path(url.database).parent
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path("~/.cache").expanduser()) / "ehandelshjalpen"
