"""Whether a text was an answer to a case or a new question."""

from slack_bolt import App

from bot.intents import QuestionWasReply, ReplyWasQuestion
from handlers.actions.talk import listen
from handlers.ids import pressed
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Listen to these buttons."""
    listen(app, services, pressed(QuestionWasReply, ReplyWasQuestion))
