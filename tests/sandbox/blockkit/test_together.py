"""The rules about the blocks of one surface together."""

import pytest

from bot.sandbox.blockkit import BlockKitError, check_message_blocks, check_view

from .examples import (
    MESSAGE_BLOCKS,
    actions,
    button,
    cell,
    home,
    labelled,
    modal,
    option,
    plain,
    section,
    without,
)
from .verdicts import message_errors, view_errors


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
