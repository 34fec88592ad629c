"""Listeners of slash commands."""

from slack_bolt import App

from handlers.commands import ehjalp
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Register them all."""
    ehjalp.register(app, services)
