"""The forms: modal views, each with typed metadata of where it was opened.

Source: https://docs.slack.dev/reference/views/modal-views
"""

from collections.abc import Sequence

from bot.messages import ContactCard, ContactLine
from bot.people import Person
from handlers import ids
from handlers.blocks import article_forms
from handlers.blocks.common import Block, plain_text, quoted, section, sections
from handlers.blocks.inputs import TITLE_MAX, labelled, modal, select, text_field
from handlers.blocks.text import escape
from handlers.blocks.wording import Wording
from handlers.ids import CaseOrigin, ContactOrigin, FormName, Origin, PartyOrigin
from knowledge.topics import Municipality, Role

_LONGEST = {"name": 200, "phone": 64, "email": 200, "note": 1000}
_OPTIONAL: tuple[FormName, ...] = ("reply", "handover", "resolve")


def case_form(
    words: Wording, form: FormName, origin: CaseOrigin, parties: Sequence[str] = ()
) -> Block:
    """A coordinator's form on a case; `parties` are whom it can be handed to."""
    blocks: list[Block] = []
    if form == "handover":
        menu = select(
            ((words.party(party), party) for party in parties),
            words.label("ui.form.handover.placeholder"),
        )
        blocks.append(labelled(ids.PARTY, words.label("ui.form.handover.party"), menu))
    blocks.append(
        labelled(
            ids.TEXT,
            words.label(f"ui.form.{form}.label"),
            text_field(multiline=True),
            hint=words.label(f"ui.form.{form}.hint"),
            optional=form in _OPTIONAL,
        )
    )
    if form == "reply":
        blocks.append(article_forms.sent_along(words))
    submit = words.label(f"ui.button.case.{form}")
    return modal(words, ids.case_form(form), _case_title(words, origin), submit, blocks, origin)


def case_add(words: Wording, origin: CaseOrigin) -> Block:
    """The form with which a person writes to their case."""
    block = labelled(
        ids.TEXT,
        words.label("ui.form.add.label"),
        text_field(multiline=True),
        hint=words.label("ui.form.add.hint"),
    )
    submit = words.label("ui.form.send")
    return modal(words, ids.CASE_ADD, _case_title(words, origin), submit, [block], origin)


def case_from_message(words: Wording, text: str, origin: Origin) -> Block:
    """The form for a case from a message: its text, to be mended, and a comment."""
    blocks = [
        section(words.say("ui.form.message.intro")),
        labelled(
            ids.TEXT,
            words.label("ui.form.message.text"),
            text_field(text, multiline=True),
        ),
        labelled(
            ids.COMMENT,
            words.label("ui.form.message.comment"),
            text_field(multiline=True),
            optional=True,
        ),
    ]
    title = words.label("ui.form.message.title")
    return modal(words, ids.CASE_FROM_MESSAGE, title, words.label("ui.form.send"), blocks, origin)


def profile(words: Wording, person: Person, origin: Origin) -> Block:
    """The form for municipality, department and role."""
    blocks = [
        labelled(
            ids.MUNICIPALITY,
            words.label("ui.form.profile.municipality"),
            select(
                ((words.municipality(m), m.value) for m in Municipality), None, person.municipality
            ),
            optional=True,
        ),
        labelled(
            ids.DEPARTMENT,
            words.label("ui.form.profile.department"),
            text_field(person.department, longest=200),
            hint=words.label("ui.form.profile.department.hint"),
            optional=True,
        ),
        labelled(
            ids.ROLE,
            words.label("ui.form.profile.role"),
            select(((words.role(role), role.value) for role in Role), None, person.role),
            optional=True,
        ),
    ]
    title = words.label("ui.form.profile.title")
    return modal(words, ids.PROFILE, title, words.label("ui.form.save"), blocks, origin)


def contact_choice(words: Wording, card: ContactCard, origin: PartyOrigin) -> Block:
    """Which of a party's roles is meant."""
    menu = select(
        ((words.label(f"ui.contact.role.{line.role}"), line.role) for line in card.lines), None
    )
    blocks = [
        section(f"*{escape(card.name)}*"),
        labelled(ids.ROLE, words.label("ui.form.contact.which"), menu),
    ]
    title = words.label("ui.form.contact.title")
    return modal(words, ids.CONTACT_CHOICE, title, words.label("ui.form.next"), blocks, origin)


def contact_form(words: Wording, name: str, line: ContactLine, origin: ContactOrigin) -> Block:
    """The form for a party's contact details in one role; what is left empty is not filled in."""
    blocks: list[Block] = [
        section(f"*{escape(name)}*\n{words.say(f'ui.contact.role.{line.role}')}"),
        *(
            labelled(
                field,
                words.label(f"ui.form.contact.{field}"),
                text_field(
                    getattr(line, field), longest=_LONGEST[field], multiline=field == "note"
                ),
                optional=True,
            )
            for field in ids.CONTACT_FIELDS
        ),
    ]
    title = words.label("ui.form.contact.title")
    return modal(words, ids.CONTACT, title, words.label("ui.form.save"), blocks, origin)


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
