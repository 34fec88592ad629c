"""Words that steer a conversation, whatever it is about."""

import re
from enum import StrEnum

from knowledge.folding import fold


class Command(StrEnum):
    """A steering word."""

    CANCEL = "cancel"
    BACK = "back"
    RESUME = "resume"
    RESTART = "restart"
    HELP = "help"


_WORDS = {
    Command.CANCEL: ("avbryt", "avsluta", "sluta", "strunta i det", "cancel", "stop", "never mind"),
    Command.BACK: ("tillbaka", "backa", "ett steg tillbaka", "back", "go back"),
    Command.RESUME: ("fortsätt", "fortsätt felsökningen", "continue", "resume"),
    Command.RESTART: (
        "börja om",
        "från början",
        "börja om från början",
        "start again",
        "start over",
    ),
    Command.HELP: (
        "hjälp",
        "hjälp mig",
        "vad kan du",
        "vad kan du göra",
        "vad gör du",
        "vem är du",
        "vad är du",
        "är du en robot",
        "är du en människa",
        "är du en bot",
        "what can you do",
        "who are you",
        "what are you",
        "are you a robot",
        "are you a bot",
        "are you human",
        "meny",
        "help",
        "menu",
    ),
}

_CORRECTION = re.compile(
    r"(?:(?:nej|nä|näe|no|oj|ojdå|oops|ursäkta|förlåt|sorry|fel|wrong|vänta|wait|men|but)[\s,.!–-]+)*"
    r"(?:jag\s+)?(?:menade|menar|skulle\s+skriva|i\s+meant?|meant)\b[\s,:]*"
    r"(?:att\s+|that\s+)?(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


_FINDS = re.compile(
    r"(?:vara|varan|artikel|sök|item|article|find)\s+(?P<goods>\S.*)", re.IGNORECASE | re.DOTALL
)


def goods_in(command: str) -> str | None:
    """What a slash command like “vara havregryn” looks for; None if it asks for something else."""
    found = _FINDS.fullmatch(command.strip())
    return found["goods"] if found else None


def correction_in(text: str) -> str | None:
    """What a text like “nej, jag menade Lyreco” says instead of the answer before; else None."""
    found = _CORRECTION.fullmatch(text.strip())
    return found["rest"] if found else None


def command_in(text: str) -> Command | None:
    """The steering word that `text` is, if it is nothing else; an empty text asks for help."""
    if not text.strip():
        return Command.HELP
    said = fold(text)
    for command, words in _WORDS.items():
        if said in map(fold, words):
            return command
    return None
