"""Every id that is ours in Slack's payloads, and what they carry, typed; declared once, here.

A button's action id is its intent's `kind` (see `bot.intents`) and its place in the message.
"""

from typing import Literal, Self, get_args

from pydantic import ValidationError

from bot.errors import HjalpenError
from bot.occasion import Place
from knowledge.text import Frozen

COMMAND = "/ehjalp"
CREATE_CASE = "create_case"
"""The message shortcut's callback id."""

CHECKLIST_TICK = "checklist.tick"

FormName = Literal["reply", "ask", "note", "handover", "resolve"]
FORMS: tuple[FormName, ...] = get_args(FormName)

CASE_FORM_PREFIX = "case_"
"""A coordinator's form has the callback id `case_reply`, `case_ask` and so on."""

CASE_ADD = "case_add"
CASE_FROM_MESSAGE = "case_from_message"
PROFILE = "profile"
CONTACT = "contact"

# Blocks of forms; the input of each has the action id VALUE.
VALUE = "value"
TEXT = "text"
PARTY = "party"
COMMENT = "comment"
MUNICIPALITY = "municipality"
DEPARTMENT = "department"
ROLE = "role"


def contact_block(role: str, field: str) -> str:
    """The block for one detail of a contact in one role."""
    return f"contact.{role}.{field}"


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

    def block_id(self) -> str:
        """The block's id."""
        return self.dump()


class ChecklistBoxes(_Carried):
    """The block of a run's boxes; `part` counts them, `state` changes with what is ticked."""

    kind: Literal["checklist"] = "checklist"
    run: int
    part: int
    state: int

    def block_id(self) -> str:
        """The block's id."""
        return self.dump()


class Origin(_Carried):
    """Where a form was opened from: the place, and the message whose button was pressed."""

    place: Place
    message_ts: str | None = None


class CaseOrigin(Origin):
    """`private_metadata` of a form on a case."""

    case: int


class ContactOrigin(Origin):
    """`private_metadata` of the form for a party's contact details."""

    party: str
