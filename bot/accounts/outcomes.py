"""What came of an act on accounts, as phrases."""

from collections.abc import Sequence

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts import store
from bot.database.models import ArticleRow
from bot.outcomes import Refused
from knowledge.text import Frozen

_NAME_SHOWN = 120


class Told(Frozen):
    """What was done, as a phrase; `batch` is for taking it back."""

    key: str
    params: dict[str, str] = Field(default_factory=dict)
    batch: str | None = None


def tied(session: Session, articles: Sequence[int], code: str, batch: str) -> Told:
    """Articles were tied to an account, at once."""
    said = {"account": account(session, code)}
    if len(articles) == 1:
        said["name"] = name(session, articles[0])
        return Told(key="accounts.tied.one", params=said, batch=batch)
    said["count"] = str(len(articles))
    return Told(key="accounts.tied", params=said, batch=batch)


def too_late(session: Session, article: int, person: str) -> Refused:
    """Nothing was done with an article: it is no longer sold, or has an account."""
    sold = ArticleRow.removed_at.is_(None)
    if session.scalar(select(ArticleRow.id).where(ArticleRow.id == article, sold)) is None:
        return Refused(key="accounts.not_sold", params={"name": name(session, article)})
    choice = store.last_choices(session, [article]).get(article)
    if choice is None or choice.account is None or choice.name is None:
        return Refused(key="accounts.gone")
    said = {"account": account(session, choice.account)}
    if choice.person == person:
        return Refused(key="accounts.too_late.you", params=said)
    return Refused(key="accounts.too_late", params=said | {"name": choice.name})


def name(session: Session, article: int) -> str:
    """An article's name, not too long."""
    found = session.scalar(select(ArticleRow.name).where(ArticleRow.id == article))
    return (found or "?")[:_NAME_SHOWN]


def account(session: Session, code: str) -> str:
    """An account's code and name."""
    known = store.names(session).get(code)
    return f"{code} {known}" if known else code
