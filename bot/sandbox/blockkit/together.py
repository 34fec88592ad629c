"""Rules about the blocks of one surface together. All expect blocks that each pass alone."""

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from bot.sandbox.blockkit.blocks import LONGEST_MARKDOWN
from bot.sandbox.blockkit.primitives import child, fault, is_array, is_object
from bot.sandbox.blockkit.texts import shown_characters

_NESTED: Final = ("child_blocks", "elements")
_TABLES: Final = frozenset({"table", "data_table"})
MOST_CHARTS: Final = 2

# Not documented. Measured by an app: a lone markdown block is refused over 13 297 characters,
# and over 13 172 beside a divider (https://github.com/slackapi/bolt-js/issues/2509), so a block
# costs about 125 more than its text.
BLOCK_COST: Final = 125
LONGEST_MESSAGE: Final = 13_297 + BLOCK_COST

Placed: TypeAlias = tuple[Mapping[str, object], str]


def unique_block_ids(blocks: object, pointer: str) -> Iterator[str]:
    """Refuse a `block_id` that an earlier block of the surface has."""
    yield from _repeated(_all_blocks(blocks, pointer), "block_id")


def unique_action_ids(blocks: object, pointer: str) -> Iterator[str]:
    """Refuse an `action_id` that an earlier element of the same block has."""
    for block, place in _all_blocks(blocks, pointer):
        yield from _repeated(_elements(block, place), "action_id")


def one_focus(blocks: object, pointer: str) -> Iterator[str]:
    """Refuse `focus_on_load` on all elements but the first that has it."""
    focused = [
        place
        for block, at in _all_blocks(blocks, pointer)
        for element, place in _elements(block, at)
        if element.get("focus_on_load") is True
    ]
    for place in focused[1:]:
        yield fault("only one element may be focused on load", child(place, "focus_on_load"))


def response_url_in_modal_inputs(blocks: object, pointer: str, *, modal: bool) -> Iterator[str]:
    """Refuse `response_url_enabled` outside the input blocks of a modal."""
    for block, at in _all_blocks(blocks, pointer):
        for element, place in _elements(block, at):
            allowed = modal and block["type"] == "input"
            if element.get("response_url_enabled") is True and not allowed:
                yield fault(
                    "must be used in an `input` block in a modal",
                    child(place, "response_url_enabled"),
                )


def submit_with_inputs(blocks: object, pointer: str) -> Iterator[str]:
    """Refuse each input block of a modal that defines no `submit`; Slack points inside it."""
    for block, place in _all_blocks(blocks, pointer):
        if block["type"] == "input":
            yield fault(
                "must define `submit` to use an `input` block in modals", child(place, "input")
            )


def short_markdown(blocks: object, pointer: str) -> Iterator[str]:
    """Refuse markdown blocks that together are longer than one may be."""
    markdown = [block for block, _ in _all_blocks(blocks, pointer) if block["type"] == "markdown"]
    if shown_characters(markdown) > LONGEST_MARKDOWN:
        yield fault(
            f"markdown blocks together must be less than {LONGEST_MARKDOWN + 1} characters",
            pointer,
        )


def two_charts(blocks: object, pointer: str) -> Iterator[str]:
    """Refuse a third data visualization block."""
    charts = _of_types(blocks, pointer, frozenset({"data_visualization"}))
    for place in charts[MOST_CHARTS:]:
        yield fault("too many data_visualization blocks", place)


def one_table(blocks: object, pointer: str) -> Iterator[str]:
    """Refuse a second table or data table."""
    for place in _of_types(blocks, pointer, _TABLES)[1:]:
        yield fault("only_one_table_allowed", place)


def short_enough(blocks: object, pointer: str) -> Iterator[str]:
    """Refuse a message whose blocks together are too long; tables have a limit of their own."""
    counted = [block for block, _ in _placed(blocks, pointer) if block["type"] not in _TABLES]
    if shown_characters(counted) + BLOCK_COST * len(counted) > LONGEST_MESSAGE:
        yield fault("msg_blocks_too_long", pointer)


def _all_blocks(blocks: object, pointer: str) -> Iterator[Placed]:
    """The blocks, and after each the blocks in it, with their pointers."""
    for block, place in _placed(blocks, pointer):
        yield block, place
        if block["type"] in {"container", "carousel"}:
            for name in _NESTED:
                yield from _placed(block.get(name), child(place, name))


def _elements(block: Mapping[str, object], pointer: str) -> Iterator[Placed]:
    """The elements that stand directly in a block."""
    for name in ("accessory", "element"):
        element = block.get(name)
        if is_object(element):
            yield element, child(pointer, name)
    for name in ("elements", "actions"):
        yield from _placed(block.get(name), child(pointer, name))


def _placed(members: object, pointer: str) -> Iterator[Placed]:
    for place, member in enumerate(members if is_array(members) else ()):
        if is_object(member):
            yield member, child(pointer, place)


def _of_types(blocks: object, pointer: str, types: frozenset[str]) -> list[str]:
    return [place for block, place in _all_blocks(blocks, pointer) if block["type"] in types]


def _repeated(members: Iterator[Placed], name: str) -> Iterator[str]:
    seen: set[object] = set()
    for member, place in members:
        value = member.get(name)
        if value is not None and value in seen:
            yield fault(f'`{name}` "{value}" already exists', child(place, name))
        seen.add(value)
