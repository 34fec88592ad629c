"""Every message, whatever is in it, is one that Slack takes, and says what it should."""

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View

from bot.intents import INTENTS
from bot.messages import Home, Message
from bot.sandbox.blockkit import check_message_blocks, check_view
from handlers.blocks import Renderer
from handlers.blocks.common import FALLBACK_MAX
from handlers.blocks.text import size
from handlers.ids import CHECKLIST_TICK
from knowledge.text import Lang
from tests.handlers.strategies import LIBRARY, MESSAGES, homes

RENDERER = Renderer(LIBRARY, "Europe/Stockholm")
KINDS = [kind.model_fields["kind"].default for kind in get_args(get_args(Message)[0])]
TOKEN = re.compile(
    r"<@[UW][A-Z0-9]+>"
    r"|<!date\^\d+\^\{date_short_pretty\} \{time\}\|\d{4}-\d\d-\d\d \d\d:\d\d>"
    r"|<tel:\+?\d+\|[^<>|]*>"
    r"|<mailto:[^<>|]+\|[^<>|]+>"
)
every_kind = pytest.mark.parametrize("kind", KINDS)
both_languages = pytest.mark.parametrize("lang", Lang)
thoroughly = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def elements(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Everything that can be pressed."""
    for block in blocks:
        if block["type"] in ("actions", "context_actions"):
            yield from block["elements"]
        if "accessory" in block:
            yield block["accessory"]


def mrkdwn_objects(value: object) -> Iterator[dict[str, Any]]:
    """Every text in which Slack obeys markup."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value
        for member in value.values():
            yield from mrkdwn_objects(member)
    elif isinstance(value, list):
        for member in value:
            yield from mrkdwn_objects(member)


def obeyed(text: str) -> str:
    """What is left of a text when our own markup and entities are taken out."""
    return re.sub(r"^>", "", TOKEN.sub("", text), flags=re.MULTILINE)


@every_kind
def test_every_kind_has_a_strategy(kind: str) -> None:
    assert kind in MESSAGES


@every_kind
@both_languages
@thoroughly
@given(data=st.data())
def test_slack_takes_it(kind: str, lang: Lang, data: st.DataObject) -> None:
    rendered = RENDERER.render(data.draw(MESSAGES[kind]), lang)

    check_message_blocks(rendered.blocks)
    for block in rendered.blocks:
        parsed = SdkBlock.parse(block)
        assert parsed is not None
        parsed.validate_json()
    assert 0 < size(rendered.text) <= FALLBACK_MAX
    json.dumps(rendered.blocks, ensure_ascii=False).encode()


@every_kind
@both_languages
@thoroughly
@given(data=st.data())
def test_nothing_that_others_wrote_is_obeyed(kind: str, lang: Lang, data: st.DataObject) -> None:
    rendered = RENDERER.render(data.draw(MESSAGES[kind]), lang)

    objects = list(mrkdwn_objects(rendered.blocks))
    for text in [rendered.text, *(found["text"] for found in objects)]:
        left = obeyed(text)
        assert "<" not in left
        assert ">" not in left
        assert not re.search(r"&(?!amp;|lt;|gt;)", left)
    assert all(found["verbatim"] is True for found in objects)


@every_kind
@both_languages
@thoroughly
@given(data=st.data())
def test_every_button_gives_its_intent_back(kind: str, lang: Lang, data: st.DataObject) -> None:
    rendered = RENDERER.render(data.draw(MESSAGES[kind]), lang)

    action_ids = [element["action_id"] for element in elements(rendered.blocks)]
    assert len(set(action_ids)) == len(action_ids)
    for element in elements(rendered.blocks):
        name, _, place = element["action_id"].partition(":")
        assert place.isdecimal()
        match element["type"]:
            case "button":
                assert INTENTS.validate_json(element["value"]).kind == name
            case "feedback_buttons":
                for side, helpful in (("positive_button", True), ("negative_button", False)):
                    intent = INTENTS.validate_json(element[side]["value"])
                    assert intent.kind == name == "question.feedback"
                    assert intent.helpful is helpful
            case "static_select":
                assert name == "guide.supplier"
            case "external_select":
                assert name == "contact.edit"
            case _:
                assert name == CHECKLIST_TICK


@both_languages
@thoroughly
@given(message=homes)
def test_slack_takes_the_home(lang: Lang, message: Home) -> None:
    view = RENDERER.render_home(message, lang)

    check_view(view)
    View(type="home", blocks=view["blocks"]).validate_json()
