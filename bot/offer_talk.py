"""Answers in words to what was offered: topics, "Hjälpte det?", to go on with a guide."""

import re

from bot.answers_talk import AnswersTalk
from bot.conversation_state import AskingContact, Choosing, Rating
from bot.goods_talk import GoodsTalk
from bot.guide_talk import GuideTalk
from bot.live_knowledge import LiveKnowledge
from bot.turn import Turn
from knowledge.answers import Option, Polarity, bare, is_unknown, polarity, understand
from knowledge.folding import fold

_NONE = frozenset(
    map(fold, ("inget", "ingen", "inget av dessa", "ingen av dem", "none", "none of these"))
)
_HELPED = re.compile(r"\b(hjalpte|helped|did(nt| not) help)\b")
_FEW = 6  # words: a longer text says something of its own


class OfferTalk:
    """Takes a text as an answer to what was offered, unless it is something else."""

    def __init__(
        self, knowledge: LiveKnowledge, answers: AnswersTalk, guides: GuideTalk, goods: GoodsTalk
    ) -> None:
        self._knowledge = knowledge
        self._answers = answers
        self._guides = guides
        self._goods = goods

    def hear(self, turn: Turn, text: str) -> bool:
        """Take a text as the answer to what was asked last; False if it is none."""
        match turn.state.expects:
            case Choosing() as choosing if self._choose(turn, choosing, text):
                return True
            case Rating() as rating if self._rate(turn, rating, text):
                return True
            case AskingContact() | Choosing() | Rating() | None:
                return self._resume(turn, text)
            case _:
                return False

    def _choose(self, turn: Turn, choosing: Choosing, text: str) -> bool:
        """A place among the topics, a title, or none of them."""
        if bare(text) is Polarity.NO or fold(text) in _NONE or is_unknown(text):
            self._answers.none_of_these(turn, choosing.question)
            return True
        topics = self._knowledge.library.topics
        options = [
            Option(id=id_, labels=(topics[id_].title.sv, topics[id_].title.en), words=())
            for id_ in choosing.topics
            if id_ in topics
        ]
        chosen = understand(options, text)
        if chosen is None and len(options) == 1 and bare(text) is Polarity.YES:
            chosen = options[0].id
        if chosen is None or any(one.id == chosen and one.adds(text) for one in options):
            return False
        self._answers.open(turn, chosen, choosing.question)
        return True

    def _rate(self, turn: Turn, rating: Rating, text: str) -> bool:
        """Whether it helped; a bare yes or no answers what was asked after that, if anything."""
        said = fold(text)
        if rating.goods and (bare(text) is Polarity.NO or said in _NONE):
            self._goods.begin(turn, rating.goods)
            return True
        if _HELPED.search(said) and len(said.split()) <= _FEW:
            helpful = polarity(said) is not Polarity.NO
        elif turn.state.paused is None and (answer := bare(text)) is not None:
            helpful = answer is Polarity.YES
        else:
            return False
        self._answers.feedback(turn, rating.question, helpful)
        return True

    def _resume(self, turn: Turn, text: str) -> bool:
        """Whether to go on with the guide that was put aside."""
        if turn.state.paused is None:
            return False
        match bare(text):
            case Polarity.YES:
                self._guides.resume(turn)
            case Polarity.NO:
                self._guides.cancel(turn)
            case _:
                return False
        return True
