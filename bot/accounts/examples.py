"""Accounts of our own making for the demo's articles: the domain text has no account plan.

Their codes and names say that they are examples, and nothing else in the product knows of them.
"""

from typing import NamedTuple

from knowledge.folding import fold


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
