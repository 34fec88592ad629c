"""Topics and contacts offered, and whether an answer helped."""

from slack_bolt import App

from bot.intents import AskPerson, DescribeNothing, Feedback, NoneOfThese, OpenTopic, ShowContact
from handlers.actions.talk import listen
from handlers.ids import pressed
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Listen to these buttons."""
    listen(
        app,
        services,
        pressed(AskPerson, DescribeNothing, Feedback, NoneOfThese, OpenTopic, ShowContact),
    )
