"""What is matched against: a topic's phrasings, keywords and answer, as plain text."""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.topics import Faq, Topic


@dataclass(frozen=True, slots=True)
class Entry:
    """A topic to match: example phrasings (`texts`), words that settle a case, and an answer."""

    id: str
    texts: tuple[str, ...]
    keywords: tuple[str, ...] = ()
    body: str = ""


def entries_of(topics: Iterable[Topic]) -> tuple[Entry, ...]:
    """An entry for each topic: its titles and phrasings in both languages, and a FAQ's answer."""
    return tuple(
        Entry(
            topic.id,
            (topic.title.sv, topic.title.en, *topic.phrasings.all()),
            topic.keywords,
            f"{topic.answer.sv}\n{topic.answer.en}" if isinstance(topic, Faq) else "",
        )
        for topic in topics
    )
