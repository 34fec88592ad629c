"""Which hits people picked: counted by person, so that pressing often does not count twice."""

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from bot import revisions
from bot.database.models import ArticlePickRow, ArticleRow
from bot.database.upsert import insert_into
from knowledge.articles import Picks, pick_key

REVISION = "article-picks"
LONGEST_KEY = 200
KEPT = timedelta(days=365)
MOST = 50_000
"""So many pairs of query and article a process keeps, the latest picked."""


def revision(session: Session) -> int:
    """The number of changes to picks so far."""
    return revisions.current(session, REVISION)


def pick(session: Session, query: str, article_id: int, person_id: str, now: datetime) -> None:
    """Note that a person picked an article among the hits of `query`.

    Nothing is noted of a query that means nothing or is endless, nor of an article that is gone.
    """
    key = pick_key(query)
    known = exists().where(ArticleRow.id == article_id, ArticleRow.removed_at.is_(None))
    if not key or len(key) > LONGEST_KEY or not session.scalar(select(known)):
        return
    values = {"query_key": key, "article_id": article_id, "person_id": person_id}
    again = exists().where(*(getattr(ArticlePickRow, name) == it for name, it in values.items()))
    new = not session.scalar(select(again))
    session.execute(
        insert_into(session, ArticlePickRow)
        .values(**values, picked_at=now)
        .on_conflict_do_update(index_elements=list(values), set_={"picked_at": now})
    )
    if new:
        revisions.lock(session, REVISION)
        revisions.count(session, REVISION)


def picks(session: Session, now: datetime) -> Picks:
    """How many people picked which article that is sold, lately, by the key of what they asked."""
    found: dict[str, Counter[int]] = {}
    rows = session.execute(
        select(ArticlePickRow.query_key, ArticlePickRow.article_id, func.count())
        .join(ArticleRow, ArticleRow.id == ArticlePickRow.article_id)
        .where(ArticleRow.removed_at.is_(None), ArticlePickRow.picked_at >= now - KEPT)
        .group_by(ArticlePickRow.query_key, ArticlePickRow.article_id)
        .order_by(func.max(ArticlePickRow.picked_at).desc())
        .limit(MOST)
    )
    for key, article_id, people in rows:
        found.setdefault(key, Counter())[article_id] = people
    return found


def forget(session: Session, now: datetime) -> int:
    """Forget what was picked long ago; returns how many."""
    old = delete(ArticlePickRow).where(ArticlePickRow.picked_at < now - KEPT)
    gone = len(session.execute(old.returning(ArticlePickRow.article_id)).all())
    if gone:
        revisions.lock(session, REVISION)
        revisions.count(session, REVISION)
    return gone
