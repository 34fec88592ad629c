"""A line of a price list as the columns of an article."""

from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b
from json import dumps, loads
from typing import Any

from knowledge.pricelists import Head, Line, PriceStep

_FINGERPRINT = 8  # bytes
_AFTER_SUPPLIER = Line._fields.index("supplier") + 1


@dataclass(frozen=True, slots=True)
class Details:
    """What of an article is shown and never searched: prices for larger orders, properties."""

    price_steps: tuple[PriceStep, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()

    def dump(self) -> str | None:
        """As the column has it: None if there is nothing."""
        if not self.price_steps and not self.properties:
            return None
        steps = [[str(step.quantity), str(step.price)] for step in self.price_steps]
        return dumps({"price_steps": steps, "properties": self.properties}, ensure_ascii=False)

    @classmethod
    def load(cls, column: str | None) -> "Details":
        """What `dump` wrote."""
        if column is None:
            return cls()
        kept = loads(column)
        return cls(
            tuple(PriceStep(Decimal(one), Decimal(price)) for one, price in kept["price_steps"]),
            tuple((name, value) for name, value in kept["properties"]),
        )


def fingerprint(line: Line) -> str:
    """A short text that differs between two lines that say different things of an article.

    What only the head of the list says (its validity, its contract) is no part of it: a list that
    comes every week would change every article. Nor is the line's place, or the supplier's name.
    """
    said = repr((line.name, *line[_AFTER_SUPPLIER:]))
    return blake2b(said.encode(), digest_size=_FINGERPRINT).hexdigest()


def columns(line: Line, head: Head, mark: str, *, example: bool) -> dict[str, Any]:
    """The columns that a line gives its article; `mark` is its fingerprint."""
    return {
        "article_number": line.article_number or line.gtin,
        "gtin": line.gtin,
        "name": line.name,
        "unit": line.unit,
        "package": line.package,
        "brand": line.brand,
        "product_group": line.product_group,
        "price": line.price,
        "currency": line.currency,
        "price_quantity": line.price_quantity,
        "list_price": line.list_price,
        "minimum_quantity": line.minimum_quantity,
        "valid_from": line.valid_from or head.valid_from,
        "valid_to": line.valid_to or head.valid_to,
        "contract_number": line.contract or head.contract,
        "classification": line.classification,
        "country": line.country,
        "replaces": line.replaces,
        "replaced_by": line.replaced_by,
        "description": line.description,
        "details": Details(line.price_steps, line.properties).dump(),
        "fingerprint": mark,
        "example": example,
    }
