"""Fetching files with the bot's token: from Slack alone, whole, and no more than may be."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk import WebClient

from bot.lists.store import Taken
from bot.lists.worker import FetchFailedError, FetchRefusedError
from bot.slack.downloads import SlackFiles, safe_name

TOKEN = "xoxb-secret"
CONTENT = b"artikel;pris\n"


class Host:
    """A web server: `/api/files.info` tells of `file`, every other address gives `content`."""

    def __init__(self) -> None:
        self.file: dict[str, Any] = {}
        self.content = CONTENT
        self.moved_to: str | None = None
        self.seen: list[tuple[str, str | None]] = []
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.answer(self)

            def do_POST(self) -> None:
                host.answer(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        self.seen.append((request.path, request.headers["Authorization"]))
        length = int(request.headers["Content-Length"] or 0)
        request.rfile.read(length)
        body = self.content
        if request.path.startswith("/api/"):
            body = json.dumps({"ok": True, "file": self.file}).encode()
        request.send_response(302 if self.moved_to and "/api/" not in request.path else 200)
        if self.moved_to and "/api/" not in request.path:
            request.send_header("Location", self.moved_to)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)


@contextmanager
def running(host: Host) -> Iterator[Host]:
    """The host answers meanwhile."""
    thread = threading.Thread(target=host.server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield host
    finally:
        host.server.shutdown()
        host.server.server_close()
        thread.join()


@pytest.fixture
def slack() -> Iterator[Host]:
    with running(Host()) as host:
        host.file = {
            "id": "F1",
            "name": "priser.csv",
            "mode": "hosted",
            "size": len(CONTENT),
            "url_private_download": f"{host.url}/files-pri/T1-F1/download/priser.csv",
        }
        yield host


@pytest.fixture
def stranger() -> Iterator[Host]:
    with running(Host()) as host:
        yield host


def fetch(slack: Host, folder: Path, most: int = 1000) -> Path:
    client = WebClient(token=TOKEN, base_url=f"{slack.url}/api/", retry_handlers=[])
    taken = Taken(
        id=1,
        way="slack",
        source="F1",
        file_name="F1",
        attempts=1,
        person_id=None,
        confirmed_by=None,
        said=None,
        supplier=None,
        message_id=None,
    )
    return SlackFiles(client, most).fetch(taken, folder, lambda *_: None)


def test_a_file_comes_under_its_own_name(slack: Host, tmp_path: Path) -> None:
    path = fetch(slack, tmp_path)
    assert (path.name, path.read_bytes()) == ("priser.csv", CONTENT)
    assert slack.seen[-1] == (f"/files-pri/T1-F1/download/{path.name}", f"Bearer {TOKEN}")


@pytest.mark.parametrize("path", ["/x.csv", "/api/files.info"])
def test_another_host_never_sees_the_token(
    slack: Host, stranger: Host, tmp_path: Path, path: str
) -> None:
    slack.file["url_private_download"] = stranger.url + path
    with pytest.raises(FetchRefusedError, match=r"list\.problem\.elsewhere"):
        fetch(slack, tmp_path)
    assert stranger.seen == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ftp://files.slack.com/x",
        "http://files.slack.com/x",
        "https://files.slack.com.evil.example/x",
        "https://evilslack.com/x",
        "https://evil.example/slack.com/x",
        "https://bot@files.slack.com/x",
        "file:///etc/passwd",
    ],
)
def test_what_only_looks_like_slack(slack: Host, tmp_path: Path, address: str) -> None:
    slack.file["url_private_download"] = address
    with pytest.raises(FetchRefusedError):
        fetch(slack, tmp_path)


def test_no_redirect_is_followed(slack: Host, stranger: Host, tmp_path: Path) -> None:
    slack.moved_to = f"{stranger.url}/login"
    with pytest.raises(FetchFailedError, match="HTTP 302"):
        fetch(slack, tmp_path)
    assert stranger.seen == []


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"is_external": True, "external_type": "gdrive"}, "list.problem.elsewhere"),
        ({"mode": "external"}, "list.problem.elsewhere"),
        ({"mode": "tombstone"}, "list.problem.gone"),
        ({"mode": "hidden_by_limit"}, "list.problem.gone"),
        ({"size": 1_000_001}, "list.problem.too_large"),
    ],
)
def test_what_is_refused_before_it_is_fetched(
    slack: Host, tmp_path: Path, change: dict[str, Any], key: str
) -> None:
    slack.file |= change
    with pytest.raises(FetchRefusedError) as refused:
        fetch(slack, tmp_path, most=1)
    assert refused.value.key == key
    assert len(slack.seen) == 1


@pytest.mark.parametrize("content", [CONTENT[:-1], CONTENT + b"x", b"<html>login</html>", b""])
def test_it_has_to_be_as_long_as_slack_says(slack: Host, tmp_path: Path, content: bytes) -> None:
    slack.content = content
    with pytest.raises(FetchFailedError):
        fetch(slack, tmp_path)


def test_more_than_may_be_is_not_read(slack: Host, tmp_path: Path) -> None:
    slack.file["size"] = 0  # Slack does not say
    slack.content = b"x" * 1_000_001
    with pytest.raises(FetchFailedError, match="more than"):
        fetch(slack, tmp_path, most=1)


@given(st.text(max_size=400))
def test_any_name_is_one_for_a_file(name: str) -> None:
    safe = safe_name(name)
    assert safe == Path(safe).name
    assert not safe.startswith((".", "/"))
    assert 0 < len(safe.encode()) <= 200
    assert "\0" not in safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Prislista v48.csv", "Prislista v48.csv"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("åäö.xlsx", "åäö.xlsx"),
        ("", "prislista"),
        ("x" * 300 + ".csv", "x" * 196 + ".csv"),
    ],
)
def test_names(name: str, safe: str) -> None:
    assert safe_name(name) == safe
