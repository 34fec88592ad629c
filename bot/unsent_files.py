"""Files that could not be sent: a message in their place, and trying again."""

from bot.inbox import Inbox
from bot.intents import SendFileAgain
from bot.messages import Button, FileMessage, Say
from bot.occasion import Occasion
from bot.outbox import Envelope, InPlaceOfPosted, Outbox, ToPerson, ToPlace
from bot.people import People


def notice(message_id: int, file: FileMessage, envelope: Envelope) -> Envelope:
    """What is said where a file was meant for: the message `message_id` of the outbox."""
    target = envelope.target
    if isinstance(target, ToPlace) and target.only_for is not None:
        target = ToPerson(person=target.only_for)  # files for one person's eyes go there too
    say = Say(
        key=f"files.unsent.{file.document.kind}",
        buttons=(Button(intent=SendFileAgain(message=message_id), label="ui.button.file.again"),),
    )
    return Envelope(target=target, lang=envelope.lang, message=say)


class UnsentFiles:
    """What comes of the button under a notice."""

    def __init__(self, inbox: Inbox, outbox: Outbox, people: People) -> None:
        self._inbox = inbox
        self._outbox = outbox
        self._people = people

    def again(self, occasion: Occasion, message_id: int) -> None:
        """Send a file again to where it was meant for: it is for whoever saw the notice there.

        The notice says so in its place, without the button.
        """
        with self._inbox.once(occasion.key) as session:
            if session is None:
                return
            person = self._people.lock(session, occasion.person)
            file = self._outbox.again(session, message_id)
            say = Say(key="files.again" if file else "files.forgotten")
            lang = file.lang if file else person.lang
            if occasion.message_ts is None:
                self._outbox.answer(session, occasion, lang, say)
                return
            place = InPlaceOfPosted(channel=occasion.place.channel, ts=occasion.message_ts)
            self._outbox.put(session, Envelope(target=place, lang=lang, message=say))
