"""The bot as a process of its own: killed on the way, in HTTP mode, and in the demo."""

import http.client
import json
import os
import signal
import threading
import time
from pathlib import Path

import pytest
from alembic import command

from bot.database.session import Database
from bot.database.upgrade import alembic_config
from bot.sandbox.config import SandboxConfig
from bot.sandbox.seed import KIM
from bot.sandbox.server import SandboxServer
from tests.e2e.processes import ROOT, free_port, running
from tests.support.house import environment
from tests.support.people import Person
from tests.support.surfaces import text_of

MANIFEST = ROOT / "manifest.json"


def count(person: Person, part: str) -> int:
    return sum(part in text_of(message) for message in person.messages() if "bot_id" in message)


@pytest.mark.parametrize("applied", [False, True])
def test_killed_while_sending_it_answers_once(tmp_path: Path, applied: bool) -> None:
    with SandboxServer(SandboxConfig(manifest=MANIFEST)) as server:
        env = environment(server, f"sqlite:///{tmp_path / 'hjalpen.db'}")
        kim = Person(server, KIM)
        fault = server.add_fault("timeout", method="chat.postMessage", seconds=60, applied=applied)
        with running("run", env=env, folder=tmp_path) as bot:
            server.wait_for_connection(timeout=60)
            kim.say("jag kan inte skicka min beställning")
            server.wait_for(lambda: fault.count == 0, 10, "the message to be on its way")
            bot.stop(signal.SIGKILL)
        server.clear_faults()
        with running("run", env=env, folder=tmp_path) as bot:
            server.wait_for_connection(timeout=60)
            # The process may live, for all that is known: what it may be sending has to wait.
            kim.wait_for_message("alla flikar", timeout=30)
            step = kim.wait_for_message("alla flikar")
            kim.press(step, "Ja, alla")
            kim.wait_for_message("varje orderrad", timeout=30)
            assert count(kim, "Kontering") <= 1
            # The step that was answered has given way to its answer.
            assert count(kim, "Alla flikar attesterade:") + count(kim, "alla flikar* i") == 1
            assert bot.stop(signal.SIGTERM) == 0
        assert server.violations == []


def test_http_mode(tmp_path: Path) -> None:
    port = free_port()
    target = f"http://127.0.0.1:{port}/slack/events"
    config = SandboxConfig(manifest=MANIFEST, http_target=target)
    with SandboxServer(config) as server:
        env = environment(server, f"sqlite:///{tmp_path / 'hjalpen.db'}") | {
            "HJALPEN_HTTP_PORT": str(port)
        }
        with running("run", "--http", env=env, folder=tmp_path) as bot:
            bot.wait_for_line("running")
            wait_until_listening(port)
            assert server.verify_target()
            kim = Person(server, KIM)
            kim.say("jag kan inte skicka min beställning")
            step = kim.wait_for_message("alla flikar", timeout=10)
            kim.press(step, "Nej, inte alla")
            step = kim.wait_for_message("Attestera de flikar", timeout=10)
            kim.press(step, "Ja, nu gick den")
            kim.wait_for_message("då är ordern på väg", timeout=10)
            assert forged(port) == 401
            assert bot.stop(signal.SIGTERM) == 0
        assert server.violations == []


def wait_until_listening(port: int) -> None:
    """Ask until somebody answers."""
    deadline = time.monotonic() + 30
    pause = threading.Event()
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            assert connection.getresponse().read() == b"ok"
        except ConnectionRefusedError:
            pause.wait(0.02)
        else:
            return
        finally:
            connection.close()
    raise AssertionError(f"nobody listens on {port}")


def forged(port: int) -> int:
    """The status of a request whose signature is wrong."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    body = json.dumps({"type": "url_verification", "challenge": "x"})
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": "1795431600",
        "X-Slack-Signature": "v0=" + "0" * 64,
    }
    try:
        connection.request("POST", "/slack/events", body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def make_older_database(url: str) -> None:
    """A database as the first version made it."""
    db = Database.connect(url)
    config = alembic_config()
    with db.write() as session:
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "0001")
    db.close()


def test_the_demo_starts_prints_its_address_and_stops(tmp_path: Path) -> None:
    env = {"DATABASE_URL": f"sqlite:///{tmp_path / 'hjalpen.db'}"}
    make_older_database(env["DATABASE_URL"])
    state = tmp_path / "sandbox.json"
    with running("demo", "--port", "0", "--state", str(state), env=env, folder=tmp_path) as demo:
        line = demo.wait_for_line("E-handelshjälpen is running: http://127.0.0.1:")
        port = int(line.rsplit(":", 1)[1])
        children = Path(f"/proc/{demo.process.pid}/task/{demo.process.pid}/children")
        [bot] = [int(pid) for pid in children.read_text(encoding="ascii").split()]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/")
        assert connection.getresponse().status == 200
        connection.close()
        assert demo.stop() == 0
        with pytest.raises(ProcessLookupError):
            os.kill(bot, 0)
    assert state.exists()
