"""Words that people use for the same goods, from a file that the coordinator can edit."""

from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import yaml

from knowledge.articles.nearby import Nearby
from knowledge.articles.reading import Phrase
from knowledge.articles.words import tokenise

MAX_WORDS = 4
_FUZZY_FROM = 6  # letters: a shorter word one slip away is as often another word


class SynonymsError(ValueError):
    """The file of synonyms cannot be read; the message says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Phrases (folded tokens) and the other phrases of their groups."""

    others: dict[Phrase, tuple[Phrase, ...]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)  # phrase, by its first word
    words: Nearby = field(default_factory=Nearby)  # the phrases of one word

    @classmethod
    def parse(cls, content: str, file: str = "synonyms.yaml") -> "Synonyms":
        """Synonyms from YAML: a list of groups, each a list of two or more phrases.

        SynonymsError names `file` and the group that is wrong.
        """
        try:
            groups = yaml.safe_load(content)
        except yaml.YAMLError as error:
            raise SynonymsError(f"{file}: not YAML: {error}".replace("\n", " ")) from None
        if not isinstance(groups, list):
            raise SynonymsError(f"{file}: a list of groups is expected")
        others: dict[Phrase, dict[Phrase, None]] = {}
        for number, group in enumerate(groups, start=1):
            phrases = _phrases(group, f"{file}: group {number}")
            for phrase in phrases:
                row = others.setdefault(phrase, {})
                row.update((other, None) for other in phrases if other != phrase)
        longest: dict[str, int] = {}
        for phrase in others:
            longest[phrase[0]] = max(len(phrase), longest.get(phrase[0], 0))
        return cls(
            others={phrase: tuple(row) for phrase, row in others.items()},
            longest=longest,
            words=Nearby.of(phrase[0] for phrase in others if len(phrase) == 1),
        )

    @classmethod
    def load(cls, path: Path | None = None) -> "Synonyms":
        """Synonyms of a file; the product's own, `knowledge/content/articles/synonyms.yaml`, unless
        given. SynonymsError as `parse`, and if the file cannot be read.
        """
        source = path or files("knowledge") / "content" / "articles" / "synonyms.yaml"
        try:
            content = source.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SynonymsError(f"{source}: {error}") from None
        return cls.parse(content, str(source))

    def of(self, phrase: Phrase, misspelt: bool = False) -> tuple[Phrase, ...]:
        """The other phrases for the same goods.

        `misspelt`: a long single word that is in no group may have one slip in it.
        """
        found = self.others.get(phrase)
        if found is not None or not misspelt or len(phrase) != 1 or len(phrase[0]) < _FUZZY_FROM:
            return found or ()
        near = self.words.near(phrase[0])
        return ((near[0],), *self.others[(near[0],)]) if near else ()


def _phrases(group: object, where: str) -> list[Phrase]:
    if not isinstance(group, list) or len(group) <= 1:
        raise SynonymsError(f"{where}: a list of two or more phrases is expected, not {group!r}")
    phrases = []
    for phrase in group:
        words = tokenise(phrase).words if isinstance(phrase, str) else ()
        if not 0 < len(words) <= MAX_WORDS:
            raise SynonymsError(f"{where}: {phrase!r} is not a phrase of 1 to {MAX_WORDS} words")
        phrases.append(words)
    return phrases
