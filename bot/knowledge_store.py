"""Versions of topics as rows: read and added to in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import revisions
from bot.database.models import KnowledgeVersionRow
from knowledge.edits import TopicEdit

REVISION = "knowledge"

log = structlog.get_logger(__name__)


def lock(session: Session) -> None:
    """Wait until nobody else is changing the knowledge."""
    revisions.lock(session, REVISION)


def revision(session: Session) -> int:
    """How many changes there have been."""
    return revisions.current(session, REVISION)


def edits(session: Session) -> list[tuple[str, TopicEdit]]:
    """The topics that differ from the files, with how, the one changed longest ago first."""
    newest = select(func.max(KnowledgeVersionRow.id)).group_by(KnowledgeVersionRow.topic_id)
    rows = session.scalars(
        select(KnowledgeVersionRow)
        .where(KnowledgeVersionRow.id.in_(newest))
        .order_by(KnowledgeVersionRow.id)
    )
    found = ((row.topic_id, edit_of(row)) for row in rows)
    return [(topic_id, edit) for topic_id, edit in found if edit is not None]


def edit_of(row: KnowledgeVersionRow | None) -> TopicEdit | None:
    """What a version holds; None for "as in the files".

    What another version of the product wrote and this one cannot read is logged, and as in the
    files: one entry must not silence the rest.
    """
    if row is None or row.content is None:
        return None
    try:
        return TopicEdit.model_validate_json(row.content)
    except ValidationError:
        log.exception("knowledge_unreadable", topic=row.topic_id, version=row.id)
        return None


def newest(session: Session, topic_id: str) -> KnowledgeVersionRow | None:
    """A topic's newest version; None if it never was changed."""
    return session.scalar(
        select(KnowledgeVersionRow)
        .where(KnowledgeVersionRow.topic_id == topic_id)
        .order_by(KnowledgeVersionRow.id.desc())
        .limit(1)
    )


def newest_of_all(session: Session) -> dict[str, KnowledgeVersionRow]:
    """The newest version of every topic that was ever changed."""
    newest_ids = select(func.max(KnowledgeVersionRow.id)).group_by(KnowledgeVersionRow.topic_id)
    rows = session.scalars(
        select(KnowledgeVersionRow).where(KnowledgeVersionRow.id.in_(newest_ids))
    )
    return {row.topic_id: row for row in rows}


def before(session: Session, version: KnowledgeVersionRow) -> KnowledgeVersionRow | None:
    """The version of the same topic before another; None for the first."""
    return session.scalar(
        select(KnowledgeVersionRow)
        .where(
            KnowledgeVersionRow.topic_id == version.topic_id, KnowledgeVersionRow.id < version.id
        )
        .order_by(KnowledgeVersionRow.id.desc())
        .limit(1)
    )


def history(session: Session, topic_id: str, most: int) -> Sequence[KnowledgeVersionRow]:
    """A topic's versions, the newest first, at most `most`."""
    return session.scalars(
        select(KnowledgeVersionRow)
        .where(KnowledgeVersionRow.topic_id == topic_id)
        .order_by(KnowledgeVersionRow.id.desc())
        .limit(most)
    ).all()


def add(
    session: Session,
    topic_id: str,
    *,
    at: datetime,
    actor_id: str,
    act: str,
    edit: TopicEdit | None,
) -> int:
    """Add a version and count the change, after `lock`; returns the version's id."""
    row = KnowledgeVersionRow(
        topic_id=topic_id,
        at=at,
        actor_id=actor_id,
        act=act,
        content=None if edit is None else edit.model_dump_json(),
    )
    session.add(row)
    session.flush()
    revisions.count(session, REVISION)
    return row.id
