"""What coordinators do with new articles: tie them to accounts, leave them, undo."""

import secrets
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.account_intents import AccountScope, AccountsUndo, Grouping, GroupSeen
from bot.accounts import outcomes, shown, store, ties
from bot.accounts.exports import new_export
from bot.accounts.forms import Faults, Written, account_in
from bot.accounts.outcomes import Told
from bot.accounts.plan import AccountPlan, Meant
from bot.accounts.shown import AccountShown, OneShown, Overview
from bot.accounts.suggestions import Judged, Suggestions
from bot.accounts.ties import How, Tie
from bot.coordinators import Coordinators
from bot.database.models import ArticleRow
from bot.database.session import Database
from bot.documents import AccountsForNavigatorn, AccountsToFill
from bot.inbox import Inbox
from bot.messages import Button, FileMessage, Say
from bot.occasion import Clock, Occasion
from bot.outbox import Envelope, Outbox, ToPerson
from bot.outcomes import Refused
from bot.people import People, Person

_Act = Callable[[Session, Person], Told | Refused]
_CHANGED = Refused(key="accounts.changed")


class AccountDesk:
    """The coordinators' acts. Each comes about once; what somebody else chose is never lost."""

    def __init__(
        self,
        *,
        db: Database,
        inbox: Inbox,
        outbox: Outbox,
        people: People,
        coordinators: Coordinators,
        suggestions: Suggestions,
        now: Clock,
    ) -> None:
        self._db = db
        self._inbox = inbox
        self._outbox = outbox
        self._people = people
        self._coordinators = coordinators
        self._suggestions = suggestions
        self._now = now

    def refusal(self, person_id: str) -> Refused | None:
        """Why the person may not see or tie anything, or None. Goes over the network."""
        return self._coordinators.refusal(person_id)

    # Looking ----------------------------------------------------------------------------------

    def ready(self) -> bool:
        """Whether what is suggested is at hand; if not, `wait` takes some seconds."""
        return self._suggestions.at_hand() is not None

    def wait(self) -> None:
        """Judge the articles anew, however long it takes."""
        self._suggestions.judge()

    def overview(self, by: Grouping = "group", *, later: bool = False) -> Overview:
        """The articles without an account, in groups."""
        judged = self._judged()
        with self._db.read() as session:
            return shown.overview(session, judged, by, later=later)

    def one(self, scope: AccountScope, after: int = 0) -> OneShown | None:
        """The article of a scope that comes after an id, or its first."""
        judged = self._judged()
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

    # Tying ------------------------------------------------------------------------------------

    def tie(self, occasion: Occasion, article: int, account: str) -> Told | Refused:
        """Tie one article to an account that is known."""

        def act(session: Session, person: Person) -> Told | Refused:
            if account not in store.names(session):
                return Refused(key="accounts.form.gone")
            return self._tie(session, person, [article], Meant(account, None), "one")

        return self._once(occasion, act)

    def tie_all(self, occasion: Occasion, seen: GroupSeen) -> Told | Refused:
        """Tie the articles of a group whose suggestion is sure enough, if they are as they were
        seen. It may take long: see `ready`."""
        judged = self._judged()

        def act(session: Session, person: Person) -> Told | Refused:
            store.lock(session)
            articles = shown.as_seen(session, judged, seen)
            if articles is None or seen.scope.account is None:
                return _CHANGED
            sure = [one.goods.id for one in articles if shown.is_sure(judged, one)]
            account = Meant(seen.scope.account, None)
            return self._tie(session, person, sure, account, "group")

        return self._once(occasion, act)

    def tie_group(self, occasion: Occasion, seen: GroupSeen, told: Written) -> Told | Refused:
        """Tie a group, if it is as it was seen, to what a form says; see `faults`, `tie_all`."""
        judged = self._judged()

        def act(session: Session, person: Person) -> Told | Refused:
            store.lock(session)
            account = _account(session, told)
            if isinstance(account, Refused):
                return account
            articles = shown.as_seen(session, judged, seen)
            if articles is None:
                return _CHANGED
            ids = [one.goods.id for one in articles]
            return self._tie(session, person, ids, account, "group")

        return self._once(occasion, act)

    def tie_other(self, occasion: Occasion, article: int, told: Written) -> Told | Refused:
        """Tie one article to what a form says; see `faults`."""

        def act(session: Session, person: Person) -> Told | Refused:
            store.lock(session)
            account = _account(session, told)
            if isinstance(account, Refused):
                return account
            return self._tie(session, person, [article], account, "one")

        return self._once(occasion, act)

    def leave(self, occasion: Occasion, article: int) -> Told | Refused:
        """Leave one article for later."""

        def act(session: Session, person: Person) -> Told | Refused:
            batch = _batch()
            if not ties.leave(session, article, batch=batch, person=person.id, now=self._now()):
                return outcomes.too_late(session, article, person.id)
            name = outcomes.name(session, article)
            return Told(key="accounts.left", params={"name": name}, batch=batch)

        return self._once(occasion, act)

    def undo(self, occasion: Occasion, batch: str, *, quietly: bool) -> Told | Refused:
        """Take back what was done at once; unless `quietly`, say so where it was asked for."""

        def act(session: Session, person: Person) -> Told | Refused:
            count, kept = ties.undo(
                session, batch, batch=_batch(), person=person.id, now=self._now()
            )
            if not count:
                told = Told(key="accounts.undone.nothing")
            elif kept:
                told = Told(
                    key="accounts.undone.some", params={"count": str(count), "kept": str(kept)}
                )
            else:
                told = Told(key="accounts.undone", params={"count": str(count)})
            if not quietly:
                say = Say(key=told.key, params=told.params)
                self._outbox.answer(session, occasion, person.lang, say)
            return told

        return self._once(occasion, act)

    def add(self, occasion: Occasion, told: Written) -> Told | Refused:
        """Make an account known, or give one that is known another name; see `faults`."""

        def act(session: Session, _person: Person) -> Told | Refused:
            store.lock(session)
            account = _account(session, told, renaming=True)
            if isinstance(account, Refused):
                return account
            store.save_account(session, account.code, account.name)
            store.count_change(session)
            text = outcomes.account(session, account.code)
            return Told(key="accounts.added", params={"account": text})

        return self._once(occasion, act)

    # Spreadsheets -----------------------------------------------------------------------------

    def send_sheet(self, occasion: Occasion) -> Told | Refused:
        """Send the articles without an account, with what is suggested, to the person's DM."""

        def act(session: Session, person: Person) -> Told | Refused:
            self._send(
                session,
                person,
                FileMessage(document=AccountsToFill(), key="accounts.sheet.sent"),
            )
            return Told(key="accounts.sheet.coming")

        return self._once(occasion, act)

    def export(self, occasion: Occasion, *, whole: bool) -> Told | Refused:
        """Send what was tied since the last export (or all) for Navigatorn, to the person's DM."""

        def act(session: Session, person: Person) -> Told | Refused:
            export = new_export(session, whole=whole, person=person.id, now=self._now())
            if export is None:
                nothing = "accounts.export.nothing_all" if whole else "accounts.export.nothing"
                return Told(key=nothing)
            file = FileMessage(
                document=AccountsForNavigatorn(export=export.id),
                key="accounts.export.sent",
                params={"count": str(export.articles)},
            )
            self._send(session, person, file)
            return Told(key="accounts.export.coming", params={"count": str(export.articles)})

        return self._once(occasion, act)

    # Parts ------------------------------------------------------------------------------------

    def _known(self) -> dict[str, str | None]:
        with self._db.read() as session:
            return store.names(session)

    def _judged(self) -> Judged:
        return self._suggestions.at_hand() or self._suggestions.judge()

    def _tie(
        self, session: Session, person: Person, articles: list[int], account: Meant, how: How
    ) -> Told | Refused:
        judged = self._suggestions.latest
        wanted = []
        for article in articles:
            suggestion = judged.suggestions.get(article) if judged else None
            wanted.append(
                Tie(
                    article,
                    account.code,
                    suggested=suggestion.account if suggestion else None,
                    confidence=suggestion.confidence if suggestion else None,
                )
            )
        batch = _batch()
        done = ties.tie(session, wanted, how=how, batch=batch, person=person.id, now=self._now())
        if not done.articles:
            return outcomes.too_late(session, articles[0], person.id) if articles else _CHANGED
        store.save_account(session, account.code, account.name)
        told = outcomes.tied(session, done.articles, account.code, batch)
        if len(articles) > 1:
            undo = Button(intent=AccountsUndo(batch=batch), label="ui.button.accounts.undo")
            say = Say(key=told.key, params=told.params, buttons=(undo,))
            self._put(session, person, say)
        return told

    def _once(self, occasion: Occasion, act: _Act) -> Told | Refused:
        refused = self._coordinators.refusal(occasion.person)
        with self._inbox.once(occasion.key) as session:
            if session is None:
                return Told(key="accounts.done_before")
            person = self._people.lock(session, occasion.person)
            if refused is None:
                return act(session, person)
            say = Say(key=refused.key, params=refused.params)
            only_for_them = not occasion.place.dm
            self._outbox.answer(session, occasion, person.lang, say, only_for_them=only_for_them)
            return refused

    def _send(self, session: Session, person: Person, file: FileMessage) -> None:
        self._outbox.put(
            session, Envelope(target=ToPerson(person=person.id), lang=person.lang, message=file)
        )

    def _put(self, session: Session, person: Person, say: Say) -> None:
        self._outbox.put(
            session, Envelope(target=ToPerson(person=person.id), lang=person.lang, message=say)
        )


def _account(session: Session, told: Written, *, renaming: bool = False) -> Meant | Refused:
    """What a form means by now: somebody may have made the same account since it was checked."""
    account = account_in(told, AccountPlan(store.names(session)), renaming=renaming)
    if isinstance(account, Faults):
        return Refused(key=next(iter(account.fields.values())), params=account.params)
    return account


def _batch() -> str:
    return secrets.token_hex(8)
