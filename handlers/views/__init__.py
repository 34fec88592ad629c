"""Listeners of submitted forms, one file each."""

from slack_bolt import App

from handlers.services import Services
from handlers.views import (
    account_forms,
    case_add,
    case_forms,
    case_from_message,
    contact,
    contact_choice,
    goods_add,
    knowledge_entry,
    knowledge_preview,
    knowledge_same,
    profile,
)


def register(app: App, services: Services) -> None:
    """Register them all."""
    for view in (
        *(case_forms, case_add, case_from_message, profile, contact, contact_choice, goods_add),
        *(knowledge_entry, knowledge_preview, knowledge_same, account_forms),
    ):
        view.register(app, services)
