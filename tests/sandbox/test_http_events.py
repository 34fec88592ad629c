"""HTTP mode: signed requests to the app, and Slack's retries."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from bot.sandbox import SandboxServer
from bot.sandbox.model import Json
from tests.support.people import PageError, Person

KIM = "U0KIM00001"


@dataclass
class Received:
    """A request that reached the app."""

    headers: dict[str, str]
    body: str

    @property
    def json(self) -> Json:
        value: Json = json.loads(self.body)
        return value


@dataclass
class Target:
    """An app's request URL: answers each request with the next of `answers`, then with 200.

    An answer is a status, headers and a body, or a function of the request that gives them.
    """

    answers: list[Any] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def answer(self, request: Received) -> tuple[int, dict[str, str], bytes]:
        self.received.append(request)
        chosen = self.answers.pop(0) if self.answers else 200
        if callable(chosen):
            chosen = chosen(request)
        return chosen if isinstance(chosen, tuple) else (chosen, {}, b"")


@pytest.fixture
def target() -> Iterator[Target]:
    made = Target()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, more, content = made.answer(Received(headers, body))
            self.send_response(status)
            for name, value in {**more, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        made.url = f"http://127.0.0.1:{listening.server_port}/slack/events"
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        yield made
        made.released.set()
        listening.shutdown()
        thread.join()


@pytest.fixture
def kim(target: Target, start_server: Callable[..., SandboxServer]) -> Person:
    return Person(start_server(http_target=target.url, ack_seconds=0.5), KIM)


def test_the_request_is_signed(kim: Person, target: Target) -> None:
    kim.say("hej å")
    kim.server.wait_until_delivered()
    (request,) = target.received
    verifier = SignatureVerifier(kim.server.signing_secret)
    assert verifier.is_valid_request(request.body, request.headers)
    assert request.headers["content-type"] == "application/json"
    assert request.json["event"]["text"] == "hej å"
    assert "x-slack-retry-num" not in request.headers


def test_the_handshake(kim: Person, target: Target) -> None:
    def give_back(request: Received) -> tuple[int, dict[str, str], bytes]:
        assert request.json["type"] == "url_verification"
        return 200, {"Content-Type": "text/plain"}, request.json["challenge"].encode()

    target.answers = [give_back, (200, {}, b"something else"), 500]
    assert kim.server.verify_target()
    assert not kim.server.verify_target()
    assert not kim.server.verify_target()


def test_retries_say_how_often_and_why(kim: Person, target: Target) -> None:
    target.answers = [500, (302, {"Location": "/slack/events"}, b""), 404, 503, 503]
    kim.say("hej")
    kim.server.wait_until_delivered()
    told = [
        (one.headers.get("x-slack-retry-num"), one.headers.get("x-slack-retry-reason"))
        for one in target.received
    ]
    # The second attempt is redirected to the third answer.
    assert told == [
        (None, None), ("1", "http_error"), ("1", "http_error"), ("2", "http_error"),
        ("3", "http_error"),
    ]  # fmt: skip
    assert len({one.json["event_id"] for one in target.received}) == 1


def test_no_retry_when_the_app_says_so(kim: Person, target: Target) -> None:
    target.answers = [(500, {"X-Slack-No-Retry": "1"}, b"")]
    kim.say("hej")
    kim.server.wait_until_delivered()
    assert len(target.received) == 1


def test_a_slow_app_gets_it_again(kim: Person, target: Target) -> None:
    def hold(request: Received) -> int:
        target.released.wait(5)
        return 200

    target.answers = [hold]
    kim.say("hej")
    kim.server.wait_until_delivered()
    assert [one.reason for one in kim.server.deliveries] == ["http_timeout", ""]
    assert target.received[1].headers["x-slack-retry-reason"] == "http_timeout"


def test_redirects_end_after_two(kim: Person, target: Target) -> None:
    target.answers = [(302, {"Location": "/slack/events"}, b"")] * 3
    kim.say("hej")
    kim.server.wait_until_delivered()
    assert [one.reason for one in kim.server.deliveries] == ["too_many_redirects", ""]


def test_nobody_listens(start_server: Callable[..., SandboxServer]) -> None:
    server = start_server(http_target="http://127.0.0.1:9/slack/events")
    Person(server, KIM).say("hej")
    server.wait_until_delivered()
    assert [one.reason for one in server.deliveries] == ["connection_failed"] * 4


def test_a_command_is_a_form_and_its_answer_is_shown(kim: Person, target: Target) -> None:
    target.answers = [(200, {"Content-Type": "text/plain"}, b"svar")]
    kim.command("hjälp mig")
    fields = parse_qs(target.received[0].body)
    assert fields["command"] == ["/ehjalp"]
    assert fields["text"] == ["hjälp mig"]
    assert fields["channel_name"] == ["directmessage"]
    assert kim.wait_for_message("svar", by_bot=False)["ephemeral"]


def test_an_interaction_that_fails_is_told(kim: Person, target: Target) -> None:
    target.answers = [404]
    with pytest.raises(PageError) as caught:
        kim.shortcut("new_question")
    assert caught.value.code == "dispatch_failed"
    payload = json.loads(parse_qs(target.received[0].body)["payload"][0])
    assert (payload["type"], payload["callback_id"]) == ("shortcut", "new_question")


def test_bolt_accepts_the_requests(kim: Person, target: Target) -> None:
    server = kim.server
    client = WebClient(token=server.bot_token, base_url=server.api_url)
    app = App(client=client, signing_secret=server.signing_secret, process_before_response=True)

    @app.message("hej")
    def answer(say: Any) -> None:
        say("Hej!")

    def dispatch(request: Received) -> tuple[int, dict[str, str], bytes]:
        response = app.dispatch(
            BoltRequest(body=request.body, headers=dict(request.headers.items()))
        )
        return response.status, response.first_headers(), response.body.encode()

    target.answers = [dispatch] * 2
    kim.say("hej")
    kim.wait_for_message("Hej!")
    server.wait_until_delivered()
    assert server.deliveries[0].reason == ""
