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
        found = self._named(said) or self._misspelt(said)
        return self.get(found.pop()) if len(found) == 1 else None

    def _named(self, said: str) -> set[str]:
        """The parties whose names stand in `said`; a name within a longer one does not count."""
        spans: list[tuple[int, int, str]] = []
        for party in self.parties:
            for name in set(map(fold, party.names())):
                start = f" {said} ".find(f" {name} ")
                if start >= 0:
                    spans.append((start, start + len(name), party.id))
        return {
            party_id
            for start, end, party_id in spans
            if not any(s <= start and end <= e and e - s > end - start for s, e, _ in spans)
        }

    def _misspelt(self, said: str) -> set[str]:
        words = said.split()
        windows = {" ".join(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words))}
        scores: dict[str, float] = {}
        for party in self.parties:
            names = [n for n in map(fold, party.names()) if len(n) >= _FUZZY_MIN_LENGTH]
            score = max((fuzz.ratio(n, window) for n in names for window in windows), default=0.0)
            if score >= _FUZZY_CUTOFF:
                scores[party.id] = score
        return {party_id for party_id, score in scores.items() if score == max(scores.values())}
