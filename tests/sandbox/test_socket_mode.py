"""Socket Mode, as slack_sdk's client and a bare WebSocket see it."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from slack_bolt import App
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from bot.sandbox import SandboxServer
from bot.sandbox.model import Json
from tests.sandbox.conftest import StartApp
from tests.sandbox.sockets import acknowledge, address, opened, received
from tests.support.people import PageError, Person

KIM = "U0KIM00001"
ORDERING = "C0EHAND001"


class TestConnecting:
    def test_hello(self, server: SandboxServer) -> None:
        with connect(address(server)) as connection:
            hello = received(connection)
        assert hello["type"] == "hello"
        assert hello["connection_info"] == {"app_id": "A0SANDBOX1"}
        assert hello["num_connections"] == 1
        assert hello["debug_info"]["approximate_connection_time"] == 18060

    def test_a_ticket_is_good_once(self, server: SandboxServer) -> None:
        url = address(server)
        with connect(url) as connection:
            received(connection)
        with pytest.raises(InvalidStatus):
            connect(url)

    def test_an_eleventh_connection_is_turned_away(self, server: SandboxServer) -> None:
        with ExitStack() as stack:
            for _ in range(10):
                stack.enter_context(opened(server))
            extra = stack.enter_context(connect(address(server)))
            assert received(extra)["reason"] == "too_many_websockets"
            with pytest.raises(ConnectionClosed):
                extra.recv(timeout=30)
            assert server.connections == 10

    def test_a_ping_is_answered_with_its_payload(self, server: SandboxServer) -> None:
        with opened(server) as connection:
            assert connection.ping(b"session:1.5").wait(5)

    def test_the_page_is_told_whether_the_app_is_there(
        self, server: SandboxServer, kim: Person
    ) -> None:
        assert server.snapshot(kim.user)["bot"]["connected"] is False
        with opened(server):
            assert server.snapshot(kim.user)["bot"]["connected"] is True
        server.wait_for(lambda: server.connections == 0)
        assert server.snapshot(kim.user)["bot"]["connected"] is False


class TestEvents:
    def test_the_envelope_of_a_direct_message(self, server: SandboxServer, kim: Person) -> None:
        with opened(server) as connection:
            ts = kim.say("hej <b> & @E-handelshjälpen, se https://exempel.se/a.")
            envelope = received(connection)
            acknowledge(connection, envelope)
            server.wait_until_delivered()
        assert envelope["type"] == "events_api"
        assert envelope["accepts_response_payload"] is False
        assert envelope["retry_attempt"] == 0
        payload = envelope["payload"]
        assert payload["type"] == "event_callback"
        assert payload["authorizations"][0] == {
            "enterprise_id": None,
            "team_id": "T0SANDBOX1",
            "user_id": "U0BOT00001",
            "is_bot": True,
            "is_enterprise_install": False,
        }
        event = payload["event"]
        assert event["text"] == "hej &lt;b&gt; &amp; <@U0BOT00001>, se <https://exempel.se/a>."
        assert (event["ts"], event["event_ts"], event["channel_type"]) == (ts, ts, "im")
        assert [element["type"] for element in event["blocks"][0]["elements"][0]["elements"]] == [
            "text", "user", "text", "link", "text",
        ]  # fmt: skip
        assert "client_msg_id" in event

    def test_without_an_acknowledgement_it_comes_again(
        self, start_server: Callable[..., SandboxServer]
    ) -> None:
        server = start_server(ack_seconds=0.05)
        with opened(server) as connection:
            Person(server, KIM).say("hej")
            envelopes = [received(connection) for _ in range(4)]
            server.wait_until_delivered()
        assert [one["retry_attempt"] for one in envelopes] == [0, 1, 2, 3]
        assert [one["retry_reason"] for one in envelopes] == ["", "timeout", "timeout", "timeout"]
        assert len({one["envelope_id"] for one in envelopes}) == 4
        assert len({one["payload"]["event_id"] for one in envelopes}) == 1
        assert [one.reason for one in server.deliveries] == ["timeout"] * 4

    def test_an_acknowledgement_ends_it(self, start_server: Callable[..., SandboxServer]) -> None:
        server = start_server(ack_seconds=0.05)
        with opened(server) as connection:
            Person(server, KIM).say("hej")
            received(connection)
            acknowledge(connection, received(connection))
            server.wait_until_delivered()
        assert [one.reason for one in server.deliveries] == ["timeout", ""]

    def test_a_connection_that_is_recycled_can_still_acknowledge(
        self, server: SandboxServer, kim: Person
    ) -> None:
        with opened(server) as old:
            kim.say("ett")
            envelope = received(old)
            server.disconnect("refresh_requested")
            assert received(old) == {
                "type": "disconnect",
                "reason": "refresh_requested",
                "debug_info": {"host": "applink-sandbox"},
            }
            with opened(server) as new:
                kim.say("två")
                acknowledge(new, received(new))
                acknowledge(old, envelope)
                server.wait_until_delivered()
        assert [one.reason for one in server.deliveries] == ["", ""]

    def test_each_event_goes_to_one_of_the_connections(
        self, server: SandboxServer, kim: Person
    ) -> None:
        with opened(server) as first, opened(server) as second:
            for number in range(6):
                kim.say(str(number))
            seen: list[list[str]] = []
            for connection in (first, second):
                got = []
                for _ in range(3):
                    envelope = received(connection)
                    acknowledge(connection, envelope)
                    got.append(envelope["payload"]["event"]["text"])
                seen.append(got)
            server.wait_until_delivered()
        assert sorted(seen[0] + seen[1]) == ["0", "1", "2", "3", "4", "5"]

    def test_only_what_the_bot_hears(self, server: SandboxServer, kim: Person) -> None:
        with opened(server) as connection:
            kim.say("@E-handelshjälpen hör du?", channel="C0ALLM0001")
            kim.mention("och nu?", channel=ORDERING)
            names = []
            for _ in range(2):
                envelope = received(connection)
                acknowledge(connection, envelope)
                names.append(envelope["payload"]["event"]["type"])
            server.wait_until_delivered()
        assert names == ["message", "app_mention"]
        assert len(server.deliveries) == 2


class TestBolt:
    def test_a_whole_conversation(
        self, app: App, start: StartApp, server: SandboxServer, kim: Person
    ) -> None:
        @app.message("hej")
        def answer(say: Any, message: Json) -> None:
            say(f"Hej <@{message['user']}>")

        start(app)
        kim.say("hej")
        assert kim.wait_for_message("Hej")["text"] == f"Hej <@{KIM}>"
        server.wait_until_delivered()
        assert {one.reason for one in server.deliveries} == {""}

    @pytest.mark.parametrize("how", ["refresh", "drop"])
    def test_it_comes_back_after_a_disconnect(
        self, app: App, start: StartApp, server: SandboxServer, kim: Person, how: str
    ) -> None:
        @app.event("message")
        def answer(say: Any, message: Json) -> None:
            if "bot_id" not in message:
                say(f"svar på {message['text']}")

        start(app)
        if how == "refresh":
            server.disconnect("refresh_requested")
        else:
            server.drop_sockets()
        server.wait_for_connection()
        kim.say("två")
        kim.wait_for_message("svar på två")

    def test_nobody_there(self, kim: Person) -> None:
        with pytest.raises(PageError) as caught:
            kim.command("hjälp")
        assert caught.value.code == "not_connected"
