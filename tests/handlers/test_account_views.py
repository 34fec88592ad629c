"""The coordinators' views of accounts, whatever is in them, are such as Slack takes."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.account_intents import AccountScope, GroupSeen
from bot.accounts.outcomes import Told
from bot.accounts.shown import AccountShown, GroupShown, OneShown, Overview
from bot.outcomes import Refused
from bot.sandbox.blockkit import check_view
from bot.sandbox.model import Json
from handlers.blocks import Renderer, accounts
from handlers.ids import AccountsOrigin
from handlers.payloads import DIRECT
from knowledge.accounts import (
    CODE_MAX,
    Alike,
    Reason,
    SameClass,
    SameGoods,
    SameGroup,
    SameSupplier,
    Successor,
)
from knowledge.text import Lang
from tests.handlers.strategies import LIBRARY
from tests.handlers.strategies import words as texts
from tests.support.surfaces import text_of

RENDERER = Renderer(lambda: LIBRARY, "Europe/Stockholm")
ORIGIN = AccountsOrigin(place=DIRECT)

counts = st.integers(0, 10**6)
short = texts.map(lambda text: text[:200])
codes = st.text("0123456789-.ABC", min_size=1, max_size=CODE_MAX)
known = st.builds(AccountShown, code=codes, name=st.none() | short)
scopes = st.builds(
    AccountScope,
    by=st.sampled_from(("group", "supplier", "account")),
    label=st.none() | short,
    account=st.none() | codes,
    later=st.booleans(),
)
reasons: st.SearchStrategy[Reason] = st.one_of(
    st.builds(Alike, names=st.lists(texts, min_size=1, max_size=3).map(tuple)),
    st.builds(SameGroup, group=texts, count=counts, of=counts),
    st.builds(SameClass, prefix=codes, count=counts, of=counts),
    st.builds(SameSupplier, supplier=texts, count=counts, of=counts),
    st.builds(Successor, number=texts, name=texts),
    st.builds(SameGoods, supplier=texts, name=texts),
)
shares = st.floats(0, 1)
seen = st.builds(
    GroupSeen,
    scope=scopes,
    last=counts,
    count=counts,
    digest=st.text("0123456789abcdef", max_size=32),
)
groups = st.builds(
    GroupShown,
    seen=seen,
    account=st.none() | known,
    sure=counts,
    waiting=counts,
    confidence=shares,
    reasons=st.lists(reasons, max_size=3).map(tuple),
    names=st.lists(texts, max_size=3).map(tuple),
)
overviews = st.builds(
    Overview,
    by=st.sampled_from(("group", "supplier", "account")),
    showing_later=st.booleans(),
    groups=st.lists(groups, max_size=4).map(tuple),
    total=counts,
    looked=counts,
    later=counts,
    accounts=counts,
    working=st.booleans(),
    any_articles=st.booleans(),
)
ones = st.builds(
    OneShown,
    scope=scopes,
    article=counts,
    number=texts,
    name=texts,
    supplier=texts,
    group=st.none() | texts,
    package=st.none() | texts,
    place=counts,
    of=counts,
    suggested=st.none() | known,
    waiting=st.booleans(),
    confidence=shares,
    reasons=st.lists(reasons, max_size=3).map(tuple),
    others=st.lists(known, max_size=2).map(tuple),
)
notices = st.one_of(
    st.none(),
    st.builds(
        Told,
        key=st.just("accounts.tied.one"),
        params=st.fixed_dictionaries({"name": texts, "account": texts}),
        batch=st.none() | codes,
    ),
    st.builds(
        Refused,
        key=st.just("accounts.too_late"),
        params=st.fixed_dictionaries({"name": texts, "account": texts}),
    ),
)
langs = st.sampled_from(Lang)


@settings(max_examples=40, deadline=None)
@given(shown=overviews, notice=notices, lang=langs)
def test_the_groups(shown: Overview, notice: Told | Refused | None, lang: Lang) -> None:
    check_view(accounts.listed(RENDERER.words(lang), shown, notice, ORIGIN))


@settings(max_examples=40, deadline=None)
@given(shown=st.none() | ones, group=seen, notice=notices, lang=langs)
def test_one_by_one(
    shown: OneShown | None, group: GroupSeen, notice: Told | Refused | None, lang: Lang
) -> None:
    origin = ORIGIN.model_copy(update={"scope": group.scope, "group": group})

    view = accounts.one(RENDERER.words(lang), shown, notice, origin)

    check_view(view)
    assert AccountsOrigin.load(view["private_metadata"]) == origin


@settings(max_examples=20, deadline=None)
@given(known_any=st.booleans(), lang=langs)
def test_the_forms(known_any: bool, lang: Lang) -> None:
    words = RENDERER.words(lang)

    check_view(accounts.form(words, "*Mjölk*", ORIGIN, known=known_any))
    check_view(accounts.new_account(words, ORIGIN))
    check_view(accounts.waiting(words, ORIGIN))


def many(count: int) -> Overview:
    """So many groups, with everything as long as it gets."""
    long = "ett långt ord till " * 30
    group = GroupShown(
        seen=GroupSeen(
            scope=AccountScope(label=long[:200], account="4" * CODE_MAX),
            last=9,
            count=9,
            digest="a" * 32,
        ),
        account=AccountShown(code="4" * CODE_MAX, name=long[:200]),
        sure=5,
        waiting=0,
        confidence=0.9,
        reasons=(Alike(names=(long, long, long)), SameGroup(group=long, count=1, of=2)),
        names=(long, long, long),
    )
    return Overview(
        by="group", showing_later=False, groups=(group,) * count, total=9, looked=8, later=1,
        accounts=1, working=True, any_articles=True,
    )  # fmt: skip


def test_more_groups_than_a_view_holds_are_on_pages() -> None:
    def page(number: int) -> Json:
        origin = ORIGIN.model_copy(update={"page": number})
        view = accounts.listed(RENDERER.words(Lang.SV), many(45), None, origin)
        check_view(view)
        return view

    assert "Nästa sida" in text_of(page(0))
    assert "Föregående sida" in text_of(page(1))
    assert "Nästa sida" not in text_of(page(9)), "a page that is gone is the last"


def listed(**changes: object) -> str:
    """What the view says of no groups at all, with some of it changed."""
    nothing = Overview(
        by="group", showing_later=False, groups=(), total=0, looked=0, later=0,
        accounts=1, working=False, any_articles=True,
    )  # fmt: skip
    shown = nothing.model_copy(update=changes)
    return text_of(accounts.listed(RENDERER.words(Lang.SV), shown, None, ORIGIN))


def test_what_is_said_when_nothing_waits() -> None:
    assert "Alla produkter har konto" in listed()
    assert "Lämnade till senare, utan konto: *2*" in listed(later=2)
    assert "Alla produkter" not in listed(later=2)
    assert "Det finns inga produkter än" in listed(any_articles=False)


def test_what_was_not_judged_yet_is_not_said_to_be_like_nothing() -> None:
    def group(waiting: int) -> str:
        seen = GroupSeen(scope=AccountScope(label="Mjölk"), last=1, count=2, digest="a")
        one = GroupShown(
            seen=seen, account=None, sure=0, waiting=waiting, confidence=0.0, reasons=(), names=()
        )
        return listed(groups=(one,), total=2, looked=2, working=bool(waiting))

    assert "inget liknande" in group(0)
    assert "Förslag räknas ut" not in group(0)
    assert "Räkna om förslagen" not in group(0)
    assert "Förslag räknas ut. Antal: 1" in group(1)
    assert "inget liknande" in group(1)
    assert "inget liknande" not in group(2)
    assert "Räkna om förslagen" in group(2)
