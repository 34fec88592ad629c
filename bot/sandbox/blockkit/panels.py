"""Alerts, cards, containers and an agent's plans.

Source: the alert, card, carousel, container, plan and task card pages under
https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.sandbox.blockkit.composition import (
    identifier,
    plain_text,
    slack_icon,
    text,
    url_source,
)
from bot.sandbox.blockkit.elements import button, image
from bot.sandbox.blockkit.primitives import (
    Check,
    array,
    boolean,
    by_type,
    child,
    either,
    fault,
    kind,
    one_of,
    only_one,
    record,
    string,
)
from bot.sandbox.blockkit.rich_text import rich_text_object

_BLOCK_ID: Final[Mapping[str, Check]] = {"block_id": identifier}
_IMAGE: Final[Check] = by_type({"image": image})

alert: Final[Check] = kind(
    {"text": text(200)},
    {**_BLOCK_ID, "level": one_of("default", "info", "warning", "error", "success")},
)

card: Final[Check] = kind(
    {},
    {
        **_BLOCK_ID,
        "hero_image": _IMAGE,
        "icon": _IMAGE,
        "slack_icon": slack_icon,
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "subtext": text(200),
        "actions": array(by_type({"button": button}), 3),
    },
    either("hero_image", "title", "actions", "body"),
    only_one("icon", "slack_icon"),
)

carousel: Final[Check] = kind({"elements": array(by_type({"card": card}), 10)}, _BLOCK_ID)

_TASK: Final[Mapping[str, Check]] = {"task_id": string(), "title": string()}
_TASK_MORE: Final[Mapping[str, Check]] = {
    **_BLOCK_ID,
    "details": rich_text_object,
    "output": rich_text_object,
    "sources": array(url_source),
}

# A task waits (`pending`) only as a row of a plan.
task_card: Final[Check] = kind(
    {**_TASK, "status": one_of("in_progress", "complete", "error")}, _TASK_MORE
)

plan: Final[Check] = kind(
    {"title": string()},
    {
        **_BLOCK_ID,
        "tasks": array(
            record(
                {**_TASK, "status": one_of("pending", "in_progress", "complete", "error")},
                {**_TASK_MORE, "type": one_of("task_card")},
            )
        ),
    },
)


def container(child_block: Check) -> Check:
    """The container block, around blocks that each pass `child_block`."""
    return kind(
        {"child_blocks": array(child_block, 10)},
        {
            **_BLOCK_ID,
            "title": plain_text(150),
            "rich_text_title": rich_text_object,
            "subtitle": text(150),
            "icon": _IMAGE,
            "width": one_of("narrow", "standard", "wide", "full"),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        either("title", "rich_text_title"),
        _collapsing,
    )


def _collapsing(block: Mapping[str, object], pointer: str) -> Iterator[str]:
    collapsible = block.get("is_collapsible") is True
    if block.get("default_collapsed") is True and not collapsible:
        yield fault("must define `is_collapsible` as true", child(pointer, "default_collapsed"))
    if block.get("has_header_divider") is True and collapsible:
        yield fault(
            "must be false when `is_collapsible` is true", child(pointer, "has_header_divider")
        )
