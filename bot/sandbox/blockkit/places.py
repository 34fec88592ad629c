"""Which element may stand in which block, and what each surface takes.

Sources: "Works with block types" and "Available in surfaces" on each page under
https://docs.slack.dev/reference/block-kit/blocks and .../block-elements. Where the pages differ
from what Slack is seen to do, the stricter is kept.
"""

from collections.abc import Mapping, Set
from enum import StrEnum
from typing import Final

from bot.sandbox.blockkit.menus import MENUS


class Surface(StrEnum):
    """Where blocks are shown."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


MOST_BLOCKS: Final[Mapping[Surface, int]] = {
    Surface.MESSAGE: 50,
    Surface.MODAL: 100,
    Surface.HOME: 100,
}

_CHOOSERS: Final = frozenset(
    {*MENUS, "checkboxes", "radio_buttons", "datepicker", "timepicker"},
)
_PRESSED: Final = frozenset({"button", "overflow", "workflow_button"})

SECTION_ACCESSORIES: Final = _CHOOSERS | _PRESSED | {"image"}
ACTIONS_ELEMENTS: Final = _CHOOSERS | _PRESSED | {"datetimepicker"}
CONTEXT_ACTIONS_ELEMENTS: Final = frozenset({"feedback_buttons", "icon_button"})
INPUT_ELEMENTS: Final = _CHOOSERS | {
    "datetimepicker",
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
}

_ALL: Final = frozenset(Surface)
_ELEMENT_SURFACES: Final[Mapping[str, Set[Surface]]] = {
    "email_text_input": {Surface.MODAL},
    "url_text_input": {Surface.MODAL},
    "number_input": {Surface.MODAL},
    "file_input": {Surface.MODAL},
    "rich_text_input": {Surface.MODAL, Surface.HOME},
    "datetimepicker": {Surface.MESSAGE, Surface.MODAL},
    "workflow_button": {Surface.MESSAGE},
}
_BLOCK_SURFACES: Final[Mapping[str, Set[Surface]]] = {
    "alert": {Surface.MODAL},
    "card": {Surface.MESSAGE, Surface.HOME},
    "carousel": {Surface.MESSAGE, Surface.HOME},
    "container": {Surface.MESSAGE, Surface.HOME},
    "context_actions": {Surface.MESSAGE},
    "data_table": {Surface.MESSAGE},
    "data_visualization": {Surface.MESSAGE},
    "file": {Surface.MESSAGE},
    "markdown": {Surface.MESSAGE},
    "plan": {Surface.MESSAGE},
    "table": {Surface.MESSAGE},
    "task_card": {Surface.MESSAGE},
}

# https://docs.slack.dev/reference/block-kit/blocks/container-block
CONTAINER_CHILDREN: Final = frozenset(
    {
        "actions",
        "context",
        "divider",
        "file",
        "header",
        "image",
        "input",
        "rich_text",
        "section",
        "table",
        "video",
    }
)


def element_fits(name: str, surface: Surface) -> bool:
    """Whether the element of type `name` may be shown on `surface`."""
    return surface in _ELEMENT_SURFACES.get(name, _ALL)


def block_fits(name: str, surface: Surface) -> bool:
    """Whether the block of type `name` may be shown on `surface`."""
    return surface in _BLOCK_SURFACES.get(name, _ALL)
