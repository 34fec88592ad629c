"""Bringing a database to this version's tables, and refusing one from a newer version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError, OperationalError

from bot.database.session import Database
from bot.errors import UsageError

_UPGRADING = 0x68_6A_61_6C  # the key of a PostgreSQL advisory lock: "hjal"


def alembic_config() -> Config:
    """Alembic's configuration, made in code: the migrations lie in the package."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def check_version(database: Database) -> bool:
    """Whether the database is at this version's head.

    Raises UsageError if it cannot be opened, or comes from a newer version of the product.
    """
    script = ScriptDirectory.from_config(alembic_config())
    current = _current(database)
    if current is None:
        return False
    known = {revision.revision for revision in script.walk_revisions()}
    if current not in known:
        raise UsageError(
            f"DATABASE_URL: the database is from a newer version of the product "
            f"(its revision {current} is not known here); upgrade the product, nothing was changed"
        )
    return current == script.get_current_head()


def upgrade(database: Database) -> bool:
    """Bring the database to head in one transaction; True if it was not there.

    Of two processes that start at once, one waits for the other, and finds nothing left to do.
    Raises UsageError as `check_version` does.
    """
    if check_version(database):
        return False
    config = alembic_config()
    with database.write() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(select(func.pg_advisory_xact_lock(_UPGRADING)))
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "head")
    return True


def prepare(database: Database) -> None:
    """Make the tables in an empty database; UsageError if it is from an older or newer version."""
    if check_version(database):
        return
    if _current(database) is not None:
        raise UsageError(
            "DATABASE_URL: the database is from an older version of the product; "
            "make a copy of it, then run: hjalpen db upgrade"
        )
    upgrade(database)


def _current(database: Database) -> str | None:
    try:
        with database.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except (OperationalError, DatabaseError) as error:
        reason = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
        place = database.engine.url.render_as_string(hide_password=True)
        raise UsageError(f"DATABASE_URL: cannot open {place}: {reason}") from None
