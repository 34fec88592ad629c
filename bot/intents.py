"""What a button means: one typed value each, carried in the button and given back when pressed.

The `kind` is also the action id in Slack, so each is declared once, here.
"""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from bot.account_intents import (
    AccountsExport,
    AccountsLater,
    AccountsNew,
    AccountsOne,
    AccountsOpen,
    AccountsOther,
    AccountsSheet,
    AccountsTie,
    AccountsTieAll,
    AccountsUndo,
)
from bot.article_intents import (
    ArticleChosen,
    ArticlesFrom,
    FindArticle,
    GoodsAdd,
    MoreArticles,
    ShowArticle,
)
from bot.week.intents import ListsOpen, ReportNow
from knowledge.text import Frozen
from knowledge.topics import Municipality, Role


class OpenTopic(Frozen):
    """Begin a topic; `question` is what was written when the topic was one of several offered."""

    kind: Literal["topic.open"] = "topic.open"
    topic: str
    question: int | None = None


class NoneOfThese(Frozen):
    """None of the offered topics was meant."""

    kind: Literal["question.none"] = "question.none"
    question: int | None = None


class Feedback(Frozen):
    """Whether an answer helped."""

    kind: Literal["question.feedback"] = "question.feedback"
    question: int
    helpful: bool


class GuideChoose(Frozen):
    """A choice of a guide's step; one that is not the current step any more is answered kindly."""

    kind: Literal["guide.choose"] = "guide.choose"
    guide: str
    step: str
    choice: str


class GuideUnknown(Frozen):
    """ "Vet inte" to a question for free text."""

    kind: Literal["guide.unknown"] = "guide.unknown"
    guide: str
    step: str


class GuideSupplier(Frozen):
    """The supplier picked for the current step (a party's id); sent by a select, not a button."""

    kind: Literal["guide.supplier"] = "guide.supplier"
    guide: str
    step: str
    party: str


class GuideBack(Frozen):
    """One step back."""

    kind: Literal["guide.back"] = "guide.back"


class GuideCancel(Frozen):
    """Leave the guide for good."""

    kind: Literal["guide.cancel"] = "guide.cancel"


class GuideResume(Frozen):
    """Go on with the guide that was left for another question."""

    kind: Literal["guide.resume"] = "guide.resume"


class ShowContact(Frozen):
    """Whose contact details to show (a party's id); sent by a menu, not a button."""

    kind: Literal["contact.show"] = "contact.show"
    party: str


class AskPerson(Frozen):
    """Reach the coordinator: the next text (or the question already written) becomes a case."""

    kind: Literal["person.ask"] = "person.ask"
    question: int | None = None


class DescribeNothing(Frozen):
    """Send the coordinator nothing after all, when asked what it is about."""

    kind: Literal["person.cancel"] = "person.cancel"


class GoodsMissing(Frozen):
    """ "Ingen av dem": start the list of goods not found, with those that a question names on it.

    `found` are the places of those that were found, and go on no list.
    """

    kind: Literal["goods.missing"] = "goods.missing"
    question: int
    found: tuple[int, ...] = ()


class GoodsDone(Frozen):
    """The list of goods is complete: hand it over."""

    kind: Literal["goods.done"] = "goods.done"


class GoodsCancel(Frozen):
    """Throw the list of goods away."""

    kind: Literal["goods.cancel"] = "goods.cancel"


class SetMunicipality(Frozen):
    """The person's municipality."""

    kind: Literal["profile.municipality"] = "profile.municipality"
    municipality: Municipality


class SetRole(Frozen):
    """The person's role."""

    kind: Literal["profile.role"] = "profile.role"
    role: Role


class SkipProfile(Frozen):
    """The person would rather not say."""

    kind: Literal["profile.skip"] = "profile.skip"


class EditProfile(Frozen):
    """Open the form for municipality, department and role."""

    kind: Literal["profile.edit"] = "profile.edit"


class CaseWithdraw(Frozen):
    """The person takes their own case back."""

    kind: Literal["case.withdraw"] = "case.withdraw"
    case: int


class CaseAdd(Frozen):
    """Open the form with which the person writes to their case."""

    kind: Literal["case.add"] = "case.add"
    case: int


class CaseReopen(Frozen):
    """The person says that a resolved case is not solved."""

    kind: Literal["case.reopen"] = "case.reopen"
    case: int


class ReplyWasQuestion(Frozen):
    """What was taken as an answer to a case was a new question: treat it as one."""

    kind: Literal["reply.question"] = "reply.question"
    case: int
    event: int


class QuestionWasReply(Frozen):
    """What was taken as a question was an answer to the case: send it there."""

    kind: Literal["question.reply"] = "question.reply"
    case: int
    question: int


class CaseClaim(Frozen):
    """Coordinator: take the case."""

    kind: Literal["case.claim"] = "case.claim"
    case: int


class CaseForm(Frozen):
    """Coordinator: open a form on a case."""

    kind: Literal["case.form"] = "case.form"
    case: int
    form: Literal["reply", "ask", "note", "handover", "resolve"]


class ThreadSend(Frozen):
    """Coordinator: what was written in the case's thread goes to the person."""

    kind: Literal["thread.send"] = "thread.send"
    case: int
    event: int


class ThreadKeep(Frozen):
    """Coordinator: what was written in the case's thread stays an internal note."""

    kind: Literal["thread.keep"] = "thread.keep"
    case: int
    event: int


class EditContact(Frozen):
    """Coordinator: open the form for a party's contact details."""

    kind: Literal["contact.edit"] = "contact.edit"
    party: str


class KnowledgeOpen(Frozen):
    """Coordinator: show the list of what the bot answers with; `page` counts from 0."""

    kind: Literal["knowledge.open"] = "knowledge.open"
    page: int = Field(0, ge=0)


class KnowledgeNew(Frozen):
    """Coordinator: open an empty form for an entry."""

    kind: Literal["knowledge.new"] = "knowledge.new"


class KnowledgeEdit(Frozen):
    """Coordinator: open the form for an entry."""

    kind: Literal["knowledge.edit"] = "knowledge.edit"
    topic: str


class KnowledgeVariant(Frozen):
    """Coordinator: room in the form for one more answer, for a municipality or a role."""

    kind: Literal["knowledge.variant"] = "knowledge.variant"


class KnowledgeHistory(Frozen):
    """Coordinator: show a topic's versions."""

    kind: Literal["knowledge.history"] = "knowledge.history"
    topic: str


class KnowledgeRetire(Frozen):
    """Coordinator: answer with an entry no more."""

    kind: Literal["knowledge.retire"] = "knowledge.retire"
    topic: str


class KnowledgeRestore(Frozen):
    """Coordinator: make a topic what it was in a version (0: in the files)."""

    kind: Literal["knowledge.restore"] = "knowledge.restore"
    topic: str
    version: int


class KnowledgeUndo(Frozen):
    """Coordinator: take back a version, if it is the topic's newest."""

    kind: Literal["knowledge.undo"] = "knowledge.undo"
    version: int


class KnowledgeFromCase(Frozen):
    """Coordinator: open the form for an entry with a case's question and answer in it."""

    kind: Literal["knowledge.from_case"] = "knowledge.from_case"
    case: int
    event: int


class KnowledgeSameAsCase(Frozen):
    """Coordinator: ask which topic a case's question belongs to."""

    kind: Literal["knowledge.same_case"] = "knowledge.same_case"
    case: int


class UnansweredOpen(Frozen):
    """Coordinator: show the questions that were not understood or not helped."""

    kind: Literal["unanswered.open"] = "unanswered.open"


class UnansweredAnswer(Frozen):
    """Coordinator: open the form for an entry that answers a group of questions."""

    kind: Literal["unanswered.answer"] = "unanswered.answer"
    question: int


class UnansweredSame(Frozen):
    """Coordinator: a group of questions asks the same as a topic; sent by a menu."""

    kind: Literal["unanswered.same"] = "unanswered.same"
    question: int
    topic: str


class UnansweredDismiss(Frozen):
    """Coordinator: a group of questions needs no answer."""

    kind: Literal["unanswered.dismiss"] = "unanswered.dismiss"
    question: int


class ListConfirm(Frozen):
    """Coordinator: read a price list that waits."""

    kind: Literal["list.confirm"] = "list.confirm"
    incoming: int


class ListDecline(Frozen):
    """Coordinator: do not read a price list that waits."""

    kind: Literal["list.decline"] = "list.decline"
    incoming: int


class ListSupplier(Frozen):
    """Coordinator: whose price list it is; sent by a menu, not a button."""

    kind: Literal["list.supplier"] = "list.supplier"
    incoming: int
    supplier: str


class SendFileAgain(Frozen):
    """Try again to send a file that could not be sent: a message in the outbox."""

    kind: Literal["file.again"] = "file.again"
    message: int


Intent = Annotated[
    OpenTopic
    | NoneOfThese
    | Feedback
    | GuideChoose
    | GuideUnknown
    | GuideSupplier
    | GuideBack
    | GuideCancel
    | GuideResume
    | ShowContact
    | AskPerson
    | DescribeNothing
    | GoodsMissing
    | GoodsDone
    | GoodsCancel
    | GoodsAdd
    | MoreArticles
    | ArticlesFrom
    | ShowArticle
    | FindArticle
    | ArticleChosen
    | SetMunicipality
    | SetRole
    | SkipProfile
    | EditProfile
    | CaseWithdraw
    | CaseAdd
    | CaseReopen
    | ReplyWasQuestion
    | QuestionWasReply
    | CaseClaim
    | CaseForm
    | ThreadSend
    | ThreadKeep
    | EditContact
    | KnowledgeOpen
    | KnowledgeNew
    | KnowledgeEdit
    | KnowledgeVariant
    | KnowledgeHistory
    | KnowledgeRetire
    | KnowledgeRestore
    | KnowledgeUndo
    | KnowledgeFromCase
    | KnowledgeSameAsCase
    | UnansweredOpen
    | UnansweredAnswer
    | UnansweredSame
    | UnansweredDismiss
    | AccountsOpen
    | AccountsTieAll
    | AccountsOne
    | AccountsTie
    | AccountsLater
    | AccountsOther
    | AccountsUndo
    | AccountsNew
    | AccountsSheet
    | AccountsExport
    | ListConfirm
    | ListDecline
    | ListSupplier
    | SendFileAgain
    | ListsOpen
    | ReportNow,
    Field(discriminator="kind"),
]

INTENTS: TypeAdapter[Intent] = TypeAdapter(Intent)
