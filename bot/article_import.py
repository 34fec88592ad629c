"""One supplier's list into the articles, in the caller's transaction, a chunk at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from bot.article_details import columns, fingerprint
from bot.article_examples import forget_made_up
from bot.article_prices import doubt, keep_prices
from bot.database.chunks import chunks
from bot.database.models import ArticleRow, Base, PriceListRow, SupplierRow
from bot.import_report import Remark, dump_rejections
from bot.list_order import looked_at
from knowledge.pricelists import Action, Head, Line, Rejected

CHUNK = 4_000  # lines; SQLite takes 32,766 values in a statement
MOST_REMARKS = 1_000
_ARTICLES = Base.metadata.tables[ArticleRow.__tablename__]


@dataclass(frozen=True, slots=True)
class ImportLimits:
    """From where on a list is looked at twice.

    `removes` is the share of a supplier's articles that a list may remove without being asked
    about. A price that is `jump` times what it was, up or down, is remarked on; at `absurd` times
    the line is rejected: it is a slip of the decimal mark.
    """

    removes: float = 0.3
    jump: Decimal = Decimal(3)
    absurd: Decimal = Decimal(50)


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a list is in."""

    name: str
    sha256: str


@dataclass(slots=True)
class Counts:
    """Articles that a list adds, changes, removes and leaves.

    `renewed` are those of the unchanged whose validity is new, or that were examples before.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    renewed: int = 0

    @property
    def any(self) -> bool:
        """Whether anything changes."""
        return bool(self.added or self.changed or self.removed or self.renewed)


@dataclass(slots=True)
class _Known:
    """What of the supplier's is there before the list: the seen ones of a list that is complete."""

    highest_id: int
    live: int
    seen: bytearray = field(default_factory=bytearray)


class SupplierImport:
    """Takes a list's lines of one supplier. `finish` once, after the last."""

    def __init__(
        self,
        session: Session,
        supplier: SupplierRow,
        head: Head,
        source: Source,
        now: datetime,
        *,
        limits: ImportLimits,
        revision: int,
        example: bool = False,
    ) -> None:
        """`revision` is that in which what changes now does: `article_store.begin_change`."""
        self._session = session
        self._revision = revision
        self._supplier = supplier
        self._head = head
        self._now = now
        self._limits = limits
        self._example = example
        self._sets: list[Line] = []
        self._deletes: list[Line] = []
        self._kept: set[str] = set()
        self._bad: list[Rejected] = []
        self._named: set[int] = set()  # ids to remove that lines name
        self.counts = Counts()
        self.rejected: list[Rejected] = []
        found = looked_at(session, supplier.id, head)
        self.remarks: list[Remark] = list(found.remarks)
        self.waiting: list[str] = list(found.waiting)
        self._again = self._was_read(source)
        self._known = self._look()
        self.list_id = self._begin(source)

    @property
    def name(self) -> str:
        """The supplier's name."""
        return self._supplier.name

    def take(self, line: Line) -> None:
        """A good line."""
        if line.action is Action.DELETE:
            self._deletes.append(line)
        else:
            self._sets.append(line)
        if len(self._sets) + len(self._deletes) >= CHUNK:
            self._flush()

    def reject(self, rejected: Rejected) -> None:
        """A bad line: its article is not one that a complete list leaves out."""
        self._bad.append(rejected)
        if rejected.article_number:
            self._kept.add(rejected.article_number)

    def finish(self) -> None:
        """Take what is left, remove what a complete list does not name, and close the books."""
        self._flush()
        self._remove()
        if not self.counts.any and self._again:
            self._session.execute(delete(PriceListRow).where(PriceListRow.id == self.list_id))
            return
        keep_prices(self._session, self._supplier.id, self.list_id, self._now)
        rejected = [*self._bad, *self.rejected]
        self._session.execute(
            update(PriceListRow)
            .where(PriceListRow.id == self.list_id)
            .values(
                added=self.counts.added,
                changed=self.counts.changed,
                removed=self.counts.removed,
                unchanged=self.counts.unchanged,
                rejected=len(rejected),
                rejections=dump_rejections(rejected),
            )
            .execution_options(synchronize_session=False)
        )

    def _was_read(self, source: Source) -> bool:
        same = exists().where(
            PriceListRow.supplier_id == self._supplier.id, PriceListRow.file_hash == source.sha256
        )
        return bool(self._session.scalar(select(same)))

    def _look(self) -> _Known:
        mine = ArticleRow.supplier_id == self._supplier.id
        highest = self._session.scalar(select(func.max(ArticleRow.id)).where(mine)) or 0
        live = self._session.scalar(
            select(func.count())
            .select_from(ArticleRow)
            .where(mine, ArticleRow.removed_at.is_(None), *self._scope())
        )
        seen = bytearray(highest + 1) if self._head.complete else bytearray()
        return _Known(highest, live or 0, seen)

    def _scope(self) -> tuple[ColumnElement[bool], ...]:
        """Which articles a list with a contract is about: the contract's, and those of none."""
        if self._head.contract is None:
            return ()
        number = ArticleRow.contract_number
        return (or_(number == self._head.contract, number.is_(None)),)

    def _begin(self, source: Source) -> int:
        row = PriceListRow(
            supplier_id=self._supplier.id,
            format=self._head.format.value,
            kind=self._head.kind.value,
            number=self._head.number,
            refers_to=self._head.refers_to,
            contract_number=self._head.contract,
            issued_on=self._head.issued,
            valid_from=self._head.valid_from,
            valid_to=self._head.valid_to,
            file_name=source.name[-255:],
            file_hash=source.sha256,
            read_at=self._now,
        )
        self._session.add(row)
        self._session.flush()
        return row.id

    def _flush(self) -> None:
        lines = {line.article_number or line.gtin or "": line for line in self._sets}
        self._sets.clear()
        known = self._rows(list(lines))
        added: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        renewed: dict[tuple[Any, ...], list[int]] = {}
        for number, line in lines.items():
            mark = fingerprint(line)
            old = known.get(number)
            if old is None:
                added.append(self._new(line, mark))
                continue
            if self._known.seen and old.id <= self._known.highest_id:
                self._known.seen[old.id] = 1
            if self._example and not old.example:
                self.counts.unchanged += 1
            elif old.fingerprint != mark or old.removed_at is not None:
                self._compare(line, mark, old, changed)
            else:
                self._renew(line, old, renewed)
        if added:
            self._session.execute(insert(_ARTICLES), added)
        if changed:
            self._session.execute(update(ArticleRow), changed)
        for (start, end, contract, was_example), ids in renewed.items():
            values = {"valid_from": start, "valid_to": end, "contract_number": contract}
            if was_example:
                values |= {"example": False, "revision": self._revision, **self._first_seen()}
            for some in chunks(ids):
                self._session.execute(
                    update(ArticleRow)
                    .where(ArticleRow.id.in_(some))
                    .values(values)
                    .execution_options(synchronize_session=False)
                )
        if not self._example:
            made_up = [old.id for old in known.values() if old.example]
            forget_made_up(self._session, made_up, self._now)
        self._find_deleted()

    def _rows(self, numbers: Sequence[str]) -> dict[str, Row[Any]]:
        """What is known of articles with these numbers."""
        if not numbers or (self._known.highest_id == 0 and self._head.supplier is not None):
            return {}
        found: Iterable[Row[Any]] = self._session.execute(
            select(
                ArticleRow.id,
                ArticleRow.article_number,
                ArticleRow.fingerprint,
                ArticleRow.removed_at,
                ArticleRow.example,
                ArticleRow.price,
                ArticleRow.currency,
                ArticleRow.unit,
                ArticleRow.valid_from,
                ArticleRow.valid_to,
                ArticleRow.contract_number,
            ).where(
                ArticleRow.supplier_id == self._supplier.id, ArticleRow.article_number.in_(numbers)
            )
        )
        return {row.article_number: row for row in found}

    def _new(self, line: Line, mark: str) -> dict[str, Any]:
        self.counts.added += 1
        return {
            **columns(line, self._head, mark, example=self._example),
            "supplier_id": self._supplier.id,
            "revision": self._revision,
            **self._first_seen(),
        }

    def _first_seen(self) -> dict[str, Any]:
        """What is known of when it came, of an article that no list had before."""
        return {
            "price_list_id": self.list_id,
            "first_seen_at": self._now,
            "updated_at": self._now,
            "returned_at": None,
        }

    def _compare(self, line: Line, mark: str, old: Row[Any], changed: list[dict[str, Any]]) -> None:
        """An article that is there, and of which the list says something else."""
        same_world = old.example is self._example
        if same_world and old.removed_at is None and not self._believes(line, old):
            return
        values = {
            "id": old.id,
            **columns(line, self._head, mark, example=self._example),
            "updated_at": self._now,
            "revision": self._revision,
            "removed_at": None,
        }
        made_up = old.example and not self._example
        was = (old.price, old.currency, old.unit)
        if was != (line.price, line.currency, line.unit):
            values["price_list_id"] = self.list_id
        if old.removed_at is not None:
            values["returned_at"] = self._now
            self.counts.added += 1
        else:
            self.counts.changed += 1
        changed.append(values | self._first_seen() if made_up else values)

    def _believes(self, line: Line, old: Row[Any]) -> bool:
        """Whether the price can be so, beside what it was; one that jumps is remarked on."""
        said = doubt(line, old, jump=self._limits.jump, absurd=self._limits.absurd)
        if isinstance(said, Rejected):
            self.rejected.append(said)
            return False
        if said is not None and len(self.remarks) < MOST_REMARKS:
            self.remarks.append(said)
        return True

    def _renew(self, line: Line, old: Row[Any], renewed: dict[tuple[Any, ...], list[int]]) -> None:
        self.counts.unchanged += 1
        head = self._head
        holds = (
            line.valid_from or head.valid_from,
            line.valid_to or head.valid_to,
            line.contract or head.contract,
        )
        was = (old.valid_from, old.valid_to, old.contract_number)
        made_up = old.example and not self._example
        if holds != was or made_up:
            renewed.setdefault((*holds, made_up), []).append(old.id)
            self.counts.renewed += 1

    def _find_deleted(self) -> None:
        """The ids of the articles that lines delete, by number, or by GTIN for want of one."""
        if not self._deletes:
            return
        numbers = {line.article_number for line in self._deletes if line.article_number}
        gtins = {line.gtin for line in self._deletes if not line.article_number and line.gtin}
        self._deletes, lines = [], self._deletes
        found: set[int] = set()
        for column, values in ((ArticleRow.article_number, numbers), (ArticleRow.gtin, gtins)):
            if values:
                found.update(self._live_ids(column.in_(values)))
        new = found - self._named
        self._named |= new
        self.counts.unchanged += max(0, len(lines) - len(new))

    def _live_ids(self, *conditions: ColumnElement[bool]) -> Iterable[int]:
        return self._session.scalars(
            select(ArticleRow.id).where(
                ArticleRow.supplier_id == self._supplier.id,
                ArticleRow.removed_at.is_(None),
                *conditions,
            )
        )

    def _remove(self) -> None:
        gone = set(self._named)
        if self._head.complete and self._known.highest_id:
            seen = self._known.seen
            for some in chunks(sorted(self._kept)):
                for id_ in self._live_ids(
                    or_(ArticleRow.article_number.in_(some), ArticleRow.gtin.in_(some))
                ):
                    if id_ < len(seen):
                        seen[id_] = 1
            gone.update(
                id_
                for id_ in self._live_ids(ArticleRow.id <= self._known.highest_id, *self._scope())
                if not seen[id_]
            )
        for ids in chunks(sorted(gone)):
            self._session.execute(
                update(ArticleRow)
                .where(ArticleRow.id.in_(ids))
                .values(removed_at=self._now, updated_at=self._now, revision=self._revision)
                .execution_options(synchronize_session=False)
            )
        self.counts.removed = len(gone)
        live = self._known.live
        if len(gone) > 1 and len(gone) > live * self._limits.removes:
            self.waiting.append(
                f"Listan tar bort {len(gone)} av {live} artiklar hos {self._supplier.name}"
            )
