"""The forms: modal views, each with typed metadata of where it was opened.

Source: https://docs.slack.dev/reference/views/modal-views
"""

from collections.abc import Iterable, Sequence

from bot.messages import ContactCard, ContactLine
from bot.people import Person
from handlers import ids
from handlers.blocks.common import (
    OPTIONS_MAX,
    Block,
    option,
    plain_text,
    quoted,
    section,
    sections,
)
from handlers.blocks.text import clean, clip_lines, escape
from handlers.blocks.wording import Wording
from handlers.ids import CaseOrigin, ContactOrigin, FormName, Origin, PartyOrigin
from knowledge.topics import Municipality, Role

TITLE_MAX = 24
INPUT_MAX = 3000
_LABEL_MAX = 150
_LONGEST = {"name": 200, "phone": 64, "email": 200, "note": 1000}
_OPTIONAL: tuple[FormName, ...] = ("handover", "resolve")


def case_form(
    words: Wording, form: FormName, origin: CaseOrigin, parties: Sequence[str] = ()
) -> Block:
    """A coordinator's form on a case; `parties` are whom it can be handed to."""
    blocks: list[Block] = []
    if form == "handover":
        menu = _menu(
            ((words.party(party), party) for party in parties),
            words.label("ui.form.handover.placeholder"),
        )
        blocks.append(_input(ids.PARTY, words.label("ui.form.handover.party"), menu))
    blocks.append(
        _input(
            ids.TEXT,
            words.label(f"ui.form.{form}.label"),
            _text_field(multiline=True),
            hint=words.label(f"ui.form.{form}.hint"),
            optional=form in _OPTIONAL,
        )
    )
    submit = words.label(f"ui.button.case.{form}")
    return _modal(words, ids.case_form(form), _case_title(words, origin), submit, blocks, origin)


def case_add(words: Wording, origin: CaseOrigin) -> Block:
    """The form with which a person writes to their case."""
    block = _input(
        ids.TEXT,
        words.label("ui.form.add.label"),
        _text_field(multiline=True),
        hint=words.label("ui.form.add.hint"),
    )
    submit = words.label("ui.form.send")
    return _modal(words, ids.CASE_ADD, _case_title(words, origin), submit, [block], origin)


def case_from_message(words: Wording, text: str, origin: Origin) -> Block:
    """The form for a case from a message: its text, to be mended, and a comment."""
    blocks = [
        section(words.say("ui.form.message.intro")),
        _input(
            ids.TEXT,
            words.label("ui.form.message.text"),
            _text_field(text, multiline=True),
        ),
        _input(
            ids.COMMENT,
            words.label("ui.form.message.comment"),
            _text_field(multiline=True),
            optional=True,
        ),
    ]
    title = words.label("ui.form.message.title")
    return _modal(words, ids.CASE_FROM_MESSAGE, title, words.label("ui.form.send"), blocks, origin)


def profile(words: Wording, person: Person, origin: Origin) -> Block:
    """The form for municipality, department and role."""
    blocks = [
        _input(
            ids.MUNICIPALITY,
            words.label("ui.form.profile.municipality"),
            _menu(
                ((words.municipality(m), m.value) for m in Municipality), None, person.municipality
            ),
            optional=True,
        ),
        _input(
            ids.DEPARTMENT,
            words.label("ui.form.profile.department"),
            _text_field(person.department, longest=200),
            hint=words.label("ui.form.profile.department.hint"),
            optional=True,
        ),
        _input(
            ids.ROLE,
            words.label("ui.form.profile.role"),
            _menu(((words.role(role), role.value) for role in Role), None, person.role),
            optional=True,
        ),
    ]
    title = words.label("ui.form.profile.title")
    return _modal(words, ids.PROFILE, title, words.label("ui.form.save"), blocks, origin)


def contact_choice(words: Wording, card: ContactCard, origin: PartyOrigin) -> Block:
    """Which of a party's roles is meant."""
    menu = _menu(
        ((words.label(f"ui.contact.role.{line.role}"), line.role) for line in card.lines), None
    )
    blocks = [
        section(f"*{escape(card.name)}*"),
        _input(ids.ROLE, words.label("ui.form.contact.which"), menu),
    ]
    title = words.label("ui.form.contact.title")
    return _modal(words, ids.CONTACT_CHOICE, title, words.label("ui.form.next"), blocks, origin)


def contact_form(words: Wording, name: str, line: ContactLine, origin: ContactOrigin) -> Block:
    """The form for a party's contact details in one role; what is left empty is not filled in."""
    blocks: list[Block] = [
        section(f"*{escape(name)}*\n{words.say(f'ui.contact.role.{line.role}')}"),
        *(
            _input(
                field,
                words.label(f"ui.form.contact.{field}"),
                _text_field(
                    getattr(line, field), longest=_LONGEST[field], multiline=field == "note"
                ),
                optional=True,
            )
            for field in ids.CONTACT_FIELDS
        ),
    ]
    title = words.label("ui.form.contact.title")
    return _modal(words, ids.CONTACT, title, words.label("ui.form.save"), blocks, origin)


def notice(words: Wording, text: str, written: str = "") -> Block:
    """In place of a form: why it was not done, and what was written, so that it is not lost."""
    kept = [section(words.say("ui.form.refused.text")), *quoted(written)] if written else []
    return {
        "type": "modal",
        "title": plain_text(words.label("ui.error.title"), TITLE_MAX),
        "close": plain_text(words.label("ui.form.close"), TITLE_MAX),
        "blocks": [*sections(text), *kept],
    }


def _case_title(words: Wording, origin: CaseOrigin) -> str:
    return words.label("ui.form.case.title", number=f"E-{origin.case + 1000}")


def _modal(
    words: Wording,
    callback_id: str,
    title: str,
    submit: str,
    blocks: Sequence[Block],
    origin: Origin,
) -> Block:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": origin.dump(),
        "title": plain_text(title, TITLE_MAX),
        "submit": plain_text(submit, TITLE_MAX),
        "close": plain_text(words.label("ui.form.cancel"), TITLE_MAX),
        "blocks": list(blocks),
    }


def _input(
    block_id: str, label: str, element: Block, *, hint: str | None = None, optional: bool = False
) -> Block:
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain_text(label, _LABEL_MAX),
        "element": element,
        "optional": optional,
    }
    return {**block, "hint": plain_text(hint, _LABEL_MAX)} if hint else block


def _text_field(
    value: str | None = None, *, multiline: bool = False, longest: int = INPUT_MAX
) -> Block:
    """A field for text; Slack gives what is in it back as it is, so nothing is escaped."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": ids.VALUE,
        "multiline": multiline,
        "max_length": longest,
    }
    known = clip_lines(clean(value or "").strip(), longest)
    return {**element, "initial_value": known} if known else element


def _menu(
    choices: Iterable[tuple[str, str]], placeholder: str | None, chosen: str | None = None
) -> Block:
    options = [option(text, value) for text, value in choices][:OPTIONS_MAX]
    element: Block = {"type": "static_select", "action_id": ids.VALUE, "options": options}
    if placeholder:
        element["placeholder"] = plain_text(placeholder, _LABEL_MAX)
    initial = next((known for known in options if known["value"] == chosen), None)
    return {**element, "initial_option": initial} if initial else element
