"""Everything that the bot knows, loaded from content files and checked before it is used."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.checklists import Checklist
from knowledge.checks import check_guides
from knowledge.consistency import check_topics
from knowledge.contentfiles import Reader
from knowledge.guides import Guide
from knowledge.parties import Parties
from knowledge.phrases import Phrases
from knowledge.problems import ContentError, Problem
from knowledge.topics import Faq, Topic

__all__ = ["ContentError", "Library", "Problem", "default_content_dir", "load_library"]


@dataclass(frozen=True, slots=True)
class Library:
    """What the bot knows.

    `topics` holds every topic by id: guides, then the other topics, then the FAQ, each in file
    order; `guides` and `faqs` are those of their kind. `common_needs` are the topics offered first
    (App Home, and when nothing was understood). `out_of_scope` are examples of what the bot must
    not pretend to know.
    """

    topics: Mapping[str, Topic]
    guides: Mapping[str, Guide]
    faqs: Mapping[str, Faq]
    checklists: Mapping[str, Checklist]
    parties: Parties
    phrases: Phrases
    out_of_scope: tuple[str, ...]
    common_needs: tuple[Topic, ...]


def default_content_dir() -> Path:
    """The content that comes with the product."""
    return Path(__file__).parent / "content"


def load_library(root: Path) -> Library:
    """The library in the folder `root`.

    Raises ContentError with every problem found, not only the first: unreadable YAML, a field that
    is unknown or lacks a language, an id given twice, a reference that points nowhere, a text that
    is too long for where it is shown, phrasings that are too few or that two topics share,
    placeholders that differ between the languages, a guide in which a person could get stuck.
    """
    reader = Reader(root)
    guides = reader.models("guides", Guide, {"kind": "guide"})
    topics = reader.models("topics", Topic, {})
    faqs = reader.models("faq", Faq, {"kind": "faq"})
    checklists = reader.models("checklists", Checklist, {})
    parties = reader.parties("parties.yaml")
    phrases = reader.phrases("phrases")
    out_of_scope = reader.out_of_scope("out_of_scope.yaml")
    common = reader.common_needs("common_needs.yaml")
    if reader.problems or parties is None:
        raise ContentError(reader.problems)
    reader.add(
        check_topics(
            files={"guides": guides, "topics": topics, "faq": faqs},
            checklists=checklists,
            parties=parties,
            out_of_scope=out_of_scope,
            common_needs=common,
        )
    )
    every: dict[str, Topic] = {**guides, **topics, **faqs}
    library = Library(
        topics=every,
        guides=guides,
        faqs=faqs,
        checklists=checklists,
        parties=parties,
        phrases=phrases,
        out_of_scope=out_of_scope,
        common_needs=tuple(every[topic_id] for topic_id in common if topic_id in every),
    )
    reader.add(check_guides(library))
    if reader.problems:
        raise ContentError(reader.problems)
    return library
