"""Articles with what the database knows of them: for a line among hits, and for a card."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.orm import Session

from bot.article_details import Details
from bot.article_shown import (
    ArticleCard,
    ArticleLine,
    ArticleRef,
    Compared,
    PricePoint,
    Step,
)
from bot.article_store import plain
from bot.database.models import ArticlePriceRow, ArticleRow, SupplierRow
from bot.occasion import Clock
from knowledge.articles import Article
from knowledge.articles.asked import spellings
from knowledge.articles.comparison import comparison_price
from knowledge.articles.numbers import valid_gtin

MOST_GONE = 3
MOST_PRICES = 100
"""Prices of an article that a card looks at: the latest."""

_Named = tuple[int, str]
"""A supplier's id and an article number of theirs."""

_LINE = (
    ArticleRow.id,
    ArticleRow.supplier_id,
    ArticleRow.article_number,
    ArticleRow.gtin,
    ArticleRow.name,
    ArticleRow.unit,
    ArticleRow.package,
    ArticleRow.price,
    ArticleRow.currency,
    ArticleRow.valid_from,
    ArticleRow.valid_to,
    ArticleRow.replaced_by,
    ArticleRow.removed_at,
    ArticleRow.example,
)


class ArticleCards:
    """Tells what is known of articles; each method works in the caller's session."""

    def __init__(self, now: Clock, zone: ZoneInfo) -> None:
        """`zone` decides which day it is."""
        self._now = now
        self._zone = zone

    def lines(
        self, session: Session, articles: Sequence[Article], *, gtin: bool = False
    ) -> tuple[ArticleLine, ...]:
        """Articles that were found, as lines, in the same order; with their GTINs if `gtin`.

        One that the database does not have, or has by now as another, is shown as it was found.
        """
        ids = [article.id for article in articles]
        rows = {
            row.id: row for row in session.execute(select(*_LINE).where(ArticleRow.id.in_(ids)))
        }
        known = [
            row
            for article in articles
            if (row := rows.get(article.id)) is not None
            and (row.article_number, row.name) == (article.article_number, article.name)
        ]
        refs = self._refs(session, known)
        kept = {row.id: row for row in known}
        return tuple(
            _found(article, gtin=gtin)
            if article.id not in kept
            else self._line(kept[article.id], article.supplier, refs, gtin=gtin)
            for article in articles
        )

    def gone(self, session: Session, number: str) -> tuple[ArticleLine, ...]:
        """The articles with this number, or this GTIN, that are no longer sold, the last first."""
        forms = spellings(number)
        named = session.execute(select(SupplierRow.id, SupplierRow.name))
        suppliers = {row.id: row.name for row in named}
        by_number = and_(
            ArticleRow.supplier_id.in_(suppliers), ArticleRow.article_number.in_(forms)
        )
        rows: dict[int, Row[Any]] = {}
        for same in (by_number, ArticleRow.gtin.in_(forms)):
            found = select(*_LINE).where(same, ArticleRow.removed_at.is_not(None))
            rows.update({row.id: row for row in session.execute(found)})
        latest = sorted(rows.values(), key=lambda row: row.removed_at, reverse=True)[:MOST_GONE]
        refs = self._refs(session, latest)
        return tuple(self._line(row, suppliers[row.supplier_id], refs) for row in latest)

    def line(self, session: Session, article_id: int) -> ArticleLine | None:
        """An article as a line; None if there is none."""
        row = session.execute(
            select(*_LINE, SupplierRow.name.label("supplier"))
            .join(SupplierRow, SupplierRow.id == ArticleRow.supplier_id)
            .where(ArticleRow.id == article_id)
        ).one_or_none()
        if row is None:
            return None
        return self._line(row, row.supplier, self._refs(session, [row]))

    def card(self, session: Session, article_id: int) -> ArticleCard | None:
        """Everything that is known of an article; None if there is none."""
        found = session.execute(
            select(ArticleRow, SupplierRow.name)
            .join(SupplierRow, SupplierRow.id == ArticleRow.supplier_id)
            .where(ArticleRow.id == article_id)
        ).one_or_none()
        if found is None:
            return None
        row, supplier = found
        numbers = [number for number in (row.replaced_by, row.replaces) if number]
        refs = _named(session, [(row.supplier_id, number) for number in numbers])
        details = Details.load(row.details)
        return ArticleCard(
            article=self._line(row, supplier, refs, gtin=True),
            gtin_right=valid_gtin(row.gtin or ""),
            brand=row.brand,
            product_group=row.product_group,
            list_price=None if row.list_price is None else plain(row.list_price),
            minimum=None if row.minimum_quantity is None else plain(row.minimum_quantity),
            steps=tuple(
                Step(quantity=plain(step.quantity), price=plain(step.price))
                for step in details.price_steps
            ),
            contract=row.contract_number,
            classification=row.classification,
            country=row.country,
            account=row.account,
            description=row.description,
            properties=details.properties,
            replaces=_ref(refs, row.supplier_id, row.replaces),
            history=self._history(session, article_id),
            today=self._today(),
            first_seen_on=self._day(row.first_seen_at),
            updated_on=self._day(row.updated_at),
            returned_on=None if row.returned_at is None else self._day(row.returned_at),
        )

    def _history(self, session: Session, article_id: int) -> tuple[PricePoint, ...]:
        rows = session.execute(
            select(
                ArticlePriceRow.price,
                ArticlePriceRow.currency,
                ArticlePriceRow.unit,
                ArticlePriceRow.valid_from,
                ArticlePriceRow.seen_at,
            )
            .where(ArticlePriceRow.article_id == article_id)
            .order_by(ArticlePriceRow.seen_at.desc(), ArticlePriceRow.id.desc())
            .limit(MOST_PRICES)
        ).all()
        return changes(
            PricePoint(
                day=max(self._day(row.seen_at), row.valid_from or date.min),
                price=plain(row.price),
                currency=row.currency,
                unit=row.unit or None,
            )
            for row in reversed(rows)
        )

    def _refs(self, session: Session, rows: Iterable[Any]) -> "dict[_Named, ArticleRef]":
        """The articles that replace others."""
        return _named(
            session, [(row.supplier_id, row.replaced_by) for row in rows if row.replaced_by]
        )

    def _line(
        self,
        row: Any,
        supplier: str,
        refs: "dict[_Named, ArticleRef]",
        *,
        gtin: bool = False,
    ) -> ArticleLine:
        today = self._today()
        ended = row.valid_to is not None and row.valid_to < today
        later = row.valid_from is not None and row.valid_from > today
        price = None if row.price is None else plain(row.price)
        compared = comparison_price(price, row.unit, row.package, row.name)
        return ArticleLine(
            id=row.id,
            article_number=row.article_number,
            name=row.name,
            supplier=supplier,
            unit=row.unit or None,
            package=row.package,
            gtin=row.gtin if gtin else None,
            price=price,
            currency=row.currency,
            compared=Compared(price=compared.price, per=compared.per) if compared else None,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            holds="ended" if ended else "later" if later else "now",
            replaced_by=_ref(refs, row.supplier_id, row.replaced_by),
            gone_on=None if row.removed_at is None else self._day(row.removed_at),
            example=row.example,
        )

    def _today(self) -> date:
        return self._day(self._now())

    def _day(self, instant: datetime) -> date:
        return instant.astimezone(self._zone).date()


def changes(points: Iterable[PricePoint]) -> tuple[PricePoint, ...]:
    """Prices, in the order in which they were seen, as the days on which the price became another.

    A price that was announced for a later day, but overtaken by a newer one before it, never held.
    """
    kept: list[PricePoint] = []
    for point in points:
        while kept and kept[-1].day >= point.day:
            kept.pop()
        if not kept or (kept[-1].price, kept[-1].of) != (point.price, point.of):
            kept.append(point)
    return tuple(kept)


def _found(article: Article, *, gtin: bool) -> ArticleLine:
    compared = comparison_price(article.price, article.unit, article.package, article.name)
    return ArticleLine(
        article_number=article.article_number,
        name=article.name,
        supplier=article.supplier,
        unit=article.unit or None,
        package=article.package,
        gtin=article.gtin if gtin else None,
        price=article.price,
        currency=article.currency,
        compared=Compared(price=compared.price, per=compared.per) if compared else None,
        example=article.example,
    )


def _named(session: Session, named: Sequence[_Named]) -> dict[_Named, ArticleRef]:
    """The articles that have these numbers, by supplier and number; also those we do not have."""
    refs = {one: ArticleRef(article_number=one[1]) for one in named}
    if refs:
        same = (
            and_(ArticleRow.supplier_id == supplier, ArticleRow.article_number == number)
            for supplier, number in refs
        )
        rows = session.execute(
            select(
                ArticleRow.supplier_id,
                ArticleRow.article_number,
                ArticleRow.id,
                ArticleRow.name,
                ArticleRow.removed_at,
            ).where(or_(*same))
        )
        for row in rows:
            refs[row.supplier_id, row.article_number] = ArticleRef(
                article_number=row.article_number,
                id=row.id,
                name=row.name,
                gone=row.removed_at is not None,
            )
    return refs


def _ref(refs: dict[_Named, ArticleRef], supplier: int, number: str | None) -> ArticleRef | None:
    return refs.get((supplier, number)) if number else None
