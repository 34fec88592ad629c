"""Which articles the rows of a filled-in spreadsheet mean."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.database.models import ArticleRow, SupplierRow
from knowledge.accounts.sheet import BadRow, SheetRow
from knowledge.articles.numbers import NumbersBuilder, key_of
from knowledge.folding import fold

_AT_ONCE = 5_000  # numbers or ids in a statement
_READ = 10_000
_SHOWN = 60
_NAMED = 5
_MOST_NEAR = 50  # rows for which the nearest number is looked for: more are no slips of the hand
_NEAR = 5  # numbers near one


@dataclass(frozen=True, slots=True)
class SheetArticle:
    """An article that a row means, with the account that it has."""

    id: int
    number: str
    name: str
    supplier: str
    account: str | None


def articles_of(session: Session, rows: Sequence[SheetRow]) -> dict[int, SheetArticle | BadRow]:
    """For every row, by its number in the sheet, the article that it means, or why there is none.

    A spreadsheet takes the zeros that a number begins with: one that is not there as it is written
    means the only article whose number is the same but for zeros, separators and case.
    """
    exact = _by(session, ArticleRow.article_number, list(dict.fromkeys(row.number for row in rows)))
    by_number: dict[str, list[SheetArticle]] = defaultdict(list)
    for one in exact:
        by_number[one.number].append(one)
    found: dict[int, SheetArticle | BadRow] = {}
    missing: list[SheetRow] = []
    for row in rows:
        theirs = _theirs(row, by_number.get(row.number, ()))
        if not theirs:
            missing.append(row)
        elif len(theirs) > 1:
            found[row.row] = BadRow(row.row, row.number, "accounts.row.several")
        else:
            found[row.row] = theirs[0]
    if missing:
        found.update(_alike(session, missing))
    return found


def _alike(
    session: Session, rows: Sequence[SheetRow]
) -> Iterable[tuple[int, SheetArticle | BadRow]]:
    """The same for rows whose numbers are not there as they are written; it reads all numbers."""
    wanted = {key_of(row.number) for row in rows} - {""}
    builder, ids = NumbersBuilder(), list[int]()
    same: dict[str, list[int]] = defaultdict(list)
    query = select(ArticleRow.id, ArticleRow.article_number).where(ArticleRow.removed_at.is_(None))
    found = session.execute(query.order_by(ArticleRow.id), execution_options={"yield_per": _READ})
    for part in found.partitions():
        builder.add([number for _, number in part], len(ids))
        ids.extend(id_ for id_, _ in part)
        for id_, number in part:
            key = key_of(number)
            if key in wanted:
                same[key].append(id_)
    index = builder.build()
    near: dict[int, list[int]] = {}
    for row in rows:
        key = key_of(row.number)
        if key not in same and len(near) < _MOST_NEAR:
            scores = index.near(key)
            best = sorted(scores, key=lambda place: (-scores[place], place))
            near[row.row] = [ids[place] for place in best[:_NEAR]]
    asked = {id_ for ids_ in (*same.values(), *near.values()) for id_ in ids_}
    known = {one.id: one for one in _by(session, ArticleRow.id, sorted(asked))}
    for row in rows:
        alike = _theirs(row, [known[id_] for id_ in same.get(key_of(row.number), ())])
        close = _theirs(row, [known[id_] for id_ in near.get(row.row, ())])
        yield row.row, alike[0] if len(alike) == 1 else _bad(row, alike, close)


def _bad(row: SheetRow, alike: Sequence[SheetArticle], close: Sequence[SheetArticle]) -> BadRow:
    """Why a row means no article, with what comes near it."""
    params: dict[str, str] = {}
    if len({one.supplier for one in alike}) > 1:
        problem = "accounts.row.several"
    elif alike:
        problem = "accounts.row.like_several"
        params["numbers"] = ", ".join(one.number for one in alike[:_NAMED])
    else:
        problem = "accounts.row.unknown"
        if row.supplier is not None:
            problem = "accounts.row.not_theirs"
            params["supplier"] = row.supplier[:_SHOWN]
        if close:
            problem += "_near"
            params |= {"number": close[0].number, "name": close[0].name[:_SHOWN]}
    return BadRow(row.row, row.number, problem, params)


def _theirs(row: SheetRow, candidates: Sequence[SheetArticle]) -> Sequence[SheetArticle]:
    """Those of the supplier that the row names; all if it names none."""
    if row.supplier is None:
        return candidates
    said = fold(row.supplier)
    return [one for one in candidates if fold(one.supplier) == said]


def _by(
    session: Session,
    column: InstrumentedAttribute[str] | InstrumentedAttribute[int],
    values: Sequence[str | int],
) -> list[SheetArticle]:
    """The articles that are sold with these values."""
    found: list[SheetArticle] = []
    for start in range(0, len(values), _AT_ONCE):
        rows = session.execute(
            select(
                ArticleRow.id,
                ArticleRow.article_number,
                ArticleRow.name,
                SupplierRow.name,
                ArticleRow.account,
            )
            .join(SupplierRow, SupplierRow.id == ArticleRow.supplier_id)
            .where(
                column.in_(values[start : start + _AT_ONCE]),
                ArticleRow.removed_at.is_(None),
            )
            .order_by(ArticleRow.id)
        )
        found.extend(SheetArticle(*row) for row in rows)
    return found
