"""What there is for coordinators to see of articles and accounts."""

from sqlalchemy import select

from bot.account_intents import AccountScope, Grouping, GroupSeen
from bot.accounts import shown, store
from bot.accounts.forms import Faults, Written, account_in
from bot.accounts.plan import AccountPlan
from bot.accounts.shown import AccountShown, OneShown, Overview
from bot.accounts.suggestions import Judged, Suggestions
from bot.database.models import ArticleRow
from bot.database.session import Database


class AccountLooks:
    """Reads, and changes nothing. What needs suggestions takes long until there are some."""

    def __init__(self, db: Database, suggestions: Suggestions) -> None:
        self._db = db
        self._suggestions = suggestions

    def ready(self) -> bool:
        """Whether what is suggested is at hand; if not, `wait` takes some seconds."""
        return self._suggestions.at_hand() is not None

    def wait(self) -> None:
        """Judge the articles anew, however long it takes."""
        self._suggestions.judge()

    def overview(self, by: Grouping = "group", *, later: bool = False) -> Overview:
        """The articles without an account, in groups."""
        judged = self.judged()
        with self._db.read() as session:
            return shown.overview(session, judged, by, later=later)

    def one(self, scope: AccountScope, after: int = 0) -> OneShown | None:
        """The article of a scope that comes after an id, or its first."""
        judged = self.judged()
        with self._db.read() as session:
            return shown.one_of(session, judged, scope, after)

    def stands(self, seen: GroupSeen) -> bool:
        """Whether a group is as it was seen, as far as that is known at once."""
        judged = self._suggestions.at_hand()
        if judged is None:
            return True
        with self._db.read() as session:
            return shown.as_seen(session, judged, seen) is not None

    def name(self, article: int) -> str | None:
        """An article's name; None if there is no such article."""
        with self._db.read() as session:
            return session.scalar(select(ArticleRow.name).where(ArticleRow.id == article))

    def known(self) -> tuple[AccountShown, ...]:
        """The accounts that can be chosen, by code."""
        return tuple(AccountShown(code=code, name=name) for code, name in self._known().items())

    def knows_any(self) -> bool:
        """Whether there is an account to choose."""
        return bool(self._known())

    def faults(self, told: Written, *, new: bool = False) -> Faults | None:
        """What is wrong in a form for articles, or for a `new` account (or one to be renamed)."""
        account = account_in(told, AccountPlan(self._known()), renaming=new)
        return account if isinstance(account, Faults) else None

    def judged(self) -> Judged:
        """What is suggested: what is at hand, or else judged now, however long it takes."""
        return self._suggestions.at_hand() or self._suggestions.judge()

    def _known(self) -> dict[str, str | None]:
        with self._db.read() as session:
            return store.names(session)
