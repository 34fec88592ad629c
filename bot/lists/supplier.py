"""Whose list it is, when neither the list nor its name says so but whoever sent it does."""

import re

from sqlalchemy.orm import Session

from bot import article_store
from knowledge.parties import Parties, PartyKind

# "Prislista från Menigo": at the end, capitalised, and not a greeting from whoever writes.
_FROM = re.compile(
    r"(?:^|\s)(?:[Ff]rån|[Ff]rom)\s+([A-ZÅÄÖ0-9][\w.'’-]*(?:\s+(?:[&+]|och|[A-ZÅÄÖ0-9][\w.'’-]*)){0,5})"
    r"\s*[.!]?\s*$"
)
_GREETING = re.compile(r"(?i)hälsning|\bhej då\b|\bmvh\b|\bregards\b")
_NAME_MAX = 100


def supplier_said(session: Session, parties: Parties, said: str | None) -> str | None:
    """The supplier that a text written with a list names: one that we know, or one "från" which
    the list is. None if it names nobody."""
    if not said:
        return None
    party = parties.find(said)
    if party is not None and party.kind is PartyKind.SUPPLIER:
        return party.name
    known = article_store.supplier_in(session, said)
    if known is not None:
        return known
    named = None if _GREETING.search(said) else _FROM.search(said)
    return named[1].rstrip(".")[:_NAME_MAX] if named else None


def supplier_choices(session: Session, parties: Parties, most: int) -> tuple[str, ...]:
    """The suppliers that a list can be of: those among the parties first, then others we know."""
    names = [party.name for party in parties.suppliers]
    others = [name for name in article_store.supplier_names(session) if name not in names]
    return (*names, *others)[:most]
