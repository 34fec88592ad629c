"""Spreadsheets of accounts, sent to whoever asks for them."""

from sqlalchemy.orm import Session

from bot.accounts.acts import CoordinatorActs
from bot.accounts.exports import new_export
from bot.accounts.outcomes import Told
from bot.documents import AccountsForNavigatorn, AccountsToFill
from bot.messages import FileMessage
from bot.occasion import Clock, Occasion
from bot.outcomes import Refused
from bot.people import Person


class AccountSending:
    """Sends them to the coordinator's DM."""

    def __init__(self, acts: CoordinatorActs, now: Clock) -> None:
        self._acts = acts
        self._now = now

    def send_sheet(self, occasion: Occasion) -> Told | Refused:
        """Send the articles without an account, with what is suggested, to the person's DM."""

        def act(session: Session, person: Person) -> Told | Refused:
            self._acts.send(
                session,
                person,
                FileMessage(document=AccountsToFill(), key="accounts.sheet.sent"),
            )
            return Told(key="accounts.sheet.coming")

        return self._acts.once(occasion, act)

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
            self._acts.send(session, person, file)
            return Told(key="accounts.export.coming", params={"count": str(export.articles)})

        return self._acts.once(occasion, act)
