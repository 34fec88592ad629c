"""What stands where, and the rules about blocks together."""

import pytest

from bot.sandbox.blockkit import BlockKitError, check_message_blocks, check_view

from .examples import (
    CHOICE_ELEMENTS,
    MENU_ELEMENTS,
    MESSAGE_BLOCKS,
    MODAL_BLOCKS,
    PICTURE,
    PRESSED_ELEMENTS,
    TYPED_ELEMENTS,
    Json,
    actions,
    button,
    cell,
    home,
    labelled,
    modal,
    mrkdwn,
    named,
    option,
    plain,
    rich,
    run,
    section,
    without,
)

ELEMENTS = named(PRESSED_ELEMENTS | CHOICE_ELEMENTS | MENU_ELEMENTS | TYPED_ELEMENTS)
FEEDBACK, TRASH = MESSAGE_BLOCKS["context_actions"]["elements"]
PLACED = {**ELEMENTS, "image": PICTURE, "feedback_buttons": FEEDBACK, "icon_button": TRASH}

CHOOSERS = {*CHOICE_ELEMENTS, *MENU_ELEMENTS}
PRESSED = {*PRESSED_ELEMENTS}
MESSAGE_ONLY = {
    *("context_actions", "file", "markdown", "table", "data_table", "line_chart", "pie_chart"),
    *("plan", "task_card"),
}
NOT_IN_MODALS = MESSAGE_ONLY | {"card", "carousel", "container"}


def message_errors(*blocks: Json) -> tuple[str, ...]:
    try:
        check_message_blocks(list(blocks))
    except BlockKitError as error:
        return error.errors
    return ()


def view_errors(view: Json) -> tuple[str, ...]:
    try:
        check_view(view)
    except BlockKitError as error:
        assert error.code == "invalid_arguments"
        return error.errors
    return ()


@pytest.mark.parametrize("name", [*PLACED])
def test_elements_in_blocks(name: str) -> None:
    """Which element each block takes in a message."""
    element = PLACED[name]

    def refused(place: str) -> tuple[str, ...]:
        return (f"unsupported type: {name} [json-pointer:/blocks/0/{place}/type]",)

    in_section = name in CHOOSERS | PRESSED | {"image"}
    assert message_errors({**section(), "accessory": element}) == (
        () if in_section else refused("accessory")
    )
    in_actions = name in CHOOSERS | PRESSED | {"datetimepicker"}
    assert message_errors(actions(element)) == (() if in_actions else refused("elements/0"))
    in_input = name in CHOOSERS | {"datetimepicker", "plain_text_input"}
    assert message_errors(labelled(element)) == (() if in_input else refused("element"))
    in_context = name == "image"
    assert message_errors({"type": "context", "elements": [element]}) == (
        () if in_context else refused("elements/0")
    )
    in_context_actions = name in {"feedback_buttons", "icon_button"}
    assert message_errors({"type": "context_actions", "elements": [element]}) == (
        () if in_context_actions else refused("elements/0")
    )


@pytest.mark.parametrize("name", [*TYPED_ELEMENTS])
def test_inputs_on_surfaces(name: str) -> None:
    block = labelled(ELEMENTS[name])
    answer = f"unsupported type: {name} "
    in_home = name in {"plain_text_input", "rich_text_input"}
    assert view_errors(modal(block)) == ()
    assert view_errors(home(block)) == (
        () if in_home else (answer + "[json-pointer:/view/blocks/0/element/type]",)
    )


def test_workflow_buttons_are_for_messages() -> None:
    block = actions(ELEMENTS["workflow_button"])
    answer = "unsupported type: workflow_button [json-pointer:/view/blocks/0/elements/0/type]"
    assert message_errors(block) == ()
    assert view_errors(modal(block)) == (answer,)
    assert view_errors(home(block)) == (answer,)


@pytest.mark.parametrize("name", [*MESSAGE_BLOCKS])
def test_blocks_on_surfaces(name: str) -> None:
    block = MESSAGE_BLOCKS[name]
    if name == "actions":
        block = actions(button())
    answer = (f"unsupported type: {block['type']} [json-pointer:/view/blocks/0/type]",)
    assert view_errors(modal(block)) == (answer if name in NOT_IN_MODALS else ())
    assert view_errors(home(block)) == (answer if name in MESSAGE_ONLY else ())


def test_alerts_are_for_modals() -> None:
    alert = MODAL_BLOCKS["alert"]
    assert view_errors(modal(alert)) == ()
    assert view_errors(home(alert)) == (
        "unsupported type: alert [json-pointer:/view/blocks/0/type]",
    )
    assert message_errors(alert) == ("unsupported type: alert [json-pointer:/blocks/0/type]",)


@pytest.mark.parametrize("name", [*MODAL_BLOCKS])
def test_modal_examples(name: str) -> None:
    assert view_errors(modal(MODAL_BLOCKS[name])) == ()


def test_most_blocks() -> None:
    assert message_errors() == ()
    assert message_errors(*[section()] * 50) == ()
    assert message_errors(*[section()] * 51) == (
        "no more than 50 items allowed [json-pointer:/blocks]",
    )
    assert view_errors(home(*[section()] * 100)) == ()
    assert view_errors(home(*[section()] * 101)) == (
        "no more than 100 items allowed [json-pointer:/view/blocks]",
    )


@pytest.mark.parametrize(
    ("blocks", "answer"),
    [
        (None, "must provide an array [json-pointer:/blocks]"),
        ("[]", "must provide an array [json-pointer:/blocks]"),
        ([None], "must provide an object [json-pointer:/blocks/0]"),
        ([{}], "missing required field: type [json-pointer:/blocks/0]"),
        ([{"type": 1}], "must provide a string [json-pointer:/blocks/0/type]"),
        ([{"type": "call"}], "unsupported type: call [json-pointer:/blocks/0/type]"),
        (
            [{"type": "section"}],
            "must define either `text` or `fields` [json-pointer:/blocks/0/type]",
        ),
        (
            [{"type": "header", "text": mrkdwn("Hej")}],
            "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
        ),
        (
            [{"type": "section", "text": {**mrkdwn("Hej"), "emoji": True}}],
            "invalid additional property: emoji [json-pointer:/blocks/0/text]",
        ),
        (
            [{"type": "section", "text": {**plain("Hej"), "verbatim": True}}],
            "invalid additional property: verbatim [json-pointer:/blocks/0/text]",
        ),
        (
            [{"type": "divider", "a/b~c": 1}],
            "invalid additional property: a/b~c [json-pointer:/blocks/0]",
        ),
        (
            [without(PICTURE, "/image_url")],
            "must define either `image_url` or `slack_file` [json-pointer:/blocks/0/type]",
        ),
        (
            [{**PICTURE, "slack_file": {"id": "F1"}}],
            "must define only one of `image_url` or `slack_file` [json-pointer:/blocks/0]",
        ),
        (
            [{**without(PICTURE, "/image_url"), "slack_file": {}}],
            "must define either `id` or `url` [json-pointer:/blocks/0/slack_file]",
        ),
        (
            [actions({"type": "static_select"})],
            "must define either `options` or `option_groups` "
            "[json-pointer:/blocks/0/elements/0/type]",
        ),
        (
            [actions({"type": "static_select", "options": [{**option("a"), "url": "x:y"}]})],
            "invalid additional property: url [json-pointer:/blocks/0/elements/0/options/0]",
        ),
        (
            [actions({"type": "conversations_select", "filter": {}})],
            "must define either `include` or `exclude_bot_users` or "
            "`exclude_external_shared_channels` [json-pointer:/blocks/0/elements/0/filter]",
        ),
        (
            [actions({"type": "overflow", "options": [{**option("a"), "text": mrkdwn("a")}]})],
            "unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/options/0/text/type]",
        ),
        (
            [{"type": "card", "subtitle": plain("a")}],
            "must define either `hero_image` or `title` or `actions` or `body` "
            "[json-pointer:/blocks/0/type]",
        ),
        (
            [{**MESSAGE_BLOCKS["card"], "icon": PICTURE}],
            "must define only one of `icon` or `slack_icon` [json-pointer:/blocks/0]",
        ),
        (
            [without(MESSAGE_BLOCKS["container"], "/title")],
            "must define either `title` or `rich_text_title` [json-pointer:/blocks/0/type]",
        ),
        (
            [without(MESSAGE_BLOCKS["container"], "/is_collapsible")],
            "must define `is_collapsible` as true [json-pointer:/blocks/0/default_collapsed]",
        ),
        (
            [{**MESSAGE_BLOCKS["container"], "child_blocks": [MESSAGE_BLOCKS["container"]]}],
            "unsupported type: container [json-pointer:/blocks/0/child_blocks/0/type]",
        ),
        (
            [{**MESSAGE_BLOCKS["data_table"], "rows": [[rich(run("a"))], [cell("b")]]}],
            "unsupported type: rich_text [json-pointer:/blocks/0/rows/0/0/type]",
        ),
    ],
)
def test_refused_blocks(blocks: Json, answer: str) -> None:
    with pytest.raises(BlockKitError) as error:
        check_message_blocks(blocks)
    assert answer in error.value.errors
    assert str(error.value) == "\n".join(error.value.errors)


def test_every_fault_is_told_once() -> None:
    assert message_errors(
        {"type": "header"},
        {"type": "section", "text": {"type": "mrkdwn", "text": "", "emoji": True}},
    ) == (
        "missing required field: text [json-pointer:/blocks/0]",
        "must be more than 0 characters [json-pointer:/blocks/1/text/text]",
        "invalid additional property: emoji [json-pointer:/blocks/1/text]",
    )


def test_block_ids_are_unique_on_a_surface() -> None:
    first, second = {**section(), "block_id": "a"}, {**section(), "block_id": "b"}
    nested = {**MESSAGE_BLOCKS["container"], "child_blocks": [{**section(), "block_id": "b"}]}
    assert message_errors(first, second) == ()
    assert message_errors(first, first) == (
        '`block_id` "a" already exists [json-pointer:/blocks/1/block_id]',
    )
    assert message_errors(second, nested) == (
        '`block_id` "b" already exists [json-pointer:/blocks/1/child_blocks/0/block_id]',
    )
    assert view_errors(home(second, second)) == (
        '`block_id` "b" already exists [json-pointer:/view/blocks/1/block_id]',
    )


def test_action_ids_are_unique_in_a_block() -> None:
    assert message_errors(actions(button("a"), button("b"))) == ()
    assert message_errors(actions(button("a")), actions(button("a"))) == ()
    assert message_errors(section(), actions(button("a"), button("a"))) == (
        '`action_id` "a" already exists [json-pointer:/blocks/1/elements/1/action_id]',
    )


def test_one_element_has_the_focus() -> None:
    focused = labelled({"type": "plain_text_input", "focus_on_load": True})
    resting = labelled({"type": "plain_text_input", "focus_on_load": False})
    assert view_errors(modal(focused, resting)) == ()
    assert view_errors(modal(resting, focused, focused)) == (
        "only one element may be focused on load "
        "[json-pointer:/view/blocks/2/element/focus_on_load]",
    )


def test_response_url_needs_an_input_in_a_modal() -> None:
    menu = {"type": "channels_select", "response_url_enabled": True}
    answer = "must be used in an `input` block in a modal "
    assert view_errors(modal(labelled(menu))) == ()
    assert view_errors(home(labelled(menu))) == (
        answer + "[json-pointer:/view/blocks/0/element/response_url_enabled]",
    )
    assert view_errors(modal(actions(menu))) == (
        answer + "[json-pointer:/view/blocks/0/elements/0/response_url_enabled]",
    )
    assert message_errors({**section(), "accessory": menu}) == (
        answer + "[json-pointer:/blocks/0/accessory/response_url_enabled]",
    )


def test_inputs_in_a_modal_need_submit() -> None:
    said = labelled({"type": "plain_text_input"})
    assert view_errors(without(modal(section()), "/submit")) == ()
    assert view_errors(home(said)) == ()
    assert view_errors(without(modal(section(), said), "/submit")) == (
        "must define `submit` to use an `input` block in modals "
        "[json-pointer:/view/blocks/1/input]",
    )


@pytest.mark.parametrize(
    ("view", "answer"),
    [
        (None, "must provide an object [json-pointer:/view]"),
        ([], "must provide an object [json-pointer:/view]"),
        ({"blocks": []}, "missing required field: type [json-pointer:/view]"),
        ({"type": "workflow_step"}, "unsupported type: workflow_step [json-pointer:/view/type]"),
        ({"type": "modal", "blocks": []}, "missing required field: title [json-pointer:/view]"),
        ({"type": "home"}, "missing required field: blocks [json-pointer:/view]"),
        (
            home(section(), title=plain("Hem")),
            "invalid additional property: title [json-pointer:/view]",
        ),
        (
            home(section(), submit=plain("Skicka")),
            "invalid additional property: submit [json-pointer:/view]",
        ),
        (
            modal(section(), id="V012AB3CD"),
            "invalid additional property: id [json-pointer:/view]",
        ),
        (
            modal(section(), submit_disabled=True),
            "invalid additional property: submit_disabled [json-pointer:/view]",
        ),
        (
            modal(section(), title=mrkdwn("Hej")),
            "unsupported type: mrkdwn [json-pointer:/view/title/type]",
        ),
    ],
)
def test_refused_views(view: Json, answer: str) -> None:
    assert answer in view_errors(view)


def test_one_table_in_a_message() -> None:
    table, data_table = MESSAGE_BLOCKS["table"], MESSAGE_BLOCKS["data_table"]
    check_message_blocks([table, section()])
    with pytest.raises(BlockKitError) as error:
        check_message_blocks([table, section(), data_table])
    assert error.value.code == "invalid_attachments"
    assert error.value.errors == ("only_one_table_allowed [json-pointer:/blocks/2]",)


def test_cells_together() -> None:
    table = {"type": "table", "rows": [[cell("a" * 5000), cell("b" * 5000)]]}
    assert message_errors(table) == ()
    table["rows"] = [[cell("a" * 5000), cell("b" * 5001)]]
    assert message_errors(table) == (
        "cells together must be less than 10001 characters [json-pointer:/blocks/0/rows]",
    )


def test_two_charts_in_a_message() -> None:
    chart = MESSAGE_BLOCKS["pie_chart"]
    assert message_errors(chart, chart) == ()
    assert message_errors(chart, chart, chart) == (
        "too many data_visualization blocks [json-pointer:/blocks/2]",
    )


def test_markdown_together() -> None:
    half = {"type": "markdown", "text": "a" * 6000}
    assert message_errors(half, half) == ()
    assert message_errors(half, half, {"type": "markdown", "text": "a"}) == (
        "markdown blocks together must be less than 12001 characters [json-pointer:/blocks]",
    )


def test_a_message_is_not_too_long() -> None:
    """Text and a cost for each block count; a view has no such limit."""
    long = [section("a" * 3000)] * 4
    divider = {"type": "divider"}
    # Five sections and a divider, each at the cost of a block: 13 422 - 6 * 125 = 12 672.
    check_message_blocks([*long, section("a" * 672), divider])
    with pytest.raises(BlockKitError) as error:
        check_message_blocks([*long, section("a" * 673), divider])
    assert error.value.code == "msg_blocks_too_long"
    assert error.value.errors == ("msg_blocks_too_long [json-pointer:/blocks]",)
    check_view(home(*long, *long))


def test_initial_options_may_leave_out_defaults() -> None:
    offered = {"text": {**plain("a"), "emoji": True}, "value": "a"}
    chosen = {"text": plain("a"), "value": "a"}
    other = {"text": {**plain("a"), "emoji": False}, "value": "a"}
    menu = {"type": "static_select", "options": [offered]}
    assert message_errors(actions({**menu, "initial_option": chosen})) == ()
    assert message_errors(actions({**menu, "initial_option": other})) == (
        "must exactly match one of the options [json-pointer:/blocks/0/elements/0/initial_option]",
    )


def test_each_wrong_initial_option_is_told() -> None:
    menu = {"type": "multi_static_select", "options": [option("a")]}
    assert message_errors(actions({**menu, "initial_options": [option("a"), option("b")]})) == (
        "must exactly match one of the options "
        "[json-pointer:/blocks/0/elements/0/initial_options/1]",
    )
