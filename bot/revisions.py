"""Numbers in the database that say whether a process's copy of something is still the newest."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.database.models import RevisionRow
from bot.database.upsert import insert_into


def current(session: Session, name: str) -> int:
    """How many changes of `name` there have been."""
    found = session.scalar(select(RevisionRow.revision).where(RevisionRow.name == name))
    return found or 0


def lock(session: Session, name: str) -> None:
    """Wait until nobody else is changing what `name` counts; held until the transaction ends."""
    session.execute(
        insert_into(session, RevisionRow).values(name=name, revision=0).on_conflict_do_nothing()
    )
    session.execute(select(RevisionRow.revision).where(RevisionRow.name == name).with_for_update())


def count(session: Session, name: str) -> None:
    """Count a change, after `lock`: every process will find out."""
    session.execute(
        update(RevisionRow)
        .where(RevisionRow.name == name)
        .values(revision=RevisionRow.revision + 1)
        .execution_options(synchronize_session=False)
    )
