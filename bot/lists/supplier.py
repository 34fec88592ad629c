"""Whose list it is, when neither the list nor its name says so but whoever sent it does."""

import re

from sqlalchemy.orm import Session

from bot import article_store
from bot.lists.shown import told
from bot.messages import ListShown
from knowledge.folding import fold
from knowledge.parties import Parties
from knowledge.topics import Municipality

_FROM = re.compile(r"\b(?:från|from)\s+", re.IGNORECASE)
_GREETING = re.compile(
    r"(?:hälsning\w*|mvh|hej(?:san)?|tjena|kram|regards|greetings|hello|hi)\s*$", re.IGNORECASE
)
_ENDS_A_NAME = re.compile(
    r"""
    för | till | med | som | i | på | av | om | och | nu | idag | ig[åa]r | imorgon | tack | kan
    | vecka | veckan | den | det | är | gäller | början | mig | dig | er | oss | dem | dom | honom
    | henne | vår | vårt | min | mitt | kommunen | leverantören
    | for | to | with | that | in | on | of | and | the | it | is | you | me | us | them | please
    | thanks | week | today | tomorrow
    | (?:mån|tis|ons|tors|fre|lör|sön)dag(?:en|s)?
    | (?:mon|tues|wednes|thurs|fri|satur|sun)day
    | januari | februari | mars | april | maj | juni | juli | augusti
    | january | february | march | may | june | july | august
    | (?:septem|okto|octo|novem|decem)ber
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DATED = re.compile(r"v?\.?\d[\d./:-]*", re.IGNORECASE)  # v49, 2026-12-01
_JOINS = ("&", "+", "och", "and")
_QUOTES = "\"'“”’»«*_()"
_MOST_WORDS = 6
_MOST_SMALL = 3  # where no capital tells where a name ends
_NAME_MAX = 100

MOST_CHOICES = 100
"""https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element"""


def supplier_said(session: Session, parties: Parties, said: str | None) -> str | None:
    """The supplier that a text written with a list names, of those that we know.

    None if it names nobody, or says that the list is from somebody else.
    """
    if not said:
        return None
    named = name_after_from(said)
    known = None if named is None else _known(session, parties, named)
    if known is not None:
        return known
    if named is not None and named[0].isupper() and _may_be_a_supplier(parties, named):
        return None
    return _known(session, parties, said)


def supplier_offered(session: Session, parties: Parties, said: str | None) -> str | None:
    """The name from which a text says that a list is, when it may be that of a new supplier: for a
    person to choose. Never a party of another kind, nor a municipality."""
    named = None if not said else name_after_from(said)
    if named is None or _known(session, parties, named) is not None:
        return None
    if not _may_be_a_supplier(parties, named):
        return None
    return named[0].upper() + named[1:]


def name_after_from(said: str) -> str | None:
    """The last name that stands after "från", or "from", in a text that is no greeting."""
    names = (
        _name(said[found.end() :])
        for found in _FROM.finditer(said)
        if not _GREETING.search(said[: found.start()])
    )
    return next((name for name in reversed(list(names)) if name is not None), None)


def _name(text: str) -> str | None:
    """The name that a text begins with: words with a capital, or some without."""
    words: list[str] = []
    for raw in text.split():
        word = raw.strip(_QUOTES)
        bare = word.rstrip(",.;:!?" + _QUOTES)
        joins = bool(words) and word.casefold() in _JOINS
        if not joins and (_ENDS_A_NAME.fullmatch(bare) or _DATED.fullmatch(bare)):
            break
        if not bare or (not joins and words and words[0][0].isupper() and bare[0].islower()):
            break
        words.append(bare)
        if bare != word or len(words) == (_MOST_WORDS if words[0][0].isupper() else _MOST_SMALL):
            break
    while words and words[-1].casefold() in _JOINS:
        words.pop()
    return " ".join(words)[:_NAME_MAX].strip() or None


def _known(session: Session, parties: Parties, said: str) -> str | None:
    suppliers = parties.model_copy(update={"parties": parties.suppliers})
    party = suppliers.find(said)
    return article_store.supplier_in(session, said) if party is None else party.name


def _may_be_a_supplier(parties: Parties, name: str) -> bool:
    said = fold(name)
    if not said or any(f" {one.value}" in f" {said}" for one in Municipality):
        return False
    others = (fold(called) for party in parties.others for called in party.names())
    return not any(f"{other} ".startswith(f"{said} ") for other in others)


def ask_whose(
    session: Session, parties: Parties, incoming: int, file: str, said: str | None = None
) -> ListShown:
    """A file of which nothing says whose it is, with the suppliers to choose from: those that we
    know, and whom the text that was `said` with it names."""
    choices = supplier_choices(session, parties)
    new = supplier_offered(session, parties, said)
    return told(incoming, file, "asking", suppliers=choices, new_supplier=new or "")


def supplier_choices(
    session: Session, parties: Parties, most: int = MOST_CHOICES
) -> tuple[str, ...]:
    """The suppliers that a list can be of: those among the parties first, then others we know."""
    names = [party.name for party in parties.suppliers]
    others = [name for name in article_store.supplier_names(session) if name not in names]
    return (*names, *others)[:most]
