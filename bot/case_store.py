"""Cases as rows: read, locked and written in the caller's transaction; no rule and no message."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.case_states import OPEN
from bot.database.models import CaseEventRow, CaseRow, OutboxRow, PersonRow
from bot.messages import AnsweredShown, CaseShown, CaseState, PersonShown
from bot.outbox import Posted
from knowledge.topics import Municipality, Role

ANSWERS: TypeAdapter[tuple[AnsweredShown, ...]] = TypeAdapter(tuple[AnsweredShown, ...])
_STATE: TypeAdapter[CaseState] = TypeAdapter(CaseState)

BEGINNINGS = ("opened", "reopened")
"""The events from which a case waits for somebody to take it."""


def lock(session: Session, case_id: int) -> CaseRow | None:
    """The case's row, locked until the transaction ends; None if there is no such case."""
    return session.get(
        CaseRow, case_id, with_for_update={"key_share": True}, populate_existing=True
    )


def state_of(row: CaseRow) -> CaseState:
    """The row's state, checked."""
    return _STATE.validate_python(row.state)


def shown(session: Session, row: CaseRow) -> CaseShown:
    """The case as messages show it."""
    return shown_all(session, [row])[0]


def shown_all(session: Session, rows: Sequence[CaseRow]) -> tuple[CaseShown, ...]:
    """Several cases as messages show them, in the given order."""
    if not rows:
        return ()
    wanted = {row.person_id for row in rows} | {row.claimed_by for row in rows if row.claimed_by}
    people = {
        person.id: PersonShown(id=person.id, name=person.name)
        for person in session.scalars(select(PersonRow).where(PersonRow.id.in_(wanted)))
    }
    return tuple(
        CaseShown(
            id=row.id,
            topic=row.topic_id,
            person=people[row.person_id],
            municipality=Municipality(row.municipality) if row.municipality else None,
            department=row.department,
            role=Role(row.role) if row.role else None,
            summary=row.summary,
            answers=ANSWERS.validate_json(row.answers),
            state=state_of(row),
            claimed_by=people[row.claimed_by] if row.claimed_by else None,
            handed_to=row.handed_to,
            opened_at=row.opened_at,
        )
        for row in rows
    )


def of_person(
    session: Session, person_id: str, states: Iterable[CaseState] | None = None
) -> list[CaseRow]:
    """A person's cases, newest first; only those in `states` if given."""
    query = select(CaseRow).where(CaseRow.person_id == person_id).order_by(CaseRow.id.desc())
    if states is not None:
        query = query.where(CaseRow.state.in_(tuple(states)))
    return list(session.scalars(query))


def open_ids(session: Session, person_id: str) -> list[int]:
    """The ids of a person's open cases, in the order in which they are to be locked."""
    query = (
        select(CaseRow.id)
        .where(CaseRow.person_id == person_id, CaseRow.state.in_(OPEN))
        .order_by(CaseRow.id)
    )
    return list(session.scalars(query))


def open_cases(session: Session) -> list[CaseRow]:
    """Everybody's open cases, oldest first."""
    return list(
        session.scalars(select(CaseRow).where(CaseRow.state.in_(OPEN)).order_by(CaseRow.id))
    )


def add_event(
    session: Session,
    case_id: int,
    *,
    at: datetime,
    kind: str,
    actor_id: str | None,
    text: str = "",
    about: int | None = None,
) -> int:
    """Add what happened to a case; returns the event's id."""
    event = CaseEventRow(
        case_id=case_id, at=at, kind=kind, actor_id=actor_id, text=text, about=about
    )
    session.add(event)
    session.flush()
    return event.id


def event_of(session: Session, case_id: int, event_id: int, kind: str) -> CaseEventRow | None:
    """An event of a case, if it is of that kind and no later event has settled it."""
    settled = select(CaseEventRow.id).where(CaseEventRow.about == event_id).exists()
    return session.scalar(
        select(CaseEventRow).where(
            CaseEventRow.id == event_id,
            CaseEventRow.case_id == case_id,
            CaseEventRow.kind == kind,
            ~settled,
        )
    )


def waits_since(session: Session, row: CaseRow) -> datetime:
    """Since when an unclaimed case has waited: it was opened, or reopened, then."""
    since = session.scalar(
        select(func.max(CaseEventRow.at)).where(
            CaseEventRow.case_id == row.id, CaseEventRow.kind.in_(BEGINNINGS)
        )
    )
    return since or row.opened_at


def card_place(session: Session, row: CaseRow) -> Posted | None:
    """Where the case's card stands in the channel; None until it has been sent."""
    card = session.get(OutboxRow, row.card_id) if row.card_id else None
    if card is None or card.channel_id is None or card.ts is None:
        return None
    return Posted(channel=card.channel_id, ts=card.ts)
