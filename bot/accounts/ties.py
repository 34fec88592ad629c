"""Articles tied to accounts, each choice kept: who, when, what had been suggested."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.orm import Session

from bot.accounts import store
from bot.database.chunks import chunks
from bot.database.models import AccountChoiceRow, ArticleRow

How = Literal["one", "group", "file", "later", "undo", "example"]


@dataclass(frozen=True, slots=True)
class Tie:
    """An article that is to have an account; `before` is what it was seen to have."""

    article: int
    account: str | None
    before: str | None = None
    suggested: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Tied:
    """The articles that were tied; and those that had another account meanwhile or are not sold any
    more, with the account that they have.
    """

    articles: tuple[int, ...]
    lost: Mapping[int, str | None]


def tie(
    session: Session,
    ties: Sequence[Tie],
    *,
    how: How,
    batch: str,
    person: str | None,
    now: datetime,
) -> Tied:
    """Give articles their accounts, those that still have the one that they were seen to have.

    What somebody else chose meanwhile stays, and what is no longer sold gets none; it can be undone
    even so. A new account is to be kept (`store.save_account`) in the same transaction.
    """
    store.lock(session)
    sold: tuple[ColumnElement[bool], ...] = (ArticleRow.removed_at.is_(None),)
    if how == "undo":
        sold = ()
    done: set[int] = set()
    by_change: dict[tuple[str | None, str | None], list[int]] = defaultdict(list)
    for one in ties:
        by_change[one.account, one.before].append(one.article)
    for (account, before), articles in by_change.items():
        for some in chunks(articles):
            done.update(
                session.scalars(
                    update(ArticleRow)
                    .where(
                        ArticleRow.id.in_(some),
                        ArticleRow.account.is_not_distinct_from(before),
                        *sold,
                    )
                    .values(account=account)
                    .returning(ArticleRow.id)
                    .execution_options(synchronize_session=False)
                )
            )
    mine = [one for one in ties if one.article in done]
    _keep(session, mine, how=how, batch=batch, person=person, now=now)
    if mine:
        store.count_change(session)
    lost = [one.article for one in ties if one.article not in done]
    return Tied(tuple(one.article for one in mine), _accounts(session, lost))


def leave(session: Session, article: int, *, batch: str, person: str, now: datetime) -> bool:
    """Leave an article without an account for later; False if it has one or is not sold by now."""
    store.lock(session)
    waits = select(ArticleRow.id).where(
        ArticleRow.id == article, ArticleRow.account.is_(None), ArticleRow.removed_at.is_(None)
    )
    if session.scalar(waits) is None:
        return False
    _keep(session, [Tie(article, None)], how="later", batch=batch, person=person, now=now)
    store.count_change(session)
    return True


def undo(
    session: Session, undone: str, *, batch: str, person: str, now: datetime
) -> tuple[int, int]:
    """Take back what was done at once: how many articles, and how many were changed since.

    Those stay as they are now. What had been left for later before is left again.
    """
    store.lock(session)
    rows = _newest(session, undone)
    mine = [row for row in rows if row.batch == undone and row.how != "undo"]
    back = [Tie(row.article_id, row.before, row.account) for row in mine]
    done = tie(session, back, how="undo", batch=batch, person=person, now=now)
    before = _newest(session, undone, AccountChoiceRow.batch.not_in((undone, batch)))
    left = {row.article_id for row in before if row.how == store.LATER}
    again = [Tie(article, None) for article in done.articles if article in left]
    _keep(session, again, how="later", batch=batch, person=person, now=now)
    return len(done.articles), len(rows) - len(done.articles)


def _newest(
    session: Session, batch: str, *conditions: ColumnElement[bool]
) -> Sequence[AccountChoiceRow]:
    """The newest choice, of those with such conditions, for each article of a batch."""
    articles = select(AccountChoiceRow.article_id).where(AccountChoiceRow.batch == batch)
    newest = (
        select(func.max(AccountChoiceRow.id))
        .where(AccountChoiceRow.article_id.in_(articles), *conditions)
        .group_by(AccountChoiceRow.article_id)
    )
    return session.scalars(select(AccountChoiceRow).where(AccountChoiceRow.id.in_(newest))).all()


def _keep(
    session: Session,
    ties: Iterable[Tie],
    *,
    how: How,
    batch: str,
    person: str | None,
    now: datetime,
) -> None:
    rows = [
        {
            "article_id": one.article,
            "account": one.account,
            "before": one.before,
            "suggested": one.suggested,
            "confidence": one.confidence,
            "how": how,
            "batch": batch,
            "person_id": person,
            "at": now,
        }
        for one in ties
    ]
    if rows:
        session.execute(insert(AccountChoiceRow), rows)


def _accounts(session: Session, articles: Sequence[int]) -> dict[int, str | None]:
    """The accounts that articles have now."""
    found: dict[int, str | None] = {}
    for some in chunks(articles):
        rows = session.execute(
            select(ArticleRow.id, ArticleRow.account).where(ArticleRow.id.in_(some))
        )
        found.update((row.id, row.account) for row in rows)
    return found
