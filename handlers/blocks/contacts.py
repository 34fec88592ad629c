"""Contact details asked for."""

from bot.intents import ShowContact
from bot.messages import Contacts
from handlers.blocks import parts
from handlers.blocks.common import OPTIONS_MAX, Block, actions, option, plain_text, section
from handlers.blocks.wording import Wording
from handlers.ids import kind_of

_CARDS_MAX = 20


def contacts(words: Wording, message: Contacts) -> list[Block]:
    """A section a party; with none named, whom one can ask for."""
    blocks = [section(parts.contact(words, card)) for card in message.cards[:_CARDS_MAX]]
    if message.parties:
        menu: Block = {
            "type": "static_select",
            "action_id": kind_of(ShowContact),
            "placeholder": plain_text(words.label("ui.button.contact.show"), 150),
            "options": [option(words.party(one), one) for one in message.parties[:OPTIONS_MAX]],
        }
        blocks += [section(words.say("ui.contact.which")), *actions([menu])]
    if not blocks:
        blocks.append(section(words.say("ui.contact.none")))
    asked = message.question
    return [
        *blocks,
        *(parts.feedback(words, asked) if message.cards and asked is not None else ()),
        *actions([parts.person_button(words, asked)]),
    ]
