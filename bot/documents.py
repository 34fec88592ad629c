"""Files that the bot sends: what is in them, as small typed values, made into bytes when sent.

The outbox keeps the value. To add a document: a type here, and a maker of it where the services are
wired (`bot.core.documents`).
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from bot.errors import HjalpenError
from knowledge.text import Frozen, Lang


class RejectedLines(Frozen):
    """The lines of a price list that were not read, and why: of a row in `incoming_lists`."""

    kind: Literal["rejected_lines"] = "rejected_lines"
    incoming: int


class AccountsToFill(Frozen):
    """The articles without an account, or (`whole`) all, with what is suggested: to be filled in
    and sent back."""

    kind: Literal["accounts_to_fill"] = "accounts_to_fill"
    whole: bool = False


class AccountsForNavigatorn(Frozen):
    """Tied articles for Navigatorn: of a row in `account_exports`."""

    kind: Literal["accounts_for_navigatorn"] = "accounts_for_navigatorn"
    export: int


class WeekWorkbook(Frozen):
    """Everything that price lists changed: of a row in `week_reports`."""

    kind: Literal["week_workbook"] = "week_workbook"
    report: int


Document = Annotated[
    RejectedLines | AccountsToFill | AccountsForNavigatorn | WeekWorkbook,
    Field(discriminator="kind"),
]
"""What a file can show, told apart by `kind`."""


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
