"""What an article is, and what a search gives."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Article:
    """An article as a supplier's price list names it.

    `id` is the caller's own and unique within an index. `gtin` has 8, 12, 13 or 14 digits.
    `package` and `brand` are searched too, but an article is not worse for having them.
    `example` marks articles of our own making that nobody can order.
    """

    id: int
    article_number: str
    gtin: str | None
    name: str
    supplier: str
    unit: str | None
    package: str | None = None
    price: Decimal | None = None
    currency: str | None = None
    example: bool = False
    brand: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a query may mean, and how well it answers the query, from 0 to 1."""

    article: Article
    score: float
