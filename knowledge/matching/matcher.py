"""Text in, ranked topics with calibrated confidence out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.entities import Entities, EntityRecogniser
from knowledge.language import Lexicon
from knowledge.matching import evidence
from knowledge.matching.analysis import Token
from knowledge.matching.entries import Entry
from knowledge.matching.training import DEFAULTS, Model, Options, train
from knowledge.matching.vectors import features

_SHOWN = 8
_ASKED_FOR_SURE = 0.7
_SHORTEST_QUESTION = 2

Document = Sequence[Sequence[Token]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic with the probability that it is what was meant."""

    id: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Match:
    """What a message may be about.

    `ranked`: at most eight candidates, best first; what they lack to 1 is mostly "none of them".
    `topics`: the ids of the questions, two or more, that the message asks side by side; else empty.
    `text`: the message without Slack's markup, in lower case. `only_goods`: the message is nothing
    but the name of goods, or the number of an article.
    """

    ranked: tuple[Candidate, ...]
    entities: Entities
    text: str
    topics: tuple[str, ...] = ()
    only_goods: bool = False

    @property
    def best(self) -> Candidate | None:
        """The first candidate, or None."""
        return self.ranked[0] if self.ranked else None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which confidence the bot answers, and from which it offers choices; below: fallback."""

    answer_at: float = 0.65
    choices_at: float = 0.15


class Matcher:
    """Matches messages to entries. Built once; matching changes nothing but bounded caches."""

    def __init__(self, model: Model) -> None:
        self._model = model

    @classmethod
    def build(
        cls,
        entries: Sequence[Entry],
        *,
        background: Sequence[str] = (),
        lexicon: Lexicon | None = None,
        recogniser: EntityRecogniser | None = None,
        options: Options = DEFAULTS,
    ) -> "Matcher":
        """A matcher for `entries`; `background` are messages that none of them answers.

        `lexicon` and `recogniser` know the words and the names; without them there are none.
        Raises ValueError when two entries have one id.
        """
        lexicon = lexicon or Lexicon()
        recogniser = recogniser or EntityRecogniser(lexicon=lexicon)
        return cls(train(entries, background, lexicon, recogniser, options))

    def match(self, text: str, *, limit: int = _SHOWN) -> Match:
        """What `text` may be about, at most `limit` candidates.

        Any string will do; of a very long one the first and most telling sentences are read.
        """
        analysis = self._model.analyser.analyse(text)
        said = analysis.sentences
        if not said:
            return Match((), analysis.entities, analysis.text, only_goods=analysis.only_goods)
        chances = self._chances(said, analysis.asked, limit)
        topics: tuple[str, ...] = ()
        questions = self._questions(said) if self._model.phrased else []
        if len(questions) > 1 or len(questions) < len(said):
            alone = [self._chances([question], _text(question), limit) for question in questions]
            topics = _asked_side_by_side(alone)
            chances = _strongest([chances, *alone])
        ordered = sorted(chances.items(), key=lambda item: (-item[1], item[0]))
        ranked = tuple(Candidate(name, chance) for name, chance in ordered[:limit])
        return Match(ranked, analysis.entities, analysis.text, topics, analysis.only_goods)

    def _questions(self, said: Document) -> list[Sequence[Token]]:
        """The sentences that could be a question, cut at "och" where both sides could."""
        questions: list[Sequence[Token]] = []
        several = len(said) > 1
        for sentence in said:
            if several and _telling(sentence) < _SHORTEST_QUESTION:
                continue
            clauses = self._model.analyser.clauses(sentence)
            whole = all(_telling(clause) >= _SHORTEST_QUESTION for clause in clauses)
            questions += clauses if whole else [sentence]
        return questions

    def _chances(self, document: Document, text: str, limit: int) -> dict[str, float]:
        """The probability of each candidate; what they lack to 1 is "none of them"."""
        model = self._model
        vector = model.vectoriser.vector(features(document))
        scores = vector.values @ model.classifier[vector.places % model.vectoriser.dimensions]
        hits = evidence.keyword_hits(document, model.keywords)
        answers = None if model.answers is None else model.answers.scores(text)
        by_answer = evidence.BY_ANSWER if model.phrased else limit
        classes = evidence.shortlist(scores, answers, hits, by_answer)
        likeness = model.texts.scores(vector.places, vector.values)
        near = [likeness[model.places[label]] for label in classes]
        unknown = model.familiarity.unknown_share(document)
        found = evidence.gather(classes, scores, near, hits, answers, unknown)
        chances = model.logit.probabilities(found)
        return {
            model.ids[label]: float(chance)
            for label, chance in zip(classes, chances, strict=True)
            if label != evidence.NOBODY
        }


def _text(question: Sequence[Token]) -> str:
    return " ".join(token.word for token in question)


def _telling(clause: Sequence[Token]) -> int:
    return sum(not token.stop for token in clause)


def _asked_side_by_side(alone: Sequence[dict[str, float]]) -> tuple[str, ...]:
    """The topics that different sentences surely ask about, in order, when they are several."""
    best = (max(chances.items(), key=lambda item: (item[1], item[0])) for chances in alone)
    sure = tuple(dict.fromkeys(name for name, chance in best if chance >= _ASKED_FOR_SURE))
    return sure if len(sure) > 1 else ()


def _strongest(readings: Sequence[dict[str, float]]) -> dict[str, float]:
    """The largest chance of each candidate in any reading, scaled down to add up to 1 at most."""
    strongest: dict[str, float] = {}
    for chances in readings:
        for name, chance in chances.items():
            strongest[name] = max(chance, strongest.get(name, 0.0))
    total = float(np.sum(list(strongest.values())))
    return {name: chance / max(1.0, total) for name, chance in strongest.items()}
