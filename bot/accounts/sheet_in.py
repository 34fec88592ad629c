"""A filled-in spreadsheet into the articles, in the caller's transaction."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.accounts import store, ties
from bot.accounts.plan import AccountPlan, Meant
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
    plan = AccountPlan(store.names(session))
    failed = list(sheet.bad)
    named: dict[str, str] = {}
    new: set[str] = set()
    wanted: dict[int, tuple[SheetRow, Tie]] = {}
    unchanged: set[int] = set()
    for row in sheet.rows:
        found = articles[row.row]
        if isinstance(found, BadRow):
            failed.append(found)
            continue
        account = _account(row, plan)
        if isinstance(account, BadRow):
            failed.append(account)
            continue
        problem = _problem(row, found, wanted, account.code)
        if problem is not None:
            failed.append(problem)
        elif found.account == account.code:
            unchanged.add(found.id)
        else:
            if account.new:
                new.add(account.code)
            if account.name is not None:
                plan.add(account.code, account.name)
                named[account.code] = account.name
            suggestion = suggested.get(found.id)
            tie = Tie(
                found.id,
                account.code,
                found.account,
                suggestion.account if suggestion else None,
                suggestion.confidence if suggestion else None,
            )
            wanted[found.id] = (row, tie)
    batch = secrets.token_hex(8)
    ordered = [tie for _, tie in wanted.values()]
    done = ties.tie(session, ordered, how="file", batch=batch, person=person, now=now)
    for article, now_has in done.lost.items():
        row, tie = wanted[article]
        gone = BadRow(row.row, row.number, "accounts.row.unknown")  # not sold since a moment ago
        failed.append(gone if now_has == tie.before else _meanwhile(row, now_has))
    given = {code for article in done.articles if (code := wanted[article][1].account)}
    for code in given & named.keys():
        store.save_account(session, code, named[code])
    return SheetReport(
        tied=len(done.articles),
        unchanged=len(unchanged),
        empty=sheet.empty,
        new_accounts=tuple(sorted(new & given)),
        failed=tuple(sorted(failed, key=lambda one: one.row)),
        batch=batch,
    )


def _account(row: SheetRow, plan: AccountPlan) -> Meant | BadRow:
    """The account that a row means, by the same rule as in a form."""
    account = plan.meant(row.code, row.name)
    if isinstance(account, Meant):
        return account
    params = {"account": account.code, "name": account.name}
    return BadRow(row.row, row.number, _SLIPS[account.kind], params)


_SLIPS = {
    "unnamed": "accounts.row.account_unknown",
    "named_otherwise": "accounts.row.named_otherwise",
    "name_taken": "accounts.row.name_taken",
}


def _problem(
    row: SheetRow, article: SheetArticle, wanted: Mapping[int, tuple[SheetRow, Tie]], code: str
) -> BadRow | None:
    """Why a row, which means an account, is not to be used; None if it is."""
    before = wanted.get(article.id)
    if before is not None and before[1].account != code:
        return BadRow(row.row, row.number, "accounts.row.twice", {"row": str(before[0].row)})
    if article.account in (None, code):
        return None
    if row.has_current and row.current == article.account:
        return None
    return _meanwhile(row, article.account)


def _meanwhile(row: SheetRow, account: str | None) -> BadRow:
    return BadRow(row.row, row.number, "accounts.row.has_account", {"account": account or "–"})
