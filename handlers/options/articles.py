"""Menus of articles: those that what has been typed so far may mean."""

from typing import Any

from slack_bolt import Ack, App

from bot.article_intents import ArticleChosen
from handlers.blocks import article_forms
from handlers.ids import pressed
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Answer while Slack waits, so with the index as it is: see `ArticleDesk.offered`."""

    def articles(ack: Ack, payload: dict[str, Any]) -> None:
        found = services.desk.offered(payload.get("value") or "")
        ack(options=article_forms.choices(found))

    app.options(pressed(ArticleChosen))(articles)
