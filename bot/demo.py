"""The demo: a workspace on this machine, and the bot in it as a process of its own, unchanged."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from bot.errors import UsageError
from bot.sandbox.config import SandboxConfig
from bot.sandbox.errors import SandboxError
from bot.sandbox.seed import COORDINATORS
from bot.sandbox.server import SandboxServer
from bot.settings import variable

STOP_SECONDS = 10.0


def run_demo(*, port: int, state: Path, meanwhile: Callable[[], object]) -> None:
    """Run until Ctrl-C; `meanwhile` is done while the bot starts.

    UsageError if the port is taken, a file is broken or the bot ends.
    """
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    state.parent.mkdir(parents=True, exist_ok=True)
    try:
        server = SandboxServer(SandboxConfig(port=port, state=state, manifest=manifest_path()))
    except SandboxError as error:
        raise UsageError(f"demo: {error}") from None
    with server:
        # Whichever of us comes first to the database makes it, or brings it to this version.
        bot = subprocess.Popen(
            [sys.executable, "-m", "bot", "run", "--upgrade"], env=_environment(server)
        )
        try:
            meanwhile()
            _wait(server, bot, stopping)
        finally:
            if bot.poll() is None:
                bot.terminate()
            try:
                bot.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                bot.kill()
                bot.wait()
    if not stopping.is_set():
        raise UsageError(f"demo: the bot ended with exit code {bot.returncode}")
    print("\nStopped. What was said is kept under var/ until the next time.")  # noqa: T201


def run_sandbox(
    *, port: int, host: str, state: Path | None, http_target: str | None, exposed: bool
) -> None:
    """Run only the workspace until Ctrl-C, printing what a bot needs to reach it."""
    config = SandboxConfig(
        manifest=manifest_path(),
        host=host,
        port=port,
        state=state,
        http_target=http_target,
        allow_remote=exposed,
    )

    def tell(url: str) -> None:
        print(  # noqa: T201 - the command's own output
            f"{url}\n"
            f"SLACK_API_URL={url}/api/ SLACK_BOT_TOKEN={config.bot_token} "
            f"SLACK_APP_TOKEN={config.app_token} SLACK_SIGNING_SECRET={config.signing_secret} "
            f"{variable('coordinator_channel')}={COORDINATORS}",
            flush=True,
        )

    try:
        SandboxServer(config).run_here(tell)
    except SandboxError as error:
        raise UsageError(f"sandbox: {error}") from None


def _wait(server: SandboxServer, bot: subprocess.Popen[bytes], stopping: threading.Event) -> None:
    told = False
    while not stopping.is_set() and bot.poll() is None:
        if not told and server.connections:
            told = True
            print(  # noqa: T201 - the command's own output
                f"\n  E-handelshjälpen is running: {server.url}\n"
                "  Open the address and choose who you are. Ctrl-C stops it.\n",
                flush=True,
            )
        stopping.wait(0.05 if not told else 0.5)


def _environment(server: SandboxServer) -> dict[str, str]:
    return os.environ | {
        "SLACK_API_URL": server.api_url,
        "SLACK_BOT_TOKEN": server.bot_token,
        "SLACK_APP_TOKEN": server.app_token,
        "SLACK_SIGNING_SECRET": server.signing_secret,
        # The bot learns its answers while we read the example articles: a core for each of us.
        "OPENBLAS_NUM_THREADS": "1",
        variable("coordinator_channel"): COORDINATORS,
        variable("log_level"): os.environ.get(variable("log_level"), "warning"),
    }


def manifest_path() -> Path:
    """The app's manifest, at the root of the project."""
    path = Path(__file__).parents[1] / "manifest.json"
    if not path.exists():
        raise UsageError(f"demo: {path} is missing; run the demo from a checkout of the project")
    return path
