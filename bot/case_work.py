"""What is done to a case within a transaction: its row is locked, its actor known and allowed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot import case_store
from bot.business_time import BusinessTime
from bot.case_messages import (
    CaseMessages,
    add_button,
    learn_buttons,
    number,
    reopen_button,
)
from bot.case_states import ENDED, TAKING, Act, after, reopens
from bot.case_store import state_of
from bot.database.models import CaseRow
from bot.intents import ReplyWasQuestion
from bot.messages import Button, CaseState
from bot.occasion import Clock
from bot.outcomes import Done, Outcome, Refused
from bot.people import People, Person
from knowledge.parties import Parties, PartyKind
from knowledge.text import Lang

EVENTS: Mapping[Act, str] = {
    Act.REPLY: "replied",
    Act.ASK: "asked",
    Act.NOTE: "noted",
    Act.HAND_OVER: "handed",
    Act.RESOLVE: "resolved",
}
"""The kind of event, and the line in the thread, of each of a coordinator's acts."""

_NEWS: Mapping[Act, str] = {
    Act.REPLY: "reply",
    Act.ASK: "ask",
    Act.HAND_OVER: "handed",
    Act.RESOLVE: "resolved",
}
_TEACHES = frozenset({Act.REPLY, Act.RESOLVE})
_NEEDS_TEXT = frozenset({Act.REPLY, Act.ASK, Act.NOTE})
_NOT_ALLOWED: Mapping[CaseState, str] = {
    "new": "case.already_open",
    "claimed": "case.already_open",
    "waiting": "case.already_open",
    "resolved": "case.already_resolved",
    "closed": "case.already_closed",
}


@dataclass(frozen=True, slots=True)
class CaseTimes:
    """How long cases may wait: the first two in business time, the last by the calendar."""

    hours: BusinessTime
    remind_after: timedelta = timedelta(hours=2)
    remind_again: timedelta = timedelta(hours=8)
    close_after: timedelta = timedelta(days=14)


class CaseWork:
    """The acts on a case: each changes its row, keeps an event, and says what has to be said."""

    def __init__(
        self, messages: CaseMessages, people: People, parties: Parties, times: CaseTimes, now: Clock
    ) -> None:
        self._messages = messages
        self._people = people
        self._parties = parties
        self._times = times
        self._now = now

    # A coordinator -----------------------------------------------------------------------------

    def claim(self, session: Session, actor: Person, row: CaseRow) -> Outcome:
        """Make the actor the claimer, unless somebody is; the loser learns who."""
        before = case_store.shown(session, row)
        won = session.scalar(
            update(CaseRow)
            .where(CaseRow.id == row.id, CaseRow.state == "new", CaseRow.claimed_by.is_(None))
            .values(claimed_by=actor.id)
            .returning(CaseRow.id)
        )
        session.refresh(row)
        if won is None:
            return self._not_claimed(session, actor, row)
        self._enter(row, "claimed")
        self._claimed(session, actor, row)
        self._messages.tell(session, row, "claimed", by=actor.shown)
        self._messages.changed(session, row, before)
        return Done()

    def act(
        self,
        session: Session,
        actor: Person,
        row: CaseRow,
        act: Act,
        text: str,
        *,
        party: str | None = None,
        draft: int | None = None,
    ) -> Outcome:
        """Do one of the acts in `EVENTS`; `draft` is the event that it settles."""
        text = text.strip()
        then = after(state_of(row), act, claimed=row.claimed_by is not None)
        if then is None:
            return _refuse(_NOT_ALLOWED[state_of(row)], row)
        if act in _NEEDS_TEXT and not text:
            return _refuse("case.text_missing", row)
        if party is not None and not self._may_take_over(party):
            return _refuse("case.unknown_party", row)
        before = case_store.shown(session, row)
        first = act in TAKING and row.claimed_by is None
        if first:
            row.claimed_by = actor.id
            self._claimed(session, actor, row)
        row.handed_to = party or row.handed_to
        self._enter(row, then)
        event = self.event(session, row, EVENTS[act], actor, text, about=draft)
        owner = row.claimed_by if row.claimed_by != actor.id and act is not Act.NOTE else None
        self._messages.log(
            session,
            row,
            "draft_sent" if draft and act is Act.REPLY else EVENTS[act],
            by=actor.shown,
            text=None if draft else text,  # a draft stands in the thread already
            params={
                "person": self._people.get(session, row.person_id).name,
                "party": self._label(party, Lang.SV),
            },
            party=party,
            mention=owner,
            buttons=learn_buttons(row.id, event) if act in _TEACHES else (),
        )
        if act in _NEWS:
            self._tell(session, actor, row, act, text=text, party=party, first=first)
        self._messages.changed(session, row, before)
        return Done()

    def settle(
        self, session: Session, actor: Person, row: CaseRow, event_id: int, act: Act
    ) -> Outcome:
        """Send (`Act.REPLY`) or keep (`Act.NOTE`) a draft that the actor wrote; once."""
        event = case_store.event_of(session, row.id, event_id, "draft")
        if event is None or event.actor_id != actor.id:
            return _refuse("case.draft_settled", row)
        if act is Act.NOTE:
            self.event(session, row, "noted", actor, event.text, about=event.id)
            self._messages.say_beside(session, row, actor, "case.draft_kept", None)
            return Done()
        return self.act(session, actor, row, act, event.text, draft=event.id)

    # The person --------------------------------------------------------------------------------

    def wrote(
        self,
        session: Session,
        person: Person,
        row: CaseRow,
        text: str,
        *,
        inferred: bool,
        confirm: bool,
    ) -> int:
        """Keep what the person wrote; an answer or new life for an ended case is told them."""
        state = state_of(row)
        then = after(state, Act.WRITE, claimed=row.claimed_by is not None)
        if then is None:
            raise AssertionError(f"a person can always write to their case, not in {state}")
        before = case_store.shown(session, row)
        event = self.event(
            session, row, "answered" if state == "waiting" else "person_wrote", person, text
        )
        self._messages.log(
            session, row, "person_wrote", by=person.shown, text=text, mention=row.claimed_by
        )
        doubt: tuple[Button, ...] = ()
        if inferred:
            doubt = (
                Button(
                    intent=ReplyWasQuestion(case=row.id, event=event), label="case.button.question"
                ),
            )
        if reopens(state, then):
            self._reopened(session, person, row, then, doubt)
        else:
            self._enter(row, then)
            if state == "waiting" or inferred or confirm:
                what = "answered" if state == "waiting" else "received"
                self._messages.tell(session, row, what, by=None, buttons=doubt)
        self._messages.changed(session, row, before)
        return event

    def was_question(
        self, session: Session, person: Person, row: CaseRow, event_id: int
    ) -> str | None:
        """Note that an event was a new question; a case that took it for an answer waits again."""
        answer = case_store.event_of(session, row.id, event_id, "answered")
        event = answer or case_store.event_of(session, row.id, event_id, "person_wrote")
        if event is None:
            return None
        before = case_store.shown(session, row)
        self.event(session, row, "was_question", person, about=event_id)
        if answer and row.state == "claimed":
            self._enter(row, "waiting")
        self._messages.log(session, row, "was_question", by=person.shown)
        self._messages.changed(session, row, before)
        return event.text

    def reopen(self, session: Session, person: Person, row: CaseRow) -> Outcome:
        """Bring an ended case back, to its claimer or as new."""
        then = after(state_of(row), Act.REOPEN, claimed=row.claimed_by is not None)
        if then is None:
            return _refuse("case.already_open", row)
        before = case_store.shown(session, row)
        self._reopened(session, person, row, then, ())
        self._messages.changed(session, row, before)
        return Done()

    def withdraw(self, session: Session, person: Person, row: CaseRow) -> Outcome:
        """Close an open case at its person's wish."""
        then = after(state_of(row), Act.WITHDRAW, claimed=row.claimed_by is not None)
        if then is None:
            return _refuse(_NOT_ALLOWED[state_of(row)], row)
        before = case_store.shown(session, row)
        self._enter(row, then)
        self.event(session, row, "withdrawn", person)
        self._messages.log(session, row, "withdrawn", by=person.shown, mention=row.claimed_by)
        self._messages.tell(session, row, "withdrawn", by=None)
        self._messages.changed(session, row, before)
        return Done()

    def describe(self, session: Session, person: Person, row: CaseRow) -> None:
        """Take over what the person has said of themselves."""
        before = case_store.shown(session, row)
        row.municipality = person.municipality or row.municipality
        row.department = person.department or row.department
        row.role = person.role or row.role
        session.flush()
        if case_store.shown(session, row) != before:
            self.event(session, row, "described", person)
            self._messages.changed(session, row, before)

    # Time --------------------------------------------------------------------------------------

    def close(self, session: Session, row: CaseRow) -> None:
        """Close a resolved case that nobody has touched for long."""
        before = case_store.shown(session, row)
        self._enter(row, "closed")
        self.event(session, row, "closed", None)
        days = {"days": str(self._times.close_after.days)}
        self._messages.log(session, row, "closed", by=None, params=days)
        self._messages.tell(
            session, row, "closed", by=None, params=days, buttons=(reopen_button(row.id),)
        )
        self._messages.changed(session, row, before)

    def remind(self, session: Session, row: CaseRow) -> None:
        """Remind the channel of a case that waits to be claimed."""
        since = case_store.waits_since(session, row)
        waited = self._times.hours.between(since, self._now())
        self.event(session, row, "reminded", None)
        self._messages.remind(session, row, int(waited.total_seconds() // 60))

    # Parts -------------------------------------------------------------------------------------

    def event(
        self,
        session: Session,
        row: CaseRow,
        kind: str,
        actor: Person | None,
        text: str = "",
        *,
        about: int | None = None,
    ) -> int:
        """Keep what happened; returns the event's id."""
        return case_store.add_event(
            session,
            row.id,
            at=self._now(),
            kind=kind,
            actor_id=actor.id if actor else None,
            text=text,
            about=about,
        )

    def _enter(self, row: CaseRow, state: CaseState) -> None:
        """Go to a state (perhaps the same), and set the times at which something is due in it."""
        now = self._now()
        row.updated_at = now
        if state == "new" and row.state != "new":
            row.reminders = 0
            row.remind_at = self._times.hours.add(now, self._times.remind_after)
        elif state != "new":
            row.remind_at = None
        row.close_at = now + self._times.close_after if state == "resolved" else None
        row.state = state

    def _claimed(self, session: Session, actor: Person, row: CaseRow) -> None:
        self.event(session, row, "claimed", actor)
        self._messages.log(session, row, "claimed", by=actor.shown)

    def _not_claimed(self, session: Session, actor: Person, row: CaseRow) -> Refused:
        if state_of(row) in ENDED or row.claimed_by is None:
            return _refuse(_NOT_ALLOWED[state_of(row)], row)
        if row.claimed_by == actor.id:
            return _refuse("case.yours", row)
        return _refuse("case.taken", row, name=self._people.get(session, row.claimed_by).name)

    def _reopened(
        self,
        session: Session,
        person: Person,
        row: CaseRow,
        then: CaseState,
        buttons: tuple[Button, ...],
    ) -> None:
        self._enter(row, then)
        self.event(session, row, "reopened", person)
        self._messages.log(session, row, "reopened", by=person.shown, mention=row.claimed_by)
        claimer = self._people.get(session, row.claimed_by) if row.claimed_by else None
        self._messages.tell(
            session,
            row,
            "reopened_with" if claimer else "reopened",
            by=claimer.shown if claimer else None,
            buttons=buttons,
        )

    def _tell(
        self,
        session: Session,
        actor: Person,
        row: CaseRow,
        act: Act,
        *,
        text: str,
        party: str | None,
        first: bool,
    ) -> None:
        """Tell the person what a coordinator did, and if that was the first of them."""
        what = _NEWS[act]
        buttons: tuple[Button, ...] = (add_button(row.id),)
        if act is Act.RESOLVE:
            buttons = (reopen_button(row.id), add_button(row.id))
        elif first:
            what += "_first"
        lang = self._people.get(session, row.person_id).lang
        self._messages.tell(
            session,
            row,
            what,
            by=actor.shown,
            text=text,
            params={"party": self._label(party, lang)} if party else {},
            buttons=buttons,
        )

    def _may_take_over(self, party_id: str) -> bool:
        try:
            return self._parties.get(party_id).kind is not PartyKind.COORDINATOR
        except KeyError:
            return False

    def _label(self, party_id: str | None, lang: Lang) -> str:
        return self._parties.get(party_id).label(lang) if party_id else ""


def _refuse(key: str, row: CaseRow, **params: str) -> Refused:
    return Refused(key=key, params={"number": number(row), **params})
