"""What a message says, as an app gives it: checked as Slack checks it.

https://docs.slack.dev/reference/methods/chat.postMessage
"""

import json
from dataclasses import dataclass
from typing import Any

from bot.sandbox.blockkit import check_message_blocks
from bot.sandbox.elements import with_ids
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Json

_LONGEST_POST = 40_000
_LONGEST_UPDATE = 4_000
_MOST_ATTACHMENTS = 100
_LONGEST_METADATA = 16_000


@dataclass(frozen=True, slots=True)
class Content:
    """A message's text, blocks and attachments, ids filled in."""

    text: str
    blocks: list[Json] | None
    attachments: list[Json] | None


def read_content(text: Any, blocks: Any, attachments: Any, *, update: bool = False) -> Content:
    """Check the three arguments that say what a message shows.

    `blocks` and `attachments` are decoded JSON or JSON text; None, "" and [] are nothing. Raises
    SlackError `no_text`, `msg_too_long` (past 40,000 characters, in an update past 4,000),
    `invalid_blocks_format`, `invalid_attachments`, `too_many_attachments`, and BlockKitError.
    """
    shown_blocks = _array(blocks, "invalid_blocks_format")
    shown_attachments = _array(attachments, "invalid_attachments")
    words = text if isinstance(text, str) else ""
    if shown_blocks:
        check_message_blocks(shown_blocks)
    if len(shown_attachments) > _MOST_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    for attachment in shown_attachments:
        if not isinstance(attachment, dict):
            raise SlackError("invalid_attachments")
        if attachment.get("blocks"):
            check_message_blocks(attachment["blocks"])
    if not words.strip() and not shown_blocks and not shown_attachments:
        raise SlackError("no_text")
    if len(words) > (_LONGEST_UPDATE if update else _LONGEST_POST):
        raise SlackError("msg_too_long")
    return Content(
        words,
        with_ids(shown_blocks) if shown_blocks else None,
        [_attachment(number, one) for number, one in enumerate(shown_attachments, 1)] or None,
    )


def read_metadata(metadata: Any) -> Json | None:
    """Check a message's metadata: an event_type and an event_payload, or {} to remove it.

    Raises SlackError `invalid_metadata_format`, `invalid_metadata_schema`, `metadata_too_large`.
    https://docs.slack.dev/messaging/message-metadata
    """
    value = _decoded(metadata, "invalid_metadata_format")
    if value is None:
        return None
    if not isinstance(value, dict):
        raise SlackError("invalid_metadata_format")
    if not value:
        return {}
    well_formed = (
        isinstance(value.get("event_type"), str)
        and value["event_type"]
        and isinstance(value.get("event_payload"), dict)
    )
    if not well_formed:
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(value)) > _LONGEST_METADATA:
        raise SlackError("metadata_too_large")
    return {"event_type": value["event_type"], "event_payload": value["event_payload"]}


def _attachment(number: int, given: Json) -> Json:
    blocks = {"blocks": with_ids(given["blocks"])} if given.get("blocks") else {}
    return {"id": number, "fallback": "[no preview available]", **given, **blocks}


def _array(value: Any, error: str) -> list[Json]:
    decoded = _decoded(value, error)
    if decoded is None:
        return []
    if not isinstance(decoded, list):
        raise SlackError(error)
    return decoded


def _decoded(value: Any, error: str) -> Any:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise SlackError(error) from None
