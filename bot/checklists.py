"""The coordinator's checklists in the channel: begun on time, ticked by whoever did the step."""

from collections.abc import Callable, Collection
from datetime import time
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.business_time import STOCKHOLM, next_weekday_at
from bot.coordinators import Coordinators
from bot.database.models import ChecklistRow, DueRow, PersonRow
from bot.database.session import Database
from bot.database.upsert import insert_into
from bot.inbox import Inbox
from bot.messages import ChecklistShown, PersonShown, Say
from bot.occasion import Clock, Occasion
from bot.outbox import Envelope, InPlaceOf, Outbox, ToPlace
from bot.outcomes import Done, Outcome, Refused
from bot.people import People, Person
from knowledge.library import Library
from knowledge.text import Lang

PRICE_LISTS = "price-lists"
"""The checklist of every Monday, and the name of its row among what is due."""

MONDAY = 0

CHANNEL_LANG = Lang.SV

_TICKED: TypeAdapter[dict[str, str]] = TypeAdapter(dict[str, str])


class Checklists:
    """Runs of checklists, each a message in the coordinator's channel."""

    def __init__(
        self,
        *,
        db: Database,
        inbox: Inbox,
        outbox: Outbox,
        people: People,
        coordinators: Coordinators,
        library: Library,
        now: Clock,
        channel: str,
        zone: ZoneInfo = STOCKHOLM,
        monday_at: time = time(8, 0),
        also: Callable[[Session], object] = lambda _session: None,
    ) -> None:
        """`channel` is the id of the coordinator's channel; `monday_at` a local time in `zone`.

        `also` is done with the checklist of every Monday, in its transaction.
        """
        self._db = db
        self._inbox = inbox
        self._outbox = outbox
        self._people = people
        self._coordinators = coordinators
        self._checklists = library.checklists
        self._now = now
        self._channel = channel
        self._zone = zone
        self._monday_at = monday_at
        self._also = also

    def start(self, session: Session, checklist_id: str) -> int:
        """Begin a run: post the checklist in the channel; returns the run's id.

        KeyError if there is no such checklist.
        """
        checklist = self._checklists[checklist_id]
        row = ChecklistRow(checklist_id=checklist.id, started_at=self._now(), ticked="{}")
        session.add(row)
        session.flush()
        row.message_id = self._outbox.put(
            session,
            Envelope(
                target=ToPlace(channel=self._channel),
                lang=CHANNEL_LANG,
                message=self._shown(session, row),
            ),
        )
        session.flush()
        return row.id

    def get(self, session: Session, run: int) -> ChecklistShown:
        """A run as it is now; LookupError if there is none."""
        row = session.get(ChecklistRow, run)
        if row is None:
            raise LookupError(f"there is no run {run} of a checklist")
        return self._shown(session, row)

    def set_ticked(
        self,
        occasion: Occasion,
        run: int,
        step_ids: Collection[str],
        *,
        shown: Collection[str] | None = None,
    ) -> Outcome:
        """Tick and untick steps of a run; coordinators only.

        `step_ids` are the steps ticked now in the person's message, `shown` those that were ticked
        in it before: only the difference counts, so that a colleague's tick of the same moment
        stays. Without `shown`, the run becomes what the person sees. Who ticked first, is kept.
        """
        refused = self._coordinators.refusal(occasion.person)
        with self._inbox.once(occasion.key) as session:
            if session is None:
                return Done()
            person = self._people.lock(session, occasion.person)
            row = session.get(ChecklistRow, run, with_for_update=True, populate_existing=True)
            if refused is None and (row is None or not self._knows(row, step_ids)):
                refused = Refused(key="checklist.unknown")
            if refused is not None or row is None:
                return self._refuse(session, occasion, person, refused)
            self._tick(row, person, set(step_ids), None if shown is None else set(shown))
            self._update(session, row)
            return Done()

    def monday_due(self) -> bool:
        """Begin the checklist of the price lists if its time has come; whether it did.

        The next time is a row in the database: a time that passed while nothing ran is made up for
        once, and of two processes one begins the run. A changed setting holds from the next time.
        """
        now = self._now()
        following = next_weekday_at(now, MONDAY, self._monday_at, self._zone)
        with self._db.write() as session:
            session.execute(
                insert_into(session, DueRow)
                .values(name=PRICE_LISTS, due_at=following)
                .on_conflict_do_nothing(index_elements=[DueRow.name])
            )
            session.execute(
                update(DueRow)
                .where(DueRow.name == PRICE_LISTS, DueRow.due_at > now, DueRow.due_at != following)
                .values(due_at=following)
            )
            won = session.scalar(
                update(DueRow)
                .where(DueRow.name == PRICE_LISTS, DueRow.due_at <= now)
                .values(due_at=following)
                .returning(DueRow.name)
            )
            if won is None:
                return False
            self.start(session, PRICE_LISTS)
            self._also(session)
            return True

    def _knows(self, row: ChecklistRow, step_ids: Collection[str]) -> bool:
        checklist = self._checklists.get(row.checklist_id)
        return checklist is not None and set(step_ids) <= {item.id for item in checklist.items}

    @staticmethod
    def _tick(row: ChecklistRow, person: Person, now: set[str], before: set[str] | None) -> None:
        ticked = _TICKED.validate_json(row.ticked)
        before = set(ticked) if before is None else before
        kept = {step: who for step, who in ticked.items() if step not in before - now}
        added = {step: person.id for step in sorted(now - before) if step not in kept}
        row.ticked = _TICKED.dump_json(kept | added).decode()

    def _update(self, session: Session, row: ChecklistRow) -> None:
        session.flush()
        if row.message_id is None:
            return
        envelope = Envelope(
            target=InPlaceOf(message=row.message_id),
            lang=CHANNEL_LANG,
            message=self._shown(session, row),
        )
        self._outbox.put(session, envelope)

    def _refuse(
        self, session: Session, occasion: Occasion, person: Person, refused: Refused | None
    ) -> Refused:
        refused = refused or Refused(key="checklist.unknown")
        say = Say(key=refused.key, params=refused.params)
        only_for_them = not occasion.place.dm
        self._outbox.answer(session, occasion, person.lang, say, only_for_them=only_for_them)
        return refused

    @staticmethod
    def _shown(session: Session, row: ChecklistRow) -> ChecklistShown:
        ticked = _TICKED.validate_json(row.ticked)
        people = {
            person.id: PersonShown(id=person.id, name=person.name)
            for person in session.scalars(
                select(PersonRow).where(PersonRow.id.in_(set(ticked.values())))
            )
        }
        return ChecklistShown(
            run=row.id,
            checklist=row.checklist_id,
            ticked={step: people[who] for step, who in ticked.items()},
        )
