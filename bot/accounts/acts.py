"""Acts of coordinators on accounts: each comes about once, and only theirs do."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from bot.accounts.outcomes import Told
from bot.coordinators import Coordinators
from bot.inbox import Inbox
from bot.messages import Message, Say
from bot.occasion import Occasion
from bot.outbox import Envelope, Outbox, ToPerson
from bot.outcomes import Refused
from bot.people import People, Person

Act = Callable[[Session, Person], Told | Refused]
"""What is done, in the transaction of its event."""


class CoordinatorActs:
    """Runs acts, and sends what comes of them."""

    def __init__(
        self, inbox: Inbox, outbox: Outbox, people: People, coordinators: Coordinators
    ) -> None:
        self._inbox = inbox
        self._outbox = outbox
        self._people = people
        self._coordinators = coordinators

    def refusal(self, person_id: str) -> Refused | None:
        """Why the person may not act, or None. Goes over the network."""
        return self._coordinators.refusal(person_id)

    def once(self, occasion: Occasion, act: Act) -> Told | Refused:
        """Do it in one transaction, unless the same event came before; say why if they may not."""
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

    def send(self, session: Session, person: Person, message: Message) -> None:
        """Put a message on its way to the person's DM."""
        envelope = Envelope(target=ToPerson(person=person.id), lang=person.lang, message=message)
        self._outbox.put(session, envelope)
