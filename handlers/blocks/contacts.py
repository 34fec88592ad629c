"""Contact details asked for."""

from bot.messages import Contacts
from handlers.blocks import parts
from handlers.blocks.common import Block, actions, section
from handlers.blocks.text import escape
from handlers.blocks.wording import Wording

_CARDS_MAX = 20


def contacts(words: Wording, message: Contacts) -> list[Block]:
    """A section a party; with none named, whom one can ask for."""
    blocks = [section(parts.contact(words, card)) for card in message.cards[:_CARDS_MAX]]
    if message.parties:
        names = "\n".join(f"• {escape(words.party(party))}" for party in message.parties)
        blocks.append(section(f"{words.say('ui.contact.which')}\n{names}"))
    if not blocks:
        blocks.append(section(words.say("ui.contact.none")))
    asked = message.question
    return [
        *blocks,
        *(parts.feedback(words, asked) if message.cards and asked is not None else ()),
        *actions([parts.person_button(words, asked)]),
    ]
