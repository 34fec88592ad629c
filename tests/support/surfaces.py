"""Reading what the app shows: texts, buttons and inputs of a message or a view."""

import html
import re
from collections.abc import Iterator
from typing import Any

from bot.sandbox.model import Json

_OPTION_LISTS = {
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
}
_LINK = re.compile(r"<(?P<target>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
_SIGNS = re.compile(r"(?<!\w)[*_~`]+(?=\S)|(?<=\S)[*_~`]+(?!\w)")
_ONE_OPTION = {"static_select", "external_select", "radio_buttons", "overflow"}
_PLAIN = {
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
}


def text_of(surface: Json) -> str:
    """Every text that a message or view shows, one a line: its title, `text` and all blocks."""
    found = [surface["text"]] if isinstance(surface.get("text"), str) else []
    parts = (surface.get("title"), surface.get("blocks"), surface.get("attachments"))
    return "\n".join([*found, *(text for part in parts for text in _texts(part))])


def seen_text(surface: Json) -> str:
    """What a person reads of `text_of`: links by their labels, and no signs for bold and such."""
    text = _LINK.sub(lambda link: link["label"] or link["target"], text_of(surface))
    return html.unescape(_SIGNS.sub("", text))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for member in value:
            yield from _texts(member)
    elif isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for name, member in value.items():
            if name != "text" or not isinstance(member, str):
                yield from _texts(member)


def elements_of(surface: Json) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with the block that it is in."""
    blocks = [*surface.get("blocks", [])]
    for attachment in surface.get("attachments", []):
        blocks.extend(attachment.get("blocks", []))
    for block in blocks:
        for name in ("accessory", "element"):
            if "action_id" in block.get(name, {}):
                yield block, block[name]
        for element in block.get("elements", []):
            if "action_id" in element:
                yield block, element


def find_element(surface: Json, name: str) -> tuple[Json, Json]:
    """The block and element with this action_id, block_id, label, or text on a button.

    A part of a label does if it is in one only. Raises AssertionError that lists what there is.
    """
    shown = list(elements_of(surface))
    for names in (_ids, _labels):
        for block, element in shown:
            if name in names(block, element):
                return block, element
    partly = [pair for pair in shown if any(name in label for label in _labels(*pair))]
    if len(partly) == 1:
        return partly[0]
    there = [sorted({*_ids(block, element), *_labels(block, element)}) for block, element in shown]
    raise AssertionError(f"nothing called {name!r}; there is {there} in:\n{text_of(surface)}")


def _ids(block: Json, element: Json) -> set[str]:
    return {element["action_id"], block["block_id"]}


def _labels(block: Json, element: Json) -> set[str]:
    texts = [element.get("text"), block.get("label"), element.get("placeholder")]
    return {text["text"] for text in texts if isinstance(text, dict)}


def buttons(surface: Json) -> list[str]:
    """The texts of all buttons, in order."""
    return [
        element["text"]["text"]
        for _, element in elements_of(surface)
        if element["type"] == "button"
    ]


def options_of(element: Json) -> list[Json]:
    """The options of an element, grouped or not."""
    grouped = [one for group in element.get("option_groups") or [] for one in group["options"]]
    return [*(element.get("options") or []), *grouped]


def pick(options: list[Json], wanted: str) -> Json:
    """The option with this value or text; raises AssertionError that lists the options."""
    for option in options:
        if wanted in (option["value"], option["text"]["text"]):
            return option
    there = [(option["value"], option["text"]["text"]) for option in options]
    raise AssertionError(f"no option {wanted!r}; there is {there}")


def state_for(element: Json, value: Any, options: list[Json]) -> Json:
    """The state of an element in which a person has entered or chosen `value`.

    A string is text, a date, an id, or an option's value or text; a list is several of them.
    `options` are those that the element offers.
    """
    kind = element["type"]
    if kind in _OPTION_LISTS:
        chosen = [pick(options, one) for one in value]
        return {"type": kind, _OPTION_LISTS[kind]: chosen}
    if kind in _ONE_OPTION:
        return {"type": kind, "selected_option": pick(options, value)}
    return {"type": kind, _PLAIN.get(kind, "value"): value}
