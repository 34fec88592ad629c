"""Buttons, pickers, inputs and pictures: the block elements that are not menus.

Source: https://docs.slack.dev/reference/block-kit/block-elements
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final

from bot.sandbox.blockkit.composition import (
    choice_option,
    confirm,
    dispatch_action_config,
    feedback_button,
    identifier,
    overflow_option,
    plain_text,
    slack_file,
    style,
    workflow,
)
from bot.sandbox.blockkit.menus import MENUS, initial_option_known, initial_options_known
from bot.sandbox.blockkit.primitives import (
    Check,
    array,
    boolean,
    child,
    either,
    fault,
    integer,
    kind,
    link_address,
    matching,
    one_of,
    only_one,
    string,
    web_address,
)
from bot.sandbox.blockkit.rich_text import rich_text_object

LONGEST_INPUT: Final = 3000

_PLACEHOLDER: Final[Check] = plain_text(150)
_CHOICES: Final[Check] = array(choice_option, 10)
_DECIMAL: Final[Check] = matching(r"-?[0-9]+(\.[0-9]+)?", "a number in a string")
_ACTION: Final[Mapping[str, Check]] = {"action_id": identifier}
_PICKER: Final[Mapping[str, Check]] = {**_ACTION, "confirm": confirm, "focus_on_load": boolean}
_INPUT: Final[Mapping[str, Check]] = {
    **_ACTION,
    "focus_on_load": boolean,
    "placeholder": _PLACEHOLDER,
    "dispatch_action_config": dispatch_action_config,
}


def _calendar_date(value: object, pointer: str) -> Iterator[str]:
    faults = tuple(matching(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date as YYYY-MM-DD")(value, pointer))
    yield from faults
    if not faults:
        try:
            date.fromisoformat(str(value))
        except ValueError:
            yield fault("must be a date as YYYY-MM-DD", pointer)


def _lengths_in_order(element: Mapping[str, object], pointer: str) -> Iterator[str]:
    shortest, longest = element.get("min_length"), element.get("max_length")
    if isinstance(shortest, int) and isinstance(longest, int) and shortest > longest:
        yield fault("must not be more than `max_length`", child(pointer, "min_length"))


def _numbers_in_order(element: Mapping[str, object], pointer: str) -> Iterator[str]:
    values = {
        name: Decimal(str(element[name]))
        for name in ("min_value", "initial_value", "max_value")
        if name in element
    }
    if not element["is_decimal_allowed"]:
        for name in values:
            if "." in str(element[name]):
                yield fault("must be a whole number", child(pointer, name))
    order = list(values)
    for lower, higher in pairwise(order):
        if values[lower] > values[higher]:
            yield fault(f"must not be less than `{lower}`", child(pointer, higher))


image_source: Final[Mapping[str, Check]] = {"image_url": web_address(), "slack_file": slack_file}
image_rules: Final = (either("image_url", "slack_file"), only_one("image_url", "slack_file"))
alt_text: Final[Check] = string(2000)

image: Final[Check] = kind({"alt_text": alt_text}, image_source, *image_rules)

button: Final[Check] = kind(
    {"text": plain_text(75)},
    {
        **_ACTION,
        "url": link_address(),
        "value": string(2000),
        "style": style,
        "confirm": confirm,
        "accessibility_label": string(75),
        "agent_prompt": string(4000),
        "agent_prompt_display": string(),
        "visible_to_user_ids": array(string()),
    },
)

ELEMENTS: Final[Mapping[str, Check]] = {
    **MENUS,
    "image": image,
    "button": button,
    "overflow": kind(
        {"options": array(overflow_option, 5)}, {"action_id": identifier, "confirm": confirm}
    ),
    "checkboxes": kind(
        {"options": _CHOICES}, {**_PICKER, "initial_options": _CHOICES}, initial_options_known
    ),
    "radio_buttons": kind(
        {"options": _CHOICES}, {**_PICKER, "initial_option": choice_option}, initial_option_known
    ),
    "datepicker": kind(
        {}, {**_PICKER, "placeholder": _PLACEHOLDER, "initial_date": _calendar_date}
    ),
    "timepicker": kind(
        {},
        {
            **_PICKER,
            "placeholder": _PLACEHOLDER,
            "initial_time": matching(r"([01][0-9]|2[0-3]):[0-5][0-9]", "a time as HH:mm"),
            "timezone": string(),
        },
    ),
    # Ten digits: the element's page.
    "datetimepicker": kind({}, {**_PICKER, "initial_date_time": integer(10**9, 10**10 - 1)}),
    "plain_text_input": kind(
        {},
        {
            **_INPUT,
            "initial_value": string(LONGEST_INPUT, shortest=0),
            "multiline": boolean,
            "min_length": integer(0, LONGEST_INPUT),
            "max_length": integer(1, LONGEST_INPUT),
        },
        _lengths_in_order,
    ),
    "email_text_input": kind(
        {}, {**_INPUT, "initial_value": matching(r"[^\s@]+@[^\s@]+", "an e-mail address")}
    ),
    "url_text_input": kind({}, {**_INPUT, "initial_value": link_address()}),
    "number_input": kind(
        {"is_decimal_allowed": boolean},
        {**_INPUT, "initial_value": _DECIMAL, "min_value": _DECIMAL, "max_value": _DECIMAL},
        _numbers_in_order,
    ),
    "rich_text_input": kind(_ACTION, {**_INPUT, "initial_value": rich_text_object}),
    "file_input": kind({}, {**_ACTION, "filetypes": array(string()), "max_files": integer(1, 10)}),
    "workflow_button": kind(
        {**_ACTION, "text": plain_text(75), "workflow": workflow},
        {"style": style, "accessibility_label": string(75)},
    ),
    "feedback_buttons": kind(
        {"positive_button": feedback_button, "negative_button": feedback_button}, _ACTION
    ),
    "icon_button": kind(
        {"icon": one_of("trash"), "text": plain_text(75)},
        {
            **_ACTION,
            "value": string(2000),
            "confirm": confirm,
            "accessibility_label": string(75),
            "visible_to_user_ids": array(string()),
        },
    ),
}
"""Every element by its type."""
