"""Starting and stopping: settings, manifest, state file, threads."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.sandbox import SandboxConfig, SandboxError, SandboxServer
from bot.sandbox.manifest import parse_manifest
from tests.sandbox.conftest import CONFIG, MANIFEST
from tests.support.people import Person

KIM, ORDERING = "U0KIM00001", "C0EHAND001"
Change = Callable[[dict[str, Any]], object]


class TestSettings:
    @pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.com"])
    def test_only_this_machine(self, host: str) -> None:
        with pytest.raises(SandboxError, match="asks nobody for a password"):
            SandboxServer(replace(CONFIG, host=host))

    def test_unless_told_so(self) -> None:
        replace(CONFIG, host="0.0.0.0", allow_remote=True).check()

    @pytest.mark.parametrize(
        ("settings", "words"),
        [
            ({"port": 70_000}, "70000 is not a port"),
            ({"time_scale": -1.0}, "positive numbers"),
            ({"http_target": "ftp://x"}, "not an http"),
            ({"manifest": Path("/nowhere/manifest.json")}, "/nowhere/manifest.json"),
        ],
    )
    def test_others_that_cannot_be(self, settings: dict[str, Any], words: str) -> None:
        with pytest.raises(SandboxError, match=words):
            SandboxServer(replace(CONFIG, **settings))

    def test_a_port_that_is_taken(self, server: SandboxServer) -> None:
        with pytest.raises(SandboxError, match=f"cannot listen on 127.0.0.1:{server.port}"):
            SandboxServer(replace(CONFIG, port=server.port))


class TestManifest:
    def manifest(self, change: Change) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))
        change(content)
        return content

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (lambda m: m.pop("display_information"), "display_information"),
            (lambda m: m["features"].pop("bot_user"), "features/bot_user"),
            (
                lambda m: m["settings"]["event_subscriptions"]["bot_events"].append("im_open"),
                "im_open",
            ),
            (
                lambda m: m["oauth_config"]["scopes"]["bot"].remove("im:history"),
                "message.im` needs the scope `im:history",
            ),
            (lambda m: m["oauth_config"]["scopes"]["bot"].remove("commands"), "commands"),
            (
                lambda m: m["features"]["slash_commands"][0].update(command="ehjalp"),
                "features/slash_commands/0/command",
            ),
            (
                lambda m: m["features"]["shortcuts"][0].update(name="x" * 25),
                "features/shortcuts/0/name",
            ),
        ],
    )
    def test_what_is_wrong_is_named(self, change: Change, words: str) -> None:
        with pytest.raises(SandboxError, match=words):
            parse_manifest(self.manifest(change))

    def test_a_file_that_is_not_json(self, tmp_path: Path) -> None:
        path = tmp_path / "manifest.json"
        path.write_text('{"a": }', encoding="utf-8")
        with pytest.raises(SandboxError, match=r"manifest\.json is not JSON: .*line 1, column 7"):
            SandboxServer(replace(CONFIG, manifest=path))

    def test_only_subscribed_events_are_delivered(self, tmp_path: Path) -> None:
        def change(content: dict[str, Any]) -> None:
            content["settings"]["event_subscriptions"]["bot_events"] = ["message.im"]

        path = tmp_path / "manifest.json"
        path.write_text(json.dumps(self.manifest(change)), encoding="utf-8")
        with SandboxServer(replace(CONFIG, manifest=path)) as server:
            kim = Person(server, KIM)
            kim.mention("x", channel=ORDERING)
            kim.say("hej")
            server.wait_until_delivered()
            assert {one.event["channel_type"] for one in server.deliveries} == {"im"}

    def test_what_the_manifest_turns_off(self, tmp_path: Path) -> None:
        def change(content: dict[str, Any]) -> None:
            content["features"]["app_home"] = {}
            content["settings"]["socket_mode_enabled"] = False

        path = tmp_path / "manifest.json"
        path.write_text(json.dumps(self.manifest(change)), encoding="utf-8")
        with SandboxServer(replace(CONFIG, manifest=path)) as server:
            kim = Person(server, KIM)
            with pytest.raises(AssertionError, match="messages_tab_disabled"):
                kim.say("hej")
            with pytest.raises(AssertionError, match="not_enabled"):
                kim.open_home()
            app = WebClient(token=server.app_token, base_url=server.api_url)
            with pytest.raises(Exception, match="socket_mode_not_enabled"):
                app.apps_connections_open(app_token=server.app_token)


class TestState:
    def test_everything_is_there_again(self, tmp_path: Path) -> None:
        config = replace(CONFIG, state=tmp_path / "var" / "sandbox.json", save_seconds=30.0)
        with SandboxServer(config) as server:
            web = WebClient(token=server.bot_token, base_url=server.api_url)
            kim = Person(server, KIM)
            parent = kim.say("fråga", channel=ORDERING)
            web.chat_postMessage(
                channel=ORDERING,
                text="svar",
                thread_ts=parent,
                metadata={"event_type": "e", "event_payload": {"a": 1}},
            )
            web.chat_postEphemeral(channel=ORDERING, user=KIM, text="bara nu")
            web.reactions_add(channel=ORDERING, timestamp=parent, name="eyes")
            web.views_publish(user_id=KIM, view={"type": "home", "blocks": [{"type": "divider"}]})
            kim.upload("a.txt", b"content")
            server.add_person("U0NEW00001", "Noa Ny")
            before = kim.messages(channel=ORDERING)
        with SandboxServer(config) as server:
            kim = Person(server, KIM)
            after = kim.messages(channel=ORDERING)
            assert [one["text"] for one in before] == ["fråga", "bara nu"]
            assert after == before[:1]
            assert len(kim.messages(channel=ORDERING, thread_ts=parent)) == 2
            assert kim.home()
            assert Person(server, "U0NEW00001").dm
            file = kim.messages()[-1]["files"][0]["id"]
            assert server.call(lambda sandbox: sandbox.files.get(file)) == b"content"
            assert kim.say("ny", channel=ORDERING) > parent

    def test_changes_are_written_while_it_runs(self, tmp_path: Path) -> None:
        path = tmp_path / "sandbox.json"
        with SandboxServer(replace(CONFIG, state=path, save_seconds=0.0)) as server:
            kim = Person(server, KIM)
            kim.say("kvar")
            server.wait_for(lambda: path.exists() or server.deliveries, what="the file")
            kim.post("read", channel=kim.dm, ts="1.000000")
            assert json.loads(path.read_bytes())["messages"][0]["text"] == "kvar"
        assert [one.name for one in tmp_path.iterdir()] == ["sandbox.json"]

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"{", "damaged"),
            (b"", "damaged"),
            (b'{"version": 1}', "damaged: team"),
            (b"[]", "damaged"),
        ],
    )
    def test_a_damaged_file(self, tmp_path: Path, content: bytes, words: str) -> None:
        path = tmp_path / "sandbox.json"
        path.write_bytes(content)
        with pytest.raises(SandboxError, match=words):
            SandboxServer(replace(CONFIG, state=path))
        assert path.read_bytes() == content

    def test_a_file_from_another_version(self, tmp_path: Path) -> None:
        path = tmp_path / "sandbox.json"
        with SandboxServer(replace(CONFIG, state=path)):
            pass
        state = json.loads(path.read_bytes())
        path.write_text(json.dumps({**state, "version": 2}), encoding="utf-8")
        with pytest.raises(SandboxError, match="version 2"):
            SandboxServer(replace(CONFIG, state=path))


class TestStopping:
    def test_nothing_is_left(self) -> None:
        before = set(threading.enumerate())
        with SandboxServer(CONFIG) as server:
            port = server.port
            Person(server, KIM).say("hej")
        left = [one for one in threading.enumerate() if one not in before]
        assert left == []
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), 1)

    def test_in_the_foreground_until_a_signal(self, tmp_path: Path) -> None:
        path = tmp_path / "sandbox.json"
        program = (
            "from pathlib import Path; from bot.sandbox import SandboxConfig, serve;"
            f"serve(SandboxConfig(manifest=Path({str(MANIFEST)!r}), state=Path({str(path)!r})),"
            "on_ready=lambda url: print(url, flush=True))"
        )
        with subprocess.Popen(
            [sys.executable, "-W", "error", "-c", program],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=MANIFEST.parents[2],
            env=dict(os.environ),
        ) as process:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            web = WebClient(token=SandboxConfig(MANIFEST).bot_token, base_url=f"{url}/api/")
            assert web.auth_test()["ok"]
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=10)
        assert "Traceback" not in errors
        assert path.exists()
