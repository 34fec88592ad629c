"""The coordinator's work: cases, contact details, checklists."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.database.models.base import Base
from bot.database.types import UtcDateTime


class CaseRow(Base):
    """What the bot handed to the coordinator. Its number, E-1001 for the first, is from its id."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_state_remind_at", "state", "remind_at"),
        Index("ix_cases_state_close_at", "state", "close_at"),
        Index("ix_cases_person_id_state", "person_id", "state"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    topic_id: Mapped[str | None] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    municipality: Mapped[str | None] = mapped_column(String(32))
    department: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[str | None] = mapped_column(String(32))
    summary: Mapped[str] = mapped_column(Text)  # the person's own words, first
    answers: Mapped[str] = mapped_column(Text)  # JSON list of bot.cases.Answered
    state: Mapped[str] = mapped_column(String(16))
    claimed_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    handed_to: Mapped[str | None] = mapped_column(String(64))  # a party's id
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    remind_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminders: Mapped[int] = mapped_column(Integer, default=0)
    close_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    card_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))  # in the channel
    receipt_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))  # in the DM


class CaseEventRow(Base):
    """One thing that happened to a case: who, what, in what words. Only ever added to."""

    __tablename__ = "case_events"
    __table_args__ = (UniqueConstraint("about"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(24))
    actor_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))  # None: the bot
    text: Mapped[str] = mapped_column(Text, default="")
    about: Mapped[int | None] = mapped_column(ForeignKey("case_events.id"))  # the one it settles


class ContactRow(Base):
    """Contact details of a party in one of its roles, filled in by the coordinator."""

    __tablename__ = "contacts"
    __table_args__ = (UniqueConstraint("party_id", "role"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    party_id: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(24))  # "orders", "eprocurement", "contract", "general"
    name: Mapped[str | None] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(64))
    email: Mapped[str | None] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(Text)
    updated_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ChecklistRow(Base):
    """One run of a checklist: which of its steps are ticked, by whom it stands in the channel."""

    __tablename__ = "checklists"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    checklist_id: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ticked: Mapped[str] = mapped_column(Text)  # JSON of {step id: person id}
    message_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
