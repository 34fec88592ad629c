"""Articles as they are shown: a line among hits, the hits of a search, a card with a history."""

from datetime import date
from decimal import Decimal
from typing import Literal

from knowledge.articles.comparison import Measure
from knowledge.articles.words import fold
from knowledge.text import Frozen


class ArticleRef(Frozen):
    """An article that another one names by its number; `name` and `id` are None if we have none."""

    article_number: str
    id: int | None = None
    name: str | None = None
    gone: bool = False


class Compared(Frozen):
    """What an article costs for each kilo or litre."""

    price: Decimal
    per: Measure


class ArticleLine(Frozen):
    """An article among others.

    `id` is None for one that the database does not have. `holds` tells whether its price holds
    today, and `gone_on` since when it is no longer sold. `gtin` is given where it was asked for.
    """

    article_number: str
    name: str
    supplier: str
    id: int | None = None
    unit: str | None = None
    package: str | None = None
    gtin: str | None = None
    price: Decimal | None = None
    currency: str | None = None
    compared: Compared | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    holds: Literal["now", "ended", "later"] = "now"
    replaced_by: ArticleRef | None = None
    gone_on: date | None = None
    example: bool = False


class ArticleHits(Frozen):
    """What a search gives; none found is said plainly. "Ingen av dem" starts the list.

    `how`: what was asked for was found; or it is a number that an article has, or is one digit
    away from; or these are the nearest, and hardly it; or a number of articles that are no longer
    sold (`gone`), with what is like them; or several goods, one hit each, but for the `missing`
    ones; `found` are the places of the others among them. `more` counts the hits that are not
    shown, and `suppliers` are those that can be chosen among; `supplier` is the one whose articles
    these are. `similar` are articles with a number like the one asked for.
    """

    kind: Literal["articles"] = "articles"
    query: str
    hits: tuple[ArticleLine, ...]
    question: int
    how: Literal["found", "number", "near_number", "nearest", "gone", "several"] = "found"
    supplier: str | None = None
    suppliers: tuple[str, ...] = ()
    more: int = 0
    similar: tuple[ArticleRef, ...] = ()
    gone: tuple[ArticleLine, ...] = ()
    missing: tuple[str, ...] = ()
    found: tuple[int, ...] = ()


class ArticleFound(Frozen):
    """An article that was looked up while a list of goods not found was written."""

    kind: Literal["article"] = "article"
    article: ArticleLine


class PricePoint(Frozen):
    """A price for one `unit`, and the day from which it holds; the unit is None if not known."""

    day: date
    price: Decimal
    currency: str | None = None
    unit: str | None = None

    @property
    def of(self) -> tuple[str | None, str | None]:
        """What it is a price of: only those of the same compare."""
        return self.currency, self.unit and fold(self.unit).strip(" .")


class Step(Frozen):
    """A price for one unit when at least `quantity` of them are ordered."""

    quantity: Decimal
    price: Decimal


class ArticleCard(Frozen):
    """Everything that is known of an article today.

    `history` has each price once it changed, the oldest first; one whose day is after `today` is
    still to come. `returned_on` is when it was last sold again after it had been gone.
    """

    article: ArticleLine
    gtin_right: bool = False
    brand: str | None = None
    product_group: str | None = None
    list_price: Decimal | None = None
    minimum: Decimal | None = None
    steps: tuple[Step, ...] = ()
    contract: str | None = None
    classification: str | None = None
    country: str | None = None
    account: str | None = None
    description: str | None = None
    properties: tuple[tuple[str, str], ...] = ()
    replaces: ArticleRef | None = None
    history: tuple[PricePoint, ...] = ()
    today: date
    first_seen_on: date
    updated_on: date
    returned_on: date | None = None
