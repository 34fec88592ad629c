"""The product without Slack, wired: knowledge, services and the database."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.accounts.desk import AccountDesk
from bot.accounts.sheets import AccountSheets
from bot.accounts.suggestions import Suggestions
from bot.answers_talk import AnswersTalk
from bot.article_cards import ArticleCards
from bot.article_desk import ArticleDesk
from bot.article_files import IndexFile, cache_folder
from bot.article_talk import ArticleTalk
from bot.article_trigrams import prepare
from bot.business_time import BusinessTime
from bot.cases import Cases, CaseTimes
from bot.catalogue import Catalogue
from bot.checklists import Checklists
from bot.contacts import Contacts
from bot.conversations import Conversations
from bot.coordinators import Coordinators
from bot.database.session import Database
from bot.documents import (
    AccountsForNavigatorn,
    AccountsToFill,
    Documents,
    RejectedLines,
    WeekWorkbook,
)
from bot.errors import UsageError
from bot.goods_talk import GoodsTalk
from bot.guide_talk import GuideTalk
from bot.home import HomePage
from bot.inbox import Inbox
from bot.knowing import thresholds
from bot.knowledge_edits import KnowledgeEdits
from bot.knowledge_forms import KnowledgeForms
from bot.knowledge_shown import KnowledgeShown
from bot.lists.rejected import RejectedLinesFile
from bot.live_knowledge import LiveKnowledge
from bot.messages import AnsweredShown
from bot.occasion import Clock, Directory
from bot.offer_talk import OfferTalk
from bot.outbox import Outbox
from bot.people import People
from bot.profile_talk import ProfileTalk
from bot.questions import Questions
from bot.reply_talk import ReplyTalk
from bot.settings import Settings
from bot.topic_understanding import TopicUnderstanding
from bot.turn import Turn
from bot.turns import Turns
from bot.unanswered import Unanswered
from bot.understanding import Understanding
from bot.unsent_files import UnsentFiles
from bot.week.overview import Overview
from bot.week.reports import WeekReports
from bot.week.workbook import WeekWorkbookFile
from knowledge.articles import Synonyms, SynonymsError
from knowledge.parties import Parties


@dataclass(frozen=True)
class Core:
    """The services, each with what it needs."""

    settings: Settings
    db: Database
    knowledge: LiveKnowledge
    inbox: Inbox
    outbox: Outbox
    people: People
    contacts: Contacts
    cases: Cases
    checklists: Checklists
    week: WeekReports
    overview: Overview
    catalogue: Catalogue
    questions: Questions
    unanswered: Unanswered
    edits: KnowledgeEdits
    knowledge_shown: KnowledgeShown
    knowledge_forms: KnowledgeForms
    conversations: Conversations
    desk: ArticleDesk
    suggestions: Suggestions
    accounts: AccountDesk
    unsent: UnsentFiles


def article_catalogue(settings: Settings, db: Database, parties: Parties, now: Clock) -> Catalogue:
    """The catalogue of the database's articles.

    UsageError if it is to be searched in a database that cannot do it, or the content's synonyms
    cannot be read.
    """
    synonyms = _synonyms(settings)
    if settings.article_search == "database":
        prepare(db)
        return Catalogue(db, parties, now, synonyms=synonyms, in_database=True)
    folder = cache_folder(settings.cache_dir, settings.database_url)
    file = None if folder is None else IndexFile.of(folder, settings.database_url)
    return Catalogue(db, parties, now, synonyms=synonyms, file=file)


def _synonyms(settings: Settings) -> Synonyms | None:
    """Those of the chosen content, if it has any; None for the product's own."""
    if settings.content_dir is None:
        return None
    path = settings.content_dir / "articles" / "synonyms.yaml"
    try:
        return Synonyms.load(path) if path.exists() else None
    except SynonymsError as error:
        raise UsageError(str(error)) from None


def understanding(
    settings: Settings, knowledge: LiveKnowledge, catalogue: Catalogue
) -> Understanding:
    """The understanding of messages, over the topics and the catalogue's articles."""
    return TopicUnderstanding(knowledge, thresholds(settings), catalogue.knows)


def documents(core: Core, now: Clock) -> Documents:
    """What makes files of documents: a maker for each type of them."""
    db, settings, phrases = core.db, core.settings, core.knowledge.base.phrases
    sheets = AccountSheets(db, phrases, core.suggestions, settings.zone)
    return Documents(
        {
            AccountsToFill: sheets.to_fill,
            AccountsForNavigatorn: sheets.for_navigatorn,
            RejectedLines: RejectedLinesFile(db, phrases),
            WeekWorkbook: WeekWorkbookFile(db, phrases, settings.zone, now),
        }
    )


def build_core(
    *,
    settings: Settings,
    db: Database,
    knowledge: LiveKnowledge,
    catalogue: Catalogue,
    understands: Understanding,
    directory: Directory,
    now: Clock,
    woken: Callable[[], None],
) -> Core:
    """Wire the services. `woken` is called when something has been put in the outbox.

    What coordinators cannot change of the knowledge is that of the content files throughout.
    """
    library = knowledge.base
    inbox = Inbox(db, now, woken)
    outbox = Outbox(db, now)
    people = People(db, now, directory)
    coordinators = Coordinators(directory)
    contacts = Contacts(
        inbox=inbox,
        outbox=outbox,
        people=people,
        coordinators=coordinators,
        parties=library.parties,
        now=now,
    )
    channel = settings.coordinator_channel or ""
    hours = BusinessTime(
        opens=settings.business_opens, closes=settings.business_closes, zone=settings.zone
    )
    cases = Cases(
        db=db,
        inbox=inbox,
        outbox=outbox,
        people=people,
        contacts=contacts,
        coordinators=coordinators,
        times=CaseTimes(
            hours=hours,
            remind_after=settings.remind_after,
            remind_again=settings.remind_again,
            close_after=settings.close_after,
        ),
        now=now,
        channel=channel,
    )
    week = WeekReports(
        db=db,
        inbox=inbox,
        outbox=outbox,
        people=people,
        coordinators=coordinators,
        parties=library.parties,
        now=now,
        channel=channel,
        folder=settings.pricelist_dir is not None,
        woken=woken,
    )
    overview = Overview(library.parties, week, now, folder=settings.pricelist_dir is not None)
    checklists = Checklists(
        db=db,
        inbox=inbox,
        outbox=outbox,
        people=people,
        coordinators=coordinators,
        library=library,
        now=now,
        channel=channel,
        zone=settings.zone,
        monday_at=settings.price_list_time,
        also=week.begin,
    )
    suggestions = Suggestions(db)
    accounts = AccountDesk(
        db=db,
        inbox=inbox,
        outbox=outbox,
        people=people,
        coordinators=coordinators,
        suggestions=suggestions,
        now=now,
    )
    profile = ProfileTalk(people, cases)

    def hand_over(
        turn: Turn, *, topic: str | None, said: str, answers: tuple[AnsweredShown, ...]
    ) -> None:
        cases.open(turn.session, turn.person, topic=topic, summary=said, answers=answers)
        profile.ask_what_is_missing(turn)

    questions = Questions(now)
    unanswered = Unanswered(knowledge, now)
    knowledge_shown = KnowledgeShown(knowledge)
    knowledge_forms = KnowledgeForms(knowledge, knowledge_shown, unanswered, people)
    edits = KnowledgeEdits(
        inbox=inbox,
        outbox=outbox,
        people=people,
        coordinators=coordinators,
        knowledge=knowledge,
        unanswered=unanswered,
        thresholds=thresholds(settings),
        now=now,
    )
    cards = ArticleCards(now, settings.zone)
    article_talk = ArticleTalk(catalogue, cards, questions)
    guides = GuideTalk(library.guides, library.parties, contacts, hand_over)
    answers = AnswersTalk(
        knowledge=knowledge,
        understanding=understands,
        questions=questions,
        articles=article_talk,
        contacts=contacts,
        guides=guides,
        hand_over=hand_over,
        describe=profile.describe,
    )
    goods = GoodsTalk(hand_over)
    turns = Turns(inbox=inbox, outbox=outbox, people=people, now=now)
    desk = ArticleDesk(
        db=db,
        turns=turns,
        catalogue=catalogue,
        cards=cards,
        talk=article_talk,
        goods=goods,
    )
    conversations = Conversations(
        turns=turns,
        outbox=outbox,
        cases=cases,
        answers=answers,
        guides=guides,
        articles=article_talk,
        goods=goods,
        profile=profile,
        offers=OfferTalk(knowledge, answers, guides, goods),
        replies=ReplyTalk(cases, questions),
        home=HomePage(cases, contacts, unanswered, overview, suggestions, directory),
        hand_over=hand_over,
    )
    return Core(
        settings=settings,
        db=db,
        knowledge=knowledge,
        inbox=inbox,
        outbox=outbox,
        people=people,
        contacts=contacts,
        cases=cases,
        checklists=checklists,
        week=week,
        overview=overview,
        catalogue=catalogue,
        questions=questions,
        unanswered=unanswered,
        edits=edits,
        knowledge_shown=knowledge_shown,
        knowledge_forms=knowledge_forms,
        conversations=conversations,
        desk=desk,
        suggestions=suggestions,
        accounts=accounts,
        unsent=UnsentFiles(inbox, outbox, people),
    )
