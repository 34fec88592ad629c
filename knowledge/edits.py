"""What coordinators have changed, laid over the content files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from knowledge.consistency import FEWEST
from knowledge.folding import fold
from knowledge.guides import Guide
from knowledge.library import Library
from knowledge.text import Frozen
from knowledge.topics import Faq, Phrasings, Topic


class TopicEdit(Frozen):
    """A topic as coordinators left it.

    `faq` stands in place of the file's entry, or is a new one. `sv` and `en` are phrasings added to
    what the file has, for a topic of any kind. One that is `retired` is not known any more; its
    `faq`, if any, is what comes back.
    """

    faq: Faq | None = None
    sv: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    retired: bool = False


def merged(base: Library, edits: Sequence[tuple[str, TopicEdit]]) -> Library:
    """The library with `edits` (topic id and edit, the oldest first, one a topic) over it.

    A phrasing belongs to one topic: to the one that got it last, or else as in the files. Nothing
    refers to a topic that is retired. An edit of a topic that the files have no more, or have as
    something else than a FAQ, counts for nothing.
    """
    if not edits:
        return base
    faqs = dict(base.faqs)
    for topic_id, edit in edits:
        if edit.faq is not None and (topic_id in base.faqs or topic_id not in base.topics):
            faqs[topic_id] = edit.faq
        if edit.retired:
            faqs.pop(topic_id, None)
    others = {key: topic for key, topic in base.topics.items() if key not in base.faqs}
    owner = _owners(edits, {**others, **faqs})
    more = {key: edit for key, edit in edits if edit.faq is None}
    topics: dict[str, Topic] = {}
    known = others.keys() | faqs.keys()
    for key, topic in {**others, **faqs}.items():
        topics[key] = _settled(topic, more.get(key), owner, known)
    return replace(
        base,
        topics=topics,
        guides={key: one for key, one in topics.items() if isinstance(one, Guide)},
        faqs={key: one for key, one in topics.items() if isinstance(one, Faq)},
        out_of_scope=tuple(text for text in base.out_of_scope if fold(text) not in owner),
        common_needs=tuple(topics[one.id] for one in base.common_needs if one.id in topics),
    )


def with_phrasings(
    now: Library,
    topic_id: str,
    before: TopicEdit | None,
    sv: Iterable[str] = (),
    en: Iterable[str] = (),
) -> TopicEdit:
    """The edit by which a topic gets more phrasings.

    `now` is what is known, `before` the topic's edit until now.
    """
    topic = now.topics[topic_id]
    if isinstance(topic, Faq) and before is not None and before.faq is not None:
        phrasings = Phrasings(sv=_with(topic.phrasings.sv, sv), en=_with(topic.phrasings.en, en))
        return TopicEdit(faq=before.faq.model_copy(update={"phrasings": phrasings}))
    old = before or TopicEdit()
    return TopicEdit(
        sv=_with(_still(old.sv, topic.phrasings.sv), sv),
        en=_with(_still(old.en, topic.phrasings.en), en),
    )


def differing(before: Topic | None, after: Topic | None) -> tuple[str, ...]:
    """The names of the fields in which a topic changed; none for one that came or went."""
    if before is None or after is None or type(before) is not type(after):
        return ()
    return tuple(
        name
        for name in type(after).model_fields
        if name != "grown" and getattr(before, name) != getattr(after, name)
    )


def free_id(title: str, taken: Iterable[str]) -> str:
    """An id for a new topic, made of its title: small letters, digits and dashes."""
    slug = "-".join(fold(title).replace("&", " ").replace("+", " ").split())[:48].strip("-")
    if not slug or not slug[0].isalpha():
        slug = f"svar-{slug}".strip("-")
    used = set(taken)
    candidate, count = slug, 1
    while candidate in used:
        count += 1
        candidate = f"{slug}-{count}"
    return candidate


def _owners(edits: Sequence[tuple[str, TopicEdit]], known: Mapping[str, Topic]) -> dict[str, str]:
    """Whose each folded phrasing is that an edit has given to a topic."""
    owner: dict[str, str] = {}
    for key, edit in reversed(edits):
        if key not in known:
            continue
        given = edit.faq.phrasings.all() if edit.faq is not None else (*edit.sv, *edit.en)
        for text in given:
            owner.setdefault(fold(text), key)
    return owner


def _settled(
    topic: Topic, more: TopicEdit | None, owner: Mapping[str, str], known: Iterable[str]
) -> Topic:
    """The topic with its own phrasings only, each once, and related to what there is."""
    seen: set[str] = set()

    def own(texts: Iterable[str]) -> tuple[str, ...]:
        kept = []
        for text in texts:
            folded = fold(text)
            if folded not in seen and owner.get(folded, topic.id) == topic.id:
                seen.add(folded)
                kept.append(text)
        return tuple(kept)

    added = more or TopicEdit()
    phrasings = Phrasings(
        sv=own((*topic.phrasings.sv, *added.sv)), en=own((*topic.phrasings.en, *added.en))
    )
    few = len(phrasings.sv) < FEWEST["sv"] or len(phrasings.en) < FEWEST["en"]
    related = tuple(other for other in topic.related if other in known)
    update = {"phrasings": phrasings, "related": related, "grown": topic.grown or few}
    return topic.model_copy(update=update)


def _with(texts: tuple[str, ...], added: Iterable[str]) -> tuple[str, ...]:
    found = {fold(text): text for text in texts}
    for text in added:
        found.setdefault(fold(text), text)
    return tuple(text for folded, text in found.items() if folded)


def _still(added: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    folded = set(map(fold, now))
    return tuple(text for text in added if fold(text) in folded)
