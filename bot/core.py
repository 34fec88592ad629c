"""The product without Slack, wired: knowledge, services and the database."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.answers_talk import AnswersTalk
from bot.business_time import BusinessTime
from bot.cases import Cases, CaseTimes
from bot.catalogue import Catalogue
from bot.checklists import Checklists
from bot.contacts import Contacts
from bot.conversations import Conversations
from bot.coordinators import Coordinators
from bot.database.session import Database
from bot.goods_talk import GoodsTalk
from bot.guide_talk import GuideTalk
from bot.home import HomePage
from bot.inbox import Inbox
from bot.knowing import thresholds
from bot.messages import AnsweredShown
from bot.occasion import Clock, Directory
from bot.outbox import Outbox
from bot.people import People
from bot.profile_talk import ProfileTalk
from bot.questions import Questions
from bot.reply_talk import ReplyTalk
from bot.settings import Settings
from bot.topic_understanding import TopicUnderstanding, Trained
from bot.turn import Turn
from bot.understanding import Understanding
from knowledge.library import Library


@dataclass(frozen=True)
class Core:
    """The services, each with what it needs."""

    settings: Settings
    db: Database
    library: Library
    inbox: Inbox
    outbox: Outbox
    people: People
    contacts: Contacts
    cases: Cases
    checklists: Checklists
    catalogue: Catalogue
    questions: Questions
    conversations: Conversations


def understanding(settings: Settings, trained: Trained, catalogue: Catalogue) -> Understanding:
    """The understanding of messages, over the library's topics and the catalogue's articles."""
    return TopicUnderstanding(trained, thresholds(settings), catalogue.knows)


def build_core(
    *,
    settings: Settings,
    db: Database,
    library: Library,
    catalogue: Catalogue,
    understands: Understanding,
    directory: Directory,
    now: Clock,
    woken: Callable[[], None],
) -> Core:
    """Wire the services. `woken` is called when something has been put in the outbox."""
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
    )
    profile = ProfileTalk(people, cases)

    def hand_over(
        turn: Turn, *, topic: str | None, said: str, answers: tuple[AnsweredShown, ...]
    ) -> None:
        cases.open(turn.session, turn.person, topic=topic, summary=said, answers=answers)
        profile.ask_what_is_missing(turn)

    questions = Questions(now)
    guides = GuideTalk(library.guides, library.parties, contacts, hand_over)
    answers = AnswersTalk(
        library=library,
        understanding=understands,
        questions=questions,
        catalogue=catalogue,
        contacts=contacts,
        guides=guides,
        hand_over=hand_over,
    )
    conversations = Conversations(
        inbox=inbox,
        outbox=outbox,
        people=people,
        cases=cases,
        answers=answers,
        guides=guides,
        goods=GoodsTalk(hand_over),
        profile=profile,
        replies=ReplyTalk(cases, questions),
        home=HomePage(cases, contacts, directory),
        hand_over=hand_over,
        now=now,
    )
    return Core(
        settings=settings,
        db=db,
        library=library,
        inbox=inbox,
        outbox=outbox,
        people=people,
        contacts=contacts,
        cases=cases,
        checklists=checklists,
        catalogue=catalogue,
        questions=questions,
        conversations=conversations,
    )
