"""Which members an object needs, and that it has no other."""

import pytest

from bot.sandbox.blockkit import BlockKitError, check_message_blocks

from .examples import MESSAGE_BLOCKS, changed, without

MENU = {
    name: f"/elements/{place}"
    for place, name in enumerate(
        element["type"] for element in MESSAGE_BLOCKS["chosen"]["elements"]
    )
}


@pytest.mark.parametrize("name", [*MESSAGE_BLOCKS])
def test_every_member_and_no_other(name: str) -> None:
    """An unknown member is refused in each object, and so is an object without a needed one."""
    block = MESSAGE_BLOCKS[name]
    check_message_blocks([block])
    with pytest.raises(BlockKitError) as error:
        check_message_blocks([{**block, "colour": "red"}])
    assert error.value.errors == ("invalid additional property: colour [json-pointer:/blocks/0]",)
    with pytest.raises(BlockKitError) as error:
        check_message_blocks([without(block, "/type")])
    assert error.value.errors == ("missing required field: type [json-pointer:/blocks/0]",)


REQUIRED: list[tuple[str, str]] = [
    ("header", "/text"),
    ("header", "/text/text"),
    ("header", "/text/type"),
    ("image", "/alt_text"),
    ("context", "/elements"),
    ("context", "/elements/0/alt_text"),
    ("actions", "/elements"),
    ("actions", "/elements/0/text"),
    ("actions", "/elements/0/confirm/title"),
    ("actions", "/elements/0/confirm/text"),
    ("actions", "/elements/0/confirm/confirm"),
    ("actions", "/elements/0/confirm/deny"),
    ("actions", "/elements/1/options"),
    ("actions", "/elements/1/options/0/text"),
    ("actions", "/elements/1/options/0/value"),
    ("actions", "/elements/2/action_id"),
    ("actions", "/elements/2/workflow"),
    ("actions", "/elements/2/workflow/trigger"),
    ("actions", "/elements/2/workflow/trigger/url"),
    ("chosen", MENU["checkboxes"] + "/options"),
    ("chosen", MENU["radio_buttons"] + "/options"),
    ("chosen", MENU["multi_static_select"] + "/option_groups/0/label"),
    ("chosen", MENU["multi_static_select"] + "/option_groups/0/options"),
    ("context_actions", "/elements"),
    ("context_actions", "/elements/0/positive_button"),
    ("context_actions", "/elements/0/negative_button"),
    ("context_actions", "/elements/0/negative_button/value"),
    ("context_actions", "/elements/1/icon"),
    ("context_actions", "/elements/1/text"),
    ("input", "/label"),
    ("input", "/element"),
    ("file", "/external_id"),
    ("file", "/source"),
    ("markdown", "/text"),
    ("video", "/alt_text"),
    ("video", "/video_url"),
    ("video", "/thumbnail_url"),
    ("video", "/title"),
    ("rich_text", "/elements"),
    ("rich_text", "/elements/0/elements"),
    ("rich_text", "/elements/0/elements/0/text"),
    ("rich_text", "/elements/0/elements/6/url"),
    ("rich_text", "/elements/1/style"),
    ("table", "/rows"),
    ("table", "/rows/1/1/value"),
    ("data_table", "/rows"),
    ("data_table", "/caption"),
    ("line_chart", "/title"),
    ("line_chart", "/chart"),
    ("line_chart", "/chart/axis_config"),
    ("carousel", "/elements"),
    ("container", "/child_blocks"),
    ("task_card", "/task_id"),
    ("task_card", "/title"),
    ("task_card", "/status"),
    ("plan", "/title"),
]


@pytest.mark.parametrize(("name", "place"), REQUIRED)
def test_required(name: str, place: str) -> None:
    owner, member = place.rsplit("/", 1)
    with pytest.raises(BlockKitError) as error:
        check_message_blocks([without(MESSAGE_BLOCKS[name], place)])
    assert error.value.errors == (
        f"missing required field: {member} [json-pointer:/blocks/0{owner}]",
    )


@pytest.mark.parametrize(
    "place",
    ["/text", "/fields/0", "/accessory", "/accessory/text"],
)
def test_unknown_members_of_parts(place: str) -> None:
    block = changed(MESSAGE_BLOCKS["section"], f"{place}/colour", "red")
    with pytest.raises(BlockKitError) as error:
        check_message_blocks([block])
    assert error.value.errors == (
        f"invalid additional property: colour [json-pointer:/blocks/0{place}]",
    )
