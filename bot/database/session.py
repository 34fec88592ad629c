"""The way to the database: an engine, and sessions as context managers."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.session import JoinTransactionMode
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import UsageError

BUSY_TIMEOUT_MS = 60_000
"""How long SQLite's one writer is waited for: it may be saving a price list of 500,000 lines."""

_WRITES = "hjalpen_writes"

_POOL = {"pool_size": 10, "max_overflow": 40}
"""More than the threads of a bot (listeners, senders, sweeps), twice: whoever writes may read over
a second connection, and must get it though all the others wait to write."""


class Database:
    """Sessions over one engine. `write()` is one transaction; `read()` changes nothing."""

    def __init__(self, engine: Engine, only: Connection | None = None) -> None:
        """Sessions over `engine`; with `only`, inside the transaction that connection is in."""
        self.engine = engine
        writing = engine.execution_options(**{_WRITES: True})
        mode: JoinTransactionMode = "conditional_savepoint" if only is None else "create_savepoint"
        self._readers = sessionmaker(
            only or engine, expire_on_commit=False, join_transaction_mode=mode
        )
        self._writers = sessionmaker(
            only or writing, expire_on_commit=False, join_transaction_mode=mode
        )

    @classmethod
    def connect(cls, url: str) -> "Database":
        """A database from `DATABASE_URL`.

        UsageError if the address cannot be understood, or SQLite's folder not made.
        """
        parsed = parse_url(url)
        if parsed.get_backend_name() == "sqlite":
            return cls(_sqlite(parsed))
        return cls(create_engine(parsed, pool_pre_ping=True, **_POOL))

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session in a transaction: committed at the end, rolled back on an exception.

        On SQLite the transaction takes the write lock at once (BEGIN IMMEDIATE), so that two
        writers wait for each other instead of failing halfway.
        """
        with self._writers.begin() as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading."""
        with self._readers() as session:
            yield session

    @contextmanager
    def rehearsal(self) -> Iterator["Database"]:
        """The database as if: whatever is done through it is undone at the end."""
        with self.engine.connect() as connection:
            transaction = connection.begin()
            try:
                yield Database(self.engine, only=connection)
            finally:
                transaction.rollback()

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def parse_url(url: str) -> URL:
    """`DATABASE_URL` as SQLAlchemy's, with our drivers; UsageError if wrong."""
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, NoSuchModuleError) as error:
        raise UsageError(f"DATABASE_URL: cannot be understood: {error}") from None
    if backend == "sqlite":
        return parsed
    if backend in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    raise UsageError(f"DATABASE_URL: {backend} is not supported; use sqlite or postgresql")


def _sqlite(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        folder = Path(url.database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = f"the folder {folder} cannot be made: {error.strerror}"
            raise UsageError(f"DATABASE_URL: {reason}") from None
    pool = _POOL if url.database and url.database != ":memory:" else {}
    engine = create_engine(url, connect_args={"check_same_thread": False}, **pool)

    @event.listens_for(engine, "connect")
    def _configure(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        # The driver must not begin transactions itself, or BEGIN IMMEDIATE comes too late.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "synchronous=NORMAL",
            "foreign_keys=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        _to_wal(cursor)
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _to_wal(cursor: DBAPICursor) -> None:
    """Switch to WAL; two that do so at once are told at once that the database is locked."""
    deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
