"""Phrases, answers and offers of topics."""

from bot.intents import NoneOfThese, OpenTopic
from bot.messages import FaqAnswer, FileMessage, NotUnderstoodReply, Say, Suggestions
from handlers.blocks import parts
from handlers.blocks.common import Block, actions, button, quoted, section, sections
from handlers.blocks.wording import Wording
from knowledge.topics import Faq, Kind

_MOST_OFFERED = 10


def say(words: Wording, message: Say) -> list[Block]:
    """A phrase, a quotation under it, buttons under that."""
    return [
        *sections(words.say(message.key, **message.params)),
        *(quoted(message.quote) if message.quote else ()),
        *parts.buttons(words, message.buttons),
    ]


def with_file(words: Wording, message: FileMessage) -> list[Block]:
    """The text that stands above a file."""
    return sections(words.say(message.key, **message.params))


def gone(words: Wording, question: int | None = None) -> list[Block]:
    """For what the content has no more: says so, and offers a human."""
    return [
        section(words.say("ui.gone")),
        *actions([parts.person_button(words, question)]),
    ]


def faq(words: Wording, message: FaqAnswer) -> list[Block]:
    """An answer, what to do next, whether it helped, what is near it, and a human."""
    topic = words.library.faqs.get(message.topic)
    if topic is None:
        return gone(words, message.question)
    related = [
        button(OpenTopic(topic=other, question=message.question), words.topic(other))
        for other in topic.related
        if other in words.library.topics
    ]
    return [
        *faq_texts(words, topic, topic.answer_for(words.lang, message.municipality, message.role)),
        *parts.feedback(words, message.question),
        *actions([*related[:_MOST_OFFERED], parts.person_button(words, message.question)]),
    ]


def faq_texts(words: Wording, topic: Faq, answer: str) -> list[Block]:
    """What is read of a FAQ topic: an answer of its, and what to do next."""
    steps = "\n".join(f"• {step.get(words.lang)}" for step in topic.next_steps)
    return [*sections(answer), section(f"*{words.say('ui.faq.next')}*\n{steps}")]


def suggestions(words: Wording, message: Suggestions) -> list[Block]:
    """ "Menar du…", a button a topic."""
    offered = [
        button(OpenTopic(topic=topic, question=message.question), words.topic(topic))
        for topic in message.topics[:_MOST_OFFERED]
        if topic in words.library.topics
    ]
    key = "ui.suggestions.after_no" if message.after_no else "ui.suggestions"
    none = button(NoneOfThese(question=message.question), words.label("ui.button.question.none"))
    return [
        section(words.say(key if offered else "ui.suggestions.empty")),
        *actions([*offered, *([none] if offered else [])]),
        *actions([parts.person_button(words, message.question)]),
    ]


def not_understood(words: Wording, message: NotUnderstoodReply) -> list[Block]:
    """Says so plainly, and offers the common needs and a human."""
    key = "ui.not_understood.again" if message.again else "ui.not_understood"
    return [
        section(words.say(key)),
        *actions(common_needs(words, message.question)),
        *actions([parts.person_button(words, message.question)]),
    ]


def common_needs(words: Wording, question: int | None) -> list[Block]:
    """A button for each of the needs that are most common."""
    return [
        button(OpenTopic(topic=topic.id, question=question), topic.title.get(words.lang))
        for topic in words.library.common_needs[:_MOST_OFFERED]
        if topic.kind is not Kind.HANDOFF  # the way to a human is offered beside them
    ]
