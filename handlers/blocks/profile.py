"""The three things that a person is asked once."""

from bot.intents import SetMunicipality, SetRole, SkipProfile
from bot.messages import ProfileQuestion
from handlers.blocks.common import Block, actions, button, context, section
from handlers.blocks.wording import Wording
from knowledge.topics import Municipality, Role

_ROLES_ASKED = (Role.ORDERER, Role.RECEIVER, Role.ECONOMIST)


def question(words: Wording, message: ProfileQuestion) -> list[Block]:
    """One question, with buttons where the answers are few, and a way to pass."""
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
