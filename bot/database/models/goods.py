"""Suppliers, their price lists, and their articles."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.database.models.base import Base
from bot.database.types import UtcDateTime


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
    rejections: Mapped[str | None] = mapped_column(Text)  # JSON of bot.import_report.Rejections


class IncomingListRow(Base):
    """A file with a price list that came by Slack or lay in the folder, until it is done with."""

    __tablename__ = "incoming_lists"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_incoming_lists_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    way: Mapped[str] = mapped_column(String(8))  # "slack" or "folder"
    key: Mapped[str] = mapped_column(String(200))  # what it is known by there: it is taken in once
    source: Mapped[str] = mapped_column(String(1000))  # Slack's file id, or the path in the folder
    file_name: Mapped[str] = mapped_column(String(255))
    state: Mapped[str] = mapped_column(String(12))  # bot.lists.states.ListState
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)  # when to read it, or when a lease ends
    attempts: Mapped[int] = mapped_column(Integer, default=0)  # how often it was taken to be read
    failures: Mapped[int] = mapped_column(Integer, default=0)  # since a person last decided
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sha256: Mapped[str | None] = mapped_column(String(64))  # of what was read last
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))  # who sent it
    confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))  # said yes or no
    said: Mapped[str | None] = mapped_column(Text)  # what was written with it
    supplier: Mapped[str | None] = mapped_column(String(200))  # whose it is, chosen by a person
    place: Mapped[str | None] = mapped_column(Text)  # JSON of bot.occasion.Place
    message_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))  # tells how it goes
    report: Mapped[str | None] = mapped_column(Text)  # JSON of bot.import_report.ImportReport
    error: Mapped[str | None] = mapped_column(Text)
    nothing_new: Mapped[bool] = mapped_column(Boolean, default=False)  # read, and left no list


class ArticleRow(Base):
    """An article of a supplier's; one that is no longer sold has `removed_at`."""

    __tablename__ = "articles"
    __table_args__ = (
        UniqueConstraint("supplier_id", "article_number"),
        # What waits for an account, the newest first; and what has one.
        Index(
            "ix_articles_waiting",
            "first_seen_at",
            "id",
            sqlite_where=text("account IS NULL AND removed_at IS NULL"),
            postgresql_where=text("account IS NULL AND removed_at IS NULL"),
        ),
        Index(
            "ix_articles_account",
            "account",
            sqlite_where=text("account IS NOT NULL"),
            postgresql_where=text("account IS NOT NULL"),
        ),
    )

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
    # Of all articles, the one in which it was changed: bot.article_store.
    revision: Mapped[int] = mapped_column(Integer, server_default=text("0"), index=True)
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
    unit: Mapped[str | None] = mapped_column(String(32))  # None: as it was is not known
    valid_from: Mapped[date | None] = mapped_column(Date)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    price_list_id: Mapped[int | None] = mapped_column(ForeignKey("price_lists.id"), index=True)


class ArticlePickRow(Base):
    """That a person picked an article among the hits of a query: once for each that does."""

    __tablename__ = "article_picks"

    query_key: Mapped[str] = mapped_column(String(200), primary_key=True)  # articles.pick_key
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    picked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)  # the last time


class AccountRow(Base):
    """An account of the municipalities' plan that an article can be booked on."""

    __tablename__ = "accounts"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str | None] = mapped_column(String(200))


class AccountChoiceRow(Base):
    """That somebody tied an article to an account, and what had been suggested. Only added to."""

    __tablename__ = "account_choices"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    account: Mapped[str | None] = mapped_column(String(32))  # None: untied again
    before: Mapped[str | None] = mapped_column(String(32))
    suggested: Mapped[str | None] = mapped_column(String(32))
    confidence: Mapped[float | None] = mapped_column()
    how: Mapped[str] = mapped_column(String(12))  # bot.accounts.ties.How
    batch: Mapped[str] = mapped_column(String(32), index=True)  # what was done at once
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class AccountExportRow(Base):
    """A spreadsheet for Navigatorn, and up to which choice it goes. `after` is None: of all."""

    __tablename__ = "account_exports"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    after: Mapped[int | None] = mapped_column(Integer)  # the last choice of the one before
    up_to: Mapped[int] = mapped_column(Integer)  # the last choice that it has
    articles: Mapped[int] = mapped_column(Integer)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class WeekReportRow(Base):
    """A report of what price lists changed since another; made once its time is set (`until`)."""

    __tablename__ = "week_reports"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    scheduled: Mapped[bool] = mapped_column(Boolean)  # a Monday's; else somebody asked for it
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))  # who asked for it
    message_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
