"""Files that a coordinator sends the bot in Slack, and what coordinators say about them."""

from collections.abc import Callable, Iterable

from sqlalchemy.orm import Session

from bot.coordinators import Coordinators
from bot.database.session import Database
from bot.inbox import Inbox
from bot.lists import shown
from bot.lists.states import ListState
from bot.lists.store import ListStore
from bot.messages import ListShown, Say
from bot.occasion import Directory, FileRef, Occasion
from bot.outbox import Envelope, InPlaceOf, Outbox
from bot.outcomes import Done, Outcome, Refused
from bot.people import People, Person
from knowledge.text import Lang

_NEVER_LISTS = ("image/", "audio/", "video/")
_GONE = Refused(key="list.unknown")


class Arrivals:
    """Takes files in, to be read by `bot.lists.worker`."""

    def __init__(
        self,
        *,
        db: Database,
        inbox: Inbox,
        outbox: Outbox,
        people: People,
        directory: Directory,
        store: ListStore,
        channel: str,
        woken: Callable[[], None],
    ) -> None:
        """`channel` is the coordinators'. `woken` is called when there is something to read."""
        self._db = db
        self._inbox = inbox
        self._outbox = outbox
        self._people = people
        self._directory = directory
        self._coordinators = Coordinators(directory)
        self._store = store
        self._channel = channel
        self._woken = woken

    def takes(self, occasion: Occasion, files: Iterable[FileRef]) -> bool:
        """Whether files that came with a message are to be read.

        They are when a coordinator sends them to the bot, or mentions it in the coordinators'
        channel; not as part of a case, and not what can only be looked at. Goes over the network:
        DirectoryUnavailable if it cannot be found out who coordinates.
        """
        place = occasion.place
        if not _readable(files) or not (place.dm or place.channel == self._channel):
            return False
        with self._db.read() as session:
            if self._outbox.case_of(session, place) is not None:
                return False
        return self._directory.is_coordinator(occasion.person)

    def receive(self, occasion: Occasion, text: str, files: Iterable[FileRef]) -> None:
        """Take files in, and say so for each; `text` was written with them."""
        with self._inbox.once(occasion.key) as session:
            if session is None:
                return
            person = self._people.lock(session, occasion.person)
            for file in _readable(files):
                incoming = self._store.add(
                    session,
                    way="slack",
                    key=f"slack:{file.id}:{occasion.message_ts}",
                    source=file.id,
                    file_name=file.name,
                    person_id=person.id,
                    said=text.strip(),
                )
                if incoming is None:
                    continue
                row = self._store.get(session, incoming)
                message = shown.queued(row)
                row.message_id = self._outbox.answer(session, occasion, person.lang, message)
        self._woken()

    def confirm(self, occasion: Occasion, incoming: int) -> Outcome:
        """Read a list that waits: a coordinator says yes."""
        return self._decide(occasion, incoming, ("waiting",), "new")

    def decline(self, occasion: Occasion, incoming: int) -> Outcome:
        """Do not read a list that waits: a coordinator says no."""
        return self._decide(occasion, incoming, ("waiting", "asking"), "declined")

    def choose(self, occasion: Occasion, incoming: int, supplier: str) -> Outcome:
        """Read a list as that supplier's: a coordinator says whose it is."""
        return self._decide(occasion, incoming, ("asking",), "new", supplier=supplier)

    def _decide(
        self,
        occasion: Occasion,
        incoming: int,
        awaited: tuple[ListState, ...],
        state: ListState,
        *,
        supplier: str | None = None,
    ) -> Outcome:
        refused = self._coordinators.refusal(occasion.person)
        with self._inbox.once(occasion.key) as session:
            if session is None:
                return Done()
            person = self._people.lock(session, occasion.person)
            if refused is None:
                refused = self._decided(
                    session, person, incoming, awaited, state, supplier=supplier
                )
            if refused is not None:
                self._refuse(session, occasion, person, refused)
                return refused
        self._woken()
        return Done()

    def _decided(
        self,
        session: Session,
        person: Person,
        incoming: int,
        awaited: tuple[ListState, ...],
        state: ListState,
        *,
        supplier: str | None,
    ) -> Refused | None:
        mine = self._store.decide(
            session, incoming, awaited, state, by=person.id, supplier=supplier
        )
        try:
            row = self._store.get(session, incoming)
        except LookupError:
            return _GONE
        if not mine:
            who = row.confirmed_by
            if who is None:
                return Refused(key="list.decided")
            if who == person.id:
                return Refused(key="list.decided_by_you")
            name = self._people.get(session, who).name
            return Refused(key="list.decided_by", params={"name": name})
        message: ListShown
        if state == "new":
            message = shown.queued(row, None if supplier else person.shown)
        else:
            message = shown.as_it_is(row, person.shown)
        if row.message_id is not None:
            target = InPlaceOf(message=row.message_id)
            lang = self._lang(session, row.person_id)
            self._outbox.put(session, Envelope(target=target, lang=lang, message=message))
        return None

    def _lang(self, session: Session, person_id: str | None) -> Lang:
        return Lang.SV if person_id is None else self._people.get(session, person_id).lang

    def _refuse(
        self, session: Session, occasion: Occasion, person: Person, refused: Refused
    ) -> None:
        say = Say(key=refused.key, params=refused.params)
        only_for_them = not occasion.place.dm
        self._outbox.answer(session, occasion, person.lang, say, only_for_them=only_for_them)


def _readable(files: Iterable[FileRef]) -> list[FileRef]:
    """Those that could be lists, by what Slack says of them; what they are shows when read."""
    return [file for file in files if not file.mimetype.startswith(_NEVER_LISTS)]
