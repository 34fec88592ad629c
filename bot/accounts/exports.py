"""What has been tied, for Navigatorn: since the last export, or all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, null, or_, select
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
    """An article of an export; without an account it was untied after it had been exported.

    `before` is its account in the export before; an export of all does not tell.
    """

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
    of_all = select(func.count()).select_from(_articles(row).order_by(None).subquery())
    row.articles = session.scalar(of_all) or 0
    if not row.articles:
        return None
    session.add(row)
    session.flush()
    return row


def exported(session: Session, export: AccountExportRow) -> list[Exported]:
    """The articles of an export, by supplier and number: those whose account its choices have
    changed, or (`after` is None) all that had one then and were sold.

    What has been tied since is not in it: the next export has that.
    """
    return [Exported(*row) for row in session.execute(_articles(export))]


def _articles(export: AccountExportRow) -> Select[*tuple[Any, ...]]:
    whole = export.after is None
    between = (
        select(
            AccountChoiceRow.article_id,
            func.min(AccountChoiceRow.id).label("first"),
            func.max(AccountChoiceRow.id).label("last"),
        )
        .where(
            AccountChoiceRow.id > (export.after or 0),
            AccountChoiceRow.id <= export.up_to,
            AccountChoiceRow.how != store.LATER,
        )
        .group_by(AccountChoiceRow.article_id)
        .subquery()
    )
    first, last = aliased(AccountChoiceRow), aliased(AccountChoiceRow)
    query = (
        select(
            SupplierRow.name.label("supplier"),
            SupplierRow.gln,
            ArticleRow.article_number,
            ArticleRow.gtin,
            ArticleRow.name.label("name"),
            last.account,
            AccountRow.name.label("account_name"),
            null().label("before") if whole else first.before,
        )
        .join(SupplierRow, SupplierRow.id == ArticleRow.supplier_id)
        .join(between, between.c.article_id == ArticleRow.id)
        .join(first, first.id == between.c.first)
        .join(last, last.id == between.c.last)
        .outerjoin(AccountRow, AccountRow.code == last.account)
        .order_by(SupplierRow.name, ArticleRow.article_number)
    )
    if whole:
        sold = or_(ArticleRow.removed_at.is_(None), ArticleRow.removed_at > export.at)
        return query.where(last.account.is_not(None), sold)
    return query.where(last.account.is_distinct_from(first.before))
