"""The knowledge that this installation answers from, by its settings."""

from bot.settings import Settings
from knowledge.library import Library, default_content_dir, load_library
from knowledge.matching import Thresholds


def load_knowledge(settings: Settings) -> Library:
    """The library from the content folder of the settings; ContentError if it is not in order."""
    return load_library(settings.content_dir or default_content_dir())


def thresholds(settings: Settings) -> Thresholds:
    """From which confidence the bot answers and offers choices: as set, or as calibrated."""
    usual = Thresholds()
    return Thresholds(
        answer_at=usual.answer_at if settings.answer_at is None else settings.answer_at,
        choices_at=usual.choices_at if settings.choices_at is None else settings.choices_at,
    )
