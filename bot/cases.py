"""Cases: what the bot hands to the coordinator, from opening to closing.

A coordinator who acts on a case that nobody has claimed claims it by that. On a colleague's case
everybody may act: it stays the colleague's, who is mentioned in the thread. Every act is kept as an
event with who did it, and what either side writes reaches the other under their name.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from bot import case_store
from bot.case_messages import CaseMessages, case_number
from bot.case_states import OPEN, Act, after
from bot.case_store import state_of
from bot.case_work import CaseTimes, CaseWork
from bot.contacts import Contacts
from bot.coordinators import Coordinators
from bot.database.models import CaseRow
from bot.database.session import Database
from bot.inbox import Inbox
from bot.messages import AnsweredShown, CaseShown, Say
from bot.occasion import Clock, Occasion, Place
from bot.outbox import Outbox
from bot.outcomes import Done, Outcome, Refused
from bot.people import People, Person
from knowledge.parties import PartyKind
from knowledge.topics import Municipality

__all__ = ["CaseTimes", "Cases"]

SWEEP_LIMIT = 50
"""Cases that one sweep looks after; the next one takes the rest."""

_ActOnRow = Callable[[Session, Person, CaseRow], Outcome]


class Cases:
    """The cases. Methods that take a session take part in the caller's transaction.

    Those that take an occasion have their own, come about once, and expect that its person has
    been met. They tell the person whatever they refuse.
    """

    def __init__(
        self,
        *,
        db: Database,
        inbox: Inbox,
        outbox: Outbox,
        people: People,
        contacts: Contacts,
        coordinators: Coordinators,
        times: CaseTimes,
        now: Clock,
        channel: str,
    ) -> None:
        """`channel` is the id of the coordinator's channel."""
        self._db = db
        self._inbox = inbox
        self._outbox = outbox
        self._people = people
        self._parties = contacts.parties
        self._coordinators = coordinators
        self._times = times
        self._now = now
        self._messages = CaseMessages(outbox, people, contacts, channel)
        self._work = CaseWork(self._messages, people, contacts.parties, times, now)

    # Looked up ---------------------------------------------------------------------------------

    def get(self, session: Session, case_id: int) -> CaseShown:
        """A case; LookupError if there is none."""
        row = session.get(CaseRow, case_id)
        if row is None:
            raise LookupError(f"there is no case {case_number(case_id)}")
        return case_store.shown(session, row)

    def of_person(
        self, session: Session, person_id: str, *, open_only: bool = False
    ) -> tuple[CaseShown, ...]:
        """A person's cases, newest first."""
        states = OPEN if open_only else None
        return case_store.shown_all(session, case_store.of_person(session, person_id, states))

    def waiting_for(self, session: Session, person_id: str) -> tuple[CaseShown, ...]:
        """The cases in which the person has been asked something, newest first."""
        return case_store.shown_all(session, case_store.of_person(session, person_id, ("waiting",)))

    def open_cases(self, session: Session) -> tuple[CaseShown, ...]:
        """Everybody's open cases, oldest first."""
        return case_store.shown_all(session, case_store.open_cases(session))

    def hand_over_choices(self, municipality: Municipality | None) -> tuple[str, ...]:
        """The ids of the parties that a case can be handed to.

        First the person's own IT (both when the municipality is not known), then the suppliers,
        the economists and the others.
        """
        its = [
            party.id
            for party in self._parties.all()
            if party.kind is PartyKind.IT
            and (municipality is None or party.municipality in (None, municipality))
        ]
        order = (PartyKind.SUPPLIER, PartyKind.ECONOMIST, PartyKind.DISTRIBUTION, PartyKind.VENDOR)
        rest = [party.id for kind in order for party in self._parties.all() if party.kind is kind]
        return (*its, *rest)

    # In the caller's transaction ---------------------------------------------------------------

    def open(
        self,
        session: Session,
        person: Person,
        *,
        topic: str | None,
        summary: str,
        answers: Sequence[AnsweredShown],
    ) -> int:
        """Open a case: its card goes to the coordinator's channel, a receipt to the person.

        `summary` is the person's own words. Returns the case's id.
        """
        now = self._now()
        row = CaseRow(
            topic_id=topic,
            person_id=person.id,
            municipality=person.municipality,
            department=person.department,
            role=person.role,
            summary=summary,
            answers=case_store.ANSWERS.dump_json(tuple(answers)).decode(),
            state="new",
            opened_at=now,
            updated_at=now,
            remind_at=self._times.hours.add(now, self._times.remind_after),
            reminders=0,
        )
        session.add(row)
        session.flush()
        self._work.event(session, row, "opened", person, summary)
        self._messages.opened(session, row, person.lang)
        return row.id

    def person_wrote(
        self,
        session: Session,
        person: Person,
        case_id: int,
        text: str,
        *,
        inferred: bool = False,
        confirm: bool = False,
    ) -> int:
        """Keep what the case's person wrote to it, and show it in the case's thread.

        An answered question is with the coordinator again, an ended case is opened again: the
        person is told. With `confirm` they are told of the receipt in any case; with `inferred`
        too, and can say that it was a new question. Returns the event's id.
        LookupError if the person has no such case.
        """
        row = case_store.lock(session, case_id)
        if row is None or row.person_id != person.id:
            raise LookupError(f"{person.id} has no case {case_number(case_id)}")
        return self._work.wrote(session, person, row, text, inferred=inferred, confirm=confirm)

    def was_question(
        self, session: Session, person: Person, case_id: int, event_id: int
    ) -> str | None:
        """Note that what the person wrote to a case was a new question; returns what it was.

        A case that took it for an answer waits for one again. None if it is not theirs, or has
        been noted before.
        """
        row = case_store.lock(session, case_id)
        if row is None or row.person_id != person.id:
            return None
        return self._work.was_question(session, person, row, event_id)

    def coordinator_wrote_in_thread(
        self, session: Session, actor: Person, case_id: int, text: str, place: Place | None = None
    ) -> int:
        """Keep what a coordinator wrote in a case's thread as a draft, and ask them whereto.

        Only they see the question, at `place` (the card's thread if not given). In a closed case
        it stays a note. Returns the event's id; LookupError if there is no such case.
        """
        row = case_store.lock(session, case_id)
        if row is None:
            raise LookupError(f"there is no case {case_number(case_id)}")
        if after(state_of(row), Act.REPLY, claimed=row.claimed_by is not None) is None:
            event = self._work.event(session, row, "noted", actor, text)
            self._messages.say_beside(session, row, actor, "case.draft_closed", place)
            return event
        event = self._work.event(session, row, "draft", actor, text)
        self._messages.ask_whereto(session, row, actor, event, place)
        return event

    def describe_person(self, session: Session, person: Person) -> None:
        """Bring the person's open cases up to date with what they have said of themselves."""
        for case_id in case_store.open_ids(session, person.id):
            row = case_store.lock(session, case_id)
            if row is not None and row.state in OPEN:
                self._work.describe(session, person, row)

    # A coordinator's acts ----------------------------------------------------------------------

    def claim(self, occasion: Occasion, case_id: int) -> Outcome:
        """Take a case that nobody has; who comes second is told who has it."""
        return self._by_coordinator(occasion, case_id, self._work.claim)

    def reply(self, occasion: Occasion, case_id: int, text: str) -> Outcome:
        """Write to the case's person."""
        return self._act(occasion, case_id, Act.REPLY, text)

    def ask(self, occasion: Occasion, case_id: int, text: str) -> Outcome:
        """Ask the case's person something; the case waits for them."""
        return self._act(occasion, case_id, Act.ASK, text)

    def note(self, occasion: Occasion, case_id: int, text: str) -> Outcome:
        """Keep a note that the person does not see."""
        return self._act(occasion, case_id, Act.NOTE, text)

    def hand_over(self, occasion: Occasion, case_id: int, party: str, text: str = "") -> Outcome:
        """Note that a party (its id) works at the case now; the person is told, with `text`.

        The party's contact is shown in the thread. The case stays with its claimer.
        """
        return self._act(occasion, case_id, Act.HAND_OVER, text, party)

    def resolve(self, occasion: Occasion, case_id: int, text: str = "") -> Outcome:
        """Say that the case is solved; the person is told, and can open it again."""
        return self._act(occasion, case_id, Act.RESOLVE, text)

    def send_draft(self, occasion: Occasion, case_id: int, event_id: int) -> Outcome:
        """Send what the coordinator wrote in the thread to the person."""
        return self._by_coordinator(
            occasion,
            case_id,
            lambda session, actor, row: self._work.settle(session, actor, row, event_id, Act.REPLY),
        )

    def keep_draft(self, occasion: Occasion, case_id: int, event_id: int) -> Outcome:
        """Keep what the coordinator wrote in the thread as an internal note."""
        return self._by_coordinator(
            occasion,
            case_id,
            lambda session, actor, row: self._work.settle(session, actor, row, event_id, Act.NOTE),
        )

    # The person's own acts ---------------------------------------------------------------------

    def add(self, occasion: Occasion, case_id: int, text: str) -> Outcome:
        """The case's person writes to it in a form."""
        return self._by_person(
            occasion, case_id, lambda session, person, row: self._added(session, person, row, text)
        )

    def withdraw(self, occasion: Occasion, case_id: int) -> Outcome:
        """The case's person takes it back."""
        return self._by_person(occasion, case_id, self._work.withdraw)

    def reopen(self, occasion: Occasion, case_id: int) -> Outcome:
        """The case's person says that it is not solved."""
        return self._by_person(occasion, case_id, self._work.reopen)

    # What is due -------------------------------------------------------------------------------

    def remind_due(self) -> int:
        """Remind of the cases that nobody has claimed in time; returns how many there were.

        Two processes at the same case: one of them moves its time on, and reminds.
        """
        now = self._now()
        again = self._times.hours.add(now, self._times.remind_again)
        done = 0
        for case_id in self._due(CaseRow.state == "new", CaseRow.remind_at <= now):
            with self._db.write() as session:
                won = session.scalar(
                    update(CaseRow)
                    .where(CaseRow.id == case_id, CaseRow.state == "new", CaseRow.remind_at <= now)
                    .values(remind_at=again, reminders=CaseRow.reminders + 1)
                    .returning(CaseRow.id)
                )
                row = case_store.lock(session, case_id) if won is not None else None
                if row is not None:
                    self._work.remind(session, row)
                    done += 1
        return done

    def close_due(self) -> int:
        """Close the resolved cases that nobody has touched for long; returns how many."""
        now = self._now()
        done = 0
        for case_id in self._due(CaseRow.state == "resolved", CaseRow.close_at <= now):
            with self._db.write() as session:
                row = case_store.lock(session, case_id)
                if row is None or row.state != "resolved":
                    continue
                if row.close_at is not None and row.close_at <= now:
                    self._work.close(session, row)
                    done += 1
        return done

    def _due(self, *conditions: ColumnElement[bool]) -> list[int]:
        with self._db.read() as session:
            query = select(CaseRow.id).where(*conditions).order_by(CaseRow.id).limit(SWEEP_LIMIT)
            return list(session.scalars(query))

    # Parts -------------------------------------------------------------------------------------

    def _act(
        self, occasion: Occasion, case_id: int, act: Act, text: str, party: str | None = None
    ) -> Outcome:
        return self._by_coordinator(
            occasion,
            case_id,
            lambda session, actor, row: self._work.act(session, actor, row, act, text, party=party),
        )

    def _by_coordinator(self, occasion: Occasion, case_id: int, act: _ActOnRow) -> Outcome:
        refused = self._coordinators.refusal(occasion.person)
        return self._once(occasion, case_id, act, refused)

    def _by_person(self, occasion: Occasion, case_id: int, act: _ActOnRow) -> Outcome:
        def on_their_own(session: Session, person: Person, row: CaseRow) -> Outcome:
            if row.person_id != person.id:
                return Refused(key="case.not_yours")
            return act(session, person, row)

        return self._once(occasion, case_id, on_their_own, None)

    def _once(
        self, occasion: Occasion, case_id: int, act: _ActOnRow, refused: Refused | None
    ) -> Outcome:
        """Act on a case, once. Locks the person, then the case: nobody waits crosswise."""
        with self._inbox.once(occasion.key) as session:
            if session is None:
                return Done()
            person = self._people.lock(session, occasion.person)
            row = case_store.lock(session, case_id)
            outcome: Outcome
            if refused is not None:
                outcome = refused
            elif row is None:
                outcome = Refused(key="case.unknown", params={"number": case_number(case_id)})
            else:
                outcome = act(session, person, row)
            if isinstance(outcome, Refused):
                self._outbox.answer(
                    session,
                    occasion,
                    person.lang,
                    Say(key=outcome.key, params=outcome.params),
                    only_for_them=not occasion.place.dm,
                )
            return outcome

    def _added(self, session: Session, person: Person, row: CaseRow, text: str) -> Outcome:
        text = text.strip()
        if not text:
            return Refused(key="case.text_missing", params={"number": case_number(row.id)})
        self._work.wrote(session, person, row, text, inferred=False, confirm=True)
        return Done()
