"""Listeners of shortcuts."""

from slack_bolt import App

from handlers.services import Services
from handlers.shortcuts import create_case


def register(app: App, services: Services) -> None:
    """Register them all."""
    create_case.register(app, services)
