"""How the app is reached: what Socket Mode and HTTP have in common."""

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from bot.sandbox.model import Json

InteractionKind: TypeAlias = Literal["interactive", "slash_commands"]


class AppSilentError(Exception):
    """The app did not acknowledge an interaction in time, or refused it; the message says which."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt at delivering an event.

    `reason` is Slack's word for why it failed (`timeout`, `http_error` ...), empty when it did not.
    With `give_up` there are no more attempts.
    """

    reason: str = ""
    give_up: bool = False

    @property
    def acknowledged(self) -> bool:
        """Whether the app has the event."""
        return not self.reason


class Delivery(Protocol):
    """A way to the app."""

    @property
    def connected(self) -> bool:
        """Whether the app can be reached, as far as is known."""
        ...

    async def send_event(self, payload: Json, attempt: int, reason: str) -> Outcome:
        """Deliver an event_callback once and wait for the acknowledgement.

        `attempt` counts re-deliveries from 1, `reason` is why the one before failed.
        """
        ...

    async def send_interaction(
        self, kind: InteractionKind, payload: Json, *, wants_answer: bool
    ) -> Json:
        """Deliver an interaction and return what the app answered with, maybe an empty object.

        Raises AppSilentError when it does not acknowledge in time.
        """
        ...
