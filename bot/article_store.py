"""Articles and suppliers in the database, as the search and the imports need them."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from bot import revisions
from bot.database.models import ArticleRow, SupplierRow
from knowledge.articles import Article
from knowledge.folding import fold

REVISION = "articles"

BY_GLN = "GLN "
"""What a supplier's name begins with of which we know nothing else."""


def lock(session: Session) -> None:
    """Wait for other imports to be through: no two of them see the same articles as new."""
    revisions.lock(session, REVISION)


def revision(session: Session) -> int:
    """The number of changes to articles so far."""
    return revisions.current(session, REVISION)


def count_change(session: Session) -> None:
    """Tell every process that articles have changed; after `lock`."""
    revisions.count(session, REVISION)


def any_sold(session: Session) -> bool:
    """Whether there is an article that can be found."""
    return bool(session.scalar(select(exists().where(ArticleRow.removed_at.is_(None)))))


def sold(session: Session) -> Iterator[Article]:
    """Every article that is sold, as the search has it."""
    rows = session.execute(_sold())
    for id_, number, gtin, name, supplier, unit, package, price, currency, example, brand in rows:
        yield Article(
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


def _sold() -> Select[*tuple[Any, ...]]:
    return (
        select(
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
        .join(SupplierRow, SupplierRow.id == ArticleRow.supplier_id)
        .where(ArticleRow.removed_at.is_(None))
        .order_by(ArticleRow.id)
    )
