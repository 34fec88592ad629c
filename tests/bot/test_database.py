"""The database: migrations that fit the models, and addresses and files that do not."""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.pool import QueuePool

from bot.database.models import Base, CaseRow, DueRow, InboxRow, PersonRow
from bot.database.session import Database, parse_url
from bot.database.upgrade import alembic_config, check_version, upgrade
from bot.errors import UsageError

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def tables(db: Database) -> set[str]:
    """The tables that there are."""
    return set(inspect(db.engine).get_table_names())


class TestMigrations:
    def test_there_is_one_head(self) -> None:
        assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1

    def test_models_and_migrations_agree(self, db: Database) -> None:
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []

    def test_up_once_and_all_the_way_down(self, empty_url: str) -> None:
        db = Database.connect(empty_url)
        try:
            assert not check_version(db)
            assert upgrade(db)
            assert not upgrade(db)
            assert check_version(db)
            config = alembic_config()
            with db.engine.begin() as connection:
                config.attributes["connection"] = connection
                command.downgrade(config, "base")
            assert tables(db) == {"alembic_version"}
        finally:
            db.close()

    def test_two_processes_that_start_at_once(self, empty_url: str) -> None:
        program = (
            "import sys\n"
            "from bot.database.session import Database\n"
            "from bot.database.upgrade import upgrade\n"
            "db = Database.connect(sys.argv[1])\n"
            "print('ready', flush=True)\n"
            "sys.stdin.readline()\n"
            "upgrade(db)\n"
            "db.close()\n"
        )
        started = [
            subprocess.Popen(
                [sys.executable, "-c", program, empty_url],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        for process in started:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in started:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        errors = [process.communicate(timeout=60)[1] for process in started]
        assert [process.returncode for process in started] == [0, 0], errors
        db = Database.connect(empty_url)
        assert check_version(db)
        db.close()


class TestRefused:
    def test_a_database_of_a_newer_version_is_left_as_it_is(self, db: Database) -> None:
        with db.write() as session:
            session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(UsageError, match=r"9999.*nothing was changed"):
            upgrade(db)
        with db.read() as session:
            assert session.scalar(text("SELECT version_num FROM alembic_version")) == "9999"

    def test_a_file_that_is_no_database(self, tmp_path: Path) -> None:
        path = tmp_path / "notes.db"
        path.write_text("Inköpslista: mjölk, smör, ägg. " * 100)
        before = path.read_bytes()
        db = Database.connect(f"sqlite:///{path}")
        with pytest.raises(UsageError, match=r"DATABASE_URL: cannot open .*notes\.db"):
            upgrade(db)
        db.close()
        assert path.read_bytes() == before

    def test_a_folder_that_cannot_be(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(UsageError, match=r"DATABASE_URL.*file"):
            upgrade(Database.connect(f"sqlite:///{tmp_path / 'file' / 'hjalpen.db'}"))

    def test_a_server_that_is_not_there(self) -> None:
        db = Database.connect("postgresql://nobody:secret@127.0.0.1:9/none?connect_timeout=5")
        with pytest.raises(UsageError, match="cannot open") as caught:
            upgrade(db)
        db.close()
        assert "secret" not in str(caught.value)

    @pytest.mark.parametrize("url", ["", "hjalpen.db", "mysql://x/y", "sqlite", "nosuch://x"])
    def test_an_address_that_cannot_be_understood(self, url: str) -> None:
        with pytest.raises(UsageError, match="DATABASE_URL"):
            Database.connect(url)

    @pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
    def test_the_usual_names_of_postgresql(self, scheme: str) -> None:
        assert parse_url(f"{scheme}://h/d").drivername == "postgresql+psycopg"


class TestSessions:
    def test_an_exception_rolls_everything_back(self, db: Database) -> None:
        with pytest.raises(RuntimeError), db.write() as session:
            session.add(DueRow(name="x", due_at=NOW))
            session.flush()
            raise RuntimeError
        with db.read() as session:
            assert session.get(DueRow, "x") is None

    def test_what_refers_to_nobody_is_refused(self, db: Database) -> None:
        with pytest.raises(IntegrityError), db.write() as session:
            session.add(
                CaseRow(
                    person_id="U0NOBODY",
                    summary="",
                    answers="[]",
                    state="new",
                    opened_at=NOW,
                    updated_at=NOW,
                )
            )

    def test_sqlite_is_set_up_for_two_processes(self, tmp_path: Path) -> None:
        db = Database.connect(f"sqlite:///{tmp_path / 'new' / 'folder' / 'x.db'}")
        with db.read() as session:
            pragmas = {
                name: session.scalar(text(f"PRAGMA {name}"))
                for name in ("journal_mode", "foreign_keys", "busy_timeout")
            }
        db.close()
        assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 60_000}

    def test_a_reader_sees_no_half_of_a_transaction(self, db: Database) -> None:
        with db.write() as writing:
            writing.add(DueRow(name="x", due_at=NOW))
            writing.flush()
            with db.read() as reading:
                assert reading.get(DueRow, "x") is None

    def test_a_writer_can_read_beside_however_many_wait_to_write(self, db: Database) -> None:
        several = 24  # more than a bot has threads
        with db.write() as session:
            session.add(DueRow(name="x", due_at=NOW))

        def put_off() -> None:
            with db.write() as session:
                session.execute(update(DueRow).values(due_at=NOW + timedelta(days=1)))

        pool = db.engine.pool
        assert isinstance(pool, QueuePool)
        with ThreadPoolExecutor(several) as threads:
            with db.write() as writing:
                writing.execute(update(DueRow).values(due_at=NOW))
                writers = [threads.submit(put_off) for _ in range(several)]
                deadline = time.monotonic() + 5
                between = threading.Event()
                while pool.checkedout() < several + 1:
                    assert time.monotonic() < deadline, f"only {pool.checkedout()} got a connection"
                    between.wait(0.01)
                with db.read() as reading:
                    assert reading.get(DueRow, "x") is not None
            for writer in writers:
                writer.result(timeout=30)


class TestTimes:
    def test_come_back_in_utc_whatever_the_zone(self, db: Database) -> None:
        there = datetime(2026, 7, 1, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
        with db.write() as session:
            session.add(DueRow(name="x", due_at=there))
        with db.read() as session:
            row = session.get(DueRow, "x")
            assert row is not None
            assert row.due_at == there
            assert row.due_at.tzinfo is UTC
            later = there + timedelta(microseconds=1)
            assert session.scalar(select(DueRow.name).where(DueRow.due_at < later)) == "x"
            assert session.scalar(select(DueRow.name).where(DueRow.due_at < there)) is None

    def test_without_zone_is_refused(self, db: Database) -> None:
        with pytest.raises(StatementError, match="without zone"), db.write() as session:
            session.add(DueRow(name="x", due_at=NOW.replace(tzinfo=None)))


def test_long_and_odd_texts_come_back_whole(db: Database) -> None:
    body = "åäö 🥛 <!channel> \\ ' \" % " * 4000
    with db.write() as session:
        session.add(InboxRow(key="k", body=body, received_at=NOW, attempts=0, next_try_at=NOW))
        session.add(PersonRow(id="U1", name="Å", locale="sv-SE", looked_up_at=NOW))
    with db.read() as session:
        row = session.get(InboxRow, "k")
        assert row is not None
        assert row.body == body
