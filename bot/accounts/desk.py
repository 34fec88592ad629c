"""What coordinators do with new articles: tie them to accounts, leave them, undo."""

import secrets

from sqlalchemy.orm import Session

from bot.account_intents import AccountsUndo, GroupSeen
from bot.accounts import outcomes, shown, store, ties
from bot.accounts.acts import CoordinatorActs
from bot.accounts.forms import Faults, Written, account_in
from bot.accounts.looks import AccountLooks
from bot.accounts.outcomes import Told
from bot.accounts.plan import AccountPlan, Meant
from bot.accounts.sending import AccountSending
from bot.accounts.suggestions import Suggestions
from bot.accounts.ties import How, Tie
from bot.coordinators import Coordinators
from bot.database.session import Database
from bot.inbox import Inbox
from bot.messages import Button, Say
from bot.occasion import Clock, Occasion
from bot.outbox import Outbox
from bot.outcomes import Refused
from bot.people import People, Person

_CHANGED = Refused(key="accounts.changed")


class AccountDesk:
    """The coordinators' acts. Each comes about once; what somebody else chose is never lost.

    `looks` is what there is to be seen, `files` sends spreadsheets.
    """

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
        self._acts = CoordinatorActs(inbox, outbox, people, coordinators)
        self._outbox = outbox
        self._suggestions = suggestions
        self._now = now
        self.looks = AccountLooks(db, suggestions)
        self.files = AccountSending(self._acts, now)

    def refusal(self, person_id: str) -> Refused | None:
        """Why the person may not see or tie anything, or None. Goes over the network."""
        return self._acts.refusal(person_id)

    def tie(self, occasion: Occasion, article: int, account: str) -> Told | Refused:
        """Tie one article to an account that is known."""

        def act(session: Session, person: Person) -> Told | Refused:
            if account not in store.names(session):
                return Refused(key="accounts.form.gone")
            return self._tie(session, person, [article], Meant(account, None), "one")

        return self._acts.once(occasion, act)

    def tie_all(self, occasion: Occasion, seen: GroupSeen) -> Told | Refused:
        """Tie the articles of a group whose suggestion is sure enough, if they are as they were
        seen. It may take long: see `AccountLooks.ready`."""
        judged = self.looks.judged()

        def act(session: Session, person: Person) -> Told | Refused:
            store.lock(session)
            articles = shown.as_seen(session, judged, seen)
            if articles is None or seen.scope.account is None:
                return _CHANGED
            sure = [one.goods.id for one in articles if shown.is_sure(judged, one)]
            account = Meant(seen.scope.account, None)
            return self._tie(session, person, sure, account, "group")

        return self._acts.once(occasion, act)

    def tie_group(self, occasion: Occasion, seen: GroupSeen, told: Written) -> Told | Refused:
        """Tie a group, if it is as it was seen, to what a form says; see `looks`, `tie_all`."""
        judged = self.looks.judged()

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

        return self._acts.once(occasion, act)

    def tie_other(self, occasion: Occasion, article: int, told: Written) -> Told | Refused:
        """Tie one article to what a form says; see `looks`."""

        def act(session: Session, person: Person) -> Told | Refused:
            store.lock(session)
            account = _account(session, told)
            if isinstance(account, Refused):
                return account
            return self._tie(session, person, [article], account, "one")

        return self._acts.once(occasion, act)

    def leave(self, occasion: Occasion, article: int) -> Told | Refused:
        """Leave one article for later."""

        def act(session: Session, person: Person) -> Told | Refused:
            batch = _batch()
            if not ties.leave(session, article, batch=batch, person=person.id, now=self._now()):
                return outcomes.too_late(session, article, person.id)
            name = outcomes.name(session, article)
            return Told(key="accounts.left", params={"name": name}, batch=batch)

        return self._acts.once(occasion, act)

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

        return self._acts.once(occasion, act)

    def add(self, occasion: Occasion, told: Written) -> Told | Refused:
        """Make an account known, or give one that is known another name."""

        def act(session: Session, _person: Person) -> Told | Refused:
            store.lock(session)
            account = _account(session, told, renaming=True)
            if isinstance(account, Refused):
                return account
            store.save_account(session, account.code, account.name)
            store.count_change(session)
            text = outcomes.account(session, account.code)
            return Told(key="accounts.added", params={"account": text})

        return self._acts.once(occasion, act)

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
            self._acts.send(session, person, say)
        return told


def _account(session: Session, told: Written, *, renaming: bool = False) -> Meant | Refused:
    """What a form means by now: somebody may have made the same account since it was checked."""
    account = account_in(told, AccountPlan(store.names(session)), renaming=renaming)
    if isinstance(account, Faults):
        return Refused(key=next(iter(account.fields.values())), params=account.params)
    return account


def _batch() -> str:
    return secrets.token_hex(8)
