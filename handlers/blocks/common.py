"""The blocks that everything else is built from, within Slack's limits.

Source: https://docs.slack.dev/reference/block-kit
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from bot.intents import Intent
from handlers.blocks.text import clip, clip_plain, escape, pieces, quote, size

Block = dict[str, Any]
Style = Literal["primary", "danger"]

SECTION_MAX = 3000
FIELD_MAX = 2000
FIELDS_MAX = 10
HEADER_MAX = 150
BUTTON_MAX = 75
OPTION_MAX = 75
VALUE_MAX = 2000
OPTIONS_MAX = 100
ACTIONS_MAX = 25
BLOCKS_MAX = 50
_QUOTED_MAX = 1750  # a quotation adds a character a line, and a line can be as short as one
_MESSAGE_MAX = 12_500
_BLOCK_COST = 125
"""Slack refuses about 13,300 characters in one block, and each block costs about as much as this:
https://github.com/slackapi/bolt-js/issues/2509"""

FALLBACK_MAX = 4000
"""What chat.update takes as `text`: https://docs.slack.dev/reference/methods/chat.update"""


def plain_text(text: str, limit: int) -> Block:
    """A `plain_text` object of at most `limit`; shown as it is, nothing in it is obeyed."""
    return {"type": "plain_text", "text": clip_plain(text, limit), "emoji": True}


def mrkdwn(text: str, limit: int = SECTION_MAX) -> Block:
    """A `mrkdwn` object. Verbatim: a bare @channel or #name in it stays text."""
    return {"type": "mrkdwn", "text": clip(text, limit), "verbatim": True}


def section(text: str, accessory: Block | None = None) -> Block:
    """A section, cut at Slack's limit."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return {**block, "accessory": accessory} if accessory else block


def sections(text: str, most: int = 2) -> list[Block]:
    """A text over as many sections as it needs, at most `most`."""
    return [section(piece) for piece in pieces(text, SECTION_MAX, most)]


def quoted(text: str, most: int = 2) -> list[Block]:
    """What somebody wrote, as a quotation over at most `most` sections."""
    lines = re.sub(r"\n\s*\n+", "\n\n", text.strip())
    return [section(quote(piece)) for piece in pieces(escape(lines), _QUOTED_MAX, most)]


def fields(pairs: Iterable[tuple[str, str]]) -> Block:
    """A section of label and value pairs (values as `mrkdwn`), at most ten."""
    texts = [mrkdwn(f"*{label}*\n{value}", FIELD_MAX) for label, value in pairs]
    return {"type": "section", "fields": texts[:FIELDS_MAX]}


def header(text: str) -> Block:
    """A header."""
    return {"type": "header", "text": plain_text(text, HEADER_MAX)}


def context(*texts: str) -> Block:
    """Small print, one element a text."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts[:10]]}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def button(
    intent: Intent,
    text: str,
    *,
    style: Style | None = None,
    confirm: Block | None = None,
    label: str | None = None,
) -> Block:
    """A button that gives the intent back; `label` is what a screen reader says instead."""
    element: Block = {
        "type": "button",
        "action_id": intent.kind,
        "text": plain_text(text, BUTTON_MAX),
        "value": intent.model_dump_json(exclude_none=True),
    }
    if style:
        element["style"] = style
    if confirm:
        element["confirm"] = confirm
    if label:
        element["accessibility_label"] = clip_plain(label, BUTTON_MAX)
    return element


def option(text: str, value: str) -> Block:
    """An option of a menu."""
    return {"text": plain_text(text, OPTION_MAX), "value": value}


def actions(elements: Sequence[Block], block_id: str | None = None) -> list[Block]:
    """Rows of buttons and menus; none for no element."""
    rows: list[Block] = [
        {"type": "actions", "elements": list(elements[start : start + ACTIONS_MAX])}
        for start in range(0, len(elements), ACTIONS_MAX)
    ]
    if block_id and rows:
        rows[0]["block_id"] = block_id
    return rows


def fitted(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with the longest sections cut until a message may hold them all."""
    result = list(blocks)
    while sum(map(_shown, result)) + _BLOCK_COST * len(result) > _MESSAGE_MAX:
        place = max(range(len(result)), key=lambda at: _text_size(result[at]))
        cut = clip(result[place]["text"]["text"], _text_size(result[place]) // 2)
        result[place] = {**result[place], "text": {**result[place]["text"], "text": cut}}
    return result


def _text_size(block: Block) -> int:
    return size(block["text"]["text"]) if block["type"] == "section" and "text" in block else 0


def _shown(value: object) -> int:
    """The characters of all texts in a block, its buttons' and options' too."""
    if isinstance(value, dict):
        own = value.get("text")
        here = size(own) if isinstance(own, str) else 0
        return here + sum(map(_shown, value.values()))
    return sum(map(_shown, value)) if isinstance(value, list) else 0


def numbered(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with every action id made unique: what it is, and its place."""
    counted = iter(range(1, 10_000))
    return [_numbered(block, counted) for block in blocks]


def _numbered(block: Block, counted: Iterator[int]) -> Block:
    result = dict(block)
    if "elements" in block and block["type"] in ("actions", "context_actions"):
        result["elements"] = [_with_number(element, counted) for element in block["elements"]]
    if "accessory" in block:
        result["accessory"] = _with_number(block["accessory"], counted)
    return result


def _with_number(element: Block, counted: Iterator[int]) -> Block:
    return {**element, "action_id": f"{element['action_id']}:{next(counted)}"}


def fallback(blocks: Iterable[Block], choices: str) -> str:
    """All that the blocks say, as one `mrkdwn` text; buttons and options come last, by name.

    Slack shows it in notifications, and a screen reader reads it in place of the blocks.
    `choices` is the phrase before the names, with `{choices}` where they go.
    """
    said: list[str] = []
    offered: list[str] = []
    for block in blocks:
        said += _texts(block)
        offered += _offers(block)
    if offered:
        said.append(choices.replace("{choices}", ", ".join(offered)))
    return clip("\n".join(said), FALLBACK_MAX)


def _texts(block: Block) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield _escaped(block["text"])
        case "section":
            if "text" in block:
                yield _escaped(block["text"])
            for field in block.get("fields", ()):
                yield ": ".join(_escaped(field).split("\n", 1))
        case "context":
            yield from (_escaped(element) for element in block["elements"])


def _offers(block: Block) -> Iterator[str]:
    elements = [*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else [])]
    for element in elements:
        match element["type"]:
            case "button":
                yield _escaped(element["text"])
            case "feedback_buttons":
                yield _escaped(element["positive_button"]["text"])
                yield _escaped(element["negative_button"]["text"])
            case "static_select" | "checkboxes":
                for choice in element["options"]:
                    parts = [
                        choice["text"],
                        *([choice["description"]] if "description" in choice else []),
                    ]
                    yield " ".join(map(_escaped, parts)).replace("… …", " ")


def _escaped(text: Block) -> str:
    content: str = text["text"]
    if text["type"] == "mrkdwn":
        return content
    return content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
