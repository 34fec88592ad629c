"""Each limit: the last value Slack takes, and the first it refuses, with Slack's answer."""

import pytest

from bot.sandbox.blockkit import BlockKitError, check_message_blocks, check_view

from .examples import (
    MESSAGE_BLOCKS,
    MODAL_BLOCKS,
    SERIES,
    Json,
    button,
    cell,
    changed,
    labelled,
    modal,
    mrkdwn,
    option,
    plain,
    run,
    section,
)

URL = "https://example.com/"
MENU = {
    name: f"/elements/{place}"
    for place, name in enumerate(
        element["type"] for element in MESSAGE_BLOCKS["chosen"]["elements"]
    )
}


def text(length: int) -> str:
    return "å" * length


def address(length: int) -> str:
    return URL + "a" * (length - len(URL))


def less(length: int) -> str:
    return f"must be less than {length + 1} characters"


def most(items: int) -> str:
    return f"no more than {items} items allowed"


EMPTY = "must be more than 0 characters"
FEW = "must provide at least 1 items"
STRING = "must provide a string"
OBJECT = "must provide an object"
ARRAY = "must provide an array"
BOOLEAN = "must provide a boolean"
ENUM = "must be a valid enum value"
LINK = "must be a valid url"
MATCH = "must exactly match one of the options"

# block, place, a value that is taken, a value that is refused, the answer
IN_MESSAGES: list[tuple[str, str, Json, Json, str]] = [
    ("section", "/text/text", text(3000), text(3001), less(3000)),
    ("section", "/text/text", " ", "", EMPTY),
    ("section", "/text", plain("Hej"), "Hej", OBJECT),
    ("section", "/text", mrkdwn("Hej"), None, OBJECT),
    ("section", "/text/text", "Hej", 7, STRING),
    ("section", "/fields", [plain("a")] * 10, [plain("a")] * 11, most(10)),
    ("section", "/fields", [plain("a")], [], FEW),
    ("section", "/fields", [plain("a")], {"0": plain("a")}, ARRAY),
    ("section", "/fields/1/text", text(2000), text(2001), less(2000)),
    ("section", "/expand", False, 1, BOOLEAN),
    ("section", "/block_id", text(255), text(256), less(255)),
    ("section", "/block_id", "a", "", EMPTY),
    ("section", "/block_id", "a", None, STRING),
    ("section", "/accessory/action_id", text(255), text(256), less(255)),
    ("section", "/accessory/text/text", text(75), text(76), less(75)),
    ("section", "/accessory/value", text(2000), text(2001), less(2000)),
    ("header", "/text/text", text(150), text(151), less(150)),
    ("header", "/text/text", "a", "", EMPTY),
    ("header", "/text/emoji", False, "yes", BOOLEAN),
    ("image", "/image_url", address(3000), address(3001), less(3000)),
    ("image", "/image_url", URL, "skanner.png", LINK),
    ("image", "/alt_text", text(2000), text(2001), less(2000)),
    ("image", "/alt_text", "a", "", EMPTY),
    ("image", "/title/text", text(2000), text(2001), less(2000)),
    ("context", "/elements", [plain("a")] * 10, [plain("a")] * 11, most(10)),
    ("context", "/elements", [plain("a")], [], FEW),
    ("context", "/elements/1/text", text(3000), text(3001), less(3000)),
    (
        "actions",
        "/elements",
        [button(str(n)) for n in range(25)],
        [button(str(n)) for n in range(26)],
        most(25),
    ),
    ("actions", "/elements", [button()], [], FEW),
    ("actions", "/elements/0/url", address(3000), address(3001), less(3000)),
    ("actions", "/elements/0/url", "slack://open", "öppna", LINK),
    ("actions", "/elements/0/style", "danger", "default", ENUM),
    ("actions", "/elements/0/accessibility_label", text(75), text(76), less(75)),
    ("actions", "/elements/0/agent_prompt", text(4000), text(4001), less(4000)),
    ("actions", "/elements/0/visible_to_user_ids", ["U1"], "U1", ARRAY),
    ("actions", "/elements/0/confirm/title/text", text(100), text(101), less(100)),
    ("actions", "/elements/0/confirm/text/text", text(300), text(301), less(300)),
    ("actions", "/elements/0/confirm/confirm/text", text(30), text(31), less(30)),
    ("actions", "/elements/0/confirm/deny/text", text(30), text(31), less(30)),
    ("actions", "/elements/0/confirm/style", "primary", "warning", ENUM),
    (
        "actions",
        "/elements/1/options",
        [option(str(n)) for n in range(5)],
        [option(str(n)) for n in range(6)],
        most(5),
    ),
    ("actions", "/elements/1/options/0/url", URL, "", EMPTY),
    ("actions", "/elements/1/options/0/text/text", text(75), text(76), less(75)),
    ("actions", "/elements/1/options/0/value", text(150), text(151), less(150)),
    ("actions", "/elements/2/text/text", text(75), text(76), less(75)),
    ("actions", "/elements/2/workflow/trigger/url", URL, "", EMPTY),
    ("chosen", MENU["static_select"] + "/placeholder/text", text(150), text(151), less(150)),
    ("chosen", MENU["static_select"] + "/options/0/text/text", text(75), text(76), less(75)),
    ("chosen", MENU["static_select"] + "/options/0/value", text(150), text(151), less(150)),
    (
        "chosen",
        MENU["static_select"] + "/options",
        [option("b")] * 100,
        [option("b")] * 101,
        most(100),
    ),
    ("chosen", MENU["static_select"] + "/initial_option", option("a"), option("c"), MATCH),
    ("chosen", MENU["static_select"] + "/focus_on_load", True, "true", BOOLEAN),
    (
        "chosen",
        MENU["multi_static_select"] + "/option_groups/0/label/text",
        text(75),
        text(76),
        less(75),
    ),
    (
        "chosen",
        MENU["multi_static_select"] + "/option_groups/0/options",
        [option("a")] * 100,
        [option("a")] * 101,
        most(100),
    ),
    ("chosen", MENU["multi_static_select"] + "/max_selected_items", 1, 0, "must be greater than 0"),
    (
        "chosen",
        MENU["multi_static_select"] + "/max_selected_items",
        1,
        True,
        "must provide an integer",
    ),
    ("chosen", MENU["external_select"] + "/min_query_length", 0, -1, "must be greater than -1"),
    ("chosen", MENU["users_select"] + "/initial_user", "U1", "", EMPTY),
    ("chosen", MENU["multi_users_select"] + "/initial_users", ["U1"], [], FEW),
    ("chosen", MENU["multi_channels_select"] + "/initial_channels", ["C1"], "C1", ARRAY),
    ("chosen", MENU["conversations_select"] + "/filter/include", ["mpim", "private"], [], FEW),
    ("chosen", MENU["checkboxes"] + "/options", [option("b")] * 10, [option("b")] * 11, most(10)),
    ("chosen", MENU["checkboxes"] + "/initial_options", [option("b")], [], FEW),
    (
        "chosen",
        MENU["radio_buttons"] + "/options",
        [option("a")] * 10,
        [option("a")] * 11,
        most(10),
    ),
    ("chosen", MENU["radio_buttons"] + "/initial_option", option("a"), option("b"), MATCH),
    (
        "chosen",
        MENU["datepicker"] + "/initial_date",
        "2028-02-29",
        "2026-02-29",
        "must be a date as YYYY-MM-DD",
    ),
    (
        "chosen",
        MENU["datepicker"] + "/initial_date",
        "2026-01-01",
        "2026-1-1",
        "must be a date as YYYY-MM-DD",
    ),
    ("chosen", MENU["timepicker"] + "/initial_time", "00:00", "24:00", "must be a time as HH:mm"),
    ("context_actions", "/elements/0/positive_button/text/text", text(75), text(76), less(75)),
    ("context_actions", "/elements/0/negative_button/value", text(2000), text(2001), less(2000)),
    ("context_actions", "/elements/1/icon", "trash", "pencil", ENUM),
    (
        "context_actions",
        "/elements",
        [MESSAGE_BLOCKS["context_actions"]["elements"][1]] * 5,
        [MESSAGE_BLOCKS["context_actions"]["elements"][1]] * 6,
        most(5),
    ),
    ("file", "/source", "remote", "local", ENUM),
    ("markdown", "/text", text(12_000), text(12_001), less(12_000)),
    ("markdown", "/text", "a", "", EMPTY),
    ("markdown", "/text", "a", mrkdwn("a"), STRING),
    ("video", "/video_url", URL, "http://example.com/", "must be a valid https url"),
    ("video", "/title/text", text(199), text(200), less(199)),
    ("video", "/author_name", text(49), text(50), less(49)),
    ("rich_text", "/elements", [], None, ARRAY),
    ("rich_text", "/elements/0/elements/0/text", "a", "", EMPTY),
    ("rich_text", "/elements/0/elements/0/style/bold", False, "yes", BOOLEAN),
    ("rich_text", "/elements/0/elements/7/range", "everyone", "all", ENUM),
    (
        "rich_text",
        "/elements/0/elements/8/value",
        "#000000",
        "red",
        "must be a hex color like #1A2B3C",
    ),
    ("rich_text", "/elements/0/elements/9/timestamp", 0, "0", "must provide an integer"),
    ("rich_text", "/elements/1/style", "bullet", "dash", ENUM),
    ("rich_text", "/elements/1/indent", 8, 9, "must be less than 9"),
    ("rich_text", "/elements/1/elements", [run("a")], [], FEW),
    ("rich_text", "/elements/3/border", 0, 2, "must be less than 2"),
    ("table", "/rows", [[cell("a")]] * 100, [[cell("a")]] * 101, most(100)),
    ("table", "/rows/0", [cell("a")] * 20, [cell("a")] * 21, most(20)),
    ("table", "/rows/0/0/text", "a", "", EMPTY),
    ("table", "/rows/1/1/value", 4.5, "4", "must provide a number"),
    ("table", "/column_settings/1/align", "center", "justify", ENUM),
    ("table", "/column_settings", [None] * 20, [None] * 21, most(20)),
    ("data_table", "/page_size", 100, 101, "must be less than 101"),
    ("data_table", "/row_header_column_index", 1, 2, "must be less than 2"),
    (
        "data_table",
        "/rows/1",
        [cell("a"), cell("b")],
        [cell("a")],
        "must provide 2 items, as the first row",
    ),
    ("line_chart", "/title", text(50), text(51), less(50)),
    ("line_chart", "/chart/series", [SERIES] * 12, [SERIES] * 13, most(12)),
    ("line_chart", "/chart/series/0/name", text(20), text(21), less(20)),
    (
        "line_chart",
        "/chart/series/0/data",
        SERIES["data"][::-1],
        SERIES["data"][:1],
        "must provide one item for each of `categories`",
    ),
    ("line_chart", "/chart/axis_config/y_label", text(50), text(51), less(50)),
    ("pie_chart", "/chart/segments/0/value", 0.1, 0, "must be greater than 0"),
    ("card", "/title/text", text(150), text(151), less(150)),
    ("card", "/subtitle/text", text(150), text(151), less(150)),
    ("card", "/body/text", text(200), text(201), less(200)),
    ("card", "/subtext/text", text(200), text(201), less(200)),
    ("card", "/title", plain("a"), "a", OBJECT),
    (
        "card",
        "/actions",
        [button(str(n)) for n in range(3)],
        [button(str(n)) for n in range(4)],
        most(3),
    ),
    ("card", "/slack_icon/name", "star-filled", "sparkles", ENUM),
    (
        "carousel",
        "/elements",
        [MESSAGE_BLOCKS["card"]] * 10,
        [MESSAGE_BLOCKS["card"]] * 11,
        most(10),
    ),
    ("container", "/title/text", text(150), text(151), less(150)),
    ("container", "/child_blocks", [section()] * 10, [section()] * 11, most(10)),
    ("container", "/width", "full", "huge", ENUM),
    (
        "container",
        "/has_header_divider",
        False,
        True,
        "must be false when `is_collapsible` is true",
    ),
    ("task_card", "/status", "error", "pending", ENUM),
    ("task_card", "/title", "a", plain("a"), STRING),
    ("plan", "/title", "a", plain("a"), STRING),
    ("plan", "/tasks/0/status", "complete", "done", ENUM),
]

IN_MODALS: list[tuple[str, str, Json, Json, str]] = [
    ("input", "/label/text", text(2000), text(2001), less(2000)),
    ("input", "/hint/text", text(2000), text(2001), less(2000)),
    ("input", "/optional", False, "no", BOOLEAN),
    ("input", "/element", {"type": "users_select"}, [], OBJECT),
    ("plain_text_input", "/element/placeholder/text", text(150), text(151), less(150)),
    ("plain_text_input", "/element/max_length", 3000, 3001, "must be less than 3001"),
    ("plain_text_input", "/element/max_length", 2, 0, "must be greater than 0"),
    ("plain_text_input", "/element/min_length", 0, -1, "must be greater than -1"),
    ("plain_text_input", "/element/min_length", 3000, 3001, "must be less than 3001"),
    ("plain_text_input", "/element/initial_value", "", 0, STRING),
    ("plain_text_input", "/element/initial_value", text(3000), text(3001), less(3000)),
    (
        "plain_text_input",
        "/element/dispatch_action_config/trigger_actions_on",
        ["on_character_entered", "on_enter_pressed"],
        [],
        FEW,
    ),
    ("email_text_input", "/element/initial_value", "a@b.se", "a", "must be an e-mail address"),
    ("url_text_input", "/element/initial_value", URL, "example", LINK),
    ("number_input", "/element/initial_value", "10", 10, STRING),
    ("number_input", "/element/initial_value", "9.99", "tio", "must be a number in a string"),
    ("number_input", "/element/initial_value", "-1.5", "-2", "must not be less than `min_value`"),
    ("number_input", "/element/max_value", "0", "-1", "must not be less than `initial_value`"),
    ("file_input", "/element/max_files", 1, 0, "must be greater than 0"),
    ("file_input", "/element/max_files", 10, 11, "must be less than 11"),
    ("file_input", "/element/filetypes", ["pdf"], [], FEW),
    ("file_input", "/dispatch_action", False, True, "must be false with a `file_input` element"),
    (
        "datetimepicker",
        "/element/initial_date_time",
        9_999_999_999,
        99,
        "must be greater than 999999999",
    ),
    ("alert", "/text/text", text(200), text(201), less(200)),
    ("alert", "/level", "success", "danger", ENUM),
]


@pytest.mark.parametrize(("name", "place", "taken", "refused", "answer"), IN_MESSAGES)
def test_messages(name: str, place: str, taken: Json, refused: Json, answer: str) -> None:
    block = MESSAGE_BLOCKS[name]
    check_message_blocks([changed(block, place, taken)])
    with pytest.raises(BlockKitError) as error:
        check_message_blocks([changed(block, place, refused)])
    assert error.value.errors == (f"{answer} [json-pointer:/blocks/0{place}]",)
    assert error.value.code == "invalid_blocks"


@pytest.mark.parametrize(("name", "place", "taken", "refused", "answer"), IN_MODALS)
def test_modals(name: str, place: str, taken: Json, refused: Json, answer: str) -> None:
    block = MODAL_BLOCKS[name]
    check_view(modal(section(), changed(block, place, taken)))
    with pytest.raises(BlockKitError) as error:
        check_view(modal(section(), changed(block, place, refused)))
    assert error.value.errors == (f"{answer} [json-pointer:/view/blocks/1{place}]",)
    assert error.value.code == "invalid_arguments"


VIEW: list[tuple[str, Json, Json, str]] = [
    ("/title/text", text(24), text(25), less(24)),
    ("/submit/text", text(24), text(25), less(24)),
    ("/close", plain(text(24)), "Stäng", OBJECT),
    ("/private_metadata", text(3000), text(3001), less(3000)),
    ("/private_metadata", "", {}, STRING),
    ("/callback_id", text(255), text(256), less(255)),
    ("/external_id", text(255), text(256), less(255)),
    ("/clear_on_close", True, "true", BOOLEAN),
    ("/notify_on_close", True, 1, BOOLEAN),
    ("/blocks", [section()] * 100, [section()] * 101, most(100)),
    ("/blocks", [section()], [], FEW),
]


@pytest.mark.parametrize(("place", "taken", "refused", "answer"), VIEW)
def test_view_members(place: str, taken: Json, refused: Json, answer: str) -> None:
    view = modal(section())
    check_view(changed(view, place, taken))
    with pytest.raises(BlockKitError) as error:
        check_view(changed(view, place, refused))
    assert error.value.errors == (f"{answer} [json-pointer:/view{place}]",)


def test_minimum_of_a_pair_of_lengths() -> None:
    element = {"type": "plain_text_input", "min_length": 5, "max_length": 5}
    check_view(modal(labelled(element)))
    with pytest.raises(BlockKitError) as error:
        check_view(modal(labelled({**element, "min_length": 6})))
    assert error.value.errors == (
        "must not be more than `max_length` [json-pointer:/view/blocks/0/element/min_length]",
    )


def test_decimals_need_leave() -> None:
    element = {"type": "number_input", "is_decimal_allowed": False, "initial_value": "2"}
    check_view(modal(labelled(element)))
    with pytest.raises(BlockKitError) as error:
        check_view(modal(labelled({**element, "initial_value": "2.0"})))
    assert error.value.errors == (
        "must be a whole number [json-pointer:/view/blocks/0/element/initial_value]",
    )
