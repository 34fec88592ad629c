"""Options that are looked up when a menu is opened."""

from collections.abc import Iterable

from bot.messages import ContactCard, ContactLine
from handlers.blocks.common import OPTION_MAX, OPTIONS_MAX, Block, option, plain_text
from handlers.blocks.wording import Wording
from handlers.ids import ContactChoice
from knowledge.folding import fold


def contact_groups(words: Wording, cards: Iterable[ContactCard], typed: str) -> list[Block]:
    """A group a party, an option a role, of those whose names hold what was typed.

    Source: https://docs.slack.dev/reference/block-kit/composition-objects/option-group-object
    """
    wanted = fold(typed)
    groups = [
        {
            "label": plain_text(card.name, OPTION_MAX),
            "options": [_option(words, card, line) for line in card.lines],
        }
        for card in cards
        if card.lines and wanted in fold(card.name)
    ]
    return groups[:OPTIONS_MAX]


def _option(words: Wording, card: ContactCard, line: ContactLine) -> Block:
    role = words.label(f"ui.contact.role.{line.role}")
    text = words.label("ui.contact.option.missing", role=role) if line.missing else role
    return option(text, ContactChoice(party=card.party, role=line.role).dump())
