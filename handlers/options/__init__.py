"""Listeners of menus whose options are looked up."""

from slack_bolt import App

from handlers.options import contacts, topics
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Register them all."""
    contacts.register(app, services)
    topics.register(app, services)
