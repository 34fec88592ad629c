"""What is written while a guide runs: an answer to the step, or something else."""

from bot.answers_talk import AnswersTalk
from bot.commands import correction_in
from bot.conversation_state import InGuide
from bot.guide_talk import GuideTalk
from bot.turn import Turn
from bot.understanding import Understood
from knowledge.guides import Slot
from knowledge.smalltalk import SmallTalk

_ASKING = ("hur", "var", "vem", "vad", "när", "vilken", "vilket", "varför", "kan", "finns")
_ASKING_EN = ("how", "where", "who", "what", "when", "which", "why", "can", "is", "do", "does")


class GuideReplies:
    """Decides what a text in a guide is."""

    def __init__(self, guides: GuideTalk, answers: AnswersTalk) -> None:
        self._guides = guides
        self._answers = answers

    def hear(self, turn: Turn, running: InGuide, text: str) -> None:
        """Take an answer, a correction, small talk, or another question: then the guide waits."""
        step = self._guides.texts.step(running)
        understood = self._answers.understand(text)
        if step.slot is Slot.DETAILS and self._guides.hear(turn, running, text):
            return
        if self._leaves(running, understood, text):
            if understood.kind == "guide" and understood.id is not None:
                self._guides.set_aside_for(turn, running, understood.id)
            self._answers.answer(turn, text, understood)
            return
        if self._to_person(turn, running, understood):
            return
        corrected = correction_in(text)
        if corrected is not None and self._guides.correct(turn, running, corrected):
            return
        if self._guides.texts.repeats(running, understood, text):
            self._guides.doubt(turn, running)
            return
        small_talk = understood.small_talk
        if (small_talk is None or step.slot is None) and self._guides.hear(turn, running, text):
            return
        if small_talk is not None:
            self._be_kind(turn, small_talk)
        elif understood.kind == "handoff":
            self._guides.to_person(turn)
        elif _elsewhere(running, understood):
            self._answers.answer(turn, text, understood)
        else:
            self._guides.ask_again(turn, running, text)

    def _leaves(self, running: InGuide, understood: Understood, text: str) -> bool:
        """Whether a text is surely about something else, so that it is no answer here."""
        if self._guides.texts.leaves(running, understood, text):
            return True
        asks = _elsewhere(running, understood) and _is_question(text)
        return (
            asks
            and understood.kind != "handoff"
            and self._guides.texts.step(running).slot is not None
        )

    def _to_person(self, turn: Turn, running: InGuide, understood: Understood) -> bool:
        """Where any text would do as an answer, the wish for a person is seen first."""
        wished = understood.kind == "handoff" and self._guides.texts.step(running).slot is not None
        return wished and self._guides.to_person(turn)

    def _be_kind(self, turn: Turn, small_talk: SmallTalk) -> None:
        match small_talk:
            case SmallTalk.THANKS | SmallTalk.RUDE:
                turn.phrase(f"small_talk.{small_talk.value}")
                self._guides.again(turn)
            case SmallTalk.CLOSING:
                turn.phrase("small_talk.closing")
                turn.state = turn.state.pause()
            case _:
                self._guides.explain(turn)


def _elsewhere(running: InGuide, understood: Understood) -> bool:
    return understood.sure and understood.id != running.walk.guide


def _is_question(text: str) -> bool:
    """Whether a text asks something, rather than states a supplier or a day."""
    words = text.lower().split()
    return text.rstrip().endswith("?") or (bool(words) and words[0] in (*_ASKING, *_ASKING_EN))
