"""A file with price lists into the database: read whole, then saved in one transaction."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy.orm import Session

from bot import article_examples, article_store
from bot.article_import import ImportLimits, Source, SupplierImport
from bot.database.models import SupplierRow
from bot.database.session import Database
from bot.example_articles import is_example
from bot.import_report import ImportReport, Remark
from bot.occasion import Clock
from bot.spool import Spool, spooled
from knowledge.folding import fold
from knowledge.parties import Parties, Party, PartyKind
from knowledge.pricelists import (
    Format,
    Head,
    Line,
    PriceListError,
    Rejected,
    open_price_list,
)

_EVERY = 5_000  # items between two calls of a progress function
_MESSAGES = (Format.PRICAT, Format.PEPPOL)
_MAX_NAME = 200


class Stage(StrEnum):
    """What an import is doing."""

    FETCHING = "fetching"
    READING = "reading"
    SAVING = "saving"


ImportProgress = Callable[[Stage, float], None]
"""Is told which share (0 to 1) of a stage is done. What it raises ends the import, undone."""

Effect = Callable[[Session, ImportReport], None]
"""Done in the transaction in which a list is saved; what it raises undoes that."""


class SupplierUnknownError(PriceListError):
    """Nothing says whose list it is."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose list it is when the list says nothing: what a person said, else the file's name.

    A name that we do not know makes a new supplier, unless `known_only`: SupplierUnknownError then.
    """

    said: str | None = None
    known_only: bool = False


class Importing:
    """Imports one file after another. On a dry run, and while a list waits, nothing stays."""

    def __init__(
        self,
        db: Database,
        parties: Parties,
        now: Clock,
        *,
        limits: ImportLimits,
        dry_run: bool = False,
        confirmed: bool = False,
        example: bool = False,
        progress: ImportProgress | None = None,
    ) -> None:
        self._db = db
        self._parties = parties
        self._now = now
        self._limits = limits
        self._dry_run = dry_run
        self._confirmed = confirmed
        self._example = example
        self._progress = progress

    def read(
        self,
        path: Path,
        told: str | None = None,
        *,
        whose: Whose = Whose(),
        effect: Effect | None = None,
    ) -> ImportReport:
        """Read a file; PriceListError if it is refused, and then nothing has changed.

        `effect` is done with what is saved: not on a dry run, nor while the list waits.
        """
        reading = None if self._progress is None else self._tell(Stage.READING)
        with open_price_list(path, told, reading) as items, spooled(items) as spool:
            if reading is not None:
                reading(1.0)
            source = Source(path.name, sha256_of(path))
            file = _File(path.stem, told, source, whose)
            with self._db.write() as session:
                report, changed = self._save(session, spool, file)
                if self._dry_run or report.waiting:
                    session.rollback()
                else:
                    if changed:
                        article_store.count_change(session)
                    if effect is not None:
                        effect(session, report)
        return report

    def _tell(self, stage: Stage) -> Callable[[float], None]:
        def tell(share: float) -> None:
            if self._progress is not None:
                self._progress(stage, share)

        return tell

    def _save(self, session: Session, spool: Spool, file: "_File") -> tuple[ImportReport, bool]:
        """What was saved, and whether articles are other than before."""
        lists: list[SupplierImport] = []
        tell = self._tell(Stage.SAVING)
        revision = article_store.begin_change(session)
        if not self._example:
            article_examples.wait_for_accounts(session)
        saving = _Saving(self, session, file, lists, revision)
        for done, item in enumerate(spool, start=1):
            saving.take(item)
            if done % _EVERY == 0:
                tell(done / spool.count)
        saving.finish()
        tell(1.0)
        waiting = tuple(reason for one in lists for reason in one.waiting)
        remarks = [*saving.remarks, *(remark for one in lists for remark in one.remarks)]
        if self._confirmed:
            remarks.extend(Remark(None, reason) for reason in waiting)
        rejected = [*saving.rejected, *(bad for one in lists for bad in one.rejected)]
        rejected.sort(key=lambda bad: bad.line)
        first = saving.first
        report = ImportReport(
            supplier=", ".join(dict.fromkeys(saving.names)),
            format=first.format.value,
            added=sum(one.counts.added for one in lists),
            changed=sum(one.counts.changed for one in lists),
            removed=sum(one.counts.removed for one in lists),
            unchanged=sum(one.counts.unchanged for one in lists),
            rejected=tuple(rejected),
            dry_run=self._dry_run,
            waiting=() if self._confirmed else waiting,
            remarks=tuple(remarks),
            number=first.number,
            issued=first.issued,
            list_ids=tuple(one.list_id for one in lists),
        )
        return report, saving.renamed or any(one.counts.any for one in lists)

    def begin(
        self,
        session: Session,
        supplier: SupplierRow,
        head: Head,
        source: Source,
        revision: int,
        contract: str | None,
    ) -> SupplierImport:
        """The import of one supplier's lines of a list; what it changes, it does in `revision`.

        A list whose `contract` is one of the examples' has more of these.
        """
        return SupplierImport(
            session,
            supplier,
            head,
            source,
            self._now(),
            limits=self._limits,
            revision=revision,
            example=self._example or is_example(contract),
        )

    def party(self, name: str) -> Party | None:
        """The supplier among the parties that is called so."""
        said = fold(name)
        for party in self._parties.suppliers:
            if said in map(fold, party.names()):
                return party
        return None

    def party_of_file(self, stem: str) -> Party | None:
        """The supplier that a file is named after."""
        party = self._parties.find(stem)
        return party if party and party.kind is PartyKind.SUPPLIER else None


class _File:
    """A file as far as its name matters, and whose we were told it is."""

    def __init__(self, stem: str, told: str | None, source: Source, whose: Whose) -> None:
        self.stem = stem
        self.told = told
        self.source = source
        self.whose = whose


class _Saving:
    """Gives each line of a file to the import of its supplier."""

    def __init__(
        self,
        importing: Importing,
        session: Session,
        file: _File,
        lists: list[SupplierImport],
        revision: int,
    ) -> None:
        self._importing = importing
        self._session = session
        self._file = file
        self._lists = lists
        self._revision = revision
        self._head: Head | None = None
        self._first: Head | None = None
        self._open: dict[str | None, SupplierImport] = {}  # by the name that lines give
        self._kept: list[Rejected] = []
        self.rejected: list[Rejected] = []
        self.remarks: list[Remark] = []
        self.names: list[str] = []
        self.renamed = False

    @property
    def first(self) -> Head:
        """The first list's head."""
        assert self._first is not None  # noqa: S101 - a list without one is refused
        return self._first

    def take(self, item: Head | Line | Rejected) -> None:
        """The next item of the file."""
        if isinstance(item, Head):
            self.finish()
            self._head = item
            self._first = self._first or item
        elif isinstance(item, Rejected):
            self.rejected.append(item)
            self._kept.append(item)
        else:
            self._import_of(item.supplier, item.contract).take(item)

    def finish(self) -> None:
        """The end of a list."""
        if self._head is None:
            return
        if not self._open:  # every line was rejected: whose list it is must be said all the same
            if self._head.complete:
                self._import_of(None, None)
            else:
                with suppress(SupplierUnknownError):
                    self.names.append(self._called(None)[0])
        finished = list(dict.fromkeys(self._open.values()))
        for one in finished:
            for bad in self._kept:
                one.reject(bad)
            one.finish()
        self._kept = []
        self._open = {}

    def _import_of(self, name: str | None, contract: str | None) -> SupplierImport:
        found = self._open.get(name)
        if found is not None:
            return found
        assert self._head is not None  # noqa: S101 - heads come before lines
        called, party = self._called(name)
        same = next((one for one in self._open.values() if one.name == called), None)
        if same is None:
            supplier = article_store.supplier(
                self._session, called, party.id if party else None, self._head.supplier_gln
            )
            same = self._importing.begin(
                self._session,
                supplier,
                self._head,
                self._file.source,
                self._revision,
                contract or self._head.contract,
            )
            self._lists.append(same)
            self.names.append(supplier.name)
        self._open[name] = same
        return same

    def _called(self, name: str | None) -> tuple[str, Party | None]:
        """What we call the supplier whose lines are named so.

        That is what we were told, else the name of the one with the list's GLN, else the list's,
        else what somebody said, else the file's.
        """
        assert self._head is not None  # noqa: S101
        gln = self._head.supplier_gln
        known = None if gln is None else article_store.supplier_by_gln(self._session, gln)
        told = self._file.told
        if told is None and known is not None and not known.name.startswith(article_store.BY_GLN):
            return known.name, None
        said = told or self._head.supplier or name or self._file.whose.said
        party = self._importing.party(said) if said else None
        if not said:
            party = self._importing.party_of_file(self._file.stem)
        called = party.name if party else said or self._nameless(gln)
        if known is not None and known.name != called:
            self._rename(known, called)
        return called, party

    def _nameless(self, gln: str | None) -> str:
        if self._head is not None and self._head.format in _MESSAGES and gln is not None:
            return f"{article_store.BY_GLN}{gln}"
        known = article_store.supplier_in(self._session, self._file.stem)
        if known is not None:
            return known
        if self._file.whose.known_only:
            raise SupplierUnknownError("Det framgår inte vilken leverantör listan kommer från")
        name = _title(self._file.stem)
        guessed = Remark(
            None,
            f"Listan säger inte vems den är, och lästes som {name}s efter filens namn. "
            "Är det fel: läs den igen och säg vems den är (--supplier)",
        )
        if guessed not in self.remarks:
            self.remarks.append(guessed)
        return name

    def _rename(self, known: SupplierRow, called: str) -> None:
        """A GLN belongs to one supplier: one known by it alone gets its name now."""
        if known.name.startswith(article_store.BY_GLN):
            known.name = called
            self._session.flush()
            article_store.renamed(self._session, known.id, self._revision)
            self.renamed = True
            return
        text = f"GLN {known.gln} hör till {known.name}, men listan lästes som {called}s"
        self.remarks.append(Remark(None, text))


def sha256_of(path: Path) -> str:
    """What a file's content is known by; PriceListError if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise PriceListError(f"Filen går inte att öppna: {error.strerror or error}") from None


def _title(stem: str) -> str:
    words = " ".join(stem.replace("_", " ").replace("-", " ").split())
    return (words[:1].upper() + words[1:])[:_MAX_NAME] or "Okänd leverantör"
