"""Examples of our own making that turn out to be real: nothing that was made up stays on them."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from bot.accounts import store, ties
from bot.accounts.ties import Tie
from bot.database.models import AccountChoiceRow, ArticlePriceRow, ArticleRow

EXAMPLE: ties.How = "example"


def wait_for_accounts(session: Session) -> None:
    """Wait until nobody ties articles to accounts, if there are examples that are tied.

    Before the first article changes: whoever ties some holds this while they wait for those.
    """
    tied = exists().where(ArticleRow.example.is_(True), ArticleRow.account.is_not(None))
    if session.scalar(select(tied)):
        store.lock(session)


def forget_made_up(session: Session, articles: Sequence[int], now: datetime) -> None:
    """Forget the prices of articles that were examples, and their accounts that nobody chose.

    As many articles as a statement may have; they are no examples any more.
    """
    if not articles:
        return
    session.execute(
        delete(ArticlePriceRow)
        .where(ArticlePriceRow.article_id.in_(articles))
        .execution_options(synchronize_session=False)
    )
    newest = (
        select(func.max(AccountChoiceRow.id))
        .where(AccountChoiceRow.article_id.in_(articles))
        .group_by(AccountChoiceRow.article_id)
    )
    made_up = session.execute(
        select(ArticleRow.id, ArticleRow.account)
        .join(AccountChoiceRow, AccountChoiceRow.article_id == ArticleRow.id)
        .where(
            AccountChoiceRow.id.in_(newest),
            AccountChoiceRow.how == EXAMPLE,
            ArticleRow.account.is_not(None),
        )
    )
    untied = [Tie(row.id, None, before=row.account) for row in made_up]
    if untied:
        batch = secrets.token_hex(8)
        ties.tie(session, untied, how=EXAMPLE, batch=batch, person=None, now=now)
