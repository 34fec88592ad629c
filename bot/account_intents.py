"""What buttons about new articles' accounts mean; see `bot.intents`. All are coordinators'."""

from typing import Literal

from pydantic import Field

from knowledge.text import Frozen

Grouping = Literal["group", "supplier", "account"]


class AccountScope(Frozen):
    """Which of the articles without an account: those with a product group's or a supplier's name
    (`label`, None for all), and a suggestion (`account`, None for those without any).

    `later`: those that were left for later, rather than the others.
    """

    by: Grouping = "group"
    label: str | None = Field(None, max_length=200)
    account: str | None = Field(None, max_length=32)
    later: bool = False


class GroupSeen(Frozen):
    """A group as somebody saw it: `count` articles up to the id `last`.

    `digest` says which, and which of them were sure: what has changed since is not to be tied.
    """

    scope: AccountScope
    last: int
    count: int
    digest: str = Field(max_length=32)


class AccountsOpen(Frozen):
    """Show the articles without an account, in groups; `page` counts from 0.

    `fresh`: with suggestions as they are now, even if that takes long.
    """

    kind: Literal["accounts.open"] = "accounts.open"
    by: Grouping = "group"
    page: int = Field(0, ge=0)
    later: bool = False
    fresh: bool = False


class AccountsTieAll(Frozen):
    """Tie the articles of a group whose suggestion is sure enough, if it is as it was seen."""

    kind: Literal["accounts.tie_all"] = "accounts.tie_all"
    group: GroupSeen


class AccountsOne(Frozen):
    """Show one article of a group: the one after the id `after`, in the order of their ids."""

    kind: Literal["accounts.one"] = "accounts.one"
    scope: AccountScope
    after: int = 0


class AccountsTie(Frozen):
    """Tie one article, and show the next."""

    kind: Literal["accounts.tie"] = "accounts.tie"
    scope: AccountScope
    article: int
    account: str = Field(max_length=32)


class AccountsLater(Frozen):
    """Leave one article for later, and show the next."""

    kind: Literal["accounts.later"] = "accounts.later"
    scope: AccountScope
    article: int


class AccountsOther(Frozen):
    """Open the form for another account: for one article, or else for a whole group."""

    kind: Literal["accounts.other"] = "accounts.other"
    article: int | None = None
    group: GroupSeen | None = None


class AccountsUndo(Frozen):
    """Take back what was done at once."""

    kind: Literal["accounts.undo"] = "accounts.undo"
    batch: str = Field(max_length=32)


class AccountsNew(Frozen):
    """Open the form for a new account."""

    kind: Literal["accounts.new"] = "accounts.new"


class AccountsSheet(Frozen):
    """Send the articles without an account as a spreadsheet."""

    kind: Literal["accounts.sheet"] = "accounts.sheet"


class AccountsExport(Frozen):
    """Send a spreadsheet for Navigatorn: what was tied since the last one, or (`whole`) all."""

    kind: Literal["accounts.export"] = "accounts.export"
    whole: bool = False
