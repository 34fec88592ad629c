"""What has been tied, for Navigatorn: since the last export, or all."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from bot.accounts import store
from bot.database.models import (
    AccountChoiceRow,
    AccountExportRow,
    AccountRow,
    ArticleRow,
    SupplierRow,
)


@dataclass(frozen=True, slots=True)
class Exported:
    """An article of an export; without an account it was untied after it had been exported."""

    supplier: str
    gln: str | None
    number: str
    gtin: str | None
    name: str
    account: str | None
    account_name: str | None
    before: str | None


def new_export(
    session: Session, *, whole: bool, person: str | None, now: datetime
) -> AccountExportRow | None:
    """An export of what was tied since the last one, or of all; None if there is nothing in it."""
    store.lock(session)
    up_to = session.scalar(select(func.max(AccountChoiceRow.id))) or 0
    before = session.scalar(select(func.max(AccountExportRow.up_to))) or 0
    after = None if whole else before
    row = AccountExportRow(after=after, up_to=up_to, articles=0, person_id=person, at=now)
    row.articles = len(exported(session, after, up_to))
    if not row.articles:
        return None
    session.add(row)
    session.flush()
    return row


def exported(session: Session, after: int | None, up_to: int) -> list[Exported]:
    """The articles of an export, by supplier and number: those whose account the choices after one
    and up to another have changed, or (`after` is None) all that are sold and have one.
    """
    columns = (
        SupplierRow.name,
        SupplierRow.gln,
        ArticleRow.article_number,
        ArticleRow.gtin,
        ArticleRow.name,
    )
    order = (SupplierRow.name, ArticleRow.article_number)
    if after is None:
        query = (
            select(*columns, ArticleRow.account, AccountRow.name)
            .join(SupplierRow, SupplierRow.id == ArticleRow.supplier_id)
            .outerjoin(AccountRow, AccountRow.code == ArticleRow.account)
            .where(ArticleRow.account.is_not(None), ArticleRow.removed_at.is_(None))
            .order_by(*order)
        )
        return [Exported(*row, None) for row in session.execute(query)]
    between = (
        select(
            AccountChoiceRow.article_id,
            func.min(AccountChoiceRow.id).label("first"),
            func.max(AccountChoiceRow.id).label("last"),
        )
        .where(
            AccountChoiceRow.id > after,
            AccountChoiceRow.id <= up_to,
            AccountChoiceRow.how != store.LATER,
        )
        .group_by(AccountChoiceRow.article_id)
        .subquery()
    )
    first, last = aliased(AccountChoiceRow), aliased(AccountChoiceRow)
    changes = (
        select(*columns, last.account, AccountRow.name, first.before)
        .join(SupplierRow, SupplierRow.id == ArticleRow.supplier_id)
        .join(between, between.c.article_id == ArticleRow.id)
        .join(first, first.id == between.c.first)
        .join(last, last.id == between.c.last)
        .outerjoin(AccountRow, AccountRow.code == last.account)
        .where(last.account.is_distinct_from(first.before))
        .order_by(*order)
    )
    return [Exported(*row) for row in session.execute(changes)]
