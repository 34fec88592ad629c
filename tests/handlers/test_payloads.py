"""What a request is, from Slack's payload alone."""

from typing import Any

import pytest

from bot.intents import GuideChoose, GuideSupplier
from bot.occasion import Place
from handlers.ids import KNOWLEDGE_ENTRY, CaseOrigin, OutdatedError, SupplierMenu
from handlers.payloads import (
    DIRECT,
    files_of,
    inbox_key,
    intent_of,
    is_noise,
    message_place,
    place_of,
    pressed_place,
)

MESSAGE = {"type": "message", "user": "U1", "text": "hej", "ts": "1.1", "channel": "D1"}


def event(**members: Any) -> dict[str, Any]:
    return {"type": "event_callback", "event_id": "Ev1", "event": {**MESSAGE, **members}}


def test_an_event_is_known_by_its_id() -> None:
    assert inbox_key(event()) == "event:Ev1"


@pytest.mark.parametrize(
    "body",
    [
        {"type": "block_actions", "trigger_id": "1.2.a"},
        {"type": "message_action", "trigger_id": "1.2.a"},
        {"type": "shortcut", "trigger_id": "1.2.a"},
        {"command": "/ehjalp", "trigger_id": "1.2.a"},
    ],
)
def test_an_interaction_is_known_by_its_trigger(body: dict[str, Any]) -> None:
    assert inbox_key(body) == "trigger:1.2.a"


def test_an_interaction_without_a_trigger_is_known_by_its_content() -> None:
    body = {"type": "block_actions", "actions": [{"value": "1"}], "user": {"id": "U1"}}

    assert inbox_key(body) == inbox_key(dict(reversed(body.items())))
    assert inbox_key(body) != inbox_key({**body, "actions": []})
    assert len(inbox_key({**body, "trigger_id": "x" * 5000}) or "") < 200


def test_a_submitted_form_is_known_by_what_is_in_it() -> None:
    view = {"id": "V1", "hash": "1.a", "callback_id": "case_add", "state": {"values": {"a": 1}}}
    body = {"type": "view_submission", "trigger_id": "1.2.a", "user": {"id": "U1"}, "view": view}

    key = inbox_key(body)
    assert key == inbox_key({**body, "trigger_id": "3.4.b"})
    for part in ({"id": "V2"}, {"hash": "2.b"}, {"state": {"values": {"a": 2}}}):
        assert inbox_key({**body, "view": {**view, **part}}) != key
    assert inbox_key({**body, "user": {"id": "U2"}}) != key


def test_a_form_that_is_only_looked_at_first_is_known_by_its_trigger() -> None:
    view = {"id": "V1", "callback_id": KNOWLEDGE_ENTRY, "state": {"values": {}}}
    body = {"type": "view_submission", "trigger_id": "1.2.a", "view": view}

    assert inbox_key(body) == "trigger:1.2.a"


@pytest.mark.parametrize("kind", ["block_suggestion", "view_closed", "url_verification"])
def test_what_changes_nothing_is_not_kept(kind: str) -> None:
    assert inbox_key({"type": kind, "trigger_id": "1"}) is None


IM: dict[str, Any] = {"channel_type": "im"}
CHANNEL: dict[str, Any] = {"channel_type": "channel", "channel": "C1"}
THREAD: dict[str, Any] = {**CHANNEL, "thread_ts": "1.0"}


@pytest.mark.parametrize(
    ("members", "noise"),
    [
        (IM, False),
        ({**IM, "subtype": "file_share"}, False),
        ({**IM, "subtype": "message_changed"}, True),
        ({**IM, "subtype": "message_deleted"}, True),
        ({**IM, "bot_id": "B1"}, True),
        ({**IM, "user": None}, True),
        (CHANNEL, True),
        ({**CHANNEL, "subtype": "channel_join"}, True),
        (THREAD, False),
        ({**THREAD, "subtype": "thread_broadcast"}, False),
        ({**THREAD, "text": "<@UBOT> hej"}, True),
        ({**THREAD, "text": "<@U2> hej"}, False),
        ({"type": "app_mention"}, False),
        ({"type": "app_mention", "bot_id": "B1"}, True),
        ({"type": "app_home_opened", "tab": "home"}, False),
        ({"type": "app_home_opened", "tab": "messages"}, True),
        ({"type": "member_joined_channel"}, False),
    ],
)
def test_what_is_none_of_the_bots_business(members: dict[str, Any], noise: bool) -> None:
    assert is_noise(event(**members), "UBOT") is noise


def test_a_mention_is_answered_in_its_thread() -> None:
    mention = {**MESSAGE, "type": "app_mention", "channel": "C1", "ts": "5.5"}

    assert message_place(mention) == Place(channel="C1", thread_ts="5.5", dm=False)
    assert message_place({**mention, "thread_ts": "1.0"}).thread_ts == "1.0"
    assert message_place({**MESSAGE, "channel_type": "im"}) == Place(channel="D1")


def test_a_press_belongs_to_its_message_or_to_the_dm() -> None:
    container = {"type": "message", "channel_id": "C1", "message_ts": "2.2", "thread_ts": "1.1"}

    assert pressed_place({"container": container}) == Place(channel="C1", thread_ts="1.1", dm=False)
    assert pressed_place({"container": {"type": "view", "view_id": "V1"}}) == DIRECT


def test_who_asked_nothing_is_told_nothing() -> None:
    assert place_of(event(type="user_change")) is None
    assert place_of(event(**IM)) == Place(channel="D1")
    assert place_of({"type": "view_submission"}) == DIRECT


def test_a_button_is_what_it_carries() -> None:
    intent = GuideChoose(guide="missing-delivery", step="extent", choice="all")

    assert intent_of({"action_id": "guide.choose:3", "value": intent.model_dump_json()}) == intent


def test_a_menu_of_suppliers_is_read_from_its_block() -> None:
    menu = SupplierMenu(guide="missing-delivery", step="supplier")
    action = {
        "action_id": "guide.supplier:1",
        "block_id": menu.dump(),
        "selected_option": {"value": "procurator"},
    }

    assert intent_of(action) == GuideSupplier(
        guide="missing-delivery", step="supplier", party="procurator"
    )


@pytest.mark.parametrize(
    "action",
    [
        {"action_id": "guide.choose:1", "value": "{}"},
        {"action_id": "guide.choose:1", "value": '{"kind": "forgotten"}'},
        {"action_id": "guide.choose:1"},
        {"action_id": "guide.supplier:1", "block_id": "Xa1"},
    ],
)
def test_an_old_element_is_outdated(action: dict[str, Any]) -> None:
    with pytest.raises(OutdatedError):
        intent_of(action)


@pytest.mark.parametrize("content", [None, "", "{}", '{"case": "x"}', "[1]"])
def test_old_metadata_is_outdated(content: object) -> None:
    with pytest.raises(OutdatedError):
        CaseOrigin.load(content)


def test_files_have_names_even_when_hidden() -> None:
    files = files_of(
        {
            "files": [
                {"id": "F1", "name": "följesedel.pdf", "mimetype": "application/pdf"},
                {"id": "F2", "mode": "hidden_by_limit"},
            ]
        }
    )

    assert [file.name for file in files] == ["följesedel.pdf", "F2"]
