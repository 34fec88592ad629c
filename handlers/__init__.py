"""Slack listeners: each parses a request into domain values and calls one service."""

from slack_bolt import App

from handlers import (
    actions,
    commands,
    errors,
    events,
    middleware,
    options,
    shortcuts,
    unknown,
    views,
)
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Register everything that the bot listens to."""
    for part in (middleware, errors, events, actions, commands, options, shortcuts, views, unknown):
        part.register(app, services)
