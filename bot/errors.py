"""The errors that a user of the product is meant to read."""


class HjalpenError(Exception):
    """Base of the known errors; its text is a sentence for whoever caused it."""


class UsageError(HjalpenError):
    """A setting, an argument or a file is wrong: the text says what and where. Exit code 2."""


class DirectoryUnavailable(HjalpenError):  # noqa: N818 - a state of the workspace, not a mistake
    """The workspace could not be asked who is who."""
