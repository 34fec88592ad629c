"""Sound payloads in the shapes of Slack's reference pages, and ways to change one place."""

import copy
from collections.abc import Iterator
from typing import Any, Final

Json = Any


def plain(text: str) -> dict[str, Json]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, Json]:
    return {"type": "mrkdwn", "text": text}


def option(value: str) -> dict[str, Json]:
    return {"text": plain(f"Val {value}"), "value": value}


def button(action_id: str = "open") -> dict[str, Json]:
    return {"type": "button", "action_id": action_id, "text": plain("Öppna ärendet"), "value": "7"}


def section(text: str = "Hej!") -> dict[str, Json]:
    return {"type": "section", "text": mrkdwn(text)}


def actions(*elements: Json) -> dict[str, Json]:
    return {"type": "actions", "elements": list(elements)}


def labelled(element: Json) -> dict[str, Json]:
    """An input block around an element."""
    return {"type": "input", "label": plain("Beskriv felet"), "element": element}


def rich(*elements: Json) -> dict[str, Json]:
    return {"type": "rich_text", "elements": list(elements)}


def run(text: str) -> dict[str, Json]:
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}


def cell(text: str) -> dict[str, Json]:
    return {"type": "raw_text", "text": text}


def modal(*blocks: Json, **members: Json) -> dict[str, Json]:
    return {
        "type": "modal",
        "title": plain("Nytt ärende"),
        "submit": plain("Skicka"),
        "blocks": list(blocks),
        **members,
    }


def home(*blocks: Json, **members: Json) -> dict[str, Json]:
    return {"type": "home", "blocks": list(blocks), **members}


PICTURE: Final = {
    "type": "image",
    "image_url": "https://example.com/skanner.png",
    "alt_text": "En streckkodsläsare",
}
CONFIRM: Final = {
    "title": plain("Säker?"),
    "text": mrkdwn("Ärendet *stängs*."),
    "confirm": plain("Stäng"),
    "deny": plain("Behåll"),
    "style": "danger",
}
CARD: Final = {
    "type": "card",
    "slack_icon": {"type": "icon", "name": "sparkle"},
    "title": mrkdwn("Kvittera leverans"),
    "subtitle": plain("Godsmottagning"),
    "body": mrkdwn("Räkna kollin innan du kvitterar."),
    "subtext": plain("Uppdaterad i dag"),
    "actions": [button()],
}
SERIES: Final = {
    "name": "Ärenden",
    "data": [{"label": "mån", "value": 4}, {"label": "tis", "value": 2.5}],
}

MENU_ELEMENTS: Final[dict[str, Json]] = {
    "static_select": {
        "options": [option("a"), option("b")],
        "initial_option": option("b"),
        "placeholder": plain("Välj enhet"),
        "confirm": CONFIRM,
    },
    "external_select": {"min_query_length": 3, "initial_option": option("a")},
    "users_select": {"initial_user": "U012AB3CD"},
    "conversations_select": {
        "initial_conversation": "C012AB3CD",
        "default_to_current_conversation": True,
        "filter": {"include": ["im", "public"], "exclude_bot_users": True},
    },
    "channels_select": {"initial_channel": "C012AB3CD"},
    "multi_static_select": {
        "option_groups": [{"label": plain("Grupp"), "options": [option("a"), option("b")]}],
        "initial_options": [option("a")],
        "max_selected_items": 2,
    },
    "multi_external_select": {"min_query_length": 0, "initial_options": [option("a")]},
    "multi_users_select": {"initial_users": ["U012AB3CD"]},
    "multi_conversations_select": {
        "initial_conversations": ["C012AB3CD"],
        "filter": {"exclude_external_shared_channels": True},
    },
    "multi_channels_select": {"initial_channels": ["C012AB3CD"], "max_selected_items": 1},
}
CHOICE_ELEMENTS: Final[dict[str, Json]] = {
    "checkboxes": {
        "options": [{**option("a"), "description": mrkdwn("_kursivt_")}, option("b")],
        "initial_options": [option("b")],
    },
    "radio_buttons": {"options": [option("a")], "initial_option": option("a")},
    "datepicker": {"initial_date": "2026-02-28", "placeholder": plain("Välj dag")},
    "timepicker": {"initial_time": "23:59", "timezone": "Europe/Stockholm"},
}
PRESSED_ELEMENTS: Final[dict[str, Json]] = {
    "button": {
        "text": plain("Läs mer"),
        "url": "https://example.com/guide",
        "value": "guide",
        "style": "primary",
        "confirm": CONFIRM,
        "accessibility_label": "Läs hela guiden",
    },
    "overflow": {"options": [{**option("a"), "url": "https://example.com/a"}, option("b")]},
    "workflow_button": {
        "text": plain("Starta"),
        "workflow": {
            "trigger": {
                "url": "https://slack.com/shortcuts/Ft0123/abc",
                "customizable_input_parameters": [{"name": "enhet", "value": "kök"}],
            }
        },
    },
}
TYPED_ELEMENTS: Final[dict[str, Json]] = {
    "plain_text_input": {
        "multiline": True,
        "min_length": 2,
        "max_length": 3000,
        "initial_value": "Felet är",
        "placeholder": plain("Skriv här"),
        "focus_on_load": True,
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    },
    "email_text_input": {"initial_value": "namn@example.com"},
    "url_text_input": {"initial_value": "https://example.com"},
    "number_input": {
        "is_decimal_allowed": True,
        "min_value": "-1.5",
        "initial_value": "0",
        "max_value": "10",
    },
    "rich_text_input": {"initial_value": rich(run("Hej"))},
    "file_input": {"filetypes": ["pdf", "png"], "max_files": 10},
    "datetimepicker": {"initial_date_time": 1_772_000_000},
}


def named(elements: dict[str, Json]) -> dict[str, Json]:
    """The elements with their `type`, and an `action_id` each of its own."""
    return {
        name: {"type": name, "action_id": f"do_{name}", **members}
        for name, members in elements.items()
    }


# Each sound in a message.
MESSAGE_BLOCKS: Final[dict[str, Json]] = {
    "section": {
        **section("*Hej!* Vad gäller det?"),
        "block_id": "greeting",
        "fields": [mrkdwn("*Order*"), plain("4711")],
        "expand": True,
        "accessory": button(),
    },
    "header": {"type": "header", "text": {**plain("Ditt ärende"), "emoji": True}},
    "divider": {"type": "divider", "block_id": "line"},
    "image": {**PICTURE, "title": plain("Så här håller du läsaren")},
    "slack_image": {
        "type": "image",
        "slack_file": {"id": "F0123456"},
        "alt_text": "En bild som redan finns i Slack",
    },
    "context": {
        "type": "context",
        "elements": [PICTURE, plain("Besvarad"), {**mrkdwn("av *Eva*"), "verbatim": False}],
    },
    "actions": actions(*named(PRESSED_ELEMENTS).values()),
    "chosen": actions(*named(MENU_ELEMENTS | CHOICE_ELEMENTS).values()),
    "context_actions": {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "helpful",
                "positive_button": {"text": plain("Ja"), "value": "yes"},
                "negative_button": {
                    "text": plain("Nej"),
                    "value": "no",
                    "accessibility_label": "Svaret hjälpte inte",
                },
            },
            {"type": "icon_button", "icon": "trash", "text": plain("Ta bort"), "value": "x"},
        ],
    },
    "input": labelled({"type": "plain_text_input", "action_id": "said"}),
    "file": {"type": "file", "external_id": "ABCD1", "source": "remote"},
    "markdown": {"type": "markdown", "text": "# Rubrik\n\n- ett\n- två"},
    "video": {
        "type": "video",
        "alt_text": "Film om kvittering",
        "video_url": "https://video.example.com/embed/1",
        "thumbnail_url": "https://video.example.com/1.png",
        "title": plain("Kvittera en leverans"),
        "title_url": "https://video.example.com/1",
        "author_name": "Godsmottagningen",
        "description": plain("Två minuter"),
        "provider_name": "Film",
        "provider_icon_url": "https://video.example.com/icon.png",
    },
    "rich_text": rich(
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "Hej ", "style": {"bold": True}},
                {"type": "user", "user_id": "U012AB3CD"},
                {"type": "usergroup", "usergroup_id": "S012AB3CD"},
                {"type": "channel", "channel_id": "C012AB3CD"},
                {"type": "team", "team_id": "T012AB3CD"},
                {"type": "emoji", "name": "wave", "unicode": "1f44b"},
                {"type": "link", "url": "mailto:hjalp@example.com", "text": "skriv"},
                {"type": "broadcast", "range": "here"},
                {"type": "color", "value": "#F405B3"},
                {"type": "date", "timestamp": 1_772_000_000, "format": "{date}", "fallback": "då"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "ordered",
            "indent": 1,
            "border": 0,
            "elements": [run("ett"), run("två")],
        },
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "P2P"}]},
        {"type": "rich_text_quote", "border": 1, "elements": []},
    ),
    "table": {
        "type": "table",
        "rows": [
            [cell("Enhet"), cell("Antal")],
            [rich(run("Kök")), {"type": "raw_number", "value": 4, "text": "4 st"}],
        ],
        "column_settings": [None, {"align": "right", "is_wrapped": True}],
    },
    "data_table": {
        "type": "data_table",
        "caption": "Ärenden per enhet",
        "rows": [[cell("Enhet"), cell("Antal")], [rich(run("Kök")), cell("4")]],
        "page_size": 10,
        "row_header_column_index": 1,
    },
    "line_chart": {
        "type": "data_visualization",
        "title": "Ärenden",
        "chart": {
            "type": "line",
            "series": [SERIES],
            "axis_config": {"categories": ["mån", "tis"], "x_label": "Dag", "y_label": "Antal"},
        },
    },
    "pie_chart": {
        "type": "data_visualization",
        "title": "Ärenden",
        "chart": {"type": "pie", "segments": [{"label": "Kök", "value": 3}]},
    },
    "card": CARD,
    "carousel": {"type": "carousel", "elements": [CARD]},
    "container": {
        "type": "container",
        "title": plain("Steg 1"),
        "subtitle": mrkdwn("Av tre"),
        "icon": PICTURE,
        "width": "wide",
        "is_collapsible": True,
        "default_collapsed": True,
        "child_blocks": [section(), {"type": "divider"}],
    },
    "task_card": {
        "type": "task_card",
        "task_id": "search",
        "title": "Söker i guiderna",
        "status": "in_progress",
        "details": rich(run("12 träffar")),
        "output": rich(run("Klart")),
        "sources": [{"type": "url", "url": "https://example.com/guide", "text": "Guide"}],
    },
    "plan": {
        "type": "plan",
        "title": "Letar svar",
        "tasks": [{"task_id": "wait", "title": "Frågar vidare", "status": "pending"}],
    },
}

# Each sound in a modal with a submit button.
MODAL_BLOCKS: Final[dict[str, Json]] = {
    **{
        name: labelled(element)
        for name, element in named(TYPED_ELEMENTS | CHOICE_ELEMENTS | MENU_ELEMENTS).items()
    },
    "section": MESSAGE_BLOCKS["section"],
    "header": MESSAGE_BLOCKS["header"],
    "divider": MESSAGE_BLOCKS["divider"],
    "image": MESSAGE_BLOCKS["image"],
    "context": MESSAGE_BLOCKS["context"],
    "video": MESSAGE_BLOCKS["video"],
    "rich_text": MESSAGE_BLOCKS["rich_text"],
    "actions": actions(button(), {"type": "overflow", "options": [option("a")]}),
    "answer_here": labelled(
        {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    ),
    "input": {
        **labelled({"type": "plain_text_input"}),
        "hint": plain("Skriv vad du ser på skärmen"),
        "optional": True,
        "dispatch_action": True,
        "block_id": "said",
    },
    "alert": {"type": "alert", "text": mrkdwn("*Obs!*"), "level": "warning"},
}


def changed(payload: Json, pointer: str, value: Json) -> Json:
    """A copy of `payload` with `value` at the place `pointer` says."""
    result = copy.deepcopy(payload)
    *path, last = pointer.strip("/").split("/")
    place = result
    for key in path:
        place = place[int(key) if isinstance(place, list) else key]
    if isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    return result


def without(payload: Json, pointer: str) -> Json:
    """A copy of `payload` without the member that `pointer` says."""
    result = copy.deepcopy(payload)
    *path, last = pointer.strip("/").split("/")
    place = result
    for key in path:
        place = place[int(key) if isinstance(place, list) else key]
    del place[last]
    return result


def places(value: Json, pointer: str = "") -> Iterator[str]:
    """The pointers to every member of a payload, at any depth."""
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, member in members:
        yield f"{pointer}/{key}"
        if isinstance(member, dict | list):
            yield from places(member, f"{pointer}/{key}")
