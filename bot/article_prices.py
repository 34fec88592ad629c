"""Prices that a list brings: whether one can be so beside the last, and the history of them all."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, insert, literal, select
from sqlalchemy.orm import Session

from bot.database.models import ArticlePriceRow, ArticleRow
from bot.import_report import Remark
from knowledge.pricelists import Line, Rejected


def doubt(line: Line, old: Row[Any], *, jump: Decimal, absurd: Decimal) -> Rejected | Remark | None:
    """What is said of a price beside the one that the article had: nothing, if they are near.

    From `jump` times as much on, or as little, it is remarked on; from `absurd` times on the line
    is rejected. Prices of another currency or unit say nothing of each other.
    """
    comparable = old.currency == line.currency and old.unit == line.unit
    if not comparable or not old.price or not line.price:
        return None
    ratio = line.price / old.price
    larger = ratio if ratio >= 1 else 1 / ratio
    if larger < jump:
        return None
    was, now = f"{old.price.normalize():f}", f"{line.price:f}"
    if larger >= absurd:
        reason = f"Priset {now} {line.currency} är orimligt: det var {was}"
        return Rejected(line.number, reason, line.article_number)
    text = f"Priset på {line.article_number} har gått från {was} till {now} {line.currency}"
    return Remark(line.number, text)


def keep_prices(session: Session, supplier: int, list_id: int, now: datetime) -> None:
    """Add each price that a supplier's list brought, which was read now, to the history."""
    prices = select(
        ArticleRow.id,
        ArticleRow.price,
        ArticleRow.currency,
        ArticleRow.unit,
        ArticleRow.valid_from,
        literal(now, ArticlePriceRow.seen_at.type),
        literal(list_id),
    ).where(
        ArticleRow.supplier_id == supplier,
        ArticleRow.price_list_id == list_id,
        ArticleRow.price.is_not(None),
    )
    into = ("article_id", "price", "currency", "unit", "valid_from", "seen_at", "price_list_id")
    session.execute(insert(ArticlePriceRow).from_select(list(into), prices))
