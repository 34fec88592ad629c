"""Select menus and multi-select menus.

Source: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element and
https://docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element
"""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.sandbox.blockkit.composition import (
    MOST_OPTIONS,
    confirm,
    conversation_filter,
    identifier,
    menu_option,
    option_group,
    plain_text,
)
from bot.sandbox.blockkit.primitives import (
    Check,
    array,
    boolean,
    child,
    either,
    fault,
    integer,
    is_array,
    is_object,
    kind,
    only_one,
    string,
)


def initial_option_known(element: Mapping[str, object], pointer: str) -> Iterator[str]:
    """Refuse an `initial_option` that is not exactly one of the element's options."""
    if "initial_option" in element and not _known(element["initial_option"], element):
        yield fault("must exactly match one of the options", child(pointer, "initial_option"))


def initial_options_known(element: Mapping[str, object], pointer: str) -> Iterator[str]:
    """Refuse each of `initial_options` that is not exactly one of the element's options."""
    for place, option in enumerate(_items(element, "initial_options")):
        if not _known(option, element):
            yield fault(
                "must exactly match one of the options",
                child(child(pointer, "initial_options"), place),
            )


def _known(option: object, element: Mapping[str, object]) -> bool:
    return _comparable(option) in [_comparable(offered) for offered in _offered(element)]


def _offered(element: Mapping[str, object]) -> Iterator[object]:
    yield from _items(element, "options")
    for group in _items(element, "option_groups"):
        if is_object(group):
            yield from _items(group, "options")


def _items(element: Mapping[str, object], name: str) -> tuple[object, ...]:
    members = element.get(name)
    return tuple(members) if is_array(members) else ()


def _comparable(option: object) -> object:
    """The option with the text objects' defaults left out: `emoji` on, `verbatim` off."""
    if not is_object(option):
        return option
    defaults = (("emoji", True), ("verbatim", False))
    return {
        key: _comparable(value) for key, value in option.items() if (key, value) not in defaults
    }


_MENU: Final[Mapping[str, Check]] = {
    "action_id": identifier,
    "confirm": confirm,
    "focus_on_load": boolean,
    "placeholder": plain_text(150),
}
_MULTI_MENU: Final[Mapping[str, Check]] = {**_MENU, "max_selected_items": integer(1)}
_STATIC: Final[Mapping[str, Check]] = {
    "options": array(menu_option, MOST_OPTIONS),
    "option_groups": array(option_group, MOST_OPTIONS),
}
_STATIC_RULES: Final = (either("options", "option_groups"), only_one("options", "option_groups"))
_CONVERSATIONS: Final[Mapping[str, Check]] = {
    "default_to_current_conversation": boolean,
    "filter": conversation_filter,
}
_IDS: Final[Check] = array(string())

MENUS: Final[Mapping[str, Check]] = {
    "static_select": kind(
        {},
        {**_MENU, **_STATIC, "initial_option": menu_option},
        *_STATIC_RULES,
        initial_option_known,
    ),
    "external_select": kind(
        {}, {**_MENU, "initial_option": menu_option, "min_query_length": integer(0)}
    ),
    "users_select": kind({}, {**_MENU, "initial_user": string()}),
    "conversations_select": kind(
        {},
        {
            **_MENU,
            **_CONVERSATIONS,
            "initial_conversation": string(),
            "response_url_enabled": boolean,
        },
    ),
    "channels_select": kind(
        {}, {**_MENU, "initial_channel": string(), "response_url_enabled": boolean}
    ),
    "multi_static_select": kind(
        {},
        {**_MULTI_MENU, **_STATIC, "initial_options": array(menu_option, MOST_OPTIONS)},
        *_STATIC_RULES,
        initial_options_known,
    ),
    "multi_external_select": kind(
        {},
        {
            **_MULTI_MENU,
            "initial_options": array(menu_option, MOST_OPTIONS),
            "min_query_length": integer(0),
        },
    ),
    "multi_users_select": kind({}, {**_MULTI_MENU, "initial_users": _IDS}),
    "multi_conversations_select": kind(
        {}, {**_MULTI_MENU, **_CONVERSATIONS, "initial_conversations": _IDS}
    ),
    "multi_channels_select": kind({}, {**_MULTI_MENU, "initial_channels": _IDS}),
}
"""Every menu by its type."""
