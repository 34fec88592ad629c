"""What an article is when its account is judged, and what the judgement is."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from knowledge.text import Frozen


@dataclass(frozen=True, slots=True)
class Goods:
    """An article by what tells of its account; `id` is the caller's own, and unique."""

    id: int
    number: str
    name: str
    supplier: str
    brand: str | None = None
    group: str | None = None  # the supplier's product group
    classification: str | None = None  # UNSPSC
    gtin: str | None = None
    replaces: str | None = None  # the number of another article of the supplier's
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class Tied:
    """An article with its account; a `weight` above 1 makes it count for more."""

    goods: Goods
    account: str
    weight: float = 1.0


class Alike(Frozen):
    """Articles of a like name have the account; up to three of them, the most alike first."""

    kind: Literal["alike"] = "alike"
    names: tuple[str, ...]


class SameGroup(Frozen):
    """`count` of the `of` articles of the same product group have the account."""

    kind: Literal["group"] = "group"
    group: str
    count: int
    of: int


class SameClass(Frozen):
    """`count` of the `of` articles whose classification begins alike have the account."""

    kind: Literal["class"] = "class"
    prefix: str
    count: int
    of: int


class SameSupplier(Frozen):
    """`count` of the `of` articles of the same supplier have the account."""

    kind: Literal["supplier"] = "supplier"
    supplier: str
    count: int
    of: int


class Successor(Frozen):
    """The article that it replaces has the account."""

    kind: Literal["successor"] = "successor"
    number: str
    name: str


class SameGoods(Frozen):
    """An article with the same GTIN, at another supplier, has the account."""

    kind: Literal["same"] = "same"
    supplier: str
    name: str


Reason = Annotated[
    Alike | SameGroup | SameClass | SameSupplier | Successor | SameGoods,
    Field(discriminator="kind"),
]


class Suggestion(Frozen):
    """An account for an article, how sure that is (0 to 1), and why, the strongest reason first.

    `others` are the accounts that come next, the likeliest first.
    """

    account: str
    confidence: float = Field(ge=0, le=1)
    reasons: tuple[Reason, ...]
    others: tuple[str, ...] = ()
