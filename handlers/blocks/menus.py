"""Options that are looked up when a menu is opened."""

from collections.abc import Collection, Iterable

from bot.messages import ContactCard, ContactLine
from handlers.blocks.common import OPTION_MAX, OPTIONS_MAX, Block, option, plain_text
from handlers.blocks.wording import Wording
from handlers.ids import ContactChoice
from knowledge.folding import fold
from knowledge.topics import Topic


def contact_groups(words: Wording, cards: Iterable[ContactCard], typed: str) -> list[Block]:
    """A group a party, an option a role, of those in which every typed word stands.

    Source: https://docs.slack.dev/reference/block-kit/composition-objects/option-group-object
    """
    wanted = fold(typed).split()
    groups = []
    for card in cards:
        options = [
            option(text, ContactChoice(party=card.party, role=line.role).dump())
            for line in card.lines
            for text in [_text(words, line)]
            if all(word in fold(f"{card.name} {text}") for word in wanted)
        ]
        if options:
            groups.append({"label": plain_text(card.name, OPTION_MAX), "options": options})
    return groups[:OPTIONS_MAX]


def topic_options(words: Wording, topics: Collection[Topic], typed: str) -> list[Block]:
    """The topics in whose title, or one of whose phrasings, every typed word stands; by title.

    Those whose title has the words come first.
    """
    wanted = fold(typed).split()

    def has(text: str) -> bool:
        return all(word in fold(text) for word in wanted)

    titled = [topic for topic in topics if has(f"{topic.title.sv} {topic.title.en}")]
    others = [topic for topic in topics if topic not in titled]
    phrased = [topic for topic in others if any(map(has, topic.phrasings.all()))]
    ordered = [
        topic
        for found in (titled, phrased)
        for topic in sorted(found, key=lambda one: fold(one.title.get(words.lang)))
    ]
    return [option(topic.title.get(words.lang), topic.id) for topic in ordered[:OPTIONS_MAX]]


def _text(words: Wording, line: ContactLine) -> str:
    role = words.label(f"ui.contact.role.{line.role}")
    return words.label("ui.contact.option.missing", role=role) if line.missing else role
