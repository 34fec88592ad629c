"""The three things that a person is asked once."""

from bot.intents import SetMunicipality, SetRole, SkipProfile
from bot.messages import ProfileQuestion
from handlers.blocks.common import Block, actions, button, context, section
from handlers.blocks.text import clip, one_line
from handlers.blocks.wording import Wording
from knowledge.topics import Municipality, Role

_DEPARTMENT_MAX = 200
_ROLES_ASKED = (Role.ORDERER, Role.RECEIVER, Role.ECONOMIST)


def question(words: Wording, message: ProfileQuestion) -> list[Block]:
    """One question, with buttons where the answers are few, and a way to pass; or its answer."""
    if message.answer is not None:
        said = _said(words, message) or words.label("ui.profile.passed")
        return [context(f"*{words.say(f'ui.profile.field.{message.field}')}:* {said}")]
    choices: list[Block] = []
    if message.field == "municipality":
        choices = [
            button(SetMunicipality(municipality=place), words.municipality(place))
            for place in Municipality
        ]
    elif message.field == "role":
        choices = [button(SetRole(role=role), words.role(role)) for role in _ROLES_ASKED]
    skip = button(SkipProfile(), words.label("ui.button.profile.skip"))
    return [
        section(words.say(f"ui.profile.ask.{message.field}")),
        *([context(words.say("ui.profile.why"))] if message.first else []),
        *actions([*choices, skip]),
    ]


def _said(words: Wording, message: ProfileQuestion) -> str:
    answer = message.answer or ""
    match message.field:
        case "municipality" if answer:
            return words.municipality(Municipality(answer))
        case "role" if answer:
            return words.role(Role(answer))
        case _:
            return clip(one_line(answer), _DEPARTMENT_MAX)
