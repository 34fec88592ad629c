"""The buttons and the menu of a guide."""

from slack_bolt import App

from bot.intents import (
    GuideBack,
    GuideCancel,
    GuideChoose,
    GuideResume,
    GuideSupplier,
    GuideUnknown,
)
from handlers.actions.talk import listen
from handlers.ids import pressed
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Listen to these buttons."""
    listen(
        app,
        services,
        pressed(GuideBack, GuideCancel, GuideChoose, GuideResume, GuideSupplier, GuideUnknown),
    )
