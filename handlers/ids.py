"""Every id that is ours in Slack's payloads, and what they carry, typed; declared once, here.

A button's action id is its intent's `kind` (see `bot.intents`) and its place in the message.
"""

import re
from typing import Literal, Self, get_args

from pydantic import BaseModel, ValidationError

from bot.account_intents import AccountScope, Grouping, GroupSeen
from bot.errors import HjalpenError
from bot.occasion import Place
from knowledge.text import Frozen

COMMAND = "/ehjalp"
CREATE_CASE = "create_case"
"""The message shortcut's callback id."""

CHECKLIST_TICK = "checklist.tick"

FormName = Literal["reply", "ask", "note", "handover", "resolve"]
FORMS: tuple[FormName, ...] = get_args(FormName)

# Callback ids of forms.
CASE_ADD = "case_add"
CASE_FROM_MESSAGE = "case_from_message"
PROFILE = "profile"
CONTACT = "contact"
CONTACT_CHOICE = "contact_choice"
PRICE_LISTS = "price_lists"
KNOWLEDGE_LIST = "knowledge_list"
KNOWLEDGE_ENTRY = "knowledge_entry"
KNOWLEDGE_PREVIEW = "knowledge_preview"
KNOWLEDGE_HISTORY = "knowledge_history"
KNOWLEDGE_SAME = "knowledge_same"
UNANSWERED = "unanswered"
ACCOUNTS = "accounts"
ACCOUNT_FORM = "account_form"
ACCOUNT_NEW = "account_new"
ARTICLE = "article"
ARTICLE_FIND = "article_find"
GOODS_ADD = "goods_add"

SUBMITTED = (
    CASE_ADD,
    CASE_FROM_MESSAGE,
    PROFILE,
    CONTACT,
    CONTACT_CHOICE,
    KNOWLEDGE_ENTRY,
    KNOWLEDGE_PREVIEW,
    KNOWLEDGE_SAME,
    GOODS_ADD,
    ACCOUNT_FORM,
    ACCOUNT_NEW,
    *(f"case_{form}" for form in FORMS),
)
"""The forms that somebody can submit."""

LOOKED_AT_FIRST = (KNOWLEDGE_ENTRY,)
"""The forms that another is shown on top of, and that may be submitted again as they were."""

# Blocks of forms; the input in each has the action id VALUE.
VALUE = "value"
TEXT = "text"
PARTY = "party"
COMMENT = "comment"
MUNICIPALITY = "municipality"
DEPARTMENT = "department"
ROLE = "role"
TOPIC = "topic"
ARTICLES = "articles"
ACCOUNT_CHOSEN = "account_chosen"
ACCOUNT_CODE = "account_code"
ACCOUNT_NAME = "account_name"
CONTACT_FIELDS = ("name", "phone", "email", "note")

ALL_SUPPLIERS = "*"
"""The value of the option that keeps hits to no supplier."""


ACCOUNT_MENU = "account_menu"
"""The action id of the menu of accounts, whose options are looked up."""


def case_form(form: FormName) -> str:
    """The callback id of a coordinator's form on a case."""
    return f"case_{form}"


def kind_of(intent: type[BaseModel]) -> str:
    """An intent's `kind`."""
    kind: str = intent.model_fields["kind"].default
    return kind


def pressed(*intents: type[BaseModel]) -> re.Pattern[str]:
    """The action ids of elements that carry one of `intents`."""
    return numbered(*map(kind_of, intents))


def numbered(*names: str) -> re.Pattern[str]:
    """The action ids of elements with one of `names`."""
    return re.compile(rf"^(?:{'|'.join(map(re.escape, names))}):\d+$")


class OutdatedError(HjalpenError):
    """A button or a form is from an older version of the bot."""


class _Carried(Frozen):
    """A value kept as JSON where Slack gives it back."""

    def dump(self) -> str:
        """As JSON."""
        return self.model_dump_json(exclude_none=True)

    @classmethod
    def load(cls, content: object) -> Self:
        """Back from JSON; OutdatedError if it is no such value."""
        try:
            return cls.model_validate_json(content if isinstance(content, str) else "")
        except ValidationError as error:
            raise OutdatedError(f"{cls.__name__}: {error.error_count()} faults") from None


class SupplierMenu(_Carried):
    """The block of a menu of suppliers: which step of which guide it answers."""

    kind: Literal["supplier"] = "supplier"
    guide: str
    step: str


class SuppliersMenu(_Carried):
    """The block of a menu of suppliers under hits: whose question they answer."""

    kind: Literal["suppliers"] = "suppliers"
    question: int


class GroupMenu(_Carried):
    """The block of a menu of topics: which group of unanswered questions it settles."""

    kind: Literal["unanswered"] = "unanswered"
    question: int


class ListMenu(_Carried):
    """The block of a menu of suppliers: whose price list one is."""

    kind: Literal["list"] = "list"
    incoming: int


class ChecklistBoxes(_Carried):
    """The block of a run's boxes; `part` counts them, `state` changes with what is ticked."""

    kind: Literal["checklist"] = "checklist"
    run: int
    part: int
    state: int


class ContactChoice(_Carried):
    """The value of an option of the coordinator's menu: a party in one of its roles."""

    party: str
    role: str


class Origin(_Carried):
    """Where a form was opened from: the place, and the message whose button was pressed."""

    place: Place
    message_ts: str | None = None


class StackOrigin(Origin):
    """`private_metadata` of a modal on which others may be opened: it is the `depth`th."""

    depth: int = 1


class AccountsOrigin(Origin):
    """`private_metadata` of the view of accounts, and of the forms on top of it.

    `scope` and `after` are set while articles are shown one by one; `article` and `group` are what
    a form is about: see `AccountsOther`.
    """

    by: Grouping = "group"
    page: int = 0
    later: bool = False
    scope: AccountScope | None = None
    after: int = 0
    article: int | None = None
    group: GroupSeen | None = None


class CaseOrigin(Origin):
    """`private_metadata` of a form on a case."""

    case: int


class EntryOrigin(Origin):
    """`private_metadata` of the form for an entry of the knowledge: see `EntryOpened`."""

    topic: str | None = None
    base: int = 0
    question: int | None = None
    case: int | None = None


class DraftOrigin(Origin):
    """`private_metadata` of an entry that is shown before it is kept."""

    draft: str


class PartyOrigin(Origin):
    """`private_metadata` of the question in which of its roles a party is meant."""

    party: str


class ContactOrigin(PartyOrigin):
    """`private_metadata` of the form for a party's contact details in a role."""

    role: str
