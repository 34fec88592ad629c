"""The tables. Times are UTC; JSON columns hold the dumps of typed values, never loose dicts."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.database.types import UtcDateTime


class Base(DeclarativeBase):
    """Base of the tables; constraint names are fixed so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


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
    error: Mapped[str | None] = mapped_column(Text)


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


class DueRow(Base):
    """When a recurring job is due next; a sweep claims it by moving the time on."""

    __tablename__ = "due"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ChecklistRow(Base):
    """One run of a checklist: which of its steps are ticked, by whom it stands in the channel."""

    __tablename__ = "checklists"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    checklist_id: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ticked: Mapped[str] = mapped_column(Text)  # JSON of {step id: person id}
    message_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))


class SupplierRow(Base):
    """A supplier as price lists name it."""

    __tablename__ = "suppliers"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    party_id: Mapped[str | None] = mapped_column(String(64))
    gln: Mapped[str | None] = mapped_column(String(13))


class PriceListRow(Base):
    """A price list that was read, and how many articles it changed."""

    __tablename__ = "price_lists"
    __table_args__ = (Index("ix_price_lists_supplier_id_issued_on", "supplier_id", "issued_on"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("suppliers.id"))
    format: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))  # knowledge.pricelists.ListKind
    number: Mapped[str | None] = mapped_column(String(64))  # the supplier's own
    refers_to: Mapped[str | None] = mapped_column(String(64))  # the list that it changes
    contract_number: Mapped[str | None] = mapped_column(String(64))
    issued_on: Mapped[date | None] = mapped_column(Date)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    file_name: Mapped[str] = mapped_column(String(255))
    file_hash: Mapped[str] = mapped_column(String(64))  # SHA-256
    read_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    added: Mapped[int] = mapped_column(Integer, default=0)
    changed: Mapped[int] = mapped_column(Integer, default=0)
    removed: Mapped[int] = mapped_column(Integer, default=0)
    unchanged: Mapped[int] = mapped_column(Integer, default=0)
    rejected: Mapped[int] = mapped_column(Integer, default=0)


class ArticleRow(Base):
    """An article of a supplier's; one that is no longer sold has `removed_at`."""

    __tablename__ = "articles"
    __table_args__ = (UniqueConstraint("supplier_id", "article_number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("suppliers.id"))
    article_number: Mapped[str] = mapped_column(String(64))
    gtin: Mapped[str | None] = mapped_column(String(14), index=True)
    name: Mapped[str] = mapped_column(String(400))
    unit: Mapped[str | None] = mapped_column(String(32))
    package: Mapped[str | None] = mapped_column(String(200))
    brand: Mapped[str | None] = mapped_column(String(200))
    product_group: Mapped[str | None] = mapped_column(String(200))
    price: Mapped[Decimal | None] = mapped_column(Numeric(12, 4))
    currency: Mapped[str | None] = mapped_column(String(3))
    price_quantity: Mapped[Decimal | None] = mapped_column(Numeric(12, 4))  # as the list has it
    list_price: Mapped[Decimal | None] = mapped_column(Numeric(12, 4))  # before discounts
    minimum_quantity: Mapped[Decimal | None] = mapped_column(Numeric(12, 4))
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    contract_number: Mapped[str | None] = mapped_column(String(64))
    classification: Mapped[str | None] = mapped_column(String(64))  # UNSPSC or the like
    country: Mapped[str | None] = mapped_column(String(64))  # of origin
    replaces: Mapped[str | None] = mapped_column(String(64))  # the number of another article
    replaced_by: Mapped[str | None] = mapped_column(String(64))
    description: Mapped[str | None] = mapped_column(Text)
    details: Mapped[str | None] = mapped_column(Text)  # JSON of bot.article_details.Details
    account: Mapped[str | None] = mapped_column(String(32))  # never from a price list
    fingerprint: Mapped[str | None] = mapped_column(String(16))  # of what the list's line says
    price_list_id: Mapped[int | None] = mapped_column(ForeignKey("price_lists.id"))  # of its price
    example: Mapped[bool] = mapped_column(Boolean, default=False)
    first_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # sold again, the last time


class ArticlePriceRow(Base):
    """A price that an article has had since a list was read. Only ever added to."""

    __tablename__ = "article_prices"
    __table_args__ = (Index("ix_article_prices_article_id_seen_at", "article_id", "seen_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    price: Mapped[Decimal] = mapped_column(Numeric(12, 4))
    currency: Mapped[str | None] = mapped_column(String(3))
    valid_from: Mapped[date | None] = mapped_column(Date)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    price_list_id: Mapped[int | None] = mapped_column(ForeignKey("price_lists.id"), index=True)


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


class RevisionRow(Base):
    """Counts changes of something that processes keep a copy of ("articles", "knowledge")."""

    __tablename__ = "revisions"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    revision: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
