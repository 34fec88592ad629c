"""A Slack workspace on localhost that speaks Slack's protocol.

An app made for Slack runs against it unchanged, with SLACK_API_URL set to its address.
"""

from bot.sandbox.config import SandboxConfig
from bot.sandbox.errors import SandboxError
from bot.sandbox.server import SandboxServer, serve

__all__ = ["SandboxConfig", "SandboxError", "SandboxServer", "serve"]
