"""Words that steer a conversation, whatever it is about."""

from enum import StrEnum

from knowledge.folding import fold


class Command(StrEnum):
    """A steering word."""

    CANCEL = "cancel"
    BACK = "back"
    RESUME = "resume"
    HELP = "help"


_WORDS = {
    Command.CANCEL: ("avbryt", "avsluta", "sluta", "strunta i det", "cancel", "stop", "never mind"),
    Command.BACK: ("tillbaka", "backa", "ett steg tillbaka", "back", "go back"),
    Command.RESUME: ("fortsätt", "fortsätt felsökningen", "continue", "resume"),
    Command.HELP: (
        "hjälp",
        "hjälp mig",
        "vad kan du",
        "vad kan du göra",
        "meny",
        "help",
        "menu",
        "",
    ),
}


def command_in(text: str) -> Command | None:
    """The steering word that `text` is, if it is nothing else; an empty text asks for help."""
    said = fold(text)
    for command, words in _WORDS.items():
        if said in map(fold, words):
            return command
    return None
