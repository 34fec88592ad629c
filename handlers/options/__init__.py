"""Listeners of menus whose options are looked up."""

from slack_bolt import App

from handlers.options import accounts, articles, contacts, topics
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Register them all."""
    accounts.register(app, services)
    articles.register(app, services)
    contacts.register(app, services)
    topics.register(app, services)
