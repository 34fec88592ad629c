"""The blocks a surface takes, by type.

Source: https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Iterator, Mapping, Set
from typing import Final

from bot.sandbox.blockkit.charts import data_visualization
from bot.sandbox.blockkit.composition import identifier, plain_text, text, text_kinds
from bot.sandbox.blockkit.elements import ELEMENTS, alt_text, image, image_rules, image_source
from bot.sandbox.blockkit.panels import alert, card, carousel, container, plan, task_card
from bot.sandbox.blockkit.places import (
    ACTIONS_ELEMENTS,
    CONTAINER_CHILDREN,
    CONTEXT_ACTIONS_ELEMENTS,
    INPUT_ELEMENTS,
    SECTION_ACCESSORIES,
    Surface,
    block_fits,
    element_fits,
)
from bot.sandbox.blockkit.primitives import (
    Check,
    Rule,
    array,
    boolean,
    by_type,
    child,
    either,
    fault,
    is_object,
    kind,
    one_of,
    secure_address,
    string,
    web_address,
)
from bot.sandbox.blockkit.rich_text import rich_text
from bot.sandbox.blockkit.tables import data_table, table

LONGEST_MARKDOWN: Final = 12_000


def blocks_on(surface: Surface) -> Mapping[str, Check]:
    """The check of each block type that `surface` takes."""
    plain = _plain_blocks(surface)
    children = {name: check for name, check in plain.items() if name in CONTAINER_CHILDREN}
    every = {**plain, "container": container(by_type(children))}
    return {name: check for name, check in every.items() if block_fits(name, surface)}


def _plain_blocks(surface: Surface) -> Mapping[str, Check]:
    return {
        "section": _block(
            {},
            {
                "text": text(3000),
                "fields": array(text(2000), 10),
                "accessory": _elements(SECTION_ACCESSORIES, surface),
                "expand": boolean,
            },
            either("text", "fields"),
        ),
        "header": _block({"text": plain_text(150)}),
        "divider": _block({}),
        "image": _block(
            {"alt_text": alt_text}, {**image_source, "title": plain_text(2000)}, *image_rules
        ),
        "context": _block({"elements": array(by_type({**text_kinds(), "image": image}), 10)}),
        "actions": _block({"elements": array(_elements(ACTIONS_ELEMENTS, surface), 25)}),
        "context_actions": _block(
            {"elements": array(_elements(CONTEXT_ACTIONS_ELEMENTS, surface), 5)}
        ),
        "input": _block(
            {"label": plain_text(2000), "element": _elements(INPUT_ELEMENTS, surface)},
            {"hint": plain_text(2000), "dispatch_action": boolean, "optional": boolean},
            _file_input_not_dispatched,
        ),
        "file": _block({"external_id": string(), "source": one_of("remote")}),
        "rich_text": rich_text,
        "markdown": _block({"text": string(LONGEST_MARKDOWN)}),
        "video": _block(
            {
                "alt_text": string(),
                "video_url": secure_address(),
                "thumbnail_url": web_address(),
                "title": plain_text(199),
            },
            {
                "title_url": secure_address(),
                "description": plain_text(),
                "author_name": string(49),
                "provider_name": string(),
                "provider_icon_url": web_address(),
            },
        ),
        "table": table,
        "data_table": data_table,
        "data_visualization": data_visualization,
        "alert": alert,
        "card": card,
        "carousel": carousel,
        "plan": plan,
        "task_card": task_card,
    }


def _block(
    required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *rules: Rule
) -> Check:
    return kind(required, {"block_id": identifier, **(optional or {})}, *rules)


def _elements(names: Set[str], surface: Surface) -> Check:
    return by_type({name: ELEMENTS[name] for name in names if element_fits(name, surface)})


def _file_input_not_dispatched(block: Mapping[str, object], pointer: str) -> Iterator[str]:
    element = block["element"]
    if is_object(element) and element["type"] == "file_input" and block.get("dispatch_action"):
        yield fault("must be false with a `file_input` element", child(pointer, "dispatch_action"))
