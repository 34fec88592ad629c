"""Messages with anything in them that a person or a supplier could have written."""

from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.article_shown import (
    ArticleCard,
    ArticleFound,
    ArticleHits,
    ArticleLine,
    ArticleRef,
    Compared,
    PricePoint,
    Step,
)
from bot.documents import AccountsForNavigatorn, AccountsToFill, RejectedLines
from bot.intents import AskPerson, CaseReopen, Intent, OpenTopic
from bot.messages import (
    AnsweredShown,
    Button,
    CaseCard,
    CaseNews,
    CaseReceipt,
    CaseReminder,
    CaseShown,
    ChecklistShown,
    ContactCard,
    ContactLine,
    Contacts,
    FaqAnswer,
    FileMessage,
    GoodsList,
    GuideSolved,
    GuideStepAnswered,
    GuideStepShown,
    GuideTurn,
    Home,
    ListShown,
    Message,
    NotUnderstoodReply,
    PersonShown,
    ProfileQuestion,
    RejectedShown,
    RemarkShown,
    Say,
    Suggestions,
)
from bot.week.shown import (
    Amount,
    GoodsNamed,
    ListFailed,
    ListRead,
    ListWaits,
    PriceChange,
    RejectedLine,
    SupplierLatest,
    SupplierMissing,
    WeekReport,
)
from knowledge.guides import Given, Slot, Walk
from knowledge.library import Library, default_content_dir, load_library
from knowledge.pricelists import Format
from knowledge.topics import Municipality, Role

NASTY = (
    "<!channel> <!here> <@U123> <#C1|x> <https://evil.example|klicka>",
    "&amp; &lt;!channel&gt; Martin & Servera",
    "`kod` *fet* _kursiv_ ~struken~ ```block```",
    "👩‍👩‍👧‍👦🇸🇪é́́",
    "مرحبا שלום \u202etxet desrever",
    "rad ett\nrad två\r\n\r\n\r\nrad fem",
    "@channel @here #general",
    '"citat" \\ {number} {0} %s',
    "\x00\x07\x85\u2028",
)
LIBRARY: Library = load_library(default_content_dir())

line = st.one_of(st.sampled_from(NASTY), st.text(max_size=60))
words = st.one_of(
    line,
    st.builds(lambda text, times: text * times, st.sampled_from(NASTY), st.integers(1, 120)),
    st.builds(lambda char, times: char * times, st.sampled_from("&<😀\n `a"), st.integers(1, 4000)),
)
ids = st.integers(1, 10**9)
user_ids = st.from_regex(r"[UW][A-Z0-9]{8,10}", fullmatch=True)
people = st.builds(PersonShown, id=user_ids, name=line)
municipalities = st.none() | st.sampled_from(Municipality)
roles = st.none() | st.sampled_from(Role)
topics = st.none() | st.sampled_from([*LIBRARY.topics, "forgotten"])
questions = st.none() | ids
instants = st.integers(1_600_000_000, 2_200_000_000).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)


def tuples(item: st.SearchStrategy[object], most: int) -> st.SearchStrategy[tuple[object, ...]]:
    """Up to `most` of something."""
    return st.lists(item, max_size=most).map(tuple)


intents: st.SearchStrategy[Intent] = st.one_of(
    st.builds(OpenTopic, topic=st.sampled_from(list(LIBRARY.topics)), question=questions),
    st.builds(AskPerson, question=questions),
    st.builds(CaseReopen, case=ids),
)
buttons = st.builds(
    Button,
    intent=intents,
    label=st.none() | st.just("ui.button.goods.done"),
    style=st.sampled_from([None, "primary", "danger"]),
    confirm=st.none() | st.just("ui.confirm.case.withdraw"),
)
contact_lines = st.builds(
    ContactLine,
    role=st.sampled_from(["orders", "eprocurement", "contract", "general"]),
    name=st.none() | line,
    phone=st.none() | line | st.from_regex(r"\+46[0-9 -]{6,12}", fullmatch=True),
    email=st.none() | line | st.emails(),
    note=st.none() | words,
)
cards = st.builds(
    ContactCard, party=st.just("procurator"), name=line, lines=tuples(contact_lines, 4)
)
answered = st.builds(AnsweredShown, label=line, value=words)
cases = st.builds(
    CaseShown,
    id=ids,
    topic=topics,
    person=people,
    municipality=municipalities,
    department=st.none() | words,
    role=roles,
    summary=words,
    answers=tuples(answered, 12),
    state=st.sampled_from(["new", "claimed", "waiting", "resolved", "closed"]),
    claimed_by=st.none() | people,
    handed_to=st.none() | st.sampled_from(["procurator", "it-ystad", "forgotten"]),
    opened_at=instants,
)


def _walk(guide: str, step: str, slots: dict[Slot, str], given: Sequence[str]) -> Walk:
    steps = LIBRARY.guides[guide].steps
    answers = tuple(
        Given(guide=guide, step=steps[0].id, choice=None, value=value, prefilled=place % 2 == 0)
        for place, value in enumerate(given)
    )
    return Walk(guide=guide, step=step, given=answers, slots=slots)


walks = st.one_of(
    *(
        st.builds(
            _walk,
            st.just(guide.id),
            st.just(step.id),
            st.dictionaries(st.sampled_from(Slot), words, max_size=6),
            st.lists(words, max_size=3),
        )
        for guide in LIBRARY.guides.values()
        for step in guide.steps
    )
)
days = st.none() | st.dates()
prices = st.decimals(0, 10**7, places=4)
article_refs = st.builds(
    ArticleRef,
    article_number=line,
    id=st.none() | ids,
    name=st.none() | words,
    gone=st.booleans(),
)
articles = st.builds(
    ArticleLine,
    article_number=line,
    name=words,
    supplier=line,
    id=st.none() | ids,
    unit=st.none() | line,
    package=st.none() | line,
    gtin=st.none() | line,
    price=st.none() | prices,
    currency=st.none() | line,
    compared=st.none() | st.builds(Compared, price=prices, per=st.sampled_from(["kg", "l"])),
    valid_from=days,
    valid_to=days,
    holds=st.sampled_from(["now", "ended", "later"]),
    replaced_by=st.none() | article_refs,
    gone_on=days,
    example=st.booleans(),
)
price_points = st.builds(
    PricePoint,
    day=st.dates(),
    price=prices,
    currency=st.none() | st.sampled_from(["SEK", "EUR"]),
    unit=st.none() | line,
)
article_cards = st.builds(
    ArticleCard,
    article=articles,
    gtin_right=st.booleans(),
    brand=st.none() | words,
    product_group=st.none() | line,
    list_price=st.none() | prices,
    minimum=st.none() | prices,
    steps=tuples(st.builds(Step, quantity=prices, price=prices), 30),
    contract=st.none() | line,
    classification=st.none() | line,
    country=st.none() | line,
    account=st.none() | line,
    description=st.none() | words,
    properties=tuples(st.tuples(words, words), 40),
    replaces=st.none() | article_refs,
    history=st.lists(price_points, max_size=40, unique_by=lambda point: point.day).map(
        lambda points: tuple(sorted(points, key=lambda point: point.day))
    ),
    today=st.dates(),
    first_seen_on=st.dates(),
    updated_on=st.dates(),
    returned_on=days,
)
homes = st.builds(
    Home,
    person=people,
    municipality=municipalities,
    department=st.none() | words,
    role=roles,
    cases=tuples(cases, 12),
    coordinator=st.booleans(),
    open_cases=tuples(cases, 20),
    missing_contacts=st.integers(0, 40),
    unanswered=st.integers(0, 400),
    lists_waiting=st.integers(0, 40),
    guide=st.none() | st.sampled_from([*LIBRARY.guides, "forgotten"]),
)


counts = st.integers(0, 500_000)
prices = st.decimals("0.0001", "99999999", places=4)
lists_read = st.builds(
    ListRead,
    supplier=line,
    file=words,
    format=st.sampled_from([one.value for one in Format]),
    number=st.none() | words,
    issued=st.none() | st.dates(),
    valid_to=st.none() | st.dates(),
    read_at=instants,
    added=counts,
    changed=counts,
    removed=counts,
    rejected=counts,
)
suppliers_latest = st.builds(
    SupplierLatest, name=words, articles=counts, latest=st.none() | lists_read, ended=st.booleans()
)
missing = st.builds(
    SupplierMissing, name=words, last_at=instants, party=st.none() | st.just("lyreco")
)
amounts = st.builds(
    Amount,
    count=counts,
    first=tuples(st.builds(GoodsNamed, supplier=line, number=line, name=words), 5),
)
price_changes = st.builds(
    PriceChange,
    supplier=words,
    number=words,
    name=words,
    before=prices,
    after=prices,
    unit=st.none() | line,
    unit_before=st.none() | line,
    currency=st.none() | st.sampled_from(["SEK", "EUR"]),
    currency_before=st.none() | st.sampled_from(["SEK", "EUR"]),
)
week_reports = st.builds(
    WeekReport,
    since=instants,
    until=instants,
    asked=st.booleans(),
    lists=tuples(lists_read, 30),
    missing=tuples(missing, 12),
    waits=tuples(st.builds(ListWaits, file=words, supplier=line, reasons=tuples(words, 3)), 12),
    unread=tuples(words, 12),
    failed=tuples(st.builds(ListFailed, file=words, problem=words, by=st.none() | line), 12),
    rejected=tuples(
        st.builds(
            RejectedLine,
            supplier=line,
            file=line,
            line=ids,
            number=st.none() | line,
            reason=words,
        ),
        5,
    ),
    rejected_count=counts,
    new=amounts,
    returned=amounts,
    changed=amounts,
    gone=amounts,
    up=tuples(price_changes, 5),
    up_count=counts,
    down=tuples(price_changes, 5),
    down_count=counts,
    accounts=counts,
    folder=st.booleans(),
    examples=st.booleans(),
)


@st.composite
def checklist_runs(draw: st.DrawFn) -> ChecklistShown:
    """A run of a checklist with some items ticked."""
    checklist = draw(st.sampled_from(list(LIBRARY.checklists.values())))
    items = st.sampled_from([item.id for item in checklist.items])
    return ChecklistShown(
        run=draw(ids), checklist=checklist.id, ticked=draw(st.dictionaries(items, people))
    )


MESSAGES: dict[str, st.SearchStrategy[Message]] = {
    "say": st.builds(
        Say,
        key=st.just("ui.reminder"),
        params=st.fixed_dictionaries({"number": line, "topic": words, "waited": line}),
        quote=st.none() | words,
        buttons=tuples(buttons, 6),
    ),
    "file": st.builds(
        FileMessage,
        document=st.one_of(
            st.builds(RejectedLines, incoming=ids),
            st.builds(AccountsToFill),
            st.builds(AccountsForNavigatorn, export=ids),
        ),
        key=st.just("list.rejected.file"),
        params=st.fixed_dictionaries({"file": line}),
    ),
    "list": st.builds(
        ListShown,
        incoming=ids,
        file=line,
        stage=st.sampled_from(
            [
                "queued",
                "fetching",
                "reading",
                "saving",
                "waiting",
                "asking",
                "read",
                "refused",
                "declined",
            ]
        ),
        share=st.floats(0, 1),
        supplier=line,
        format=st.sampled_from([one.value for one in Format]),
        added=st.integers(0, 10**6),
        removed=st.integers(0, 10**6),
        rejected=st.integers(0, 10**6),
        first_rejected=tuples(
            st.builds(RejectedShown, line=ids, reason=line, article_number=st.none() | line), 10
        ),
        remarks=tuples(st.builds(RemarkShown, line=st.none() | ids, text=line), 5),
        more_remarks=st.integers(0, 10**3),
        reasons=tuples(line, 3),
        problem=st.none() | words,
        suppliers=tuples(line, 120),
        new_supplier=line,
        by=st.none() | people,
    ),
    "faq": st.builds(
        FaqAnswer,
        topic=st.sampled_from([*LIBRARY.faqs, "forgotten"]),
        question=ids,
        municipality=municipalities,
        role=roles,
    ),
    "suggestions": st.builds(
        Suggestions,
        topics=tuples(st.sampled_from([*LIBRARY.topics, "forgotten"]), 3),
        question=ids,
        after_no=st.booleans(),
    ),
    "not_understood": st.builds(NotUnderstoodReply, question=questions, again=st.booleans()),
    "contacts": st.builds(
        Contacts,
        cards=tuples(cards, 14),
        question=questions,
        parties=tuples(st.sampled_from([party.id for party in LIBRARY.parties.all()]), 14),
    ),
    "guide_step": st.builds(
        GuideStepShown,
        walk=walks,
        first=st.booleans(),
        contact=st.none() | cards,
        said=st.none() | words,
    ),
    "guide_answered": st.one_of(
        st.builds(
            GuideStepAnswered,
            guide=st.sampled_from([*LIBRARY.guides, "forgotten"]),
            step=st.sampled_from(["supplier", "tabs", "forgotten"]),
            answer=words,
        )
    ),
    "guide_turn": st.builds(
        GuideTurn,
        walk=walks,
        guide=st.sampled_from([*LIBRARY.guides, "forgotten"]),
        step=st.sampled_from(["handover", "ask-response", "not-sent", "forgotten"]),
    ),
    "guide_solved": st.builds(GuideSolved, walk=walks, question=ids),
    "articles": st.builds(
        ArticleHits,
        query=words,
        hits=tuples(articles, 25),
        question=ids,
        how=st.sampled_from(["found", "number", "near_number", "nearest", "gone", "several"]),
        missing=tuples(words, 40),
        found=tuples(st.integers(0, 24), 25),
        supplier=st.none() | line,
        suppliers=tuples(line, 120),
        more=st.integers(0, 20),
        similar=tuples(article_refs, 3),
        gone=tuples(articles, 3),
    ),
    "article": st.builds(ArticleFound, article=articles),
    "goods": st.builds(GoodsList, goods=tuples(words, 60)),
    "profile": st.one_of(
        st.builds(
            ProfileQuestion,
            field=st.sampled_from(["municipality", "role", "department"]),
            first=st.booleans(),
        ),
        *(
            st.builds(ProfileQuestion, field=st.just(field), answer=st.just("") | answers)
            for field, answers in (
                ("municipality", st.sampled_from(list(Municipality))),
                ("role", st.sampled_from(list(Role))),
                ("department", words),
            )
        ),
    ),
    "case_card": st.builds(CaseCard, case=cases),
    "case_receipt": st.builds(CaseReceipt, case=cases),
    "case_news": st.builds(
        CaseNews,
        case=ids,
        what=st.just("ui.articles.found"),
        by=st.none() | people,
        text=st.none() | words,
        params=st.fixed_dictionaries({"query": words}),
        contact=st.none() | cards,
        mention=st.none() | people,
        buttons=tuples(buttons, 3),
    ),
    "case_reminder": st.builds(
        CaseReminder, case=cases, waited_minutes=st.integers(0, 10**6), times=st.integers(1, 9)
    ),
    "checklist": checklist_runs(),
    "week_report": week_reports,
    "home": homes,
}
"""A strategy for each kind of message."""
