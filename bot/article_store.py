"""Articles and suppliers in the database, as the search and the imports need them."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.orm import Session

from bot import revisions
from bot.database.models import ArticleRow, SupplierRow
from knowledge.articles import Article
from knowledge.folding import fold

REVISION = "articles"
_AT_ONCE = 10_000  # rows from the database

_SEARCHED = (
    ArticleRow.id,
    ArticleRow.article_number,
    ArticleRow.gtin,
    ArticleRow.name,
    SupplierRow.name,
    ArticleRow.unit,
    ArticleRow.package,
    ArticleRow.price,
    ArticleRow.currency,
    ArticleRow.example,
    ArticleRow.brand,
)

BY_GLN = "GLN "
"""What a supplier's name begins with of which we know nothing else."""


def begin_change(session: Session) -> int:
    """Wait for other imports to be through: no two of them see the same articles as new.

    Returns the revision in which articles change now: each that does is to be given it, and
    `count_change` tells of it. Revisions follow each other as their transactions do.
    """
    revisions.lock(session, REVISION)
    return revisions.current(session, REVISION) + 1


def revision(session: Session) -> int:
    """The number of changes to articles so far."""
    return revisions.current(session, REVISION)


def count_change(session: Session) -> None:
    """Tell every process that articles have changed; after `begin_change`."""
    revisions.count(session, REVISION)


def any_sold(session: Session) -> bool:
    """Whether there is an article that can be found."""
    return bool(session.scalar(select(exists().where(ArticleRow.removed_at.is_(None)))))


def sold(session: Session) -> Iterator[Article]:
    """Every article that is sold, as the search has it."""
    rows = session.execute(
        select(*_SEARCHED)
        .join(SupplierRow, SupplierRow.id == ArticleRow.supplier_id)
        .where(ArticleRow.removed_at.is_(None))
        .order_by(ArticleRow.id),
        execution_options={"yield_per": _AT_ONCE},
    )
    return map(article, rows)


def where(
    session: Session,
    *conditions: ColumnElement[bool],
    order: ColumnElement[Any] | None = None,
    limit: int | None = None,
) -> Iterator[Article]:
    """Articles of which the conditions hold."""
    query = select(*_SEARCHED).join(SupplierRow, SupplierRow.id == ArticleRow.supplier_id)
    query = query.where(*conditions).limit(limit)
    return map(article, session.execute(query if order is None else query.order_by(order)))


def count_changed(session: Session, after: int) -> int:
    """How many articles have changed after a revision."""
    changed = select(func.count()).select_from(ArticleRow).where(ArticleRow.revision > after)
    return session.scalar(changed) or 0


def changed(session: Session, after: int) -> tuple[list[Article], list[int]]:
    """The articles that have changed after a revision and are sold, and the ids of those gone."""
    rows = session.execute(
        select(*_SEARCHED, ArticleRow.removed_at)
        .join(SupplierRow, SupplierRow.id == ArticleRow.supplier_id)
        .where(ArticleRow.revision > after)
        .order_by(ArticleRow.id)
    )
    new: list[Article] = []
    gone: list[int] = []
    for *columns, removed_at in rows:
        if removed_at is None:
            new.append(article(columns))
        else:
            gone.append(columns[0])
    return new, gone


def article(columns: Sequence[Any]) -> Article:
    """An article of the columns that the search has."""
    id_, number, gtin, name, supplier, unit, package, price, currency, example, brand = columns
    return Article(
        id=id_,
        article_number=number,
        gtin=gtin,
        name=name,
        supplier=supplier,
        unit=unit,
        package=package,
        price=None if price is None else plain(price),
        currency=currency,
        example=example,
        brand=brand,
    )


def renamed(session: Session, supplier_id: int, change: int) -> None:
    """A supplier is called something else: its articles are found by another name."""
    session.execute(
        update(ArticleRow)
        .where(ArticleRow.supplier_id == supplier_id)
        .values(revision=change)
        .execution_options(synchronize_session=False)
    )


def plain(price: Decimal) -> Decimal:
    """A price without the zeros that the database pads it with: 12.5000 as 12.5, 20.0000 as 20."""
    short = price.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def supplier_by_gln(session: Session, gln: str) -> SupplierRow | None:
    """The supplier with this GLN, None if we know none."""
    return session.scalar(
        select(SupplierRow).where(SupplierRow.gln == gln).order_by(SupplierRow.id)
    )


def supplier_names(session: Session) -> list[str]:
    """What the suppliers are called of which a list has been read, but by a GLN alone; sorted."""
    names = session.scalars(select(SupplierRow.name).order_by(SupplierRow.name))
    return [name for name in names if not name.startswith(BY_GLN)]


def supplier_in(session: Session, text: str) -> str | None:
    """The supplier whose name stands in `text` (the longest name), of those in the database."""
    said = f" {fold(text)} "
    found = [name for name in supplier_names(session) if f" {fold(name)} " in said]
    return max(found, key=len, default=None)


def supplier(session: Session, name: str, party_id: str | None, gln: str | None) -> SupplierRow:
    """The supplier of this name, made if there is none; a GLN that it lacks is noted."""
    row = session.scalar(
        select(SupplierRow).where(func.lower(SupplierRow.name) == name.lower())
    ) or session.scalar(select(SupplierRow).where(SupplierRow.name == name))
    if row is None:
        row = SupplierRow(name=name, party_id=party_id, gln=gln)
        session.add(row)
    elif row.gln is None:
        row.gln = gln
    session.flush()
    return row
