"""Replies as Block Kit: pure functions of what the bot says."""

from handlers.blocks.renderer import Rendered, Renderer

__all__ = ["Rendered", "Renderer"]
