"""One turn of a conversation: what a person did, the state then, and what is said to it."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from bot.conversation_state import Expecting, State
from bot.messages import Button, Message, Say
from bot.occasion import Occasion
from bot.outbox import AsReaction, Envelope, InPlaceOf, InPlaceOfPosted, Outbox
from bot.people import Person


@dataclass
class Turn:
    """A turn, inside its transaction. What is said goes to the outbox at once."""

    session: Session
    occasion: Occasion
    person: Person
    state: State
    outbox: Outbox
    said: list[int] = field(default_factory=list)

    def say(self, message: Message) -> int:
        """Say something where the person is; returns the message's id in the outbox."""
        message_id = self.outbox.answer(self.session, self.occasion, self.person.lang, message)
        self.said.append(message_id)
        return message_id

    def phrase(self, key: str, *buttons: Button, quote: str | None = None, **params: str) -> int:
        """Say a phrase by its key."""
        return self.say(Say(key=key, params=params, quote=quote, buttons=buttons))

    def replace(self, message_id: int, message: Message) -> None:
        """Put another message in place of one said before, unless that is forgotten by now."""
        if not self.outbox.has(self.session, message_id):
            return
        envelope = Envelope(
            target=InPlaceOf(message=message_id), lang=self.person.lang, message=message
        )
        self.outbox.put(self.session, envelope)

    def redraw(self, message: Message) -> None:
        """Put a message in place of the one whose button was pressed, where that is known."""
        if self.occasion.message_ts is None:
            self.say(message)
            return
        target = InPlaceOfPosted(channel=self.occasion.place.channel, ts=self.occasion.message_ts)
        envelope = Envelope(target=target, lang=self.person.lang, message=message)
        self.outbox.put(self.session, envelope)

    def react(self, emoji: str) -> None:
        """Mark the person's own message with an emoji; nothing if they pressed a button."""
        if self.occasion.message_ts is None:
            return
        target = AsReaction(
            channel=self.occasion.place.channel, ts=self.occasion.message_ts, name=emoji
        )
        self.outbox.put(self.session, Envelope(target=target, lang=self.person.lang, message=None))

    def expect(self, expecting: Expecting | None) -> None:
        """Set what is expected next."""
        self.state = self.state.now(expecting)
