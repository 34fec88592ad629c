"""Whom the municipality deals with: suppliers and others; names, never contact details."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Literal

from pydantic import Field
from rapidfuzz import fuzz

from knowledge.folding import fold
from knowledge.text import Frozen, Lang, Text
from knowledge.topics import Municipality

ContactRole = Literal["orders", "eprocurement", "contract"]

_FUZZY_MIN_LENGTH = 5  # shorter names are a slip away from ordinary words
_FUZZY_CUTOFF = 84.0


class PartyKind(StrEnum):
    """What a party is to the municipality."""

    SUPPLIER = "supplier"
    COORDINATOR = "coordinator"
    DISTRIBUTION = "distribution"
    IT = "it"
    VENDOR = "vendor"
    ECONOMIST = "economist"


class Party(Frozen):
    """A supplier or another contact; `aliases` are what people call it, in either language."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: str = Field(min_length=1)
    name_en: str | None = None
    kind: PartyKind
    aliases: tuple[str, ...] = ()
    municipality: Municipality | None = None

    def label(self, lang: Lang) -> str:
        """The name in `lang`."""
        return self.name_en if lang is Lang.EN and self.name_en else self.name

    def names(self) -> tuple[str, ...]:
        """Everything that it is called: id, names, aliases."""
        return (self.id, self.name, *((self.name_en,) if self.name_en else ()), *self.aliases)


class ContactRoles(Frozen):
    """What each of a supplier's three contacts is for."""

    orders: Text
    eprocurement: Text
    contract: Text

    def get(self, role: ContactRole) -> Text:
        """The text of one role."""
        texts: dict[ContactRole, Text] = {
            "orders": self.orders,
            "eprocurement": self.eprocurement,
            "contract": self.contract,
        }
        return texts[role]


class Parties(Frozen):
    """Every party, in the order of the file."""

    roles: ContactRoles
    parties: tuple[Party, ...]

    def all(self) -> Iterator[Party]:
        """Every party, in the order of the file."""
        return iter(self.parties)

    def get(self, party_id: str) -> Party:
        """The party with that id; KeyError if there is none."""
        for party in self.parties:
            if party.id == party_id:
                return party
        raise KeyError(party_id)

    @property
    def suppliers(self) -> tuple[Party, ...]:
        """The suppliers."""
        return tuple(party for party in self.parties if party.kind is PartyKind.SUPPLIER)

    @property
    def others(self) -> tuple[Party, ...]:
        """Everyone but the suppliers."""
        return tuple(party for party in self.parties if party.kind is not PartyKind.SUPPLIER)

    def find(self, text: str) -> Party | None:
        """The one party that `text` names: by id, name or alias, within a sentence, or misspelt.

        None when it names nobody, or two equally well.
        """
        said = fold(text)
        if not said:
            return None
        named: dict[str, int] = {}
        for party in self.parties:
            for name in map(fold, party.names()):
                if f" {name} " in f" {said} ":
                    named[party.id] = max(named.get(party.id, 0), len(name))
        if not named:
            named = self._misspelt(said)
        best = [party_id for party_id, score in named.items() if score == max(named.values())]
        return self.get(best[0]) if len(best) == 1 else None

    def _misspelt(self, said: str) -> dict[str, int]:
        words = said.split()
        windows = {" ".join(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words))}
        found: dict[str, int] = {}
        for party in self.parties:
            names = [n for n in map(fold, party.names()) if len(n) >= _FUZZY_MIN_LENGTH]
            scores = (fuzz.ratio(name, window) for name in names for window in windows)
            score = max(scores, default=0.0)
            if score >= _FUZZY_CUTOFF:
                found[party.id] = round(score)
        return found
