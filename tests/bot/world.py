"""A small municipality for tests: real services over a real database, and who works there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.business_time import BusinessTime
from bot.cases import Cases, CaseTimes
from bot.checklists import Checklists
from bot.contacts import Contacts
from bot.coordinators import Coordinators
from bot.database.models import CaseEventRow
from bot.database.session import Database
from bot.errors import DirectoryUnavailable
from bot.inbox import Inbox
from bot.messages import AnsweredShown, CaseNews, CaseShown, Message, Say
from bot.occasion import Occasion, Place, Profile
from bot.outbox import (
    AsReaction,
    Envelope,
    InPlaceOf,
    InPlaceOfPosted,
    Outbox,
    Posted,
    ToHome,
    ToPerson,
    ToPlace,
    UnderMessage,
)
from bot.people import People
from knowledge.checklists import Checklist, Item
from knowledge.contentfiles import Reader
from knowledge.library import Library, default_content_dir
from knowledge.parties import ContactRoles, Parties, Party, PartyKind
from knowledge.phrases import Phrases
from knowledge.text import Lang, Text
from knowledge.topics import Municipality

CHANNEL = "C0SAMORD"
ANNA = "U0ANNA"  # orders, Swedish
ERIN = "U0ERIN"  # receives goods, English
KARIN = "U0KARIN"  # coordinates
KENT = "U0KENT"  # coordinates too

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # 10:00 in Stockholm, an ordinary working day


def both(text: str) -> Text:
    """The same text in both languages."""
    return Text(sv=text, en=f"{text} (en)")


PARTIES = Parties(
    roles=ContactRoles(orders=both("Order"), eprocurement=both("E-handel"), contract=both("Avtal")),
    parties=(
        Party(id="lyreco", name="Lyreco", kind=PartyKind.SUPPLIER),
        Party(
            id="samordnare", name="Samordnare", name_en="Coordinator", kind=PartyKind.COORDINATOR
        ),
        Party(id="dc", name="DC", kind=PartyKind.DISTRIBUTION),
        Party(
            id="it-simrishamn",
            name="IT i Simrishamn",
            name_en="IT in Simrishamn",
            kind=PartyKind.IT,
            municipality=Municipality.SIMRISHAMN,
        ),
        Party(id="it-ystad", name="IT i Ystad", kind=PartyKind.IT, municipality=Municipality.YSTAD),
        Party(id="ekonom", name="Ekonom", kind=PartyKind.ECONOMIST),
    ),
)

CHECKLISTS = {
    "price-lists": Checklist(
        id="price-lists",
        title=both("Prislistor"),
        when=both("Varje måndag"),
        items=(Item(id="read", text=both("Läs in")), Item(id="tie", text=both("Koppla"))),
    )
}

LIBRARY = Library(
    topics={},
    guides={},
    faqs={},
    checklists=CHECKLISTS,
    parties=PARTIES,
    phrases=Phrases({}),
    out_of_scope=(),
    common_needs=(),
)


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **by: float) -> None:
        """Move on by so many hours, days …"""
        self.at += timedelta(**by)


@dataclass
class Workspace:
    """Who is who, as Slack would say; `available` is whether it answers now."""

    profiles: dict[str, Profile] = field(
        default_factory=lambda: {
            ANNA: Profile(name="Anna Beställare", locale="sv-SE"),
            ERIN: Profile(name="Erin Receiver", locale="en-GB"),
            KARIN: Profile(name="Karin Samordnare", locale="sv-SE"),
            KENT: Profile(name="Kent Kollega", locale="sv-SE"),
        }
    )
    members: set[str] = field(default_factory=lambda: {KARIN, KENT})
    available: bool = True

    def profile(self, person_id: str) -> Profile | None:
        """A person's profile."""
        return self.profiles.get(person_id) if self.available else None

    def is_coordinator(self, person_id: str) -> bool:
        """Whether the person is a member of the coordinator's channel."""
        if not self.available:
            raise DirectoryUnavailable("the workspace does not answer")
        return person_id in self.members


@dataclass(frozen=True)
class Delivered:
    """A message where it stands: `posted` is None for what has no place (Home, reactions)."""

    envelope: Envelope
    posted: Posted | None

    @property
    def message(self) -> Message:
        """What is said."""
        assert self.envelope.message is not None
        return self.envelope.message


@cache
def phrases() -> Phrases:
    """The phrases that come with the product."""
    reader = Reader(default_content_dir())
    found = reader.phrases("phrases")
    assert not reader.problems, reader.problems
    return found


def can_be_said(message: Message) -> None:
    """Fill in the phrases of a message in both languages; PhraseError if one cannot be."""
    for lang in Lang:
        match message:
            case Say(key=key, params=params):
                phrases().text(key, lang, **params)
            case CaseNews(what=what, params=params):
                phrases().text(what, lang, **params)
        for button in getattr(message, "buttons", ()):
            phrases().text(button.label, lang)


class Mail:
    """Empties the outbox the way a gateway does, and remembers what stands where.

    Whatever a service says must be a phrase of the product, with every value that it wants.
    """

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._ts = count(1)
        self.delivered: list[Delivered] = []

    def deliver(self) -> list[Delivered]:
        """Send everything that is due; returns what was sent now, in order."""
        now: list[Delivered] = []
        while claimed := self._outbox.claim():
            for item in claimed:
                posted = self._place(item.envelope)
                self._outbox.sent(item.id, posted)
                sent = Delivered(envelope=item.envelope, posted=posted)
                can_be_said(sent.message)
                now.append(sent)
        self.delivered += now
        return now

    def _place(self, envelope: Envelope) -> Posted | None:
        match envelope.target:
            case ToPerson(person=person):
                return Posted(channel=f"D{person}", ts=f"{next(self._ts)}.0")
            case ToPlace(channel=channel, only_for=None):
                return Posted(channel=channel, ts=f"{next(self._ts)}.0")
            case UnderMessage(message=message):
                above = self._outbox.posted(message)
                assert above is not None
                return Posted(channel=above.channel, ts=f"{next(self._ts)}.0")
            case InPlaceOf(message=message):
                return self._outbox.posted(message)
            case InPlaceOfPosted(channel=channel, ts=ts):
                return Posted(channel=channel, ts=ts)
            case ToPlace() | ToHome() | AsReaction():
                return None

    def to(self, person_id: str) -> list[Message]:
        """What stands in a person's DM, replaced messages as they are now."""
        return self._standing(f"D{person_id}")

    def in_channel(self) -> list[Message]:
        """What stands in the coordinator's channel and its threads."""
        return self._standing(CHANNEL)

    def news(self, person_id: str) -> list[CaseNews]:
        """The news of cases that a person was told, in order."""
        return [message for message in self.to(person_id) if isinstance(message, CaseNews)]

    def log(self) -> list[CaseNews]:
        """The lines in the cases' threads, in order."""
        return [message for message in self.in_channel() if isinstance(message, CaseNews)]

    def only_for(self, person_id: str) -> list[Say]:
        """What only that person sees in the channel, in order."""
        return [
            item.message
            for item in self.delivered
            if isinstance(item.envelope.target, ToPlace)
            and item.envelope.target.only_for == person_id
            and isinstance(item.message, Say)
        ]

    def _standing(self, channel: str) -> list[Message]:
        latest: dict[str, Message] = {}
        for item in self.delivered:
            if item.posted is not None and item.posted.channel == channel:
                latest[item.posted.ts] = item.message
        return list(latest.values())


class World:
    """The services over a database, with a clock and a workspace that a test decides."""

    def __init__(self, db: Database, at: datetime = MONDAY) -> None:
        self.db = db
        self.clock = Clock(at)
        self.workspace = Workspace()
        self.woken = 0
        self._keys = count(1)
        self.inbox = Inbox(db, self.clock, self._wake)
        self.outbox = Outbox(db, self.clock)
        self.people = People(db, self.clock, self.workspace)
        self.coordinators = Coordinators(self.workspace)
        self.contacts = Contacts(
            inbox=self.inbox,
            outbox=self.outbox,
            people=self.people,
            coordinators=self.coordinators,
            parties=PARTIES,
            now=self.clock,
        )
        self.hours = BusinessTime()
        self.cases = Cases(
            db=db,
            inbox=self.inbox,
            outbox=self.outbox,
            people=self.people,
            contacts=self.contacts,
            coordinators=self.coordinators,
            times=CaseTimes(hours=self.hours),
            now=self.clock,
            channel=CHANNEL,
        )
        self.checklists = Checklists(
            db=db,
            inbox=self.inbox,
            outbox=self.outbox,
            people=self.people,
            coordinators=self.coordinators,
            library=LIBRARY,
            now=self.clock,
            channel=CHANNEL,
        )
        self.mail = Mail(self.outbox)
        for person in self.workspace.profiles:
            self.people.meet(person)

    def _wake(self) -> None:
        self.woken += 1

    def press(self, person: str, *, dm: bool = False) -> Occasion:
        """A new event of a person in the coordinator's channel, or in their DM; recorded."""
        key = f"event-{next(self._keys)}"
        self.inbox.record(key, {"key": key}, person)
        channel = f"D{person}" if dm else CHANNEL
        return Occasion(key=key, person=person, place=Place(channel=channel, dm=dm))

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction of a caller of the services."""
        with self.db.write() as session:
            yield session

    def open(self, person: str = ANNA, summary: str = "Beställningen fastnar") -> int:
        """A case of a person, delivered."""
        with self.db.write() as session:
            case = self.cases.open(
                session,
                self.people.get(session, person),
                topic="cannot-send-order",
                summary=summary,
                answers=(AnsweredShown(label="Flikar", value="Alla attesterade"),),
            )
        self.mail.deliver()
        return case

    def wrote(self, person: str, case: int, text: str, *, inferred: bool = False) -> int:
        """The case's person writes to it; delivered."""
        with self.db.write() as session:
            event = self.cases.person_wrote(
                session, self.people.get(session, person), case, text, inferred=inferred
            )
        self.mail.deliver()
        return event

    def drafted(self, person: str, case: int, text: str) -> int:
        """A coordinator writes in the case's thread; delivered."""
        with self.db.write() as session:
            event = self.cases.coordinator_wrote_in_thread(
                session, self.people.get(session, person), case, text
            )
        self.mail.deliver()
        return event

    def case(self, case: int) -> CaseShown:
        """A case as it is now."""
        with self.db.read() as session:
            return self.cases.get(session, case)

    def events(self, case: int) -> list[tuple[str, str | None, str]]:
        """What happened to a case: (kind, actor, text), in order."""
        with self.db.read() as session:
            query = select(CaseEventRow).where(CaseEventRow.case_id == case)
            rows = session.scalars(query.order_by(CaseEventRow.id))
            return [(row.kind, row.actor_id, row.text) for row in rows]

    def lang_of(self, person: str) -> Lang:
        """The language of a person."""
        with self.db.read() as session:
            return self.people.get(session, person).lang
