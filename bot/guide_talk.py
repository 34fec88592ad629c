"""Guides in a conversation: begin, answer, go back, cancel, leave and resume, end in a case."""

from collections.abc import Collection
from typing import Protocol

from sqlalchemy.orm import Session

from bot.conversation_state import InGuide, Rating
from bot.guide_texts import GuideTexts
from bot.intents import GuideCancel, GuideResume, OpenTopic
from bot.messages import (
    AnsweredShown,
    Button,
    ContactCard,
    GuideSolved,
    GuideStepAnswered,
    GuideStepShown,
    GuideTurn,
)
from bot.turn import Turn
from knowledge.answers import polarity
from knowledge.folding import fold
from knowledge.guides import (
    Guides,
    NotUnderstood,
    Outcome,
    Slot,
    Walk,
    back,
    begin,
    choose,
    reopen,
    say,
    summary,
)
from knowledge.parties import Parties
from knowledge.text import Lang


class HandsOver(Protocol):
    """Opens a case and tells the person; given by the conversation."""

    def __call__(
        self, turn: Turn, *, topic: str | None, said: str, answers: tuple[AnsweredShown, ...]
    ) -> None:
        """Open a case with everything asked."""


class ContactCards(Protocol):
    """Gives a party's contact details."""

    def card(
        self,
        session: Session,
        party_id: str,
        roles: Collection[str] | None = None,
        lang: Lang = Lang.SV,
    ) -> ContactCard:
        """The party's details in `roles` (all of them by default)."""


class GuideTalk:
    """Leads a person through a guide. The running walk is in the conversation's state."""

    def __init__(
        self, guides: Guides, parties: Parties, contacts: ContactCards, hand_over: HandsOver
    ) -> None:
        self._guides = guides
        self._parties = parties
        self._contacts = contacts
        self._hand_over = hand_over
        self.texts = GuideTexts(guides, parties)

    def begin(
        self, turn: Turn, guide_id: str, said: str, question: int, slots: dict[Slot, str]
    ) -> None:
        """Start a guide with what the person already said; one that was running is put aside."""
        turn.state = turn.state.pause().without(guide_id)
        walk = begin(self._guides, guide_id, slots)
        self._show(turn, InGuide(walk=walk, said=said, question=question), first=True)

    def hear(self, turn: Turn, running: InGuide, text: str) -> bool:
        """Take a free text as the answer to the current step; False if it is none.

        What names no known supplier, where one was asked for, is asked for once more first.
        """
        if self.texts.names_nobody(running, text) and not running.doubted:
            self._show(turn, running.model_copy(update={"doubted": True}), said=text)
            return True
        walk = say(self._guides, running.walk, self.texts.value(running, text))
        if isinstance(walk, NotUnderstood):
            return False
        self._advance(turn, running, walk)
        return True

    def doubt(self, turn: Turn, running: InGuide) -> None:
        """Ask the step once more; whatever comes then is taken."""
        self._show(turn, running.model_copy(update={"doubted": True}))

    def set_aside_for(self, turn: Turn, running: InGuide, other: str) -> None:
        """Say that this guide waits while another is begun, with a button back to it."""
        lang = turn.person.lang
        turn.phrase(
            "guide.set_aside",
            Button(intent=GuideResume(), label="guide.button.resume"),
            guide=self._guides[running.walk.guide].title.get(lang),
            other=self._guides[other].title.get(lang),
        )

    def ask_again(self, turn: Turn, running: InGuide, text: str) -> None:
        """Ask the current step again, since the answer was not understood."""
        self._show(turn, running, said=text)

    def correct(self, turn: Turn, running: InGuide, text: str) -> bool:
        """Take a text as another answer to the step before, or else to this; False if neither."""
        for place in self._meant(running, text):
            walk = say(self._guides, place.walk, self.texts.value(place, text))
            if not isinstance(walk, NotUnderstood):
                self._advance(turn, place.model_copy(update={"shown": None}), walk)
                return True
        return False

    def _meant(self, running: InGuide, text: str) -> tuple[InGuide, ...]:
        """Where in a guide a correction may belong, the likeliest first."""
        earlier = self._before(running)
        if self._parties.find(text) is not None:
            place = running
            while self.texts.step(place).slot is not Slot.SUPPLIER and place != self._before(place):
                place = self._before(place)
            if self.texts.step(place).slot is Slot.SUPPLIER:
                return (place,)
        # What a free text stands for would take anything: a choice is told by its words.
        if self.texts.step(earlier).slot is not None and self.texts.step(running).slot is None:
            return running, earlier
        return earlier, running

    def _before(self, running: InGuide) -> InGuide:
        return running.model_copy(update={"walk": back(self._guides, running.walk)})

    def hear_aside(self, turn: Turn, text: str, known: Collection[Slot]) -> bool:
        """Take a text as the answer to the step at which a guide was put aside.

        It must be a choice in more words than yes or no, or hold what the step asks for, which is
        in `known`. False if it does not, or if no guide is put aside.
        """
        paused = turn.state.paused
        if paused is None:
            return False
        slot = self.texts.step(paused).slot
        fits = polarity(fold(text)) is None if slot is None else slot in known
        walk = say(self._guides, paused.walk, self.texts.value(paused, text)) if fits else None
        if walk is None or isinstance(walk, NotUnderstood):
            return False
        turn.state = turn.state.unpause()
        self._advance(turn, paused, walk)
        return True

    def choose(self, turn: Turn, guide: str, step: str, choice: str) -> None:
        """Take a pressed choice; one of a step that has passed shows where the guide is now."""
        running = self._at(turn, guide, step)
        if running is None:
            return
        try:
            walk = choose(self._guides, running.walk, choice)
        except ValueError:
            self._stale(turn, guide)
            return
        self._advance(turn, running, walk)

    def fill(self, turn: Turn, guide: str, step: str, value: str) -> None:
        """Take a value from a select, or "vet inte", for the current step."""
        running = self._at(turn, guide, step)
        if running is None:
            return
        walk = say(self._guides, running.walk, self.texts.value(running, value))
        if isinstance(walk, NotUnderstood):
            self._show(turn, running, said=value)
        else:
            self._advance(turn, running, walk)

    def back(self, turn: Turn) -> None:
        """One step back; at the start, to the latest that was taken from the person's own words."""
        running = self._taken_up(turn)
        if running is None:
            self._stale(turn, None)
            return
        earlier = back(self._guides, running.walk)
        if earlier == running.walk:
            earlier = reopen(self._guides, running.walk)
        self._show(turn, running.model_copy(update={"walk": earlier, "doubted": False}))

    def cancel(self, turn: Turn) -> None:
        """Leave the guide for good, with a way on: one that was put aside for it is still there."""
        running = self._running(turn)
        turn.state = turn.state.without_guide()
        if running is None:
            turn.phrase("guide.none_running")
            return
        again = Button(intent=OpenTopic(topic=running.walk.guide), label="guide.button.again")
        turn.phrase("guide.cancelled", again)
        self.offer_resume(turn)

    def resume(self, turn: Turn) -> None:
        """Go on with the guide that was put aside; one that runs is put aside for it."""
        turn.state = turn.state.unpause()
        self.again(turn)

    def again(self, turn: Turn) -> None:
        """Show where the guide is."""
        running = self._taken_up(turn)
        if running is None:
            self._stale(turn, None)
            return
        self._show(turn, running)

    def explain(self, turn: Turn) -> None:
        """Help in the middle of a guide: what can be written here, and the step again."""
        running = self._running(turn)
        if running is not None:
            title = self._guides[running.walk.guide].title.get(turn.person.lang)
            turn.phrase("guide.help", guide=title)
        self.again(turn)

    def restart(self, turn: Turn) -> None:
        """The running guide from its beginning, with nothing answered."""
        running = self._taken_up(turn)
        if running is None:
            self._stale(turn, None)
            return
        walk = begin(self._guides, running.walk.guide)
        self._show(turn, running.model_copy(update={"walk": walk}))

    def offer_resume(self, turn: Turn) -> None:
        """After another answer: the guide that was left is still there."""
        paused = turn.state.paused
        if paused is None:
            return
        title = self._guides[paused.walk.guide].title.get(turn.person.lang)
        turn.phrase(
            "guide.left",
            Button(intent=GuideResume(), label="guide.button.resume", style="primary"),
            Button(intent=GuideCancel(), label="guide.button.cancel"),
            guide=title,
        )

    def to_person(self, turn: Turn) -> bool:
        """Hand a running guide over as it stands; False if none is running."""
        running = self._running(turn)
        if running is None:
            return False
        self._to_case(turn, running)
        return True

    def _running(self, turn: Turn) -> InGuide | None:
        if isinstance(turn.state.expects, InGuide):
            return turn.state.expects
        return turn.state.paused

    def _taken_up(self, turn: Turn) -> InGuide | None:
        """The running guide; if none runs, the one put aside runs again."""
        if not isinstance(turn.state.expects, InGuide):
            turn.state = turn.state.unpause()
        return self._running(turn)

    def _at(self, turn: Turn, guide: str, step: str) -> InGuide | None:
        running = self._running(turn)
        if running is not None and (running.walk.guide, running.walk.step) == (guide, step):
            return self._taken_up(turn)
        self._stale(turn, guide)
        return None

    def _stale(self, turn: Turn, guide: str | None) -> None:
        """A button of a step that is past: say so, and show where things are."""
        running = self._taken_up(turn)
        if running is not None:
            turn.phrase("guide.step_passed")
            self._show(turn, running)
        elif guide is not None:
            again = Button(intent=OpenTopic(topic=guide), label="guide.button.again")
            turn.phrase("guide.ended", again)
        else:
            turn.phrase("guide.none_running")

    def _advance(self, turn: Turn, running: InGuide, walk: Walk) -> None:
        self._close_step(turn, running, walk)
        moved = running.model_copy(update={"walk": walk, "shown": None, "doubted": False})
        match self.texts.step(moved).outcome:
            case Outcome.SOLVED:
                turn.say(GuideSolved(walk=walk, question=running.question))
                turn.state = turn.state.without_guide().now(Rating(question=running.question))
                self.offer_resume(turn)
            case Outcome.HANDOVER:
                turn.say(GuideTurn(walk=walk, guide=walk.guide, step=walk.step))
                self._to_case(turn, moved)
            case _:
                if (passed := self._passed(running.walk, walk)) is not None:
                    turn.say(GuideTurn(walk=walk, guide=running.walk.guide, step=passed))
                self._show(turn, moved)

    def _passed(self, before: Walk, after: Walk) -> str | None:
        """The step by which an answer led from one guide into another, if it did."""
        if before.guide == after.guide or len(after.given) <= len(before.given):
            return None
        answered = after.given[len(before.given)]
        step = self._guides[before.guide].step(answered.step)
        chosen = (choice.next for choice in step.choices if choice.id == answered.choice)
        return next(chosen, step.next)

    def _close_step(self, turn: Turn, running: InGuide, walk: Walk) -> None:
        """Take the buttons off the step that was answered, so that none of them misleads."""
        if running.shown is None or len(walk.given) <= len(running.walk.given):
            return
        answered = walk.given[len(running.walk.given)]
        guide = self._guides[answered.guide]
        value = answered.value
        for choice in guide.step(answered.step).choices:
            if choice.id == answered.choice:
                value = choice.label.get(turn.person.lang)
        turn.replace(
            running.shown,
            GuideStepAnswered(guide=answered.guide, step=answered.step, answer=value),
        )

    def _to_case(self, turn: Turn, running: InGuide) -> None:
        turn.state = turn.state.without_guide()
        answers = tuple(
            AnsweredShown(label=label, value=value)
            # The coordinator reads the case, so it is in Swedish whoever asked.
            for label, value in summary(self._guides, running.walk, Lang.SV)
        )
        self._hand_over(turn, topic=running.walk.guide, said=running.said, answers=answers)

    def _show(
        self, turn: Turn, running: InGuide, *, first: bool = False, said: str | None = None
    ) -> None:
        shown = turn.say(
            GuideStepShown(
                walk=running.walk,
                first=first,
                contact=self._contact(turn, running),
                said=said,
            )
        )
        turn.state = turn.state.now(running.model_copy(update={"shown": shown}))

    def _contact(self, turn: Turn, running: InGuide) -> ContactCard | None:
        wanted = self.texts.step(running).contact
        if wanted is None:
            return None
        party = wanted.party
        if party == "$supplier":
            found = self._parties.find(running.walk.slots.get(Slot.SUPPLIER, ""))
            if found is None:
                return None
            party = found.id
        roles = (wanted.role,) if wanted.role else None
        return self._contacts.card(turn.session, party, roles, turn.person.lang)
