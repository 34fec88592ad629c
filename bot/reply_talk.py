"""Is it an answer to the coordinator, or a new question? What a person writes gets to the right
place, and if it did not, one button puts that right; nothing is lost on the way."""

from bot.cases import Cases
from bot.intents import QuestionWasReply
from bot.messages import Button
from bot.questions import Questions
from bot.turn import Turn
from bot.understanding import Understood

CLEARLY_A_QUESTION = 0.9
"""From which confidence a text that ends in no question mark is none for a case that waits."""


class ReplyTalk:
    """Takes what is written beside a case's thread while the coordinator waits for an answer."""

    def __init__(self, cases: Cases, questions: Questions) -> None:
        self._cases = cases
        self._questions = questions

    def take(self, turn: Turn, text: str, understood: Understood) -> bool:
        """Send a text to the one case that waits for the person, unless it is a clear question."""
        # A name alone (“Lyreco”, “köket”) is understood as a question too, but is rather an answer.
        sure = understood.confidence >= CLEARLY_A_QUESTION or text.rstrip().endswith("?")
        if understood.sure and sure:
            return False
        waiting = self._cases.waiting_for(turn.session, turn.person.id)
        if len(waiting) != 1:
            return False
        # The person is told where it went, with a button in case it was a new question.
        self._cases.person_wrote(turn.session, turn.person, waiting[0].id, text, inferred=True)
        return True

    def waits(self, turn: Turn) -> bool:
        """Whether the coordinator waits for an answer from the person."""
        return bool(self._cases.waiting_for(turn.session, turn.person.id))

    def offer(self, turn: Turn, question: int) -> None:
        """After an answer: a case waits for the person, so it may have been meant for that."""
        waiting = self._cases.waiting_for(turn.session, turn.person.id)
        if not waiting:
            return
        buttons = tuple(
            Button(intent=QuestionWasReply(case=case.id, question=question), label="reply.to_case")
            for case in waiting[:3]
        )
        numbers = ", ".join(case.number for case in waiting[:3])
        turn.phrase("reply.or_question", *buttons, case=numbers)

    def take_back(self, turn: Turn, case: int, event: int) -> str | None:
        """What was sent to a case was a question: tell the case so, and give the text back."""
        text = self._cases.was_question(turn.session, turn.person, case, event)
        if text is None:
            turn.phrase("answer.too_old")
        return text

    def send(self, turn: Turn, case: int, question: int) -> None:
        """What was taken as a question goes to the case."""
        asked = self._questions.get(turn.session, question, turn.person.id)
        own = {one.id for one in self._cases.of_person(turn.session, turn.person.id)}
        if asked is None or case not in own:
            turn.phrase("answer.too_old")
            return
        self._cases.person_wrote(turn.session, turn.person, case, asked.text, confirm=True)
