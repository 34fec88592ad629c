"""Slack's payloads as domain values: pure functions of a request's body.

Sources: https://docs.slack.dev/reference/events/message and
https://docs.slack.dev/reference/interaction-payloads
"""

import json
import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from bot.article_intents import ArticleChosen, ArticlesFrom
from bot.intents import (
    INTENTS,
    GuideSupplier,
    Intent,
    KnowledgeEdit,
    ShowContact,
    UnansweredSame,
)
from bot.occasion import FileRef, Place
from handlers.blocks.text import clean
from handlers.ids import (
    ALL_SUPPLIERS,
    LOOKED_AT_FIRST,
    VALUE,
    GroupMenu,
    OutdatedError,
    SupplierMenu,
    SuppliersMenu,
    kind_of,
)

Body = Mapping[str, Any]

DIRECT = Place(channel="", dm=True)
"""The person's DM with the bot, for what they do in no channel (App Home, a form, a command)."""

_TAKEN_SUBTYPES = (None, "file_share", "thread_broadcast")
_INTERACTIONS = ("block_actions", "view_submission", "shortcut", "message_action")
_KEY_MAX = 150
_TOKEN = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


def inbox_key(body: Body) -> str | None:
    """The key of a request that changes something, the same when Slack sends it again.

    An event has its own id. An interaction has a trigger's, made for one press or submission; one
    without is known by its content. A submitted form is known by what is in it: who is told that
    it took too long presses again, with a new trigger. None for what changes nothing, such as a
    question for options, and for changed profiles: those of the whole workspace come, and are no
    business of the bot's.
    """
    if body.get("type") == "event_callback":
        if body["event"].get("type") == "user_change":
            return None
        return f"event:{body['event_id']}"
    if body.get("type") not in _INTERACTIONS and "command" not in body:
        return None
    if is_submission(body) and body["view"].get("callback_id") not in LOOKED_AT_FIRST:
        view = body["view"]
        told = ("id", "hash", "callback_id", "private_metadata", "state")
        return f"form:{_digest([(body.get('user') or {}).get('id'), *map(view.get, told)])}"
    trigger = body.get("trigger_id")
    if isinstance(trigger, str) and 0 < len(trigger) <= _KEY_MAX:
        return f"trigger:{trigger}"
    return f"content:{_digest(body)}"


def is_submission(body: Body) -> bool:
    """Whether a form was submitted: the person waits for it to close, or to say what is wrong."""
    return body.get("type") == "view_submission"


def _digest(content: object) -> str:
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def is_interaction(body: Body) -> bool:
    """Whether a person waits before their screen for what comes of this request."""
    return body.get("type") != "event_callback"


def is_noise(body: Body, bot_user_id: str | None) -> bool:
    """Whether an event is none of the bot's business, so that it is not even kept.

    Other bots, edits, deletions, joins; in a channel what stands in no thread and does not mention
    the bot, and the message that a mention comes as beside its own event.
    """
    if body.get("type") != "event_callback":
        return False
    event = body["event"]
    match event.get("type"):
        case "message":
            return _is_noise_message(event, bot_user_id)
        case "app_mention":
            return bool(event.get("bot_id"))
        case "app_home_opened":
            return bool(event.get("tab") != "home")
        case _:
            return False


def _is_noise_message(event: Body, bot_user_id: str | None) -> bool:
    if event.get("bot_id") or not event.get("user"):
        return True
    if event.get("subtype") not in _TAKEN_SUBTYPES:
        return True
    if event.get("channel_type") == "im":
        return False
    return not event.get("thread_ts") or mentions(event, bot_user_id)


def mentions(event: Body, bot_user_id: str | None) -> bool:
    """Whether a message mentions the bot."""
    return bool(bot_user_id) and f"<@{bot_user_id}" in (event.get("text") or "")


def message_place(event: Body) -> Place:
    """Where to answer a message: in a DM there, in a channel in the message's thread."""
    dm = event.get("channel_type") == "im" or str(event["channel"]).startswith("D")
    thread = event.get("thread_ts") or (None if dm else event["ts"])
    return Place(channel=event["channel"], thread_ts=thread, dm=dm)


def pressed_place(body: Body) -> Place:
    """Where the message with the pressed element stands; the DM for an element of a view."""
    container = body.get("container") or {}
    channel = container.get("channel_id") or (body.get("channel") or {}).get("id")
    if not channel:
        return DIRECT
    thread = container.get("thread_ts") or (body.get("message") or {}).get("thread_ts")
    return Place(channel=channel, thread_ts=thread, dm=channel.startswith("D"))


def pressed_message(body: Body) -> str | None:
    """The ts of the message with the pressed element."""
    ts: str | None = (body.get("container") or {}).get("message_ts")
    return ts


def place_of(body: Body) -> Place | None:
    """Where to tell the person that their request failed; None if they did not ask anything."""
    if is_interaction(body):
        return pressed_place(body) if body.get("type") == "block_actions" else DIRECT
    event = body["event"]
    if event.get("type") in ("message", "app_mention"):
        return message_place(event)
    return DIRECT if event.get("type") == "app_home_opened" else None


def files_of(event: Body) -> tuple[FileRef, ...]:
    """The files that came with a message; those hidden from the bot have no name."""
    return tuple(
        FileRef(
            id=clean(file["id"]),
            name=clean(file.get("name") or file.get("title") or file["id"]),
            mimetype=file.get("mimetype") or "",
        )
        for file in event.get("files") or ()
    )


def readable(text: str, bot_user_id: str | None, name_of: Callable[[str], str]) -> str:
    """A message's text as people read it: no mention of the bot, others by name, no entities.

    `name_of` gives the name for a person's id. Links become their labels.
    Source: https://docs.slack.dev/messaging/formatting-message-text
    """

    def shown(token: re.Match[str]) -> str:
        sign, target, label = token[1], token[2], token[3]
        if sign == "@":
            return "" if target == bot_user_id else f"@{label or name_of(target)}"
        if sign == "#":
            return f"#{label or target}"
        if sign == "!":
            return label or f"@{target.split('^', 1)[0]}"
        return label or target

    plain = _TOKEN.sub(shown, text)
    plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return clean(plain).strip()


def intent_of(action: Body) -> Intent:
    """What a pressed element means; OutdatedError if this version of the bot does not know it."""
    if str(action.get("action_id")).startswith(f"{kind_of(GuideSupplier)}:"):
        menu = SupplierMenu.load(action.get("block_id"))
        return GuideSupplier(guide=menu.guide, step=menu.step, party=chosen(action) or "")
    if str(action.get("action_id")).startswith(f"{kind_of(ArticlesFrom)}:"):
        return _supplier_chosen(action)
    try:
        if str(action.get("action_id")).startswith(f"{kind_of(ArticleChosen)}:"):
            return ArticleChosen.model_validate({"article": chosen(action)})
        if action.get("type") == "external_select":
            return _topic_chosen(action)
        if str(action.get("action_id")).startswith(f"{kind_of(ShowContact)}:"):
            return ShowContact(party=chosen(action) or "")
        return INTENTS.validate_json(str(action.get("value")))
    except ValidationError as error:
        raise OutdatedError(f"an element means nothing: {error.error_count()} faults") from None


def _supplier_chosen(action: Body) -> Intent:
    """Whose hits a menu of suppliers asks for; None for all."""
    supplier = chosen(action)
    question = SuppliersMenu.load(action.get("block_id")).question
    return ArticlesFrom(question=question, supplier=None if supplier == ALL_SUPPLIERS else supplier)


def _topic_chosen(action: Body) -> Intent:
    """What a menu of topics means: to edit the one chosen, or that it is what a group asks."""
    topic = chosen(action) or ""
    if str(action.get("action_id")).startswith(f"{kind_of(KnowledgeEdit)}:"):
        return KnowledgeEdit(topic=topic)
    return UnansweredSame(question=GroupMenu.load(action.get("block_id")).question, topic=topic)


def chosen(element: Body) -> str | None:
    """The value of the option chosen in a menu."""
    option = element.get("selected_option") or {}
    value: str | None = option.get("value")
    return value


def ticked(element: Body) -> tuple[str, ...]:
    """The values of the boxes that are ticked."""
    return tuple(option["value"] for option in element.get("selected_options") or ())


def entered(body: Body, block_id: str) -> str:
    """What was written or chosen in a form's block; empty if nothing."""
    element = body["view"]["state"]["values"].get(block_id, {}).get(VALUE, {})
    return clean(chosen(element) or element.get("value") or "").strip()


def entered_boxes(body: Body, block_id: str) -> tuple[str, ...]:
    """The boxes ticked in a form's block."""
    return ticked(body["view"]["state"]["values"].get(block_id, {}).get(VALUE, {}))


def articles_chosen(body: Body, block_id: str) -> tuple[int, ...]:
    """The articles chosen in a form's menu."""
    state = body["view"]["state"]["values"].get(block_id, {})
    values = [
        value
        for element in state.values()
        for value in (chosen(element), *ticked(element))
        if value is not None
    ]
    return tuple(int(value) for value in values if value.isdecimal())


def has_input(body: Body, block_id: str) -> bool:
    """Whether a form has that input."""
    return block_id in body["view"]["state"]["values"]


def ticked_in_message(body: Body) -> tuple[str, ...]:
    """The boxes ticked now, in all of a message's checkboxes."""
    groups = (body.get("state") or {}).get("values", {}).values()
    elements = [element for group in groups for element in group.values()]
    if not elements:  # an older client sends no state: the pressed element says what it holds
        elements = body["actions"]
    return tuple(value for element in elements for value in ticked(element))


def initially_ticked(body: Body) -> tuple[str, ...] | None:
    """The boxes that were ticked in the message when it was drawn; None if it is not told."""
    blocks = (body.get("message") or {}).get("blocks")
    if blocks is None:
        return None
    return tuple(
        option["value"]
        for block in blocks
        for element in block.get("elements") or ()
        if element.get("type") == "checkboxes"
        for option in element.get("initial_options") or ()
    )
