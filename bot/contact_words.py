"""Who is meant by words that name nobody: IT, and the coordinator asked about."""

import re

from bot.understanding import Understood
from knowledge.parties import Parties, PartyKind

_IT = re.compile(
    r"\bIT\b|(?i:\bit[- ]?(?:support|avdelning|department|help)|\b(?:till|hos|på|kontakta)\s+it\b)"
)
"""IT is meant: in capitals, or where it cannot be the English pronoun."""

_WHO = re.compile(
    r"(?:hej\W+)?"
    r"(?:vem|vilka|vad heter|hur (?:når|kontaktar|får)|who|how (?:do|can) (?:i|we) reach)\b",
    re.IGNORECASE,
)


def means_it(text: str) -> bool:
    """Whether a text speaks of IT, of whichever municipality."""
    return bool(_IT.search(text))


def asks_who(parties: Parties, understood: Understood, text: str) -> bool:
    """Whether a text asks who the coordinator is, rather than for help from them."""
    named = {parties.get(party).kind for party in understood.parties}
    return PartyKind.COORDINATOR in named and bool(_WHO.match(text.strip()))
