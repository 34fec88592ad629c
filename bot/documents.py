"""Files that the bot sends: what is in them, as small typed values, made into bytes when sent.

The outbox keeps the value. To add a document: a type here, and a maker of it where the services are
wired (`bot.core.documents`).
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from bot.errors import HjalpenError
from knowledge.text import Frozen, Lang


class RejectedLines(Frozen):
    """The lines of a price list that were not read, and why: of a row in `incoming_lists`."""

    kind: Literal["rejected_lines"] = "rejected_lines"
    incoming: int


Document = RejectedLines
"""What a file can show; with more of them a union, told apart by `kind`."""


class MadeFile(Frozen):
    """A file, ready to be sent. `name` has its ending; Slack shows `title`."""

    name: str
    title: str
    content: bytes


class DocumentGoneError(HjalpenError):
    """What a document is to show is no longer there."""


Maker = Callable[[Any, Lang], MadeFile]
"""Makes one type of document; DocumentGoneError if what it shows is gone."""


class Documents:
    """Makes files of documents, each type by its own maker."""

    def __init__(self, makers: Mapping[type[Frozen], Maker]) -> None:
        self._makers = dict(makers)

    def make(self, document: Document, lang: Lang) -> MadeFile:
        """A document as a file in `lang`.

        Raises DocumentGoneError if what it shows is gone, KeyError for a type without a maker.
        """
        return self._makers[type(document)](document, lang)
