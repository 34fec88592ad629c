"""Who does something, and where: what every listener begins with, after Slack has its answer."""

from dataclasses import dataclass
from typing import Any

from slack_bolt import BoltContext

from bot.occasion import Occasion, Place
from bot.people import Person
from handlers.blocks.wording import Wording
from handlers.ids import Origin, OutdatedError
from handlers.payloads import pressed_message, pressed_place
from handlers.services import Services

KEY = "hjalpen.key"
"""Where the request's key in the inbox stands in Bolt's context."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One thing that a person did, and who they are."""

    occasion: Occasion
    person: Person
    words: Wording

    @property
    def origin(self) -> Origin:
        """For a form that is opened by it."""
        return Origin(place=self.occasion.place, message_ts=self.occasion.message_ts)


def arrive(
    services: Services, context: BoltContext, place: Place, message_ts: str | None = None
) -> Arrival:
    """Meet the person: may ask the workspace who they are, so not before an acknowledgement."""
    if context.user_id is None:
        raise OutdatedError("nobody did this")
    services.knowledge.refresh()
    person = services.people.meet(context.user_id)
    return Arrival(
        occasion=Occasion(key=context[KEY], person=person.id, place=place, message_ts=message_ts),
        person=person,
        words=services.renderer.words(person.lang),
    )


def arrive_asking(
    services: Services, context: BoltContext, place: Place, message_ts: str | None = None
) -> Arrival:
    """Meet who wrote something that is to be understood; see `Services.learn`."""
    services.learn()
    return arrive(services, context, place, message_ts)


def arrive_pressing(services: Services, context: BoltContext, body: dict[str, Any]) -> Arrival:
    """Meet who pressed an element of a message or of the App Home."""
    return arrive(services, context, pressed_place(body), pressed_message(body))


def arrive_submitting(services: Services, context: BoltContext, origin: Origin) -> Arrival:
    """Meet who submitted a form: what comes of it belongs where it was opened."""
    return arrive(services, context, origin.place, origin.message_ts)
