"""What the listeners need of the bot; the composition root gives it."""

from dataclasses import dataclass

from bot.cases import Cases
from bot.checklists import Checklists
from bot.contacts import Contacts
from bot.conversations import Conversations
from bot.database.session import Database
from bot.inbox import Inbox
from bot.outbox import Outbox
from bot.people import People
from bot.settings import Settings
from bot.slack.directory import SlackDirectory
from handlers.blocks import Renderer
from knowledge.library import Library


@dataclass(frozen=True, slots=True)
class Services:
    """The services. `db` is for reading what a form shows, and for telling of an error."""

    conversations: Conversations
    cases: Cases
    contacts: Contacts
    checklists: Checklists
    people: People
    inbox: Inbox
    outbox: Outbox
    directory: SlackDirectory
    renderer: Renderer
    library: Library
    settings: Settings
    db: Database
