"""A strict Block Kit checker: refuses what Slack refuses, in Slack's words."""

from bot.sandbox.blockkit.errors import BlockKitError
from bot.sandbox.blockkit.surfaces import check_message_blocks, check_view

__all__ = ["BlockKitError", "check_message_blocks", "check_view"]
