"""The errors that a user of the product is meant to read."""


class HjalpenError(Exception):
    """Base of the known errors; its text is a sentence for whoever caused it."""


class UsageError(HjalpenError):
    """A setting, an argument or a file is wrong: the text says what and where. Exit code 2."""
