"""The articles without an account as coordinators see them: in groups, and one by one."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from bot.account_intents import AccountScope, Grouping, GroupSeen
from bot.accounts import store
from bot.accounts.store import PendingArticle
from bot.accounts.suggestions import Judged, revision_now
from knowledge.accounts import Reason, Suggestion
from knowledge.text import Frozen

SURE = 0.85
"""The confidence from which a suggestion may be accepted unseen, with others of its group."""

_NAMED = 3
_OTHERS = 2


class AccountShown(Frozen):
    """An account: its code, and its name if it has one."""

    code: str
    name: str | None

    @property
    def text(self) -> str:
        """Both, on one line."""
        return f"{self.code} {self.name}" if self.name else self.code


class GroupShown(Frozen):
    """Articles of one product group or supplier with the same suggestion.

    `sure` are those whose suggestion is sure enough to be accepted with the others, `waiting` those
    that came after the last judging; `confidence` and `reasons` are those of the article in the
    middle.
    """

    seen: GroupSeen
    account: AccountShown | None
    sure: int
    waiting: int
    confidence: float
    reasons: tuple[Reason, ...]
    names: tuple[str, ...]

    @property
    def scope(self) -> AccountScope:
        """Which articles they are."""
        return self.seen.scope

    @property
    def total(self) -> int:
        """How many they are."""
        return self.seen.count


class Overview(Frozen):
    """The groups, the largest first. `total` articles without an account, of which those `looked`
    at are the newest; `later` are left for later. `accounts` is how many are known at all.

    `working`: something has changed since they were judged. `any_articles`: whether there are any.
    """

    by: Grouping
    showing_later: bool
    groups: tuple[GroupShown, ...]
    total: int
    looked: int
    later: int
    accounts: int
    working: bool
    any_articles: bool


class OneShown(Frozen):
    """One article of a scope: the `place`-th `of` so many; `waiting` if it was not judged yet."""

    scope: AccountScope
    article: int
    number: str
    name: str
    supplier: str
    group: str | None
    package: str | None
    place: int
    of: int
    suggested: AccountShown | None
    waiting: bool
    confidence: float
    reasons: tuple[Reason, ...]
    others: tuple[AccountShown, ...]


def overview(session: Session, judged: Judged, by: Grouping, *, later: bool) -> Overview:
    """The articles without an account, in groups."""
    names = store.names(session)
    pending = store.pending(session)
    groups: dict[AccountScope, list[PendingArticle]] = defaultdict(list)
    for one in pending:
        if one.later == later:
            groups[scope_of(one, judged.suggestions.get(one.goods.id), by)].append(one)
    shown = [_group(scope, of, judged, names) for scope, of in groups.items()]
    shown.sort(key=lambda one: (-one.total, one.scope.label or "", one.scope.account or ""))
    left = sum(one.later for one in pending)
    count = len(pending)
    if count == store.MOST_PENDING:
        count = store.count_pending(session)
    return Overview(
        by=by,
        showing_later=later,
        groups=tuple(shown),
        total=count - left,
        looked=len(pending) - left,
        later=left,
        accounts=len(names),
        working=judged.revision != revision_now(session),
        any_articles=bool(pending) or store.any_sold(session),
    )


def one_of(session: Session, judged: Judged, scope: AccountScope, after: int) -> OneShown | None:
    """The article of a scope that comes after an id, or the first; None if there is none left."""
    inside = sorted(in_scope(store.pending(session), judged, scope), key=lambda one: one.goods.id)
    if not inside:
        return None
    place = next((at for at, one in enumerate(inside) if one.goods.id > after), 0)
    one = inside[place]
    names = store.names(session)
    suggestion = judged.suggestions.get(one.goods.id)
    return OneShown(
        scope=scope,
        article=one.goods.id,
        number=one.goods.number,
        name=one.goods.name,
        supplier=one.goods.supplier,
        group=one.goods.group,
        package=one.package,
        place=place + 1,
        of=len(inside),
        suggested=_account(suggestion.account, names) if suggestion else None,
        waiting=one.goods.id not in judged.suggestions,
        confidence=suggestion.confidence if suggestion else 0.0,
        reasons=suggestion.reasons if suggestion else (),
        others=tuple(_account(code, names) for code in suggestion.others[:_OTHERS])
        if suggestion
        else (),
    )


def in_scope(
    pending: Iterable[PendingArticle], judged: Judged, scope: AccountScope
) -> list[PendingArticle]:
    """Those of the articles that a scope means."""
    return [
        one
        for one in pending
        if one.later == scope.later
        and scope_of(one, judged.suggestions.get(one.goods.id), scope.by) == scope
    ]


def as_seen(session: Session, judged: Judged, seen: GroupSeen) -> list[PendingArticle] | None:
    """The articles of a group that somebody saw; None if they, or which are sure, have changed."""
    articles = [
        one
        for one in in_scope(store.pending(session), judged, seen.scope)
        if one.goods.id <= seen.last
    ]
    return articles if _digest(judged, articles) == seen.digest else None


def is_sure(judged: Judged, one: PendingArticle) -> bool:
    """Whether an article's suggestion may be accepted with others of its group."""
    return _confidence(judged, one) >= SURE


def scope_of(one: PendingArticle, suggestion: Suggestion | None, by: Grouping) -> AccountScope:
    """The group that an article is shown in."""
    label: str | None
    match by:
        case "group":
            label = one.goods.group or ""
        case "supplier":
            label = one.goods.supplier
        case "account":
            label = None
    account = suggestion.account if suggestion else None
    return AccountScope(by=by, label=label, account=account, later=one.later)


def _group(
    scope: AccountScope,
    articles: Sequence[PendingArticle],
    judged: Judged,
    names: Mapping[str, str | None],
) -> GroupShown:
    ranked = sorted(
        articles, key=lambda one: (_confidence(judged, one), one.goods.id), reverse=True
    )
    middle = judged.suggestions.get(ranked[len(ranked) // 2].goods.id)
    said = list(dict.fromkeys(one.goods.name for one in ranked))
    return GroupShown(
        seen=GroupSeen(
            scope=scope,
            last=max(one.goods.id for one in articles),
            count=len(articles),
            digest=_digest(judged, articles),
        ),
        account=_account(scope.account, names) if scope.account else None,
        sure=sum(is_sure(judged, one) for one in articles),
        waiting=sum(one.goods.id not in judged.suggestions for one in articles),
        confidence=middle.confidence if middle else 0.0,
        reasons=middle.reasons if middle else (),
        names=tuple(said[:_NAMED]),
    )


def _digest(judged: Judged, articles: Iterable[PendingArticle]) -> str:
    """Another one for other articles, or if others of them are sure."""
    said = sorted((one.goods.id, is_sure(judged, one)) for one in articles)
    return hashlib.blake2b(repr(said).encode(), digest_size=8).hexdigest()


def _confidence(judged: Judged, one: PendingArticle) -> float:
    suggestion = judged.suggestions.get(one.goods.id)
    return suggestion.confidence if suggestion else 0.0


def _account(code: str, names: Mapping[str, str | None]) -> AccountShown:
    return AccountShown(code=code, name=names.get(code))
