"""Articles: hits that grow and are narrowed, cards, and forms that find them."""

from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.article_intents import (
    ArticleChosen,
    ArticlesFrom,
    FindArticle,
    GoodsAdd,
    MoreArticles,
    ShowArticle,
)
from bot.messages import Say
from handlers.actions.talk import listen
from handlers.arrival import Arrival, arrive_pressing
from handlers.blocks import article_card, article_forms
from handlers.forms import change_form, open_form
from handlers.ids import ARTICLE, ARTICLE_FIND, OutdatedError, StackOrigin, pressed
from handlers.payloads import intent_of
from handlers.services import Services
from handlers.telling import tell_once

MOST_MODALS = 3
"""How many Slack stacks: https://docs.slack.dev/surfaces/modals#updating_views"""


def register(app: App, services: Services) -> None:
    """Listen to them."""
    listen(app, services, pressed(MoreArticles, ArticlesFrom))

    def show(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        arrival = arrive_pressing(services, context, body)
        intent = intent_of(body["actions"][0])
        if not isinstance(intent, ShowArticle | ArticleChosen):
            raise OutdatedError(f"{intent.kind} shows no article")
        card = services.desk.card(intent.article)
        if card is None:
            tell_once(services, arrival.occasion, Say(key="article.none"))
            return
        depth = _depth(body) + 1
        origin = StackOrigin(**arrival.origin.model_dump(), depth=min(depth, MOST_MODALS))
        view = article_card.card(arrival.words, card, origin)
        if depth > MOST_MODALS:
            change_form(client, body["view"]["id"], view)
            services.inbox.finish(arrival.occasion.key)
        else:
            _open(services, client, arrival, body, view)
        if isinstance(intent, ShowArticle) and intent.question is not None:
            services.desk.picked(arrival.person.id, intent.question, intent.article)

    def find(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        arrival = arrive_pressing(services, context, body)
        origin = StackOrigin(**arrival.origin.model_dump())
        _open(services, client, arrival, body, article_forms.find(arrival.words, origin))

    def goods(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        arrival = arrive_pressing(services, context, body)
        view = article_forms.goods_add(arrival.words, arrival.origin)
        _open(services, client, arrival, body, view)

    app.action(pressed(ShowArticle, ArticleChosen))(show)
    app.action(pressed(FindArticle))(find)
    app.action(pressed(GoodsAdd))(goods)


def _depth(body: dict[str, Any]) -> int:
    """How many modals are open where the element was pressed."""
    above = body.get("view") or {}
    if above.get("callback_id") not in (ARTICLE, ARTICLE_FIND):
        return 0
    return StackOrigin.load(above.get("private_metadata")).depth


def _open(
    services: Services,
    client: WebClient,
    arrival: Arrival,
    body: dict[str, Any],
    view: dict[str, Any],
) -> None:
    pushed = (body.get("view") or {}).get("type") == "modal"
    open_form(services, client, arrival, body["trigger_id"], view, pushed=pushed)
