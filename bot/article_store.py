"""Articles in the database: what a price list changes, and putting that into effect."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import Insert, Row, Select, exists, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.database.models import ArticleRow, RevisionRow, SupplierRow
from knowledge.articles import Article
from knowledge.pricelists import Action, Line

REVISION = "articles"
_CHUNK = 5_000
_T = TypeVar("_T")
_FIELDS = ("gtin", "name", "unit", "package", "brand", "product_group", "price", "currency")


@dataclass(frozen=True, slots=True)
class SupplierLines:
    """What a list has of one supplier's. `kept` are numbers that it names on lines that failed."""

    name: str
    party_id: str | None
    gln: str | None
    lines: tuple[Line, ...]
    complete: bool = False
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Changes:
    """What a list changes for one supplier: values of new rows, values by row id, ids to remove."""

    supplier: SupplierLines
    supplier_id: int | None
    added: tuple[dict[str, Any], ...]
    returned: tuple[dict[str, Any], ...]  # sold again after having been removed
    changed: tuple[dict[str, Any], ...]
    removed: tuple[int, ...]
    unchanged: int

    @property
    def any(self) -> bool:
        """Whether anything changes."""
        return bool(self.added or self.returned or self.changed or self.removed)


def changes(session: Session, theirs: SupplierLines, *, example: bool) -> Changes:
    """What `theirs` changes in the database, where nothing is changed yet.

    Examples never change an article that is none.
    """
    row = _supplier(session, theirs)
    known = {} if row is None else _articles(session, row.id)
    by_gtin = {article.gtin: article for article in known.values() if article.gtin}
    added: list[dict[str, Any]] = []
    returned: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    removed: list[int] = []
    unchanged = 0
    named = set(theirs.kept)
    for line in theirs.lines:
        if line.action is Action.DELETE:
            gone = known.get(line.article_number) if line.article_number else by_gtin.get(line.gtin)
            if gone is None or gone.removed_at is not None:
                unchanged += 1
            else:
                removed.append(gone.id)
            continue
        values = _values(line, example)
        named.add(values["article_number"])
        old = known.get(values["article_number"])
        if old is None:
            added.append(values)
        elif example and not old.example:
            unchanged += 1
        elif old.removed_at is not None:
            returned.append({"id": old.id, **values})
        elif _differs(old, values):
            changed.append({"id": old.id, **values})
        else:
            unchanged += 1
    if theirs.complete:
        removed.extend(
            article.id
            for number, article in known.items()
            if article.removed_at is None and number not in named
        )
    return Changes(
        theirs,
        None if row is None else row.id,
        tuple(added),
        tuple(returned),
        tuple(changed),
        tuple(dict.fromkeys(removed)),
        unchanged,
    )


def apply(session: Session, change: Changes, now: datetime) -> None:
    """Put changes into effect."""
    supplier_id = change.supplier_id
    if supplier_id is None:
        row = SupplierRow(
            name=change.supplier.name, party_id=change.supplier.party_id, gln=change.supplier.gln
        )
        session.add(row)
        session.flush()
        supplier_id = row.id
    elif change.supplier.gln is not None:
        session.execute(
            update(SupplierRow)
            .where(SupplierRow.id == supplier_id, SupplierRow.gln.is_(None))
            .values(gln=change.supplier.gln)
        )
    new = {"supplier_id": supplier_id, "first_seen_at": now, "updated_at": now, "removed_at": None}
    for chunk in _chunks(change.added):
        session.execute(insert(ArticleRow), [{**values, **new} for values in chunk])
    for chunk in _chunks((*change.changed, *change.returned)):
        again = {"updated_at": now, "removed_at": None}
        session.execute(update(ArticleRow), [{**values, **again} for values in chunk])
    for chunk in _chunks(change.removed):
        session.execute(
            update(ArticleRow)
            .where(ArticleRow.id.in_(chunk))
            .values(removed_at=now, updated_at=now)
            .execution_options(synchronize_session=False)
        )


def lock(session: Session) -> None:
    """Wait for other imports to be through: no two of them see the same articles as new."""
    session.execute(_upsert(session))
    session.execute(
        select(RevisionRow.revision).where(RevisionRow.name == REVISION).with_for_update()
    )


def revision(session: Session) -> int:
    """The number of changes to articles so far."""
    found = session.scalar(select(RevisionRow.revision).where(RevisionRow.name == REVISION))
    return found or 0


def count_change(session: Session) -> None:
    """Tell every process that articles have changed; after `lock`."""
    session.execute(
        update(RevisionRow)
        .where(RevisionRow.name == REVISION)
        .values(revision=RevisionRow.revision + 1)
        .execution_options(synchronize_session=False)
    )


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


def supplier_by_gln(session: Session, gln: str) -> str | None:
    """The name of the supplier with this GLN."""
    return session.scalar(select(SupplierRow.name).where(SupplierRow.gln == gln))


def _sold() -> Select[Any]:
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


def _supplier(session: Session, theirs: SupplierLines) -> SupplierRow | None:
    return session.scalar(
        select(SupplierRow).where(func.lower(SupplierRow.name) == theirs.name.lower())
    ) or session.scalar(select(SupplierRow).where(SupplierRow.name == theirs.name))


def _articles(session: Session, supplier_id: int) -> dict[str, Row[Any]]:
    rows = session.execute(
        select(
            ArticleRow.id,
            ArticleRow.article_number,
            ArticleRow.removed_at,
            ArticleRow.example,
            *(getattr(ArticleRow, field) for field in _FIELDS),
        ).where(ArticleRow.supplier_id == supplier_id)
    )
    return {row.article_number: row for row in rows}


def _values(line: Line, example: bool) -> dict[str, Any]:
    values: dict[str, Any] = {field: getattr(line, field) for field in _FIELDS}
    return {"article_number": line.article_number or line.gtin, "example": example, **values}


def _differs(old: Row[Any], values: dict[str, Any]) -> bool:
    return any(getattr(old, field) != values[field] for field in (*_FIELDS, "example"))


def _chunks(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def _upsert(session: Session) -> Insert:
    """Makes the row of the revision unless it is there."""
    values: Iterable[dict[str, Any]] = [{"name": REVISION, "revision": 0}]
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(RevisionRow).values(values).on_conflict_do_nothing()
    return sqlite.insert(RevisionRow).values(values).on_conflict_do_nothing()
