"""What the bot can be asked about: topics of each kind, as read from `knowledge/content/`."""

from enum import StrEnum

from pydantic import Field

from knowledge.text import Frozen, Lang, Text


class Kind(StrEnum):
    """What a topic leads to."""

    FAQ = "faq"
    GUIDE = "guide"
    ARTICLES = "articles"
    CONTACT = "contact"
    HANDOFF = "handoff"


class Role(StrEnum):
    """What a person does in the e-procurement process."""

    ORDERER = "orderer"
    RECEIVER = "receiver"
    COORDINATOR = "coordinator"
    ECONOMIST = "economist"


class Municipality(StrEnum):
    """The two municipalities."""

    SIMRISHAMN = "simrishamn"
    YSTAD = "ystad"


class Phrasings(Frozen):
    """Example phrasings of a topic: what people write."""

    sv: tuple[str, ...]
    en: tuple[str, ...]

    def all(self) -> tuple[str, ...]:
        """Every phrasing, Swedish first."""
        return self.sv + self.en


class Topic(Frozen):
    """What every topic has: an id, a short title (a button's text), phrasings and keywords.

    `keywords` are words that settle a case by themselves ("kortkod", "GLN").
    `audience`: for whom it is; where it is unclear what is meant, it is rather offered to them.
    `related` names topics to offer when this one did not help. One that has `grown` in use may
    have fewer phrasings than one that was written beforehand.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    kind: Kind
    title: Text
    phrasings: Phrasings
    keywords: tuple[str, ...] = ()
    audience: tuple[Role, ...] = (Role.ORDERER, Role.RECEIVER)
    related: tuple[str, ...] = ()
    grown: bool = False


class Variant(Frozen):
    """An answer for one municipality or role, used in place of the topic's own answer."""

    municipality: Municipality | None = None
    role: Role | None = None
    answer: Text


class Faq(Topic):
    """A question with a short answer and what to do next."""

    answer: Text
    next_steps: tuple[Text, ...] = Field(min_length=1)
    variants: tuple[Variant, ...] = ()

    @property
    def depends_on_municipality(self) -> bool:
        """Whether one has to know the municipality to answer."""
        return any(variant.municipality is not None for variant in self.variants)

    def answer_for(
        self, lang: Lang, municipality: Municipality | None = None, role: Role | None = None
    ) -> str:
        """The answer for who asks: the first variant whose conditions hold, else the general."""
        for variant in self.variants:
            if variant.municipality not in (None, municipality):
                continue
            if variant.role not in (None, role):
                continue
            return variant.answer.get(lang)
        return self.answer.get(lang)
