"""Phrasings that another topic has, or would answer: to be warned of before they are kept."""

from collections.abc import Iterable

from knowledge.folding import fold
from knowledge.library import Library
from knowledge.matching import Matcher, Thresholds
from knowledge.text import Frozen

MOST_COLLISIONS = 20


class Collision(Frozen):
    """A phrasing that collides with a topic (its id).

    `same`: the topic has the very same phrasing, which would move; else it is what the phrasing is
    answered with today.
    """

    text: str
    topic: str
    same: bool


def collisions(
    phrasings: Iterable[str],
    topic_id: str,
    library: Library,
    matcher: Matcher,
    thresholds: Thresholds,
) -> tuple[Collision, ...]:
    """What collides among phrasings to be given to a topic; those that it has already do not."""
    owner = {
        fold(text): topic.id for topic in library.topics.values() for text in topic.phrasings.all()
    }
    found: list[Collision] = []
    for text in phrasings:
        other = owner.get(fold(text))
        if other == topic_id:
            continue
        if other is not None:
            found.append(Collision(text=text, topic=other, same=True))
            continue
        best = matcher.match(text).best
        if best is None or best.id == topic_id or best.confidence < thresholds.answer_at:
            continue
        if best.id in library.topics:
            found.append(Collision(text=text, topic=best.id, same=False))
    return tuple(found[:MOST_COLLISIONS])
