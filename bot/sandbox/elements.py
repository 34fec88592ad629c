"""The interactive parts of messages and views: their ids, their state, what can be done to them.

https://docs.slack.dev/reference/block-kit/block-elements
"""

import copy
import secrets
from collections.abc import Iterator
from typing import Any

from bot.sandbox.errors import SlackError
from bot.sandbox.model import Json

# Element type -> the member of its state, and the member of its definition with the first value.
STATE_MEMBERS: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "checkboxes": ("selected_options", "initial_options"),
    "radio_buttons": ("selected_option", "initial_option"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", "files"),
}
_LISTS = {"selected_options", "selected_users", "selected_conversations", "selected_channels"}
_STATELESS = {"button", "overflow", "workflow_button", "feedback_buttons", "icon_button"}
_WITH_OPTIONS = {
    "static_select", "multi_static_select", "checkboxes", "radio_buttons", "overflow",
}  # fmt: skip


def with_ids(blocks: list[Json]) -> list[Json]:
    """A copy of `blocks` with the ids and defaults that Slack fills in where the app left them out.

    Blocks get a block_id, interactive elements an action_id, text objects `emoji` or `verbatim`.
    """
    filled = copy.deepcopy(blocks)
    for block in filled:
        block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
        for element in elements_of(block):
            if is_interactive(element):
                element.setdefault("action_id", secrets.token_urlsafe(4)[:5])
        _fill_texts(block)
    return filled


def _fill_texts(value: Any) -> None:
    if isinstance(value, list):
        for member in value:
            _fill_texts(member)
    elif isinstance(value, dict):
        if value.get("type") == "plain_text" and isinstance(value.get("text"), str):
            value.setdefault("emoji", True)
        elif value.get("type") == "mrkdwn" and isinstance(value.get("text"), str):
            value.setdefault("verbatim", False)
        for member in value.values():
            _fill_texts(member)


def is_interactive(element: Json) -> bool:
    """Whether a person can do something with the element."""
    return element.get("type") in STATE_MEMBERS or element.get("type") in _STATELESS


def elements_of(block: Json) -> Iterator[Json]:
    """The elements of a block that could be interactive: accessory, input element, elements."""
    for member in ("accessory", "element"):
        if isinstance(block.get(member), dict):
            yield block[member]
    if block.get("type") in ("actions", "context_actions"):
        yield from block.get("elements", [])


def find_element(blocks: list[Json], block_id: str, action_id: str) -> Json:
    """The element with these ids; raises SlackError `action_not_found`."""
    for block in blocks:
        if block.get("block_id") == block_id:
            for element in elements_of(block):
                if element.get("action_id") == action_id:
                    return element
    raise SlackError("action_not_found", message=f"no element {block_id}/{action_id} is shown here")


def options_of(element: Json) -> list[Json]:
    """The options of an element, those in option groups included."""
    grouped = [
        option for group in element.get("option_groups") or [] for option in group["options"]
    ]
    return [*(element.get("options") or []), *grouped]


def complete_state(blocks: list[Json], entered: Json) -> Json:
    """`state.values` for `blocks`: what was entered, and the initial value where nothing was.

    Values for elements that are not in `blocks`, or of another type, are left out.
    """
    values: Json = {}
    for block in blocks:
        for element in elements_of(block):
            kind = element.get("type", "")
            if kind not in STATE_MEMBERS:
                continue
            member, initial = STATE_MEMBERS[kind]
            default = element.get(initial, [] if member in _LISTS else None)
            given = entered.get(block["block_id"], {}).get(element["action_id"], {})
            value = given.get(member, default) if given.get("type", kind) == kind else default
            values.setdefault(block["block_id"], {})[element["action_id"]] = {
                "type": kind,
                member: value if value != "" else None,
            }
    return values


def keep_state(blocks: list[Json], state: Json) -> Json:
    """What of `state` still fits `blocks` after a view has been updated.

    Slack keeps what a person has entered in an element whose block_id and action_id stay.
    https://docs.slack.dev/surfaces/modals#updating_views
    """
    kept: Json = {}
    for block in blocks:
        for element in elements_of(block):
            ids = block.get("block_id", ""), element.get("action_id", "")
            given = state.get(ids[0], {}).get(ids[1])
            if given and given.get("type") == element.get("type"):
                kept.setdefault(ids[0], {})[ids[1]] = given
    return kept


def action(element: Json, block_id: str, given: Json, action_ts: str) -> Json:
    """One member of `actions` in a block_actions payload.

    `given` is the new state of the element (`selected_option`, `value` ...; for feedback buttons
    the `value` of the one pressed). Raises SlackError `invalid_action` for what the element does
    not offer. https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
    """
    kind = element["type"]
    result: Json = {"type": kind, "action_id": element["action_id"], "block_id": block_id}
    if kind in ("button", "icon_button", "workflow_button"):
        result |= {name: element[name] for name in ("text", "value", "style") if name in element}
    elif kind == "feedback_buttons":
        result |= _feedback(element, given)
    elif kind == "overflow":
        result["selected_option"] = _offered(element, given.get("selected_option"))
    else:
        result |= _changed(element, given)
    return result | {"action_ts": action_ts}


def _changed(element: Json, given: Json) -> Json:
    member, initial = STATE_MEMBERS[element["type"]]
    value: Any = given.get(member, [] if member in _LISTS else None)
    if element["type"] in _WITH_OPTIONS and value is not None:
        if member == "selected_options":
            value = [_offered(element, option) for option in value]
        else:
            value = _offered(element, value)
    result: Json = {member: value}
    for name in ("placeholder", initial):
        if name in element and name != "initial_value":
            result[name] = element[name]
    return result


def _offered(element: Json, option: Any) -> Json:
    """The option of the element with the same value as `option`, whole."""
    value = option.get("value") if isinstance(option, dict) else None
    for offered in options_of(element):
        if offered.get("value") == value:
            return offered
    raise SlackError("invalid_action", message=f"{element['action_id']} has no option {value!r}")


def _feedback(element: Json, given: Json) -> Json:
    for name in ("positive_button", "negative_button"):
        button: Json = element[name]
        if button.get("value") == given.get("value"):
            return {"text": button["text"], "value": button["value"]}
    raise SlackError("invalid_action", message=f"no feedback button has {given.get('value')!r}")


def input_errors(blocks: list[Json], values: Json) -> dict[str, str]:
    """What Slack's client says before it submits a modal: block id -> what is wrong.

    Required inputs must have a value, and text must be of the length that the element asks for.
    """
    errors: dict[str, str] = {}
    for block in blocks:
        if block.get("type") != "input":
            continue
        element = block["element"]
        member, _ = STATE_MEMBERS[element["type"]]
        value = values[block["block_id"]][element["action_id"]][member]
        if not value:
            if not block.get("optional"):
                errors[block["block_id"]] = "Fyll i det här fältet. (Please complete this field.)"
        elif wrong := _wrong(element, value):
            errors[block["block_id"]] = wrong
    return errors


def _wrong(element: Json, value: Any) -> str:
    if element["type"] == "plain_text_input":
        return _wrong_length(element, value)
    if element["type"] == "number_input":
        return _wrong_number(element, value)
    if element["type"] == "email_text_input" and "@" not in value:
        return "Skriv en e-postadress. (Enter an email address.)"
    return ""


def _wrong_length(element: Json, value: str) -> str:
    if len(value) < element.get("min_length", 0):
        least = element["min_length"]
        return f"Skriv minst {least} tecken. (At least {least} characters.)"
    if len(value) > element.get("max_length", 3000):
        most = element.get("max_length", 3000)
        return f"Skriv högst {most} tecken. (At most {most} characters.)"
    return ""


def _wrong_number(element: Json, value: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return "Skriv ett tal. (Enter a number.)"
    if not element.get("is_decimal_allowed") and not number.is_integer():
        return "Skriv ett heltal. (Enter a whole number.)"
    low, high = element.get("min_value"), element.get("max_value")
    if low is not None and number < float(low):
        return f"Minst {low}. (At least {low}.)"
    if high is not None and number > float(high):
        return f"Högst {high}. (At most {high}.)"
    return ""
