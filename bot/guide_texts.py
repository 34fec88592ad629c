"""What a text means at a guide's step: an answer, the problem said again, or another problem."""

from bot.conversation_state import InGuide
from bot.understanding import Understood
from knowledge.answers import is_question, is_unknown
from knowledge.guides import NOT_LISTED, Guides, Slot, Step, only_denied
from knowledge.parties import Parties


class GuideTexts:
    """Judges texts; changes nothing."""

    def __init__(self, guides: Guides, parties: Parties) -> None:
        self._guides = guides
        self._parties = parties

    def step(self, running: InGuide) -> Step:
        """The current step."""
        return self._guides[running.walk.guide].step(running.walk.step)

    def value(self, running: InGuide, text: str) -> str:
        """A supplier by its own name, however it was written; anything else as it was.

        A supplier that nobody knows is noted as such, for whoever reads the case.
        """
        if self.step(running).slot is not Slot.SUPPLIER:
            return text
        found = self._parties.find(text)
        if found is not None:
            return found.name
        return f"{text} ({NOT_LISTED.sv})" if self.names_nobody(running, text) else text

    def names_nobody(self, running: InGuide, text: str) -> bool:
        """Whether a text stands where a supplier was asked for, but names none that is known."""
        asked = self.step(running).slot is Slot.SUPPLIER
        told = not (is_unknown(text) or is_question(text))
        return asked and told and self._parties.find(text) is None

    def repeats(self, running: InGuide, understood: Understood, text: str) -> bool:
        """Whether a text only says again what the guide is for, rather than answers the step."""
        if not (understood.sure and understood.id == running.walk.guide):
            return False
        if self.step(running).slot is None:
            return only_denied(self._guides, running.walk, text)
        return not running.doubted and not self._holds_answer(running, understood, text)

    def leaves(self, running: InGuide, understood: Understood, text: str) -> bool:
        """Whether a text is surely about what another guide is for, rather than an answer.

        Of a guide that is near, such a text may well answer a choice (“ordern går inte att
        skicka”), but hardly a question for a supplier, an order or goods. A day in it is the
        answer where a day was asked for.
        """
        here = self._guides[running.walk.guide]
        if understood.kind != "guide" or understood.id == here.id:
            return False
        match self.step(running).slot:
            case None:
                return understood.id not in here.related
            case Slot.SUPPLIER | Slot.ORDER:
                return not is_unknown(text)
            case _:
                return not self._holds_answer(running, understood, text)

    def _holds_answer(self, running: InGuide, understood: Understood, text: str) -> bool:
        """Whether a text says what the step asks for, whatever else it says: also "vet inte"."""
        slot = self.step(running).slot
        known = understood.slots.keys()
        day = slot is Slot.SENT_DAY and Slot.EXPECTED_DAY in known
        return day or slot in known or is_unknown(text)
