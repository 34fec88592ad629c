"""The bytes of a file on their way to Slack: the message is held meanwhile, and there is an end."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from slack_sdk import WebClient

from bot.database.models import OutboxRow
from bot.documents import Document, MadeFile, WeekWorkbook
from bot.messages import FileMessage
from bot.outbox import Claimed, Envelope, Outbox, ToPlace
from bot.slack.uploads import NotUploadedError, Uploads, post_bytes
from knowledge.text import Lang
from tests.bot.world import CHANNEL, World

LARGE = b"x" * 20_000_000
DOCUMENT = WeekWorkbook(report=1)


class Ready:
    """Files that are made already."""

    def make(self, document: Document, lang: Lang) -> MadeFile:
        """A file of any document."""
        return MadeFile(name=f"{lang}.xlsx", title=document.kind, content=b"content")


class Host:
    """Slack's calls for files. Bytes that came are answered when they may be.

    The address to upload to is `elsewhere`, if that is given.
    """

    def __init__(self, elsewhere: str | None = None) -> None:
        self.taken: list[bytes] = []
        self.may_answer = threading.Event()
        self.came = threading.Event()
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path == "/upload":
                    host.taken.append(body)
                    host.came.set()
                    host.may_answer.wait(10)
                shares = {"public": {CHANNEL: [{"ts": "1.1"}]}}
                answer = {
                    "ok": True,
                    "file_id": "F1",
                    "upload_url": elsewhere or f"{host.url}/upload",
                    "file": {"shares": shares},
                }
                content = json.dumps(answer).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST  # noqa: N815 - the name is given

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@contextmanager
def running(host: Host) -> Iterator[WebClient]:
    thread = threading.Thread(target=host.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield WebClient("xoxb-1", base_url=f"{host.url}/api/")
    finally:
        host.may_answer.set()
        host.server.shutdown()
        host.server.server_close()
        thread.join()


def claimed(world: World) -> Claimed:
    """A file that is being sent."""
    file = FileMessage(document=DOCUMENT, key="week.file")
    with world.db.write() as session:
        target = ToPlace(channel=CHANNEL)
        world.outbox.put(session, Envelope(target=target, lang=Lang.SV, message=file))
    [mine] = world.outbox.claim()
    return mine


def renewed(world: World, message: int) -> bool:
    """Whether the lease ends a whole one from now."""
    with world.db.read() as session:
        return session.get_one(OutboxRow, message).due_at == world.clock.at + Outbox.LEASE


def closed_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def test_nobody_else_takes_it_while_the_bytes_are_sent(world: World) -> None:
    mine = claimed(world)
    host = Host()
    with running(host) as client:
        uploads = Uploads(client, world.outbox, Ready(), every=0.01)
        sending = threading.Thread(
            target=uploads.send, args=(mine, DOCUMENT, "text", CHANNEL, None), daemon=True
        )
        sending.start()
        assert host.came.wait(5)
        pause = threading.Event()
        for _ in range(3):
            world.clock.at += Outbox.LEASE * 0.9
            for _ in range(500):
                if renewed(world, mine.id):
                    break
                pause.wait(0.01)
            assert world.outbox.claim() == []
        host.may_answer.set()
        sending.join(5)
        assert not sending.is_alive()
    assert host.taken == [b"content"]


def test_nobody_there_to_take_the_bytes(world: World) -> None:
    host = Host(elsewhere=f"http://127.0.0.1:{closed_port()}/upload")
    with running(host) as client, pytest.raises(NotUploadedError):
        Uploads(client, world.outbox, Ready()).send(claimed(world), DOCUMENT, "text", CHANNEL, None)


def test_bytes_that_are_taken_too_slowly(world: World) -> None:
    """Someone who takes a little now and then is never silent for long, and never done."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            with server.accept()[0] as taker:
                while not ended.wait(0.02):
                    taker.recv(64 * 1024)

        slow = threading.Thread(target=take, daemon=True)
        slow.start()
        began = time.monotonic()
        with pytest.raises(OSError, match="bytes were sent in time"):
            post_bytes(f"http://127.0.0.1:{server.getsockname()[1]}/", LARGE, seconds=0.5)
        assert time.monotonic() - began < 5
        ended.set()
        slow.join()


def test_an_address_that_is_none() -> None:
    with pytest.raises(OSError, match="no address"):
        post_bytes("file:///etc/passwd", b"content")
