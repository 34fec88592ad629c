"""Accounts, and the articles with and without one, in the database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, Subquery, exists, func, select
from sqlalchemy.orm import Session, aliased

from bot import revisions
from bot.database.models import AccountChoiceRow, AccountRow, ArticleRow, PersonRow, SupplierRow
from bot.database.upsert import insert_into
from knowledge.accounts import CORRECTED, Goods, Tied

REVISION = "accounts"
LATER = "later"
"""`AccountChoiceRow.how` of an article that was left for later."""

_OF_GOODS = 10  # columns

MOST_PENDING = 5_000
"""Articles without an account that are looked at together, the newest first."""


@dataclass(frozen=True, slots=True)
class PendingArticle:
    """An article without an account; `later` if it was left for later."""

    goods: Goods
    package: str | None
    unit: str | None
    first_seen_at: datetime
    later: bool


@dataclass(frozen=True, slots=True)
class LastChoice:
    """Who gave an article its account, and when."""

    account: str | None
    person: str | None
    name: str | None
    at: datetime


def lock(session: Session) -> None:
    """Wait for others who tie articles to be through: choices come one after the other."""
    revisions.lock(session, REVISION)


def revision(session: Session) -> int:
    """The number of times that articles were tied so far."""
    return revisions.current(session, REVISION)


def count_change(session: Session) -> None:
    """Tell every process that articles have been tied; after `lock`."""
    revisions.count(session, REVISION)


def names(session: Session) -> dict[str, str | None]:
    """Every account's name, by its code, in the order of their codes."""
    rows = session.execute(select(AccountRow.code, AccountRow.name).order_by(AccountRow.code))
    return {row.code: row.name for row in rows}


def save_account(session: Session, code: str, name: str | None) -> None:
    """Make an account known; a name replaces the one that it had.

    Call `lock` first: two who make the same account in another order wait for each other.
    """
    statement = insert_into(session, AccountRow).values(code=code, name=name)
    if name is None:
        session.execute(statement.on_conflict_do_nothing())
    else:
        session.execute(
            statement.on_conflict_do_update(index_elements=[AccountRow.code], set_={"name": name})
        )


def pending(session: Session, limit: int | None = MOST_PENDING) -> list[PendingArticle]:
    """Articles that are sold and have no account, the newest first."""
    how = _last_how().label("how")
    extra = (ArticleRow.package, ArticleRow.unit, ArticleRow.first_seen_at, how)
    query = _goods(*extra).where(*_without_account())
    query = query.order_by(ArticleRow.first_seen_at.desc(), ArticleRow.id.desc()).limit(limit)
    return [
        PendingArticle(
            goods=Goods(*row[:_OF_GOODS]),
            package=row.package,
            unit=row.unit,
            first_seen_at=row.first_seen_at,
            later=row.how == LATER,
        )
        for row in session.execute(query)
    ]


def count_pending(session: Session, most: int | None = None) -> int:
    """How many articles are sold and have no account, those left for later too; up to `most`."""
    some = select(ArticleRow.id).where(*_without_account()).limit(most).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def any_sold(session: Session) -> bool:
    """Whether there is any article at all."""
    return (
        session.scalar(select(ArticleRow.id).where(ArticleRow.removed_at.is_(None)).limit(1))
        is not None
    )


def count_waiting(session: Session) -> int:
    """How many articles are sold, have no account, and were not left for later."""
    # Few are left, and many may wait: to ask for each that waits whether it was left takes long.
    newer = aliased(AccountChoiceRow)
    same = newer.article_id == AccountChoiceRow.article_id
    left = (
        select(func.count())
        .select_from(AccountChoiceRow)
        .join(ArticleRow, ArticleRow.id == AccountChoiceRow.article_id)
        .where(
            AccountChoiceRow.how == LATER,
            ~exists().where(same, newer.id > AccountChoiceRow.id),
            *_without_account(),
        )
    )
    return count_pending(session) - (session.scalar(left) or 0)


def count_tied(session: Session, most: int) -> int:
    """How many articles have an account, counted up to `most`."""
    some = select(ArticleRow.id).where(ArticleRow.account.is_not(None)).limit(most).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def tied(session: Session) -> Iterator[Tied]:
    """Articles with an account; what a person chose instead of a suggestion counts for more."""
    newest = _newest_choices()
    query = (
        _goods(ArticleRow.account, AccountChoiceRow.account, AccountChoiceRow.suggested)
        .outerjoin(newest, newest.c.article_id == ArticleRow.id)
        .outerjoin(AccountChoiceRow, AccountChoiceRow.id == newest.c.id)
        .where(ArticleRow.account.is_not(None))
    )
    for row in session.execute(query).yield_per(10_000):
        account, chosen, suggested = row[_OF_GOODS:]
        corrected = chosen == account and suggested not in (None, account)
        yield Tied(Goods(*row[:_OF_GOODS]), account, CORRECTED if corrected else 1.0)


def last_choices(session: Session, articles: Sequence[int]) -> dict[int, LastChoice]:
    """Who last gave these articles their account."""
    newest = _newest_choices(AccountChoiceRow.article_id.in_(articles))
    query = (
        select(AccountChoiceRow, PersonRow.name)
        .join(newest, newest.c.id == AccountChoiceRow.id)
        .outerjoin(PersonRow, PersonRow.id == AccountChoiceRow.person_id)
    )
    return {
        row.article_id: LastChoice(row.account, row.person_id, name, row.at)
        for row, name in session.execute(query)
    }


def _newest_choices(*conditions: ColumnElement[bool]) -> Subquery:
    return (
        select(AccountChoiceRow.article_id, func.max(AccountChoiceRow.id).label("id"))
        .where(AccountChoiceRow.how != LATER, *conditions)
        .group_by(AccountChoiceRow.article_id)
        .subquery()
    )


def _last_how() -> ScalarSelect[str]:
    """How the last choice for an article came about."""
    return (
        select(AccountChoiceRow.how)
        .where(AccountChoiceRow.article_id == ArticleRow.id)
        .order_by(AccountChoiceRow.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _without_account() -> tuple[ColumnElement[bool], ...]:
    return ArticleRow.account.is_(None), ArticleRow.removed_at.is_(None)


def _goods(*more: Any) -> Select[*tuple[Any, ...]]:
    """The columns of `Goods`, in its order, and `more`."""
    return select(
        ArticleRow.id,
        ArticleRow.article_number,
        ArticleRow.name,
        SupplierRow.name.label("supplier"),
        ArticleRow.brand,
        ArticleRow.product_group,
        ArticleRow.classification,
        ArticleRow.gtin,
        ArticleRow.replaces,
        ArticleRow.replaced_by,
        *more,
    ).join(SupplierRow, SupplierRow.id == ArticleRow.supplier_id)
