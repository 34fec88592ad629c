"""Contact details of suppliers and others: filled in by the coordinator, never invented."""

import re
from collections.abc import Collection, Mapping

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.coordinators import Coordinators
from bot.database.models import ContactRow
from bot.inbox import Inbox
from bot.messages import ContactCard, ContactLine, Say
from bot.occasion import Clock, Occasion
from bot.outbox import Outbox
from bot.outcomes import Done, Refused
from bot.people import People, Person
from knowledge.parties import Parties, Party, PartyKind
from knowledge.text import Frozen, Lang

SUPPLIER_ROLES = ("orders", "eprocurement", "contract")
OTHER_ROLES = ("general",)

_LIMITS: Mapping[str, int] = {"name": 200, "phone": 64, "email": 200, "note": 1000}
_PHONE = re.compile(r"\+?[0-9][0-9 ()/\-–]*")
_MIN_DIGITS = 3
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;.]+(\.[^\s@<>,;.]+)+")


class Details(Frozen):
    """How a party is reached in one role, as the coordinator wrote it; empty is not filled in."""

    name: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""


class Invalid(Frozen):
    """Nothing was saved: what is wrong, by field, as a phrase's key; for the form to show."""

    fields: dict[str, str] = Field(min_length=1)


def roles_of(party: Party) -> tuple[str, ...]:
    """The roles in which a party is reached: three for a supplier, one for the others."""
    return SUPPLIER_ROLES if party.kind is PartyKind.SUPPLIER else OTHER_ROLES


def check(details: Details) -> Invalid | None:
    """What is wrong with the details, or None."""
    wrong = {
        field: "contact.too_long"
        for field, limit in _LIMITS.items()
        if len(getattr(details, field)) > limit
    }
    digits = sum(character.isdigit() for character in details.phone)
    if details.phone and (not _PHONE.fullmatch(details.phone) or digits < _MIN_DIGITS):
        wrong.setdefault("phone", "contact.phone_wrong")
    if details.email and not _EMAIL.fullmatch(details.email):
        wrong.setdefault("email", "contact.email_wrong")
    return Invalid(fields=wrong) if wrong else None


class Contacts:
    """The contact details, a row for each party and role that has any."""

    def __init__(
        self,
        *,
        inbox: Inbox,
        outbox: Outbox,
        people: People,
        coordinators: Coordinators,
        parties: Parties,
        now: Clock,
    ) -> None:
        self._inbox = inbox
        self._outbox = outbox
        self._people = people
        self._coordinators = coordinators
        self._parties = parties
        self._now = now

    @property
    def parties(self) -> Parties:
        """Whom there are details of."""
        return self._parties

    def card(
        self,
        session: Session,
        party_id: str,
        roles: Collection[str] | None = None,
        lang: Lang = Lang.SV,
    ) -> ContactCard:
        """A party's details in its roles, or in those of `roles`; unknown ones are `missing`.

        KeyError if there is no such party.
        """
        party = self._parties.get(party_id)
        rows = {
            row.role: row
            for row in session.scalars(select(ContactRow).where(ContactRow.party_id == party_id))
        }
        return ContactCard(
            party=party.id,
            name=party.label(lang),
            lines=tuple(
                _line(role, rows.get(role))
                for role in roles_of(party)
                if roles is None or role in roles
            ),
        )

    def missing_count(self, session: Session) -> int:
        """How many roles of parties there is no way to reach."""
        return sum(
            line.missing
            for party in self._parties.all()
            for line in self.card(session, party.id).lines
        )

    def save(
        self, occasion: Occasion, party_id: str, role: str, details: Details
    ) -> Done | Refused | Invalid:
        """Keep a party's details in one role; coordinators only.

        `Invalid` comes before anything is done with the event: the form stays open for another try.
        KeyError if the party or the role does not exist.
        """
        if role not in roles_of(self._parties.get(party_id)):
            raise KeyError(role)
        if invalid := check(details):
            return invalid
        refused = self._coordinators.refusal(occasion.person)
        with self._inbox.once(occasion.key) as session:
            if session is None:
                return Done()
            person = self._people.lock(session, occasion.person)
            if refused is None:
                self._keep(session, person, party_id, role, details)
            answer = (
                Say(key=refused.key, params=refused.params)
                if refused
                else Say(
                    key="contact.saved",
                    params={"party": self._parties.get(party_id).label(person.lang)},
                )
            )
            only_for_them = not occasion.place.dm
            self._outbox.answer(session, occasion, person.lang, answer, only_for_them=only_for_them)
            return refused or Done()

    def _keep(
        self, session: Session, person: Person, party_id: str, role: str, details: Details
    ) -> None:
        row = session.scalar(
            select(ContactRow)
            .where(ContactRow.party_id == party_id, ContactRow.role == role)
            .with_for_update()
        )
        if row is None:
            row = ContactRow(party_id=party_id, role=role)
            session.add(row)
        row.name = details.name or None
        row.phone = details.phone or None
        row.email = details.email or None
        row.note = details.note or None
        row.updated_by = person.id
        row.updated_at = self._now()


def _line(role: str, row: ContactRow | None) -> ContactLine:
    if row is None:
        return ContactLine(role=role)
    return ContactLine(role=role, name=row.name, phone=row.phone, email=row.email, note=row.note)
