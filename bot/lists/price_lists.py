"""Reads price lists that came in: the reader that takes every file that no other wants."""

from pathlib import Path

from sqlalchemy.orm import Session

from bot.article_import import ImportLimits
from bot.database.session import Database
from bot.documents import RejectedLines
from bot.import_report import ImportReport
from bot.importing import Importing, SupplierUnknownError, Whose
from bot.lists.reading import Arrived, Finished
from bot.lists.shown import MOST_REJECTED, told
from bot.lists.states import ListState
from bot.lists.supplier import ask_whose, supplier_said
from bot.messages import FileMessage, PersonShown
from bot.occasion import Clock
from bot.people import People
from knowledge.parties import Parties
from knowledge.pricelists import PriceListError


class PriceListReader:
    """A `Reader` of suppliers' price lists. A list and its result come about together."""

    def __init__(self, db: Database, parties: Parties, people: People, now: Clock) -> None:
        self._db = db
        self._parties = parties
        self._people = people
        self._now = now

    def wants(self, path: Path) -> bool:  # noqa: ARG002 - also what is wrong with it is told
        """Every file: one that is no price list is refused with the reason."""
        return True

    def read(self, file: Arrived) -> None:
        """Import the list, unless it waits for a yes, or nobody knows whose it is."""
        importing = Importing(
            self._db,
            self._parties,
            self._now,
            limits=ImportLimits(),
            confirmed=file.confirmed_by is not None,
            progress=file.tell,
        )

        def done(session: Session, report: ImportReport) -> None:
            state: ListState = "refused" if report.nothing_read else "read"
            file.finish(session, self._finished(session, file, state, report))

        try:
            report = importing.read(file.path, whose=self._whose(file), effect=done)
        except SupplierUnknownError:
            with self._db.write() as session:
                file.finish(session, self._ask_whose(session, file))
        except PriceListError as error:
            with self._db.write() as session:
                problem = str(error)
                message = told(file.id, file.name, "refused", problem=problem, faulty=True)
                file.finish(session, Finished("refused", message, problem=problem))
        else:
            if report.waiting:
                with self._db.write() as session:
                    file.finish(session, self._finished(session, file, "waiting", report))

    def _whose(self, file: Arrived) -> Whose:
        if file.supplier is not None:
            return Whose(said=file.supplier)
        with self._db.read() as session:
            said = supplier_said(session, self._parties, file.said)
        return Whose(said=said, known_only=True)

    def _ask_whose(self, session: Session, file: Arrived) -> Finished:
        return Finished("asking", ask_whose(session, self._parties, file.id, file.name, file.said))

    def _finished(
        self, session: Session, file: Arrived, state: ListState, report: ImportReport
    ) -> Finished:
        by: PersonShown | None = None
        if file.confirmed_by is not None:
            by = self._people.get(session, file.confirmed_by).shown
        message = told(file.id, file.name, state, report=report, by=by)
        under: tuple[FileMessage, ...] = ()
        if len(report.rejected) > MOST_REJECTED:
            document = RejectedLines(incoming=file.id)
            params = {"file": file.name}
            under = (FileMessage(document=document, key="list.rejected.file", params=params),)
        return Finished(state, message, under, report)
