"""A filled-in spreadsheet into the articles, in the caller's transaction."""

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts import store, ties
from bot.accounts.ties import Tie
from bot.database.models import ArticleRow, SupplierRow
from knowledge.accounts import Suggestion
from knowledge.accounts.sheet import AccountSheet, BadRow, SheetRow
from knowledge.folding import fold

_NUMBERS = 5_000  # in a statement


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What a sheet did: articles tied, those that had the account already, rows without an account,
    accounts that are new, and rows that failed, in their order. `batch` is for taking it back.
    """

    tied: int
    unchanged: int
    empty: int
    new_accounts: tuple[str, ...]
    failed: tuple[BadRow, ...]
    batch: str


@dataclass(frozen=True, slots=True)
class _Article:
    id: int
    supplier: str
    account: str | None


def apply(
    session: Session,
    sheet: AccountSheet,
    suggested: Mapping[int, Suggestion | None],
    *,
    person: str | None,
    now: datetime,
) -> SheetReport:
    """Tie the articles of a sheet. A row that cannot be used fails alone; the rest is tied."""
    store.lock(session)
    articles = _articles(session, [row.number for row in sheet.rows])
    known = store.names(session)
    failed = list(sheet.bad)
    new: dict[str, str] = {}
    wanted: dict[int, tuple[SheetRow, Tie]] = {}
    unchanged: set[int] = set()
    for row in sheet.rows:
        found = _found(row, articles.get(row.number, ()))
        if isinstance(found, BadRow):
            failed.append(found)
            continue
        problem = _problem(row, found, wanted, {**known, **new})
        if problem is not None:
            failed.append(problem)
        elif found.account == row.code:
            unchanged.add(found.id)
        else:
            if row.code not in known and row.name is not None:
                new.setdefault(row.code, row.name)
            suggestion = suggested.get(found.id)
            tie = Tie(
                found.id,
                row.code,
                found.account,
                suggestion.account if suggestion else None,
                suggestion.confidence if suggestion else None,
            )
            wanted[found.id] = (row, tie)
    for code, name in new.items():
        store.save_account(session, code, name)
    batch = secrets.token_hex(8)
    ordered = [tie for _, tie in wanted.values()]
    done = ties.tie(session, ordered, how="file", batch=batch, person=person, now=now)
    for article, account in done.lost.items():
        failed.append(_meanwhile(wanted[article][0], account))
    return SheetReport(
        tied=len(done.articles),
        unchanged=len(unchanged),
        empty=sheet.empty,
        new_accounts=tuple(sorted(new)),
        failed=tuple(sorted(failed, key=lambda one: one.row)),
        batch=batch,
    )


def _articles(session: Session, numbers: Sequence[str]) -> dict[str, list[_Article]]:
    found: dict[str, list[_Article]] = defaultdict(list)
    distinct = list(dict.fromkeys(numbers))
    for start in range(0, len(distinct), _NUMBERS):
        rows = session.execute(
            select(ArticleRow.article_number, ArticleRow.id, SupplierRow.name, ArticleRow.account)
            .join(SupplierRow, SupplierRow.id == ArticleRow.supplier_id)
            .where(
                ArticleRow.article_number.in_(distinct[start : start + _NUMBERS]),
                ArticleRow.removed_at.is_(None),
            )
        )
        for number, id_, supplier, account in rows:
            found[number].append(_Article(id_, supplier, account))
    return found


def _found(row: SheetRow, candidates: Sequence[_Article]) -> _Article | BadRow:
    """The article that a row means."""
    if row.supplier is not None:
        said = fold(row.supplier)
        candidates = [one for one in candidates if fold(one.supplier) == said]
        if not candidates:
            params = {"supplier": row.supplier[:_SHOWN]}
            return BadRow(row.row, row.number, "accounts.row.not_theirs", params)
    if not candidates:
        return BadRow(row.row, row.number, "accounts.row.unknown")
    if len(candidates) > 1:
        return BadRow(row.row, row.number, "accounts.row.several")
    return candidates[0]


_SHOWN = 60


def _problem(
    row: SheetRow,
    article: _Article,
    wanted: Mapping[int, tuple[SheetRow, Tie]],
    known: Mapping[str, str | None],
) -> BadRow | None:
    """Why a row is not to be used; None if it is."""
    before = wanted.get(article.id)
    if before is not None and before[0].code != row.code:
        return BadRow(row.row, row.number, "accounts.row.twice", {"row": str(before[0].row)})
    # A new code with a known account's name is a slip of the code, rather than a new account.
    if row.code not in known and (row.name is None or row.name in known.values()):
        return BadRow(row.row, row.number, "accounts.row.account_unknown", {"account": row.code})
    if article.account in (None, row.code):
        return None
    if row.has_current and row.current == article.account:
        return None
    return _meanwhile(row, article.account)


def _meanwhile(row: SheetRow, account: str | None) -> BadRow:
    return BadRow(row.row, row.number, "accounts.row.has_account", {"account": account or "–"})
