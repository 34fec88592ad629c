"""What the listeners need of the bot; the composition root gives it."""

from dataclasses import dataclass

from bot.accounts.desk import AccountDesk
from bot.article_desk import ArticleDesk
from bot.cases import Cases
from bot.catalogue import Catalogue
from bot.checklists import Checklists
from bot.contacts import Contacts
from bot.conversations import Conversations
from bot.database.session import Database
from bot.inbox import Inbox
from bot.knowledge_edits import KnowledgeEdits
from bot.knowledge_forms import KnowledgeForms
from bot.knowledge_shown import KnowledgeShown
from bot.lists.arrivals import Arrivals
from bot.live_knowledge import LiveKnowledge
from bot.outbox import Outbox
from bot.people import People
from bot.settings import Settings
from bot.slack.directory import SlackDirectory
from bot.unanswered import Unanswered
from bot.unsent_files import UnsentFiles
from bot.week.overview import Overview
from bot.week.reports import WeekReports
from handlers.blocks import Renderer


@dataclass(frozen=True, slots=True)
class Services:
    """The services. `db` is for reading what a form shows, and for telling of an error."""

    conversations: Conversations
    cases: Cases
    contacts: Contacts
    checklists: Checklists
    week: WeekReports
    overview: Overview
    arrivals: Arrivals
    people: People
    inbox: Inbox
    outbox: Outbox
    directory: SlackDirectory
    renderer: Renderer
    knowledge: LiveKnowledge
    catalogue: Catalogue
    desk: ArticleDesk
    accounts: AccountDesk
    unsent: UnsentFiles
    edits: KnowledgeEdits
    unanswered: Unanswered
    knowledge_shown: KnowledgeShown
    knowledge_forms: KnowledgeForms
    settings: Settings
    db: Database

    def learn(self) -> None:
        """Be ready to understand a text by all that is known now.

        May take a second or more when that has been changed, so neither for what Slack waits for,
        nor in a transaction.
        """
        self.knowledge.learn()
        self.catalogue.take_up()
