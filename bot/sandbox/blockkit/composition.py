"""Composition objects: text, options, dialogs and the other parts elements are made of.

Source: https://docs.slack.dev/reference/block-kit/composition-objects
"""

from typing import Final

from bot.sandbox.blockkit.primitives import (
    Check,
    anything,
    array,
    boolean,
    by_type,
    either,
    kind,
    link_address,
    number,
    one_of,
    only_one,
    record,
    string,
    web_address,
)

LONGEST_TEXT: Final = 3000
LONGEST_IDENTIFIER: Final = 255
MOST_OPTIONS: Final = 100

identifier: Final[Check] = string(LONGEST_IDENTIFIER)
style: Final[Check] = one_of("primary", "danger")


def plain_text(longest: int = LONGEST_TEXT) -> Check:
    """A `plain_text` object with 1 to `longest` characters."""
    return by_type({"plain_text": _plain(longest)})


def text(longest: int = LONGEST_TEXT) -> Check:
    """A `plain_text` or `mrkdwn` object with 1 to `longest` characters."""
    return by_type(text_kinds(longest))


def text_kinds(longest: int = LONGEST_TEXT) -> dict[str, Check]:
    """The two text objects by type, for lists that hold other things too."""
    mrkdwn = kind({"text": string(longest)}, {"verbatim": boolean})
    return {"plain_text": _plain(longest), "mrkdwn": mrkdwn}


def _plain(longest: int) -> Check:
    return kind({"text": string(longest)}, {"emoji": boolean})


def _option(label: Check, **more: Check) -> Check:
    return record({"text": label, "value": string(150)}, {"description": label, **more})


menu_option: Final[Check] = _option(plain_text(75))
overflow_option: Final[Check] = _option(plain_text(75), url=link_address())
choice_option: Final[Check] = _option(text(75))
"""An option of checkboxes and radio buttons, whose texts may be `mrkdwn`."""

option_group: Final[Check] = record(
    {"label": plain_text(75), "options": array(menu_option, MOST_OPTIONS)}
)

confirm: Final[Check] = record(
    {
        "title": plain_text(100),
        "text": text(300),
        "confirm": plain_text(30),
        "deny": plain_text(30),
    },
    {"style": style},
)

conversation_filter: Final[Check] = record(
    {},
    {
        "include": array(one_of("im", "mpim", "private", "public")),
        "exclude_bot_users": boolean,
        "exclude_external_shared_channels": boolean,
    },
    either("include", "exclude_bot_users", "exclude_external_shared_channels", of=""),
)

dispatch_action_config: Final[Check] = record(
    {}, {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 2)}
)

slack_file: Final[Check] = record(
    {}, {"id": string(), "url": web_address()}, either("id", "url", of=""), only_one("id", "url")
)

workflow: Final[Check] = record(
    {
        "trigger": record(
            {"url": web_address()},
            {
                "customizable_input_parameters": array(
                    record({"name": string(), "value": anything}), fewest=0
                )
            },
        )
    }
)

feedback_button: Final[Check] = record(
    {"text": plain_text(75), "value": string(2000)}, {"accessibility_label": string(75)}
)

url_source: Final[Check] = by_type({"url": kind({"url": web_address(), "text": string()})})

raw_text: Final[Check] = kind({"text": string()})
raw_number: Final[Check] = kind({"value": number, "text": string()})

# The closed set of names: the Slack icon object's page.
_ICON_NAMES: Final = (
    "archive book bookmark bot bug calendar call caret-left caret-right check clipboard code "
    "comment compass copy cube download edit email eye-closed eye-open file flag folder gear "
    "globe heart help image info key lightbulb link map mobile new-window pin plus refine "
    "refresh rocket save screen share sparkle star star-filled tag thumbs-down thumbs-up trash "
    "upload user warning"
)

slack_icon: Final[Check] = by_type({"icon": kind({"name": one_of(*_ICON_NAMES.split())})})
