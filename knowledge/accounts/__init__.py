"""Which account a new article belongs to, judged by the articles that have one.

How it is judged, and how often rightly: docs/accounts.md.
"""

from knowledge.accounts.codes import CODE_MAX, NAME_MAX, AccountText, account_code, account_name
from knowledge.accounts.model import (
    Alike,
    Goods,
    Reason,
    SameClass,
    SameGoods,
    SameGroup,
    SameSupplier,
    Successor,
    Suggestion,
    Tied,
)
from knowledge.accounts.suggester import CORRECTED, Suggester

__all__ = [
    "CODE_MAX",
    "CORRECTED",
    "NAME_MAX",
    "AccountText",
    "Alike",
    "Goods",
    "Reason",
    "SameClass",
    "SameGoods",
    "SameGroup",
    "SameSupplier",
    "Successor",
    "Suggester",
    "Suggestion",
    "Tied",
    "account_code",
    "account_name",
]
