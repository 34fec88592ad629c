"""A filled-in spreadsheet into the articles, in the caller's transaction."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.accounts import store, ties
from bot.accounts.sheet_articles import SheetArticle, articles_of
from bot.accounts.ties import Tie
from knowledge.accounts import Suggestion
from knowledge.accounts.sheet import AccountSheet, BadRow, SheetRow


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
    articles = articles_of(session, sheet.rows)
    known = store.names(session)
    failed = list(sheet.bad)
    new: dict[str, str] = {}
    wanted: dict[int, tuple[SheetRow, Tie]] = {}
    unchanged: set[int] = set()
    for row in sheet.rows:
        found = articles[row.row]
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


def _problem(
    row: SheetRow,
    article: SheetArticle,
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
