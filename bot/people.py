"""Who writes to the bot: name and language from the workspace, the rest from themselves."""

from datetime import timedelta

from sqlalchemy.orm import Session

from bot.database.models import PersonRow
from bot.database.session import Database
from bot.database.upsert import insert_into
from bot.messages import PersonShown
from bot.occasion import Clock, Directory, Profile
from knowledge.text import Frozen, Lang
from knowledge.topics import Municipality, Role

FRESH = timedelta(hours=12)
"""How long a person's name and language are taken as known."""

DEPARTMENT_MAX = 200

DEFAULT_LOCALE = "sv-SE"


class Person(Frozen):
    """A person, as the services know them."""

    id: str
    name: str
    lang: Lang
    municipality: Municipality | None = None
    department: str | None = None
    role: Role | None = None
    declined: bool = False  # would rather not say more of themselves

    @property
    def shown(self) -> PersonShown:
        """The person as messages show them."""
        return PersonShown(id=self.id, name=self.name)


class People:
    """The people who have written to the bot, or act on cases."""

    def __init__(self, db: Database, now: Clock, directory: Directory) -> None:
        self._db = db
        self._now = now
        self._directory = directory

    def meet(self, person_id: str, *, again: bool = False) -> Person:
        """The person, looked up in the workspace when unknown, stale or `again`.

        Goes over the network: call it before a transaction. If the workspace cannot say, what was
        known before holds, or Swedish and the id for a stranger, and it is asked again next time.
        """
        with self._db.read() as session:
            row = session.get(PersonRow, person_id)
            if row is not None and not again and self._now() - row.looked_up_at < FRESH:
                return _person(row)
        profile = self._directory.profile(person_id)
        with self._db.write() as session:
            known = profile or Profile(name=person_id, locale=DEFAULT_LOCALE)
            at = self._now() if profile else self._now() - FRESH
            stranger = insert_into(session, PersonRow).values(
                id=person_id, name=known.name, locale=known.locale, looked_up_at=at
            )
            # Two things that a stranger does at once are two who meet them.
            session.execute(stranger.on_conflict_do_nothing())
            row = self._row(session, person_id)
            if profile is not None:
                row.name, row.locale = profile.name, profile.locale
            row.looked_up_at = at
            session.flush()
            return _person(row)

    def get(self, session: Session, person_id: str) -> Person:
        """A person already met; LookupError for a stranger."""
        return _person(self._row(session, person_id))

    def lock(self, session: Session, person_id: str) -> Person:
        """A person already met, locked for the transaction: what they do comes in order.

        PostgreSQL locks the row FOR NO KEY UPDATE: FOR UPDATE would also hold up every row that
        refers to the person, and two who write to the same case would wait for each other.
        """
        row = session.get(
            PersonRow, person_id, with_for_update={"key_share": True}, populate_existing=True
        )
        if row is None:
            raise LookupError(f"nobody called {person_id} has been met")
        return _person(row)

    def describe(
        self,
        session: Session,
        person_id: str,
        *,
        municipality: Municipality | None = None,
        department: str | None = None,
        role: Role | None = None,
    ) -> Person:
        """Keep what a person said of themselves; what is None stays as it was.

        A department is kept up to `DEPARTMENT_MAX` characters.
        """
        row = self._row(session, person_id)
        row.municipality = municipality or row.municipality
        row.department = department[:DEPARTMENT_MAX] if department else row.department
        row.role = role or row.role
        session.flush()
        return _person(row)

    def decline(self, session: Session, person_id: str) -> Person:
        """Keep that a person would rather not say more of themselves."""
        row = self._row(session, person_id)
        row.declined = True
        session.flush()
        return _person(row)

    @staticmethod
    def _row(session: Session, person_id: str) -> PersonRow:
        row = session.get(PersonRow, person_id)
        if row is None:
            raise LookupError(f"nobody called {person_id} has been met")
        return row


def _person(row: PersonRow) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        lang=Lang.of_locale(row.locale),
        municipality=Municipality(row.municipality) if row.municipality else None,
        department=row.department,
        role=Role(row.role) if row.role else None,
        declined=row.declined,
    )
