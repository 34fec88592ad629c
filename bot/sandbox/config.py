"""How a sandbox is set up."""

import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.errors import SandboxError

# What apps sign in with unless told otherwise. They open nothing but a sandbox on this machine.
SANDBOX_BOT = "xoxb-sandbox-bot"
SANDBOX_APP = "xapp-1-A0SANDBOX1-sandbox-app"
SANDBOX_SIGNATURE = "sandbox-signing-secret"
_PORTS = range(65536)


@dataclass(frozen=True, slots=True)
class SandboxConfig:
    """Everything that a sandbox can be told; only `manifest` has no default.

    manifest        the app's manifest.json
    host, port      where to listen; port 0 takes a free one
    state           the JSON file to keep the workspace in (uploads beside it, in `<name>.files`);
                    None keeps it in memory
    bot_token, app_token, signing_secret
                    what the app signs in and is signed with
    http_target     the app's request URL for HTTP mode; None is Socket Mode
    ack_seconds     how long the app has to acknowledge (Slack: 3)
    trigger_seconds how long a trigger id lives (Slack: 3)
    retry_delays    seconds before each re-delivery of an event (Slack: at once, 1 min, 5 min)
    time_scale      multiplies `retry_delays`; 0.01 turns the five minutes into three seconds
    save_seconds    how long changes are gathered before they are written to `state`
    max_connections Socket Mode connections at a time (Slack: 10)
    ping_seconds    how often connections are pinged; slack_sdk's client notices that it is closed
                    only when something arrives, so tests set this low
    allow_remote    listen on an address that others can reach, although nothing asks who they are
    clock           the time, in epoch seconds
    """

    manifest: Path
    host: str = "127.0.0.1"
    port: int = 0
    state: Path | None = None
    bot_token: str = SANDBOX_BOT
    app_token: str = SANDBOX_APP
    signing_secret: str = SANDBOX_SIGNATURE
    http_target: str | None = None
    ack_seconds: float = 3.0
    trigger_seconds: float = 3.0
    retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0)
    time_scale: float = 1.0
    save_seconds: float = 0.5
    max_connections: int = 10
    ping_seconds: float = 20.0
    allow_remote: bool = False
    clock: Callable[[], float] = time.time

    def check(self) -> None:
        """Raise SandboxError for a setting that cannot be, or an address that is not loopback."""
        if not is_loopback(self.host) and not self.allow_remote:
            raise SandboxError(
                f"refusing to listen on {self.host}: the sandbox asks nobody for a password, so "
                "anyone who reaches it could read and write as any person in it. Use 127.0.0.1, or "
                "say that you accept this: --let-anyone-on-the-network-act-as-anyone"
            )
        if self.port not in _PORTS:
            raise SandboxError(f"port {self.port} is not a port: 0 to 65535")
        if self.time_scale < 0 or self.ack_seconds <= 0 or self.trigger_seconds <= 0:
            raise SandboxError("time_scale, ack_seconds and trigger_seconds are positive numbers")
        if self.http_target is not None and not self.http_target.startswith(
            ("http://", "https://")
        ):
            raise SandboxError(f"http_target {self.http_target!r} is not an http(s) address")


def is_loopback(host: str) -> bool:
    """Whether `host` (a name or an address, IPv6 maybe in brackets) is this machine only."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
