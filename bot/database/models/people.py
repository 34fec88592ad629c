"""People, what they ask, and what the bot and they are in the middle of."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.database.models.base import Base
from bot.database.types import UtcDateTime


class PersonRow(Base):
    """Someone who has written to the bot, or acts on cases."""

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)  # Slack's user id
    name: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(16))
    municipality: Mapped[str | None] = mapped_column(String(32))
    department: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[str | None] = mapped_column(String(32))
    declined: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    dm_channel: Mapped[str | None] = mapped_column(String(32))
    looked_up_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ConversationRow(Base):
    """What the bot and a person are in the middle of, one row a place where they talk."""

    __tablename__ = "conversations"
    __table_args__ = (UniqueConstraint("person_id", "channel_id", "thread_ts"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    channel_id: Mapped[str] = mapped_column(String(32))
    thread_ts: Mapped[str] = mapped_column(String(32), default="")  # "" outside threads
    state: Mapped[str] = mapped_column(Text)  # JSON of bot.conversation_state.State
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class QuestionRow(Base):
    """A question as written, how it was understood, and whether the answer helped."""

    __tablename__ = "questions"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    text: Mapped[str] = mapped_column(Text)
    lang: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(16))
    topic_id: Mapped[str | None] = mapped_column(String(64))
    confidence: Mapped[float] = mapped_column()
    alternatives: Mapped[str] = mapped_column(Text)  # JSON list of topic ids, best first
    chosen: Mapped[str | None] = mapped_column(String(64))  # what the person picked instead
    helpful: Mapped[bool | None] = mapped_column(Boolean)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # taken care of by then
    settled_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
