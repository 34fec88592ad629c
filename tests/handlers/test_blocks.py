"""Every message, whatever is in it, is one that Slack takes, and says what it should."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View

from bot.intents import INTENTS, Feedback, Intent
from bot.messages import (
    AnsweredShown,
    CaseCard,
    CaseReceipt,
    CaseShown,
    CaseState,
    ContactCard,
    ContactLine,
    Contacts,
    Home,
    Message,
    PersonShown,
)
from bot.sandbox.blockkit import check_message_blocks, check_view
from handlers.blocks import Rendered, Renderer
from handlers.blocks.common import FALLBACK_MAX
from handlers.blocks.text import size
from handlers.ids import CHECKLIST_TICK
from knowledge.text import Lang
from knowledge.topics import Municipality, Role
from tests.handlers.strategies import LIBRARY, MESSAGES, homes

RENDERER = Renderer(lambda: LIBRARY, "Europe/Stockholm")
KINDS = [kind.model_fields["kind"].default for kind in get_args(get_args(Message)[0])]
TOKEN = re.compile(
    r"<@[UW][A-Z0-9]+>"
    r"|<!date\^\d+\^\{date_short_pretty\} \{time\}\|\d{4}-\d\d-\d\d \d\d:\d\d>"
    r"|<tel:\+?\d+\|[^<>|]*>"
    r"|<mailto:[^<>|]+\|[^<>|]+>"
)
every_kind = pytest.mark.parametrize("kind", KINDS)
both_languages = pytest.mark.parametrize("lang", Lang)
thoroughly = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


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
def test_every_message_holds(kind: str, lang: Lang, data: st.DataObject) -> None:
    rendered = RENDERER.render(data.draw(MESSAGES[kind]), lang)

    assert_slack_takes(rendered)
    assert_nothing_is_obeyed(rendered)
    assert_elements_give_their_intents_back(rendered)


def assert_slack_takes(rendered: Rendered) -> None:
    check_message_blocks(rendered.blocks)
    for block in rendered.blocks:
        parsed = SdkBlock.parse(block)
        assert parsed is not None
        parsed.validate_json()
    assert 0 < size(rendered.text) <= FALLBACK_MAX
    assert json.dumps(rendered.blocks, ensure_ascii=False).encode()


def assert_nothing_is_obeyed(rendered: Rendered) -> None:
    objects = list(mrkdwn_objects(rendered.blocks))
    for text in [rendered.text, *(found["text"] for found in objects)]:
        left = obeyed(text)
        assert "<" not in left
        assert ">" not in left
        assert not re.search(r"&(?!amp;|lt;|gt;)", left)
    assert all(found["verbatim"] is True for found in objects)


def assert_elements_give_their_intents_back(rendered: Rendered) -> None:
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
                    assert isinstance(intent, Feedback)
                    assert intent.kind == name
                    assert intent.helpful is helpful
            case "static_select":
                assert name in ("guide.supplier", "contact.show", "articles.from", "list.supplier")
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


CARD = ContactCard(
    party="procurator",
    name="Procurator",
    lines=(
        ContactLine(role="orders", name="Kim", phone="0414-12 34 56", email="kim@example.com"),
        ContactLine(role="contract"),
    ),
)
CASE = CaseShown(
    id=1,
    topic="missing-delivery",
    person=PersonShown(id="U0KIM00001", name="Kim Berg"),
    municipality=Municipality.YSTAD,
    department="Köket",
    role=Role.RECEIVER,
    summary="mjölken har inte kommit",
    answers=(AnsweredShown(label="Leverantör", value="Skånemejerier"),),
    state="new",
    opened_at=datetime(2026, 11, 24, 22, 39, tzinfo=UTC),
)


def labels(rendered: Rendered) -> list[str]:
    """The texts of the buttons, in order."""
    return [
        element["text"]["text"]
        for element in elements(rendered.blocks)
        if element["type"] == "button"
    ]


def test_a_contact_can_be_pressed_and_a_missing_one_says_who_fills_it_in() -> None:
    rendered = RENDERER.render(Contacts(cards=(CARD,)), Lang.SV)

    assert "<tel:0414123456|0414-12 34 56>" in rendered.text
    assert "<mailto:kim@example.com|kim@example.com>" in rendered.text
    assert "inte ifyllt än – e-handelssamordnaren kan fylla i det" in rendered.text
    assert "0414-12 34 56 · kim@example.com" in rendered.plain


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("new", ["Ta ärendet", "Svara", "Fråga", "Intern anteckning", "Lämna över", "Lös"]),
        ("claimed", ["Svara", "Fråga", "Intern anteckning", "Lämna över", "Lös"]),
        ("waiting", ["Svara", "Fråga", "Intern anteckning", "Lämna över", "Lös"]),
        ("resolved", ["Svara", "Intern anteckning"]),
        ("closed", []),
    ],
)
def test_a_case_can_be_acted_on_as_its_state_allows(state: CaseState, expected: list[str]) -> None:
    case = CASE.model_copy(update={"state": state})

    assert labels(RENDERER.render(CaseCard(case=case), Lang.SV)) == expected


def test_a_case_shows_who_what_and_when() -> None:
    text = RENDERER.render(CaseCard(case=CASE), Lang.SV).text

    assert "E-1001 · Varor har inte kommit" in text
    assert "*Vem*: <@U0KIM00001>" in text
    assert ">mjölken har inte kommit" in text
    assert "*Leverantör:* Skånemejerier" in text
    assert "|2026-11-24 23:39>" in text


def test_withdrawing_is_asked_about_first() -> None:
    rendered = RENDERER.render(CaseReceipt(case=CASE), Lang.SV)

    withdraw = next(e for e in elements(rendered.blocks) if "case.withdraw" in e["action_id"])
    assert withdraw["confirm"]["confirm"]["text"] == "Ja"


@pytest.mark.parametrize(
    "kind",
    ["faq", "suggestions", "not_understood", "contacts", "guide_step", "guide_solved", "articles"],
)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_every_answer_offers_a_human(kind: str, data: st.DataObject) -> None:
    rendered = RENDERER.render(data.draw(MESSAGES[kind]), Lang.SV)

    assert "Prata med en person" in labels(rendered)


def test_every_kind_of_button_has_a_label() -> None:
    words = RENDERER.words(Lang.SV)
    for kind in get_args(get_args(Intent)[0]):
        name = kind.model_fields["kind"].default
        if name not in ("topic.open", "case.form"):
            assert words.label(f"ui.button.{name}")
