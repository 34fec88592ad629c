"""Accounts of our own making for the demo's articles: the domain text has no account plan.

Their codes and names say that they are examples, and nothing else in the product knows of them.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from zlib import crc32

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts import store, ties
from bot.accounts.ties import Tie
from bot.database.models import ArticleRow, SupplierRow
from knowledge.folding import fold

_LEFT = 8  # one article in so many is left without an account, for somebody to tie


class ExampleAccount(NamedTuple):
    """A code and a name, both marked as an example."""

    code: str
    name: str


_FOOD = ExampleAccount("EX-01", "Exempelkonto: livsmedel")
_CLEANING = ExampleAccount("EX-02", "Exempelkonto: städ och hygien")
_DISPOSABLE = ExampleAccount("EX-03", "Exempelkonto: engångsmaterial")
_OFFICE = ExampleAccount("EX-04", "Exempelkonto: kontorsmaterial")
_TEACHING = ExampleAccount("EX-05", "Exempelkonto: skola och lek")
_COMPUTERS = ExampleAccount("EX-06", "Exempelkonto: datatillbehör")
_CARE = ExampleAccount("EX-07", "Exempelkonto: vård och skydd")

# By supplier, else by supplier and product group, as the demo's price lists name them.
_SUPPLIERS = {
    "charkett": _FOOD,
    "gronsakshallen": _FOOD,
    "ingelsta kalkon": _FOOD,
    "martin & servera": _FOOD,
    "skanemejerier": _FOOD,
}
_GROUPS = {
    ("procurator", _CLEANING): "papper hygien rengoring disk tvatt stadredskap",
    ("procurator", _DISPOSABLE): "kok dukning engangsartiklar pasar_och_sackar",
    ("procurator", _CARE): "skydd vard",
    ("staples", _OFFICE): "papper pennor skrivbord block arkivering kuvert",
    ("staples", _TEACHING): "skapande lek skolmaterial",
    ("lyreco", _OFFICE): "kontor batterier",
    ("lyreco", _COMPUTERS): "skrivare datatillbehor",
    ("lyreco", _FOOD): "fikarum",
    ("lyreco", _CARE): "forsta_hjalpen",
}


def example_account(supplier: str, group: str | None) -> ExampleAccount | None:
    """The demo's account of a supplier's product group; None if it has none."""
    who, what = fold(supplier), fold(group or "").replace(" ", "_")
    for (name, account), groups in _GROUPS.items():
        if name == who and what in groups.split():
            return account
    return _SUPPLIERS.get(who)


def example_accounts() -> tuple[ExampleAccount, ...]:
    """All of them, by code."""
    return tuple(sorted({*_SUPPLIERS.values(), *(account for _, account in _GROUPS)}))


def tie_examples(session: Session, now: datetime) -> int:
    """Tie most of the demo's articles to the demo's accounts; how many.

    None where there is an account already, be it an example or not.
    """
    if store.names(session):
        return 0
    rows = session.execute(
        select(ArticleRow.id, ArticleRow.article_number, SupplierRow.name, ArticleRow.product_group)
        .join(SupplierRow, SupplierRow.id == ArticleRow.supplier_id)
        .where(ArticleRow.example.is_(True), ArticleRow.account.is_(None))
    )
    wanted = list(_wanted(rows))
    if not wanted:
        return 0
    store.lock(session)
    for account in example_accounts():
        store.save_account(session, account.code, account.name)
    batch = secrets.token_hex(8)
    done = ties.tie(session, wanted, how="example", batch=batch, person=None, now=now)
    return len(done.articles)


def _wanted(rows: Iterable[tuple[int, str, str, str | None]]) -> Iterable[Tie]:
    for id_, number, supplier, group in rows:
        account = example_account(supplier, group)
        if account is not None and crc32(number.encode()) % _LEFT:
            yield Tie(id_, account.code)
