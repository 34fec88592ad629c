"""The reports of price lists: every Monday in the coordinators' channel, and when asked for."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from bot.coordinators import Coordinators
from bot.database.session import Database
from bot.documents import WeekWorkbook
from bot.inbox import Inbox
from bot.messages import FileMessage, Say
from bot.occasion import Clock, Occasion
from bot.outbox import Envelope, Outbox, Target, ToPerson, ToPlace, UnderMessage
from bot.outcomes import Done, Outcome, Refused
from bot.people import People
from bot.week import queries
from bot.week.gather import FIRST, gather, window
from bot.week.store import Begun, ReportStore, last_monday
from knowledge.parties import Parties
from knowledge.text import Lang

SETTLED = timedelta(seconds=45)
"""A Monday's report waits for at least so long: a file in the folder is taken in at the second look
at it, and looks come every 15 seconds (`bot.schedule`)."""

PATIENCE = timedelta(minutes=30)
"""How long a Monday's report waits for files that are being read."""

CHANNEL_LANG = Lang.SV

log = structlog.get_logger(__name__)


class WeekReports:
    """Begins reports, and sends those that are begun. Thread-safe."""

    def __init__(
        self,
        *,
        db: Database,
        inbox: Inbox,
        outbox: Outbox,
        people: People,
        coordinators: Coordinators,
        parties: Parties,
        now: Clock,
        channel: str,
        folder: bool,
        woken: Callable[[], None],
    ) -> None:
        """`channel` is the coordinators'; with `folder`, lists that are put in one are read.
        `woken` is called when something is in the outbox."""
        self._db = db
        self._inbox = inbox
        self._outbox = outbox
        self._people = people
        self._coordinators = coordinators
        self._parties = parties
        self._now = now
        self._channel = channel
        self._folder = folder
        self._woken = woken
        self._store = ReportStore(db, now)

    def begin(self, session: Session) -> None:
        """Begin a Monday's report, in the caller's transaction; `send_due` sends it."""
        self._store.begin(session)

    def refusal(self, person_id: str) -> Refused | None:
        """Why a person may not see price lists, or None. Goes over the network."""
        return self._coordinators.refusal(person_id)

    def ask(self, occasion: Occasion) -> Outcome:
        """Begin a report for a coordinator, of the time since last Monday's; `send_due` sends it.

        The next Monday's is of the whole week all the same.
        """
        refused = self._coordinators.refusal(occasion.person)
        with self._inbox.once(occasion.key) as session:
            if session is None:
                return Done()
            person = self._people.lock(session, occasion.person)
            if refused is not None:
                say = Say(key=refused.key, params=refused.params)
                here = not occasion.place.dm
                self._outbox.answer(session, occasion, person.lang, say, only_for_them=here)
                return refused
            self._store.begin(session, person.id)
        return Done()

    def send_due(self) -> int:
        """Send the reports whose time has come; how many.

        A Monday's is made when all that has come in is read, or after `PATIENCE`.
        """
        sent = 0
        for begun in self._store.begun():
            try:
                sent += not self._is_early(begun) and self._send(begun)
            except Exception:  # the others can be sent all the same; it is tried again
                log.exception("report_failed", report=begun.id)
        if sent:
            self._woken()
        return sent

    def since(self, session: Session) -> datetime:
        """From when on a report would be that somebody asks for now."""
        return last_monday(session) or self._now() - FIRST

    def _is_early(self, begun: Begun) -> bool:
        if not begun.scheduled:
            return False
        waited = self._now() - begun.begun_at
        if waited < SETTLED:
            return True
        if waited >= PATIENCE:
            return False
        with self._db.read() as session:
            return bool(queries.unread(session))

    def _send(self, begun: Begun) -> bool:
        """Make a report and send it in one transaction, in which no list is saved."""
        with self._db.write() as session:
            time = self._store.set_time(session, begun.id)
            if time is None:
                return False
            within = window(session, *time)
            asked = begun.person_id is not None
            message = gather(session, self._parties, within, asked=asked, folder=self._folder)
            target: Target = ToPlace(channel=self._channel)
            lang = CHANNEL_LANG
            if begun.person_id is not None:
                target = ToPerson(person=begun.person_id)
                lang = self._people.get(session, begun.person_id).lang
            id_ = self._outbox.put(session, Envelope(target=target, lang=lang, message=message))
            file = FileMessage(document=WeekWorkbook(report=begun.id), key="week.file")
            under = UnderMessage(message=id_)
            self._outbox.put(session, Envelope(target=under, lang=lang, message=file))
            self._store.sent(session, begun.id, id_)
        return True
