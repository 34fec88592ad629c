"""Faults on demand do to an app what Slack and the network do to it on a bad day."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.sandbox import SandboxServer
from bot.sandbox.model import Json
from tests.sandbox.conftest import Caller, StartApp
from tests.sandbox.sockets import acknowledge, opened, received
from tests.support.people import Person

ORDERING = "C0EHAND001"


def texts(web: WebClient) -> list[str]:
    return [one["text"] for one in web.conversations_history(channel=ORDERING)["messages"]]


def test_too_many_requests(server: SandboxServer, web: WebClient) -> None:
    server.add_fault("ratelimited", method="chat.postMessage", count=1, retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        web.chat_postMessage(channel=ORDERING, text="ett")
    response = caught.value.response
    assert (response.status_code, response["error"]) == (429, "ratelimited")
    assert {name.lower(): value for name, value in response.headers.items()}["retry-after"] == "7"
    web.chat_postMessage(channel=ORDERING, text="två")
    assert texts(web) == ["två"]


def test_slack_sdks_own_retry(server: SandboxServer, web: WebClient) -> None:
    web.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
    server.add_fault("ratelimited", method="chat.postMessage", retry_after=0)
    web.chat_postMessage(channel=ORDERING, text="ett")
    assert texts(web) == ["ett"]


def test_only_the_method_that_is_named(server: SandboxServer, web: WebClient) -> None:
    server.add_fault("http_500", method="chat.update", count=3)
    web.chat_postMessage(channel=ORDERING, text="ett")
    server.clear_faults()
    server.add_fault("http_500", method="*", count=2)
    for call in (web.auth_test, web.users_list):
        with pytest.raises(SlackApiError):
            call()
    assert web.auth_test()["ok"]


def test_an_error_after_all_was_done(server: SandboxServer, web: WebClient) -> None:
    server.add_fault("http_500", method="chat.postMessage", applied=True)
    with pytest.raises(SlackApiError):
        web.chat_postMessage(channel=ORDERING, text="ändå")
    assert texts(web) == ["ändå"]


def test_no_answer(server: SandboxServer) -> None:
    server.add_fault("timeout", method="chat.postMessage", seconds=30)
    impatient = WebClient(token=server.bot_token, base_url=server.api_url, timeout=1)
    with pytest.raises(TimeoutError):
        impatient.chat_postMessage(channel=ORDERING, text="x")
    assert texts(WebClient(token=server.bot_token, base_url=server.api_url)) == []


def test_a_late_answer(server: SandboxServer, call: Caller) -> None:
    server.add_fault("timeout", method="chat.postMessage", seconds=0.01)
    assert call("/api/chat.postMessage", {"channel": ORDERING, "text": "x"}).status == 504


def test_an_event_twice(server: SandboxServer, kim: Person) -> None:
    server.add_fault("duplicate_event")
    with opened(server) as connection:
        kim.say("hej")
        kim.say("då")
        envelopes: list[Json] = []
        for _ in range(3):
            envelopes.append(received(connection))
            acknowledge(connection, envelopes[-1])
        server.wait_until_delivered()
    first, second, third = (one["payload"]["event_id"] for one in envelopes)
    assert first == second != third
    assert envelopes[0]["envelope_id"] != envelopes[1]["envelope_id"]
    assert [one["retry_attempt"] for one in envelopes] == [0, 0, 0]


def test_late_acknowledgements(start_server: Callable[..., SandboxServer]) -> None:
    server = start_server(ack_seconds=0.1)
    server.add_fault("delay_ack", seconds=30)
    with opened(server) as connection:
        Person(server, "U0KIM00001").say("hej")
        for _ in range(2):
            acknowledge(connection, received(connection))
        server.wait_until_delivered()
    assert [(one.attempt, one.reason) for one in server.deliveries] == [(0, "timeout"), (1, "")]


def test_a_dropped_socket_loses_no_event(
    app: App, start: StartApp, server: SandboxServer, kim: Person
) -> None:
    @app.event("message")
    def answer(say: Any, message: Json) -> None:
        if "bot_id" not in message:
            say("svar")

    start(app)
    kim.post("faults", kind="drop_socket")
    server.wait_for_connection()
    kim.say("hej")
    kim.wait_for_message("svar")
