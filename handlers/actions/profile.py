"""What a person says of themselves with a button."""

from slack_bolt import App

from bot.intents import SetMunicipality, SetRole, SkipProfile
from handlers.actions.talk import listen
from handlers.ids import pressed
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Listen to these buttons."""
    listen(app, services, pressed(SetMunicipality, SetRole, SkipProfile))
