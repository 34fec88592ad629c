"""Every method by its name."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.sandbox.methods import chat, conversations, files, people, reactions, views
from bot.sandbox.methods.call import Method

METHODS: Mapping[str, Method] = MappingProxyType(
    {
        **people.METHODS,
        **chat.METHODS,
        **conversations.METHODS,
        **views.METHODS,
        **reactions.METHODS,
        **files.METHODS,
    }
)
