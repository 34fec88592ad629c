"""Nonsense gets an answer in Slack's form, never a crash of the sandbox."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.sandbox import SandboxServer
from bot.sandbox.methods.registry import METHODS
from bot.sandbox.model import Json
from tests.sandbox.conftest import CONFIG, Caller

KNOWN = ["C0EHAND001", "D0KIM00001", "U0KIM00001", "1.000001", "", "1", "x" * 20]
SCALARS = st.none() | st.booleans() | st.integers(-2, 2000) | st.sampled_from(KNOWN) | st.text()
BLOCK = st.fixed_dictionaries(
    {"type": st.sampled_from(["section", "actions", "input", "divider", "nope"])},
    optional={
        "text": st.just({"type": "mrkdwn", "text": "x"}) | SCALARS,
        "elements": st.lists(SCALARS, max_size=2),
        "element": st.just({"type": "plain_text_input"}) | SCALARS,
        "block_id": SCALARS,
    },
)
VALUES = st.recursive(
    SCALARS | BLOCK,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)
VIEW = st.fixed_dictionaries(
    {"type": st.sampled_from(["modal", "home"]), "blocks": st.lists(BLOCK, max_size=2) | VALUES},
    optional={"title": st.just({"type": "plain_text", "text": "x"}), "external_id": SCALARS},
)
NAMES = [
    "channel",
    "user",
    "users",
    "ts",
    "timestamp",
    "thread_ts",
    "text",
    "blocks",
    "attachments",
    "metadata",
    "name",
    "limit",
    "cursor",
    "types",
    "oldest",
    "latest",
    "trigger_id",
    "view_id",
    "user_id",
    "hash",
    "filename",
    "length",
    "files",
    "file",
    "channel_id",
    "initial_comment",
    "reply_broadcast",
    "include_all_metadata",
]
ARGUMENTS = st.fixed_dictionaries(
    {}, optional={**dict.fromkeys(NAMES, VALUES), "view": VIEW | VALUES}
)


PATHS = [
    "message",
    "command",
    "action",
    "options",
    "submit",
    "close",
    "home",
    "dm_opened",
    "shortcut",
    "read",
    "reaction",
    "delete",
    "edit",
    "faults",
]
FIELDS = [
    "channel",
    "text",
    "thread_ts",
    "file_ids",
    "command",
    "container",
    "block_id",
    "action_id",
    "element",
    "state",
    "view_id",
    "callback_id",
    "message",
    "ts",
    "name",
    "kind",
    "count",
    "value",
]


@pytest.fixture(scope="module")
def call() -> Iterator[Caller]:
    with SandboxServer(CONFIG) as server:
        yield Caller(server)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(method=st.sampled_from(sorted(METHODS)), arguments=ARGUMENTS)
@example(method="chat.postMessage", arguments={"channel": "C0EHAND001", "blocks": [1]})
@example(method="chat.postMessage", arguments={"channel": "C0EHAND001", "attachments": [{}]})
@example(
    method="chat.postMessage",
    arguments={"channel": "C0EHAND001", "attachments": [{"blocks": "x"}]},
)
def test_the_web_api(call: Caller, method: str, arguments: Json) -> None:
    answer = call(f"/api/{method}", arguments)
    assert answer.status == 200
    assert isinstance(answer.json["ok"], bool)
    assert answer.json["ok"] or answer.json["error"]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    path=st.sampled_from(PATHS),
    body=st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=5),
)
def test_the_page(call: Caller, path: str, body: Json) -> None:
    answer = call(f"/_page/api/{path}", {"user": "U0KIM00001", **body})
    assert answer.status in (200, 400, 404, 424)
    assert isinstance(answer.json["ok"], bool)
    call("/_page/api/faults", verb="DELETE")


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=st.binary(max_size=40) | VALUES.map(lambda value: json.dumps(value).encode()))
def test_a_response_url(call: Caller, body: bytes) -> None:
    answer = call("/actions/T0SANDBOX1/nope", body, headers={"content-type": "application/json"})
    assert (answer.status, answer.json["error"]) == (404, "expired_url")
