"""The page's protocol: what a page sees live, and what it may ask."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from bot.sandbox import SandboxServer
from bot.sandbox.model import Json
from tests.sandbox.conftest import Caller
from tests.support.people import PageError, Person

KIM, ORDERING, COORDINATORS = "U0KIM00001", "C0EHAND001", "C0SAMORD01"


@contextmanager
def live(server: SandboxServer, user: str) -> Iterator[ClientConnection]:
    """A page's live connection."""
    with connect(f"ws://127.0.0.1:{server.port}/_page/ws?user={user}") as connection:
        yield connection


def until(connection: ClientConnection, kind: str) -> Json:
    """The next message of a type; those of other types before it are skipped."""
    while True:
        message: Json = json.loads(connection.recv(timeout=30))
        if message["type"] == kind:
            return message


class TestLive:
    def test_the_snapshot(self, server: SandboxServer) -> None:
        with live(server, KIM) as page:
            snapshot = until(page, "snapshot")
        assert snapshot["me"] == {
            "id": KIM, "name": "kim.berg", "real_name": "Kim Berg", "title": "Beställare",
            "municipality": "Simrishamn", "locale": "sv-SE", "is_bot": False, "initials": "KB",
            "color": "c1",
        }  # fmt: skip
        channels = {one["id"]: one for one in snapshot["channels"]}
        assert set(channels) == {"C0ALLM0001", ORDERING, server.dm(KIM)}
        dm = channels[server.dm(KIM)]
        assert (dm["kind"], dm["with"], dm["name"]) == ("im", "U0BOT00001", "E-handelshjälpen")
        bot = snapshot["bot"]
        assert bot["commands"][0]["command"] == "/ehjalp"
        assert {one["type"] for one in bot["shortcuts"]} == {"global", "message"}
        assert (snapshot["home"], snapshot["modals"], snapshot["faults"]) == (None, [], [])

    def test_messages_come_live_and_are_counted(
        self, server: SandboxServer, web: WebClient
    ) -> None:
        with live(server, KIM) as page:
            ts = web.chat_postMessage(channel=ORDERING, text="hej")["ts"]
            shown = until(page, "message")
            assert (shown["channel"], shown["message"]["ts"]) == (ORDERING, ts)
            assert shown["message"]["ephemeral"] is False
            channel = until(page, "channel")["channel"]
            assert (channel["unread"], channel["last_ts"]) == (1, ts)
            Person(server, KIM).post("read", channel=ORDERING, ts=ts)
            assert until(page, "channel")["channel"]["unread"] == 0
            web.chat_update(channel=ORDERING, ts=ts, text="hej då")
            assert until(page, "message_changed")["message"]["text"] == "hej då"
            web.chat_postMessage(channel=ORDERING, text="svar", thread_ts=ts)
            assert until(page, "message_changed")["message"]["reply_count"] == 1
            ts = web.chat_postMessage(channel=ORDERING, text="bort")["ts"]
            web.chat_delete(channel=ORDERING, ts=ts)
            assert until(page, "message_deleted")["ts"] == ts

    def test_nobody_sees_what_is_not_theirs(self, server: SandboxServer, web: WebClient) -> None:
        with live(server, "U0ALEX0001") as page:
            web.chat_postMessage(channel=COORDINATORS, text="hemligt")
            web.chat_postMessage(channel=KIM, text="hemligt")
            web.chat_postEphemeral(channel=ORDERING, user=KIM, text="hemligt")
            web.chat_postMessage(channel=ORDERING, text="för alla")
            assert until(page, "message")["message"]["text"] == "för alla"

    def test_views_and_faults_and_members(self, server: SandboxServer, web: WebClient) -> None:
        with live(server, KIM) as page:
            view: Json = {"type": "home", "blocks": [{"type": "divider"}]}
            web.views_publish(user_id=KIM, view=view)
            assert until(page, "home")["view"]["type"] == "home"
            trigger = server.call(lambda sandbox: sandbox.tokens.new_trigger(KIM))
            title = {"type": "plain_text", "text": "Ruta"}
            modal: Json = {"type": "modal", "title": title, "blocks": [{"type": "divider"}]}
            web.views_open(trigger_id=trigger, view=modal)
            stack = until(page, "modals")["stack"]
            assert [one["title"]["text"] for one in stack] == ["Ruta"]
            server.add_fault("http_500", method="chat.postMessage")
            assert until(page, "faults")["faults"][0]["kind"] == "http_500"
            server.leave(ORDERING, KIM)
            assert until(page, "channel")["channel"]["is_member"] is False

    def test_a_stranger(self, server: SandboxServer) -> None:
        with pytest.raises(InvalidStatus), live(server, "U0NOBODY01"):
            pass

    def test_the_page_is_told_when_the_sandbox_stops(
        self, start_server: Callable[..., SandboxServer]
    ) -> None:
        server = start_server()
        with live(server, KIM) as page:
            until(page, "snapshot")
            server.stop()
            with pytest.raises(ConnectionClosed):
                page.recv(timeout=30)


class TestHistory:
    def test_by_pages(self, kim: Person, call: Caller) -> None:
        for number in range(5):
            kim.say(str(number))
        base = f"/_page/api/history?user={KIM}&channel={kim.dm}&limit=2"
        newest = call(base, verb="GET").json
        assert [one["text"] for one in newest["messages"]] == ["3", "4"]
        assert newest["has_more"] is True
        before = newest["messages"][0]["ts"]
        older = call(f"{base}&before={before}", verb="GET").json
        assert [one["text"] for one in older["messages"]] == ["1", "2"]

    def test_a_thread_begins_with_its_parent(self, kim: Person) -> None:
        parent = kim.say("fråga", channel=ORDERING)
        kim.say("svar", channel=ORDERING, thread_ts=parent)
        thread = kim.messages(channel=ORDERING, thread_ts=parent)
        assert [one["text"] for one in thread] == ["fråga", "svar"]
        assert [one["text"] for one in kim.messages(channel=ORDERING)] == ["fråga"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("path", "body", "code"),
        [
            ("message", {"channel": COORDINATORS, "text": "x"}, "channel_not_found"),
            ("message", {"channel": ORDERING, "text": "  "}, "no_text"),
            ("message", {"channel": ORDERING, "text": "x", "file_ids": ["F1"]}, "file_not_found"),
            ("message", {"text": "x"}, "invalid_arguments"),
            ("delete", {"channel": ORDERING, "ts": "1.1"}, "message_not_found"),
            ("submit", {"view_id": "V1", "state": {"values": {}}}, "not_found"),
            ("submit", {"view_id": "V1", "state": 3}, "invalid_arguments"),
            ("shortcut", {"callback_id": "nope"}, "unknown_shortcut"),
            ("action", {"container": {"type": "view", "view_id": "V1"}}, "not_found"),
        ],
    )
    def test_each_says_why(self, kim: Person, path: str, body: dict[str, Any], code: str) -> None:
        with pytest.raises(PageError) as caught:
            kim.post(path, **body)
        assert caught.value.code == code
        assert caught.value.answer["ok"] is False
        assert caught.value.answer["message"]

    def test_others_messages(self, kim: Person, robin: Person) -> None:
        ts = robin.say("mitt", channel=ORDERING)
        with pytest.raises(PageError) as caught:
            kim.edit(ts, "ditt", channel=ORDERING)
        assert caught.value.code == "not_your_message"

    def test_a_form_from_another_site(self, call: Caller) -> None:
        body = b'{"user": "U0KIM00001", "channel": "C0EHAND001", "text": "x"}'
        answer = call("/_page/api/message", body, headers={"content-type": "text/plain"})
        assert (answer.status, answer.json["error"]) == (400, "invalid_post_type")

    @pytest.mark.parametrize(
        "headers",
        [
            {"host": "sandbox.example.com"},
            {"host": "127.0.0.1.example.com:80"},
            {"host": "["},
            {"origin": "https://example.com"},
            {"origin": "null"},
        ],
    )
    @pytest.mark.parametrize("path", ["/", "/_page/api/people", "/api/api.test"])
    def test_a_foreign_host_or_origin(
        self, call: Caller, path: str, headers: dict[str, str]
    ) -> None:
        assert call(path, verb="GET", headers=headers).status == 403

    def test_an_address_that_another_page_embeds(self, call: Caller) -> None:
        for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 200)):
            headers = {"sec-fetch-site": site}
            assert call("/api/api.test", verb="GET", headers=headers).status == status
            assert call("/", verb="GET", headers=headers).status == 200

    def test_a_foreign_page_gets_no_live_connection(self, server: SandboxServer) -> None:
        url = f"ws://127.0.0.1:{server.port}/_page/ws?user={KIM}"
        with pytest.raises(InvalidStatus):
            connect(url, additional_headers={"Origin": "https://example.com"})
        with connect(url, additional_headers={"Origin": server.url}) as page:
            until(page, "snapshot")


class TestStatic:
    def test_the_page_and_its_headers(self, call: Caller) -> None:
        answer = call("/", verb="GET")
        assert answer.status == 200
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert call("/_page/static/js/app.js", verb="GET").status == 200
        assert call("/_page/static/../app.py", verb="GET").status == 404
        assert call("/_page/static/%2e%2e/app.py", verb="GET").status == 404

    def test_only_images_are_shown_in_place(self, kim: Person, call: Caller) -> None:
        for name, shown in (("a.png", "inline"), ("a.html", "attachment"), ("a.svg", "attachment")):
            kim.upload(name, b"<script>alert(1)</script>")
            message = kim.messages()[-1]
            answer = call(message["files"][0]["url_private"], verb="GET", signed_in=None)
            assert answer.headers["content-disposition"] == shown


class TestFaultsFromThePage:
    def test_added_listed_and_removed(self, kim: Person, call: Caller) -> None:
        added = kim.post("faults", kind="ratelimited", method="chat.update", count=2)
        (fault,) = added["faults"]
        assert (fault["kind"], fault["method"], fault["count"]) == ("ratelimited", "chat.update", 2)
        assert call("/_page/api/faults", verb="GET").json["faults"] == [fault]
        left = call(f"/_page/api/faults?id={fault['id']}", verb="DELETE").json
        assert left["faults"] == []
        kim.post("faults", kind="timeout")
        assert call("/_page/api/faults", verb="DELETE").json["faults"] == []

    @pytest.mark.parametrize(
        "fault", [{"kind": "nope"}, {}, {"kind": "timeout", "count": 0}, {"kind": "timeout",
                  "seconds": "x"}]
    )  # fmt: skip
    def test_one_that_cannot_be(self, kim: Person, fault: dict[str, Any]) -> None:
        with pytest.raises(PageError) as caught:
            kim.post("faults", **fault)
        assert caught.value.code == "invalid_fault"
