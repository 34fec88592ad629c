"""Listeners of events, one file each."""

from slack_bolt import App

from handlers.events import app_home_opened, app_mention, members, message, user_change
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Register them all."""
    for listener in (message, app_mention, app_home_opened, members, user_change):
        listener.register(app, services)
