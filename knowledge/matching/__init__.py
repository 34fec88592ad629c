"""From what a person wrote to the topics that it may be about, with calibrated confidence."""

from knowledge.matching.entries import Entry, entries_of
from knowledge.matching.matcher import Candidate, Match, Matcher, Thresholds
from knowledge.matching.training import DEFAULTS, Options

__all__ = [
    "DEFAULTS",
    "Candidate",
    "Entry",
    "Match",
    "Matcher",
    "Options",
    "Thresholds",
    "entries_of",
]
