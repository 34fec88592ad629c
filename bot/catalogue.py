"""Price lists into articles, and the search over them that every process keeps fresh."""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from bot import article_store
from bot.article_store import Changes, SupplierLines
from bot.database.session import Database
from bot.errors import UsageError
from bot.occasion import Clock
from knowledge.articles import GOOD_HIT, Article, ArticleIndex, Hit
from knowledge.folding import fold
from knowledge.parties import Parties, Party, PartyKind
from knowledge.pricelists import Line, PriceList, PriceListError, Rejected, read_price_list

SURE_HIT = 0.75
"""From this score on a few words are taken for the name of goods and nothing else."""

MOST_REJECTED_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a list changed, or would change on a dry run; counts of articles.

    A spreadsheet never removes: what it leaves out stays. A Peppol catalogue removes what its
    action codes say.
    """

    supplier: str
    format: str
    added: int
    changed: int
    removed: int
    unchanged: int
    rejected: tuple[Rejected, ...]
    dry_run: bool = False


class Catalogue:
    """The articles. Thread-safe; the index is built when it is first needed, and again when a
    revision number in the database says that some process has imported a list.
    """

    def __init__(
        self, db: Database, parties: Parties, now: Clock, fixed: ArticleIndex | None = None
    ) -> None:
        """`fixed` is an index to search in place of the database's articles."""
        self._db = db
        self._parties = parties
        self._now = now
        self._fixed = fixed
        self._building = threading.Lock()
        self._built: tuple[int, ArticleIndex] | None = None

    def import_list(
        self, path: Path | str, supplier: str | None = None, *, dry_run: bool = False
    ) -> ImportReport:
        """Read a supplier's list into the articles, in one transaction.

        `supplier` counts before what the list says; a spreadsheet that names none is its file
        name's. The same list twice changes nothing. UsageError, naming the file, if it is refused.
        """
        path = Path(path)
        try:
            read = read_price_list(path, supplier)
        except PriceListError as error:
            raise UsageError(f"{path}: {error}") from error
        return self._import(read, path.stem, told=supplier, dry_run=dry_run)

    def load_examples(self) -> int:
        """Put the examples of our own making among the articles; how many were new or changed."""
        reports = [self._import(read, name, example=True) for name, read in _examples()]
        return sum(report.added + report.changed for report in reports)

    def of_examples(self) -> "Catalogue":
        """A catalogue of the examples alone, whatever the database has."""
        lines = (line for _, read in _examples() for line in read.lines)
        index = ArticleIndex.build(_article(id_, line) for id_, line in enumerate(lines, start=1))
        return Catalogue(self._db, self._parties, self._now, index)

    def is_empty(self) -> bool:
        """Whether the database has no article that can be found."""
        with self._db.read() as session:
            return not article_store.any_sold(session)

    def search(self, query: str, limit: int = 5, supplier: str | None = None) -> tuple[Hit, ...]:
        """The articles that `query` may mean, the best first; see `ArticleIndex.search`."""
        return self.index().search(query, limit, supplier)

    def knows(self, text: str) -> bool:
        """Whether `text` is (nearly) the name or number of an article, and not of a party."""
        said = fold(text)
        if any(said == fold(name) for party in self._parties.all() for name in party.names()):
            return False
        hits = self.search(text, limit=1)
        return bool(hits) and hits[0].score >= SURE_HIT

    def index(self) -> ArticleIndex:
        """The index of the articles as they are now.

        While another thread is building it anew, the one before.
        """
        if self._fixed is not None:
            return self._fixed
        with self._db.read() as session:
            revision = article_store.revision(session)
        built = self._built
        if built is not None and built[0] == revision:
            return built[1]
        if not self._building.acquire(blocking=built is None):
            assert built is not None  # noqa: S101 - else the lock would have been waited for
            return built[1]
        try:
            return self._rebuilt()
        finally:
            self._building.release()

    def _rebuilt(self) -> ArticleIndex:
        with self._db.read() as session:
            revision = article_store.revision(session)
            if self._built is not None and self._built[0] == revision:
                return self._built[1]
            index = ArticleIndex.build(article_store.sold(session))
        self._built = (revision, index)
        return index

    def _import(
        self,
        read: PriceList,
        file_stem: str,
        *,
        told: str | None = None,
        example: bool = False,
        dry_run: bool = False,
    ) -> ImportReport:
        def changes(session: Session) -> list[Changes]:
            return [
                article_store.changes(session, theirs, example=example)
                for theirs in self._by_supplier(session, read, file_stem, told)
            ]

        if dry_run:
            with self._db.read() as session:
                done = changes(session)
        else:
            with self._db.write() as session:
                article_store.lock(session)
                done = changes(session)
                for change in done:
                    if change.any:
                        article_store.apply(session, change, self._now())
                if any(change.any for change in done):
                    article_store.count_change(session)
        return ImportReport(
            supplier=", ".join(change.supplier.name for change in done),
            format=read.format.value,
            added=sum(len(change.added) + len(change.returned) for change in done),
            changed=sum(len(change.changed) for change in done),
            removed=sum(len(change.removed) for change in done),
            unchanged=sum(change.unchanged for change in done),
            rejected=read.rejected,
            dry_run=dry_run,
        )

    def _by_supplier(
        self, session: Session, read: PriceList, file_stem: str, told: str | None
    ) -> Iterator[SupplierLines]:
        """The lines of a list by supplier, under the name that we know each by.

        That is the name that we were `told`, else the one with the list's GLN, else the list's.
        """
        known = told
        if known is None and read.supplier_gln is not None:
            known = article_store.supplier_by_gln(session, read.supplier_gln)
        named: dict[str | None, list[Line]] = {}
        for line in read.lines:
            named.setdefault(known or read.supplier or line.supplier, []).append(line)
        if not named:  # every line was rejected: the report still says whose list it is
            named[known or read.supplier] = []
        kept = frozenset(one.article_number for one in read.rejected if one.article_number)
        groups: dict[str, tuple[str | None, dict[str | None, Line]]] = {}
        for name, lines in named.items():
            party = self._party(name) if name else self._from_file(file_stem)
            called = party.name if party else name or _title(file_stem)
            _, theirs = groups.setdefault(called, (party.id if party else None, {}))
            theirs.update((line.article_number or line.gtin, line) for line in lines)
        for called, (party_id, theirs) in groups.items():
            yield SupplierLines(
                name=called,
                party_id=party_id,
                gln=read.supplier_gln,
                lines=tuple(theirs.values()),
                complete=read.complete,
                kept=kept,
            )

    def _from_file(self, stem: str) -> Party | None:
        party = self._parties.find(stem)
        return party if party and party.kind is PartyKind.SUPPLIER else None

    def _party(self, name: str) -> Party | None:
        said = fold(name)
        for party in self._parties.suppliers:
            if said in map(fold, party.names()):
                return party
        return None


def report_json(report: ImportReport) -> dict[str, Any]:
    """A report as the one object that `hjalpen articles import --json` prints."""
    return {
        "supplier": report.supplier,
        "format": report.format,
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "unchanged": report.unchanged,
        "rejected": [{"line": one.line, "reason": one.reason} for one in report.rejected],
    }


def report_text(report: ImportReport) -> str:
    """A report for the terminal."""
    would = " (dry run: nothing was changed)" if report.dry_run else ""
    lines = [
        f"{report.supplier} ({report.format}): {report.added} added, {report.changed} changed, "
        f"{report.removed} removed, {report.unchanged} unchanged, "
        f"{len(report.rejected)} rejected{would}"
    ]
    lines.extend(f"  {one.line}: {one.reason}" for one in report.rejected[:MOST_REJECTED_SHOWN])
    if len(report.rejected) > MOST_REJECTED_SHOWN:
        lines.append(f"  … and {len(report.rejected) - MOST_REJECTED_SHOWN} more; --json has all")
    return "\n".join(lines)


def hits_json(query: str, hits: Iterable[Hit]) -> dict[str, Any]:
    """Hits as the one object a query that `hjalpen articles search --json` prints."""
    return {
        "query": query,
        "hits": [
            {
                "article_number": hit.article.article_number,
                "gtin": hit.article.gtin,
                "name": hit.article.name,
                "supplier": hit.article.supplier,
                "unit": hit.article.unit,
                "price": None if hit.article.price is None else float(hit.article.price),
                "score": hit.score,
            }
            for hit in hits
        ],
    }


def hits_text(query: str, hits: Iterable[Hit]) -> str:
    """Hits for the terminal, one a line; a poor one has a question mark."""
    lines = [
        "\t".join(
            (
                f"{hit.score:.2f}{'' if hit.score >= GOOD_HIT else '?'}",
                hit.article.article_number,
                hit.article.name,
                hit.article.supplier,
                " ".join(filter(None, (hit.article.package, hit.article.unit))),
                "example" if hit.article.example else "",
            )
        ).rstrip()
        for hit in hits
    ]
    return "\n".join((query, *(lines or ["no hits"]))) + "\n"


def _examples() -> Iterator[tuple[str, PriceList]]:
    with as_file(files("knowledge") / "content" / "articles") as folder:
        for path in sorted(folder.glob("*.csv")):
            yield path.stem, read_price_list(path)


def _article(id_: int, line: Line) -> Article:
    price = None if line.price is None else article_store.plain(Decimal(line.price))
    return Article(
        id=id_,
        article_number=line.article_number or "",
        gtin=line.gtin,
        name=line.name,
        supplier=line.supplier or "",
        unit=line.unit,
        package=line.package,
        price=price,
        currency=line.currency,
        example=True,
        brand=line.brand,
    )


def _title(stem: str) -> str:
    words = " ".join(stem.replace("_", " ").replace("-", " ").split())
    return (words[:1].upper() + words[1:])[:200] or "Okänd leverantör"
