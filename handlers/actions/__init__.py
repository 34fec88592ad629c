"""Listeners of buttons, menus and boxes, one file a family."""

from slack_bolt import App

from handlers.actions import (
    accounts,
    articles,
    cases,
    checklists,
    files,
    forms,
    goods,
    guide,
    knowledge,
    lists,
    profile,
    questions,
    replies,
)
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Register them all."""
    for listener in (
        *(questions, guide, goods, articles, profile, replies),
        *(cases, forms, checklists, knowledge, lists, accounts, files),
    ):
        listener.register(app, services)
