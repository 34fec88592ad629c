"""What comes from Slack and goes to it, what is due, and what has changed."""

from datetime import datetime

from sqlalchemy import Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.database.models.base import Base
from bot.database.types import UtcDateTime


class InboxRow(Base):
    """What Slack sent, committed before it is acknowledged; `done_at` when its effects are."""

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_done_at_next_try_at", "done_at", "next_try_at"),)

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    body: Mapped[str] = mapped_column(Text)  # Slack's payload as JSON
    person_id: Mapped[str | None] = mapped_column(String(32))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(Text)


class OutboxRow(Base):
    """One message on its way to Slack; afterwards, where it stands there."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_state_due_at", "state", "due_at"),
        Index("ix_outbox_queue_state_id", "queue", "state", "id"),
        Index("ix_outbox_channel_id_ts", "channel_id", "ts"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    queue: Mapped[str] = mapped_column(String(64))  # sent in order within a queue
    envelope: Mapped[str] = mapped_column(Text)  # JSON of bot.outbox.Envelope
    state: Mapped[str] = mapped_column(String(10))  # pending, sending, sent, failed
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    case_id: Mapped[int | None] = mapped_column(Integer, index=True)
    channel_id: Mapped[str | None] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))
    file_id: Mapped[str | None] = mapped_column(String(32))  # uploaded, perhaps not yet shown
    error: Mapped[str | None] = mapped_column(Text)


class DueRow(Base):
    """When a recurring job is due next; a sweep claims it by moving the time on."""

    __tablename__ = "due"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RevisionRow(Base):
    """Counts changes of something that processes keep a copy of ("articles", "knowledge")."""

    __tablename__ = "revisions"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    revision: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
