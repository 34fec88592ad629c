"""What a person types, as Slack stores and sends it.

Slack's clients escape `&`, `<` and `>`, turn a mention, a web address and an e-mail address into
`<...>`, and send the same text as a rich_text block.
https://docs.slack.dev/messaging/formatting-message-text
"""

import html
import re
from collections.abc import Mapping

from bot.sandbox.model import Json

_LINK = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)\]]")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TOKEN = re.compile(r"<([@#!]?)([^<>|\s]+)(?:\|([^<>]*))?>")


def escape(text: str) -> str:
    """The three characters that Slack escapes, escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def from_typing(text: str, names: Mapping[str, str]) -> str:
    """The message text for what a person typed.

    `names` maps user ids to display names: `@Display Name` and a literal `<@U...>` of one of them
    become the mention `<@U...>`; web and e-mail addresses become links; the rest is escaped.
    """
    by_length = sorted(names.items(), key=lambda item: -len(item[1]))
    mentions = "|".join(re.escape(f"@{name}") for _, name in by_length if name)
    literal = "|".join(re.escape(f"<@{user}>") for user in names)
    patterns = [
        part
        for part in (
            f"(?P<literal>{literal})" if literal else "",
            rf"(?P<mention>(?<!\w)(?:{mentions})(?!\w))" if mentions else "",
            f"(?P<link>{_LINK.pattern})",
            f"(?P<mail>{_MAIL.pattern})",
        )
        if part
    ]
    users = {f"@{name}".casefold(): user for user, name in reversed(by_length)}
    pieces: list[str] = []
    position = 0
    for match in re.finditer("|".join(patterns), text, re.IGNORECASE):
        pieces.append(escape(text[position : match.start()]))
        found, position = match.group(), match.end()
        if match.lastgroup == "mention":
            pieces.append(f"<@{users[found.casefold()]}>")
        elif match.lastgroup == "literal":
            pieces.append(found)
        elif match.lastgroup == "link":
            pieces.append(f"<{escape(found)}>")
        else:
            pieces.append(f"<mailto:{found}|{found}>")
    pieces.append(escape(text[position:]))
    return "".join(pieces)


def rich_text(text: str, block_id: str) -> Json:
    """The rich_text block of a typed message, from its stored `text`.

    https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
    """
    elements: list[Json] = []
    position = 0
    for match in _TOKEN.finditer(text):
        _add_text(elements, text[position : match.start()])
        elements.append(_element(*match.groups()))
        position = match.end()
    _add_text(elements, text[position:])
    section = {"type": "rich_text_section", "elements": elements}
    return {"type": "rich_text", "block_id": block_id, "elements": [section]}


def _add_text(elements: list[Json], text: str) -> None:
    if text:
        elements.append({"type": "text", "text": html.unescape(text)})


def _element(sign: str, target: str, label: str | None) -> Json:
    if sign == "@":
        return {"type": "user", "user_id": target}
    if sign == "#":
        return {"type": "channel", "channel_id": target}
    if sign == "!":
        return {"type": "broadcast", "range": target}
    link: Json = {"type": "link", "url": html.unescape(target)}
    if label:
        link["text"] = html.unescape(label)
    return link
