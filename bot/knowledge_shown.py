"""The knowledge as coordinators see it: what there is, and what has been changed by whom."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import knowledge_store
from bot.database.models import KnowledgeVersionRow, PersonRow
from bot.live_knowledge import LiveKnowledge
from knowledge.edits import TopicEdit, differing, merged
from knowledge.folding import fold
from knowledge.text import Frozen, Text
from knowledge.topics import Faq, Topic

MOST_VERSIONS = 30


class EntryShown(Frozen):
    """A topic in the coordinators' list; `changed_at` and `changed_by` if it ever was changed."""

    topic: str
    title: Text
    phrasings: int
    faq: bool
    retired: bool = False
    changed_at: datetime | None = None
    changed_by: str | None = None


class VersionShown(Frozen):
    """A version in a topic's history: who did what, when, and in which fields it differs."""

    id: int
    at: datetime
    by: str
    act: str
    fields: tuple[str, ...]
    phrasings: int  # more than before, or fewer


class KnowledgeShown:
    """Reads what the coordinators' views show."""

    def __init__(self, knowledge: LiveKnowledge) -> None:
        self._knowledge = knowledge

    def entries(self, session: Session) -> tuple[EntryShown, ...]:
        """Every FAQ entry, retired ones too, and what else has been changed; by title."""
        newest = knowledge_store.newest_of_all(session)
        names = _names(session, newest.values())
        library = self._knowledge.library
        found: list[EntryShown] = []
        for topic_id in dict.fromkeys((*library.faqs, *newest)):
            version = newest.get(topic_id)
            topic = library.topics.get(topic_id)
            shown = topic or self._gone(session, topic_id)
            if shown is None:
                continue
            found.append(
                EntryShown(
                    topic=topic_id,
                    title=shown.title,
                    phrasings=len(shown.phrasings.all()),
                    faq=isinstance(shown, Faq),
                    retired=topic is None,
                    changed_at=version.at if version else None,
                    changed_by=names[version.actor_id] if version else None,
                )
            )
        return tuple(sorted(found, key=lambda one: (fold(one.title.sv), one.topic)))

    def newest(self, session: Session, topic_id: str) -> int:
        """The id of a topic's newest version; 0 if it never was changed."""
        version = knowledge_store.newest(session, topic_id)
        return version.id if version else 0

    def title(self, session: Session, topic_id: str) -> Text | None:
        """A topic's title, also of one that is retired; None if there never was one."""
        topic = self._knowledge.library.topics.get(topic_id) or self._gone(session, topic_id)
        return topic.title if topic else None

    def topic_of(self, session: Session, version: int) -> str | None:
        """Whose a version is; None if there is none."""
        row = session.get(KnowledgeVersionRow, version)
        return row.topic_id if row else None

    def in_files(self, topic_id: str) -> bool:
        """Whether the content files have the topic."""
        return topic_id in self._knowledge.base.topics

    def history(self, session: Session, topic_id: str) -> tuple[VersionShown, ...]:
        """A topic's latest versions, the newest first."""
        rows = knowledge_store.history(session, topic_id, MOST_VERSIONS)
        if not rows:
            return ()
        names = _names(session, rows)
        topics = [self._at(row.topic_id, knowledge_store.edit_of(row)) for row in rows]
        first = knowledge_store.before(session, rows[-1])
        before = [*topics[1:], self._at(topic_id, knowledge_store.edit_of(first))]
        return tuple(
            VersionShown(
                id=row.id,
                at=row.at,
                by=names[row.actor_id],
                act=row.act,
                fields=differing(old, new),
                phrasings=_phrasings(new) - _phrasings(old),
            )
            for row, new, old in zip(rows, topics, before, strict=True)
        )

    def _gone(self, session: Session, topic_id: str) -> Topic | None:
        """A retired topic as it was."""
        for row in knowledge_store.history(session, topic_id, MOST_VERSIONS):
            edit = knowledge_store.edit_of(row)
            if edit is not None and edit.faq is not None:
                return edit.faq
        return self._knowledge.base.topics.get(topic_id)

    def _at(self, topic_id: str, edit: TopicEdit | None) -> Topic | None:
        base = self._knowledge.base
        return (merged(base, [(topic_id, edit)]) if edit else base).topics.get(topic_id)


def _phrasings(topic: Topic | None) -> int:
    return len(topic.phrasings.all()) if topic else 0


def _names(session: Session, rows: Iterable[KnowledgeVersionRow]) -> Mapping[str, str]:
    people = {row.actor_id for row in rows}
    found = session.scalars(select(PersonRow).where(PersonRow.id.in_(people)))
    return {person.id: person.name for person in found}
