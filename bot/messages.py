"""What the bot says, as typed values: a service makes them, `handlers.blocks` draws them.

They are kept as JSON in the outbox, so what is shown is decided when it is sent: a topic's text is
looked up by id, and what a person or a supplier wrote is escaped there, once.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from bot.article_shown import ArticleFound, ArticleHits
from bot.documents import Document
from bot.intents import Intent
from bot.week.shown import WeekReport
from knowledge.guides import Walk
from knowledge.text import Frozen
from knowledge.topics import Municipality, Role

CaseState = Literal["new", "claimed", "waiting", "resolved", "closed"]


class PersonShown(Frozen):
    """A person as messages show them."""

    id: str
    name: str


class Button(Frozen):
    """A button: its text (a phrase's key, or a topic's title when the intent opens one)."""

    intent: Intent
    label: str | None = None
    style: Literal["primary", "danger"] | None = None
    confirm: str | None = None  # a phrase's key: asked before the press counts


class Say(Frozen):
    """A phrase by its key, with its parameters, and buttons under it.

    `quote` is something that a person wrote, shown as a quotation.
    """

    kind: Literal["say"] = "say"
    key: str
    params: dict[str, str] = Field(default_factory=dict)
    quote: str | None = None
    buttons: tuple[Button, ...] = ()


class FileMessage(Frozen):
    """A file under a phrase. It cannot be changed, nor be for one person's eyes in a channel:
    to `only_for` it goes to that person's DM.
    """

    kind: Literal["file"] = "file"
    document: Document
    key: str
    params: dict[str, str] = Field(default_factory=dict)


class FaqAnswer(Frozen):
    """The answer of a faq topic, for this municipality and role, with "Hjälpte det?"."""

    kind: Literal["faq"] = "faq"
    topic: str
    question: int
    municipality: Municipality | None = None
    role: Role | None = None


class Suggestions(Frozen):
    """ "Menar du…": up to three topics, "inget av dessa" and the coordinator."""

    kind: Literal["suggestions"] = "suggestions"
    topics: tuple[str, ...]
    question: int
    after_no: bool = False  # offered because an answer did not help


class NotUnderstoodReply(Frozen):
    """Nothing matched: `again` is False the first time (please rephrase), True after that."""

    kind: Literal["not_understood"] = "not_understood"
    question: int | None
    again: bool


class ContactLine(Frozen):
    """A party's details in one role; `missing` when the coordinator has not filled them in."""

    role: str
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    note: str | None = None

    @property
    def missing(self) -> bool:
        """Whether there is nothing to reach the party by."""
        return not (self.phone or self.email)


class ContactCard(Frozen):
    """A party with its lines."""

    party: str  # id
    name: str
    lines: tuple[ContactLine, ...]


class Contacts(Frozen):
    """Contact details asked for; with none named, which parties there are."""

    kind: Literal["contacts"] = "contacts"
    cards: tuple[ContactCard, ...]
    question: int | None = None
    parties: tuple[str, ...] = ()  # offered to choose from


class GuideStepShown(Frozen):
    """A step of a guide. `said` is an answer that was not understood: the step is asked again."""

    kind: Literal["guide_step"] = "guide_step"
    walk: Walk
    first: bool = False
    contact: ContactCard | None = None
    said: str | None = None


class GuideStepAnswered(Frozen):
    """A step that has been answered: stands in place of the step, without its buttons."""

    kind: Literal["guide_answered"] = "guide_answered"
    guide: str
    step: str
    answer: str


class GuideTurn(Frozen):
    """What a guide says when it hands over, or goes on in another guide: the step with that end."""

    kind: Literal["guide_turn"] = "guide_turn"
    walk: Walk
    guide: str
    step: str


class GuideSolved(Frozen):
    """A guide's happy end."""

    kind: Literal["guide_solved"] = "guide_solved"
    walk: Walk
    question: int


class GoodsList(Frozen):
    """The list of goods not found, so far."""

    kind: Literal["goods"] = "goods"
    goods: tuple[str, ...]


class RejectedShown(Frozen):
    """A line of a price list that was not read, and why (in Swedish, as the reader says it)."""

    line: int
    reason: str
    article_number: str | None = None


class RemarkShown(Frozen):
    """Something to look at in a price list, on a line or in all of it (None)."""

    line: int | None
    text: str


class ListShown(Frozen):
    """A file with a price list: how far it has come, then what it changed, or why it did not.

    The counts are of articles, `rejected` of lines; while it waits they say what would be. It waits
    for `reasons`, `problem` is why nothing was read; a `faulty` list is one to have mended.
    `suppliers` are offered when nobody knows whose list it is, and `new_supplier`, of whom we have
    no list. `by` is who said yes or no.
    """

    kind: Literal["list"] = "list"
    incoming: int
    file: str
    stage: Literal[
        "queued", "fetching", "reading", "saving",
        "waiting", "asking", "read", "refused", "declined",
    ]  # fmt: skip
    share: float = 0.0
    supplier: str = ""
    format: str = ""
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    rejected: int = 0
    first_rejected: tuple[RejectedShown, ...] = ()
    remarks: tuple[RemarkShown, ...] = ()
    more_remarks: int = 0
    reasons: tuple[str, ...] = ()
    problem: str | None = None
    faulty: bool = False
    suppliers: tuple[str, ...] = ()
    new_supplier: str = ""
    by: PersonShown | None = None


class ProfileQuestion(Frozen):
    """One of the three things that are asked once; with an `answer` it asks no more.

    The answer is a municipality's or role's id, a department's name, or empty if it was passed.
    """

    kind: Literal["profile"] = "profile"
    field: Literal["municipality", "role", "department"]
    first: bool = False
    answer: str | None = None


class AnsweredShown(Frozen):
    """One thing asked and answered before the case was opened."""

    label: str
    value: str


class CaseShown(Frozen):
    """A case as it is now."""

    id: int
    topic: str | None
    person: PersonShown
    municipality: Municipality | None
    department: str | None
    role: Role | None
    summary: str
    answers: tuple[AnsweredShown, ...]
    state: CaseState
    claimed_by: PersonShown | None = None
    handed_to: str | None = None
    opened_at: datetime

    @property
    def number(self) -> str:
        """The case's number, as people quote it."""
        return f"E-{self.id + 1000}"


class CaseCard(Frozen):
    """The case in the coordinator's channel, with its buttons."""

    kind: Literal["case_card"] = "case_card"
    case: CaseShown


class CaseReceipt(Frozen):
    """The case as its person sees it: number, what was handed over, state, what happens next."""

    kind: Literal["case_receipt"] = "case_receipt"
    case: CaseShown


class CaseNews(Frozen):
    """Something that happened, told to the person or written in the case's thread.

    `what` is a phrase's key below `case.news.` (to the person) or `case.log.` (in the thread);
    `params` holds every value that it wants. `mention` is notified: their case has news.
    """

    kind: Literal["case_news"] = "case_news"
    case: int
    what: str
    by: PersonShown | None = None
    text: str | None = None
    params: dict[str, str] = Field(default_factory=dict)
    contact: ContactCard | None = None
    mention: PersonShown | None = None
    buttons: tuple[Button, ...] = ()


class CaseReminder(Frozen):
    """A case that nobody has claimed."""

    kind: Literal["case_reminder"] = "case_reminder"
    case: CaseShown
    waited_minutes: int  # business time
    times: int


class ChecklistShown(Frozen):
    """A run of a checklist, with who ticked what (step id to person)."""

    kind: Literal["checklist"] = "checklist"
    run: int
    checklist: str
    ticked: dict[str, PersonShown] = Field(default_factory=dict)


class Home(Frozen):
    """The App Home of a person: common needs, own cases, profile; and theirs who coordinate."""

    kind: Literal["home"] = "home"
    person: PersonShown
    municipality: Municipality | None
    department: str | None
    role: Role | None
    cases: tuple[CaseShown, ...]
    coordinator: bool = False
    open_cases: tuple[CaseShown, ...] = ()  # for a coordinator: everybody's
    missing_contacts: int = 0
    unanswered: int = 0  # questions that wait for a coordinator
    lists_waiting: int = 0  # price lists that do
    without_account: int = 0  # new articles that are to be tied to one
    guide: str | None = None  # one that can be resumed


Message = Annotated[
    Say
    | FileMessage
    | FaqAnswer
    | Suggestions
    | NotUnderstoodReply
    | Contacts
    | GuideStepShown
    | GuideStepAnswered
    | GuideTurn
    | GuideSolved
    | ArticleHits
    | ArticleFound
    | GoodsList
    | ListShown
    | WeekReport
    | ProfileQuestion
    | CaseCard
    | CaseReceipt
    | CaseNews
    | CaseReminder
    | ChecklistShown
    | Home,
    Field(discriminator="kind"),
]
