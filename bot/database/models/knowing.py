"""What coordinators change of the knowledge."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.database.models.base import Base
from bot.database.types import UtcDateTime


class KnowledgeVersionRow(Base):
    """A topic as a coordinator left it, over the content files. Only ever added to.

    The newest of a topic holds; one without content means: as in the files.
    """

    __tablename__ = "knowledge_versions"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    topic_id: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    act: Mapped[str] = mapped_column(String(16))  # added, edited, phrased, retired, restored
    content: Mapped[str | None] = mapped_column(Text)  # JSON of knowledge.edits.TopicEdit


class KnowledgeDraftRow(Base):
    """An entry that a coordinator is looking at before it is kept; gone when it is, or old."""

    __tablename__ = "knowledge_drafts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)  # by chance: never used again
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    content: Mapped[str] = mapped_column(Text)  # JSON of bot.knowledge_drafts.Draft
