"""Obeys the words that steer a conversation, whatever it is about."""

from bot.answers_talk import AnswersTalk
from bot.commands import Command, command_in
from bot.conversation_state import (
    AskingContact,
    AskingProfile,
    Choosing,
    Describing,
    InGuide,
    ListingGoods,
    Rating,
)
from bot.goods_talk import GoodsTalk
from bot.guide_talk import GuideTalk
from bot.profile_talk import ProfileTalk
from bot.turn import Turn

_OPEN = AskingContact | Choosing | Rating | None
"""What is expected where another question may come as well."""


class Steering:
    """Stops, goes back, goes on, begins anew and helps, in whatever is going on."""

    def __init__(
        self, answers: AnswersTalk, guides: GuideTalk, goods: GoodsTalk, profile: ProfileTalk
    ) -> None:
        self._answers = answers
        self._guides = guides
        self._goods = goods
        self._profile = profile

    def obey(self, turn: Turn, text: str) -> bool:
        """Obey a steering word; False if the text is none, or there is nothing to steer."""
        match command_in(text):
            case Command.CANCEL:
                self.cancel(turn)
            case Command.BACK | Command.RESUME | Command.RESTART as command:
                return self._moved(turn, command)
            case Command.HELP if isinstance(turn.state.expects, InGuide):
                self._guides.explain(turn)
            case Command.HELP:
                turn.phrase("help.what_i_can", *self._answers.common_needs())
            case _:
                return False
        return True

    def _moved(self, turn: Turn, command: Command) -> bool:
        """Move in a guide, or back to one; False if something else wants a text."""
        running = isinstance(turn.state.expects, InGuide)
        if not running and not isinstance(turn.state.expects, _OPEN):
            return False
        if not running and turn.state.paused is None:
            turn.phrase("conversation.nothing_running", *self._answers.common_needs())
        elif command is Command.RESTART:
            self._guides.restart(turn)
        elif command is Command.BACK and running:
            self._guides.back(turn)
        elif running:
            self._guides.again(turn)
        else:
            self._guides.resume(turn)
        return True

    def keep_quiet(self, turn: Turn) -> None:
        """Send the coordinator nothing; if it is not asked for any more, where things are."""
        if isinstance(turn.state.expects, InGuide):
            self._guides.again(turn)
        elif isinstance(turn.state.expects, Describing):
            self.cancel(turn)
        else:
            turn.phrase("conversation.nothing_running", *self._answers.common_needs())

    def cancel(self, turn: Turn) -> None:
        """Stop what is going on, with a way on."""
        match turn.state.expects:
            case ListingGoods():
                self._goods.cancel(turn)
            case AskingProfile():
                self._profile.skip(turn)
            case InGuide():
                self._guides.cancel(turn)
            case AskingContact() | Choosing() | Rating() | None if turn.state.paused is not None:
                self._guides.cancel(turn)
            case _:
                turn.expect(None)
                turn.phrase("conversation.cancelled", *self._answers.common_needs())
                self._guides.offer_resume(turn)
