"""The bot's commands as processes of their own."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECONDS = 60.0


def clean_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """This process's environment without any settings of the bot, and with `extra`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HJALPEN_", "SLACK_")) and name != "DATABASE_URL"
    }
    return kept | {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"} | dict(extra)


def run(*arguments: str, env: Mapping[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `hjalpen` to its end in `folder`."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env=clean_environment({"PYTHONPATH": str(ROOT), **env}),
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )


class Running:
    """A command that runs; what it writes is collected."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []
        self._more = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._more:
                self.lines.append(line)
                self._more.notify_all()
        with self._more:
            self._more.notify_all()

    def wait_for_line(self, part: str) -> str:
        """The first line with `part`, as soon as it is written."""

        def look() -> bool:
            return any(part in line for line in self.lines) or self.process.poll() is not None

        with self._more:
            self._more.wait_for(look, SECONDS)
            for line in self.lines:
                if part in line:
                    return line
        raise AssertionError(f"no line with {part!r} in:\n{''.join(self.lines)}")

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Send a signal and wait for the end; returns the exit code."""
        self.process.send_signal(number)
        return self.process.wait(SECONDS)

    def end(self) -> None:
        """Make sure that it has ended."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(SECONDS)
        self._reader.join(SECONDS)
        assert self.process.stdout is not None
        self.process.stdout.close()


@contextmanager
def running(*arguments: str, env: Mapping[str, str], folder: Path) -> Iterator[Running]:
    """`hjalpen` running in `folder`; it is gone afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        env=clean_environment({"PYTHONPATH": str(ROOT), **env}),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    one = Running(process)
    try:
        yield one
    finally:
        one.end()


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
