"""Parts that many messages share: buttons, "Hjälpte det?", a contact, a case's facts."""

import re
from collections.abc import Iterable

from bot.intents import AskPerson, Feedback, OpenTopic
from bot.messages import AnsweredShown, Button, CaseShown, ContactCard, ContactLine
from handlers.blocks.common import Block, actions, button, context, plain_text
from handlers.blocks.text import clip, clip_plain, escape, mention, one_line
from handlers.blocks.wording import Wording
from handlers.ids import kind_of

_EMAIL = re.compile(r"[^\s@<>|\"]+@[^\s@<>|\"]+\.[^\s@<>|\"]+")
_PHONE = re.compile(r"\+?[\d\s()/.-]{5,}")
_LINE_MAX = 400  # characters of one detail of a contact, or of one answer's label
_ANSWER_MAX = 1200


def buttons(words: Wording, given: Iterable[Button]) -> list[Block]:
    """The rows of a message's own buttons."""
    return actions([_button(words, item) for item in given])


def _button(words: Wording, item: Button) -> Block:
    if item.label is not None:
        text = words.label(item.label)
    elif isinstance(item.intent, OpenTopic):
        text = words.topic(item.intent.topic)
    else:
        text = words.label(f"ui.button.{item.intent.kind}")
    asked = confirmation(words, item.confirm) if item.confirm else None
    return button(item.intent, text, style=item.style, confirm=asked)


def confirmation(words: Wording, key: str) -> Block:
    """The question before a press counts."""
    return {
        "title": plain_text(words.label("ui.confirm.title"), 100),
        "text": plain_text(words.label(key), 300),
        "confirm": plain_text(words.label("ui.confirm.yes"), 30),
        "deny": plain_text(words.label("ui.confirm.no"), 30),
    }


def person_button(words: Wording, question: int | None) -> Block:
    """The way to a human."""
    return button(AskPerson(question=question), words.label("ui.button.person.ask"))


def feedback(words: Wording, question: int) -> list[Block]:
    """ "Hjälpte det?", with Slack's own buttons.

    Source: https://docs.slack.dev/reference/block-kit/block-elements/feedback-buttons-element
    """

    def side(name: str, helpful: bool) -> Block:
        return {
            "text": plain_text(words.label(f"ui.feedback.{name}"), 75),
            "accessibility_label": clip_plain(words.label(f"ui.feedback.{name}.label"), 75),
            "value": Feedback(question=question, helpful=helpful).model_dump_json(),
        }

    element = {
        "type": "feedback_buttons",
        "action_id": kind_of(Feedback),
        "positive_button": side("yes", helpful=True),
        "negative_button": side("no", helpful=False),
    }
    return [
        context(words.say("ui.feedback.ask")),
        {"type": "context_actions", "elements": [element]},
    ]


def contact(words: Wording, card: ContactCard) -> str:
    """A party with its ways to be reached; a missing one is said to be missing, and by whom."""
    lines = [f"*{one_line(clip(card.name, _LINE_MAX))}*"]
    lines += [_contact_line(words, line) for line in card.lines]
    if not card.lines:
        lines.append(words.say("ui.contact.missing"))
    return "\n".join(lines)


def _contact_line(words: Wording, line: ContactLine) -> str:
    role = words.label(f"ui.contact.role.{line.role}")
    if line.missing:
        return f"• {role}: {words.say('ui.contact.missing')}"
    shown = [
        one_line(line.name) if line.name else "",
        _phone(line.phone) if line.phone else "",
        _email(line.email) if line.email else "",
        f"_{one_line(line.note)}_" if line.note else "",
    ]
    return f"• {role}: {' · '.join(clip(part, _LINE_MAX) for part in shown if part)}"


def _phone(number: str) -> str:
    if not _PHONE.fullmatch(number.strip()):
        return one_line(number)
    dialled = re.sub(r"[^\d+]", "", number)
    return f"<tel:{dialled}|{one_line(number)}>"


def _email(address: str) -> str:
    address = address.strip()
    return f"<mailto:{address}|{address}>" if _EMAIL.fullmatch(address) else one_line(address)


def answers(given: Iterable[AnsweredShown]) -> str:
    """What was asked and answered, one line each."""
    return "\n".join(
        f"• *{clip(one_line(item.label), _LINE_MAX)}:* {clip(one_line(item.value), _ANSWER_MAX)}"
        for item in given
    )


def facts(words: Wording, case: CaseShown) -> list[tuple[str, str]]:
    """Who, where and how far: the fields of a case."""
    unknown = words.say("ui.unknown")
    pairs = [
        (words.say("ui.case.person"), mention(case.person.id)),
        (words.say("ui.case.municipality"), escape(words.municipality(case.municipality))),
        (words.say("ui.case.department"), one_line(case.department or "") or unknown),
        (words.say("ui.case.role"), escape(words.role(case.role))),
        (words.say("ui.case.state"), escape(words.state(case.state))),
        (words.say("ui.case.opened"), words.when(case.opened_at)),
    ]
    if case.claimed_by:
        pairs.append((words.say("ui.case.claimed_by"), mention(case.claimed_by.id)))
    if case.handed_to:
        pairs.append((words.say("ui.case.handed_to"), escape(words.party(case.handed_to))))
    return pairs
