"""What must agree between content files: ids, references, phrasings, lengths, placeholders."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from knowledge.checklists import Checklist
from knowledge.folding import fold
from knowledge.guides import ContactRef, Guide
from knowledge.parties import Parties
from knowledge.phrases import placeholders
from knowledge.problems import Problem
from knowledge.text import Text
from knowledge.topics import Topic

TITLE_MAX = 70  # characters: a title is a button's text (75 in Slack) and an option's
LABEL_MAX = 75  # characters: a button's text in Slack
TEXT_MAX = 2900  # characters: a section's text in Slack is 3,000
FEWEST = {"sv": 5, "en": 2}  # phrasings of a topic that was written beforehand


def check_topics(
    *,
    files: Mapping[str, Mapping[str, Topic]],
    checklists: Mapping[str, Checklist],
    parties: Parties,
    out_of_scope: tuple[str, ...],
    common_needs: tuple[str, ...],
) -> tuple[Problem, ...]:
    """What does not agree; empty when everything does.

    `files` is folder name to topics by id. Guides' own paths are checked in `knowledge.checks`.
    """
    placed = [(f"{folder}/{t.id}.yaml", t) for folder in files for t in files[folder].values()]
    known = {topic.id for _, topic in placed}
    problems = [
        *_duplicates(placed),
        *_references(placed, known),
        *_few_phrasings(placed),
        *_phrasings(placed, out_of_scope),
        *_parties(placed, parties),
        *(p for file, topic in placed for p in _texts(file, topic)),
    ]
    for checklist in checklists.values():
        file = f"checklists/{checklist.id}.yaml"
        problems += _texts(file, checklist)
        if checklist.topic is not None and checklist.topic not in known:
            problems.append(Problem(file, "topic", f"there is no topic `{checklist.topic}`"))
    for place, topic_id in enumerate(common_needs, start=1):
        if topic_id not in known:
            message = f"there is no topic `{topic_id}`"
            problems.append(Problem("common_needs.yaml", f"topics.{place}", message))
    return tuple(problems)


def _duplicates(placed: list[tuple[str, Topic]]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for file, topic in placed:
        other = first.setdefault(topic.id, file)
        if other != file:
            yield Problem(file, "id", f"{other} has the id `{topic.id}` too: rename one")


def _references(placed: list[tuple[str, Topic]], known: set[str]) -> Iterator[Problem]:
    for file, topic in placed:
        for place, other in enumerate(topic.related, start=1):
            if other not in known or other == topic.id:
                wrong = "is the topic itself" if other == topic.id else "is no topic"
                yield Problem(file, f"related.{place}", f"`{other}` {wrong}: remove or correct it")


def _few_phrasings(placed: list[tuple[str, Topic]]) -> Iterator[Problem]:
    for file, topic in placed:
        for lang, language in (("sv", "Swedish"), ("en", "English")):
            count = len(getattr(topic.phrasings, lang))
            if count < FEWEST[lang] and not topic.grown:
                message = f"{count} {language} phrasings are too few: write at least {FEWEST[lang]}"
                yield Problem(file, f"phrasings.{lang}", message)


def _phrasings(placed: list[tuple[str, Topic]], out_of_scope: tuple[str, ...]) -> Iterator[Problem]:
    owner = {fold(example): "out_of_scope.yaml" for example in out_of_scope}
    for file, topic in placed:
        for lang, texts in (("sv", topic.phrasings.sv), ("en", topic.phrasings.en)):
            for place, text in enumerate(texts, start=1):
                entry = f"phrasings.{lang}.{place}"
                folded = fold(text)
                if not folded:
                    yield Problem(file, entry, "the phrasing has no words: write it or remove it")
                    continue
                other = owner.setdefault(folded, file)
                if other != file:
                    yield Problem(
                        file, entry, f"“{text}” is in {other} too: keep it in one of them"
                    )


def _parties(placed: list[tuple[str, Topic]], parties: Parties) -> Iterator[Problem]:
    known = {party.id for party in parties.all()} | {ContactRef.SUPPLIER}
    for file, topic in placed:
        for step in topic.steps if isinstance(topic, Guide) else ():
            if step.contact is not None and step.contact.party not in known:
                message = f"`{step.contact.party}` is no party in parties.yaml"
                yield Problem(file, f"steps.{step.id}.contact.party", message)


def _texts(file: str, value: Topic | Checklist) -> Iterator[Problem]:
    for entry, text in _walk(value, ""):
        yield from check_placeholders(file, entry, text)
        name = entry.rsplit(".", 1)[-1]
        most = {"title": TITLE_MAX, "label": LABEL_MAX}.get(name, TEXT_MAX)
        for lang, content in (("sv", text.sv), ("en", text.en)):
            if len(content) > most:
                message = f"{len(content)} characters are too many here: at most {most}"
                yield Problem(file, f"{entry}.{lang}", message)


def check_placeholders(file: str, entry: str, text: Text) -> Iterator[Problem]:
    """Placeholders that only one of the languages has."""
    only_sv = placeholders(text.sv) - placeholders(text.en)
    only_en = placeholders(text.en) - placeholders(text.sv)
    for names, has, lacks in ((only_sv, "Swedish", "English"), (only_en, "English", "Swedish")):
        for name in sorted(names):
            message = f"{{{name}}} is in the {has} text but not in the {lacks}: make them agree"
            yield Problem(file, entry, message)


def _walk(value: BaseModel, path: str) -> Iterator[tuple[str, Text]]:
    """Every Text in a value, with its entry."""
    for name in type(value).model_fields:
        entry = f"{path}.{name}" if path else name
        field = getattr(value, name)
        if isinstance(field, Text):
            yield entry, field
        elif isinstance(field, BaseModel):
            yield from _walk(field, entry)
        elif isinstance(field, tuple):
            for place, item in enumerate(field, start=1):
                if isinstance(item, Text):
                    yield f"{entry}.{place}", item
                elif isinstance(item, BaseModel):
                    yield from _walk(item, f"{entry}.{getattr(item, 'id', place)}")
