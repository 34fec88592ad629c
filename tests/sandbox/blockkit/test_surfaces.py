"""What stands where: elements in blocks, blocks on surfaces, and the shapes that are refused."""

import pytest

from bot.sandbox.blockkit import BlockKitError, check_message_blocks

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
from .verdicts import message_errors, view_errors

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
