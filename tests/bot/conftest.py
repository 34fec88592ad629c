"""Databases for tests: each test its own, of each kind that the product runs on."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import make_url, text

from bot.database.session import Database
from bot.database.upgrade import upgrade
from tests.bot.world import World

SERVER = "TEST_DATABASE_URL"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the tables and nothing else, to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    db = Database.connect(f"sqlite:///{path}")
    upgrade(db)
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return path


@contextmanager
def _on_server(server: str, template: str | None) -> Iterator[str]:
    """The address of a database made for the moment, a copy of `template` if given."""
    name = f"hjalpen_test_{uuid4().hex[:12]}"
    admin = Database.connect(server)
    autocommit = admin.engine.execution_options(isolation_level="AUTOCOMMIT")
    try:
        with autocommit.connect() as connection:
            copy = f' TEMPLATE "{template}"' if template else ""
            connection.execute(text(f'CREATE DATABASE "{name}"{copy}'))
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with autocommit.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        admin.close()


@pytest.fixture(scope="session")
def server() -> str:
    """The address of a PostgreSQL server on which databases can be made."""
    address = os.environ.get(SERVER)
    if not address:
        pytest.skip(f"needs a PostgreSQL server: set {SERVER}")
    return address


@pytest.fixture(scope="session")
def server_template(server: str) -> Iterator[str]:
    """The name of a PostgreSQL database with the tables and nothing else."""
    with _on_server(server, None) as url:
        db = Database.connect(url)
        upgrade(db)
        db.close()
        name = make_url(url).database
        assert name is not None
        yield name


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database at head, of each kind."""
    if request.param == "postgresql":
        server = request.getfixturevalue("server")
        with _on_server(server, request.getfixturevalue("server_template")) as url:
            yield url
        return
    path = tmp_path / "hjalpen.db"
    shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
    yield f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables, of each kind."""
    if request.param == "postgresql":
        with _on_server(request.getfixturevalue("server"), None) as url:
            yield url
        return
    yield f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database at head."""
    database = Database.connect(database_url)
    yield database
    database.close()


@pytest.fixture
def world(db: Database) -> World:
    """The services over a database, and the people."""
    return World(db)
