"""Text for Slack: escaped, cut and split without harming an entity, a link or an emoji.

Lengths are counted as UTF-16 code units, never fewer than Slack counts, whichever way it does.
Source: https://docs.slack.dev/messaging/formatting-message-text
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

ELLIPSIS = "…"

# Control characters, direction overrides that make a text read as another, lone surrogates.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ud800-\udfff]"
)
_ENTITY_START = re.compile(r"&[a-z]{0,4}$")
_JOINERS = "\u200d\ufe0e\ufe0f"
_TOKEN = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_MARKS = re.compile(r"(?<![\w`])[*_~]([^\s*_~](?:[^\n*_~]*[^\s*_~])?)[*_~](?![\w`])")


def size(text: str) -> int:
    """The length of `text` in UTF-16 code units."""
    return len(text) + sum(char > "\uffff" for char in text)


def clean(text: str) -> str:
    """`text` without characters that have no place in a message."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escape(text: str) -> str:
    """What a person or a supplier wrote, so that Slack shows it and obeys nothing in it."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def code(text: str) -> str:
    """`text` of others as code, easy to copy."""
    return f"`{escape(' '.join(text.split())).replace('`', 'ˋ')}`"


def one_line(text: str) -> str:
    """`text` of others, escaped, on one line."""
    return " ".join(escape(text).split())


def clip(text: str, limit: int) -> str:
    """`mrkdwn` of at most `limit`: cut where it harms nothing, and marked as cut."""
    if size(text) <= limit:
        return text
    return text[: _safe(text, _units(text, limit - 1))].rstrip() + ELLIPSIS


def clip_plain(text: str, limit: int) -> str:
    """Plain text of at most `limit`, on one line; a dash when nothing is left."""
    return clip_lines(" ".join(clean(text).split()) or "–", limit)


def clip_lines(text: str, limit: int) -> str:
    """Plain text of at most `limit`, with its lines."""
    if size(text) <= limit:
        return text
    return text[: _whole(text, _units(text, limit - 1))].rstrip() + ELLIPSIS


def pieces(text: str, limit: int, most: int) -> list[str]:
    """`mrkdwn` split in at most `most` pieces of at most `limit`, at lines or words if it can be.

    What does not fit in them is cut and marked as cut; a text without content gives no piece.
    """
    found: list[str] = []
    rest = text.strip()
    while rest and len(found) < most - 1 and size(rest) > limit:
        place = _safe(rest, _units(rest, limit)) or _units(rest, limit)
        for separator in ("\n", " "):
            at = rest.rfind(separator, place // 2, place + 1)
            if at > 0 and at == _safe(rest, at):
                place = at
                break
        found.append(rest[:place].rstrip())
        rest = rest[place:].lstrip()
    return [*found, clip(rest, limit)] if rest else found


def fitting(head: str, lines: Sequence[str], more: Callable[[int], str], limit: int) -> str:
    """`head` and under it as many whole lines as `limit` allows; then `more`, of how many are left.

    `head`, and the longest that `more` says, have to fit.
    """
    kept = [head]
    used = size(head)
    longest = size(more(len(lines))) + 1
    for place, line in enumerate(lines):
        used += 1 + size(line)
        if used + (longest if place + 1 < len(lines) else 0) > limit:
            return "\n".join([*kept, more(len(lines) - place)])
        kept.append(line)
    return "\n".join(kept)


def quote(text: str) -> str:
    """Escaped text as a quotation."""
    return "\n".join(f">{line}" for line in text.strip().split("\n"))


def mention(person_id: str) -> str:
    """A person, by name and a link to them, whose id Slack gave."""
    return f"<@{escape(person_id)}>"


def when(instant: datetime, zone: ZoneInfo) -> str:
    """An instant in the reader's own time zone, or in `zone` where Slack cannot say."""
    fallback = f"{instant.astimezone(zone):%Y-%m-%d %H:%M}"
    return f"<!date^{int(instant.timestamp())}^{{date_short_pretty}} {{time}}|{fallback}>"


def plain(text: str) -> str:
    """`mrkdwn` as plain text: links by their labels, no marks, no entities."""
    unmarked = _MARKS.sub(r"\1", _TOKEN.sub(lambda token: token[2] or token[1], text))
    return unmarked.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _units(text: str, limit: int) -> int:
    """The longest index whose prefix is at most `limit` long."""
    place, used = 0, 0
    for char in text:
        used += 2 if char > "\uffff" else 1
        if used > limit:
            break
        place += 1
    return place


def _safe(text: str, place: int) -> int:
    """`place`, or an earlier one that is in no entity, no link and no emoji."""
    while True:
        earlier = _whole(text, place)
        head = text[:earlier]
        started = _ENTITY_START.search(head)
        if started and ";" in text[earlier : earlier + 5]:
            earlier = started.start()
        opened = head.rfind("<")
        if opened > head.rfind(">"):
            earlier = min(earlier, opened)
        if earlier == place:
            return place
        place = earlier


def _whole(text: str, place: int) -> int:
    """`place`, or an earlier one that does not part a character from its marks."""
    while 0 < place < len(text) and (
        unicodedata.combining(text[place]) or text[place] in _JOINERS or text[place - 1] == "\u200d"
    ):
        place -= 1
    return place
