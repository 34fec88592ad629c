"""The list of goods not found."""

from slack_bolt import App

from bot.intents import GoodsCancel, GoodsDone, GoodsMissing
from handlers.actions.talk import listen
from handlers.ids import pressed
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Listen to these buttons."""
    listen(app, services, pressed(GoodsCancel, GoodsDone, GoodsMissing))
