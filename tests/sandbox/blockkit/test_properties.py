"""Whatever JSON comes: a verdict, never another exception, and every fault has a place."""

import copy
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.blockkit import BlockKitError, check_message_blocks, check_view

from .examples import MESSAGE_BLOCKS, MODAL_BLOCKS, Json, changed, modal, places

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
WORDS = st.sampled_from(
    ["type", "text", "elements", "blocks", "section", "plain_text", "options", "value", "a/b", "~"]
)
JSON: st.SearchStrategy[Json] = st.recursive(
    SCALARS | WORDS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(WORDS | st.text(max_size=4), inner, max_size=5)
    ),
    max_leaves=12,
)
FAULT = re.compile(r"(?s).+ \[json-pointer:(.*?)\]")


def resolves(payload: Json, pointer: str) -> bool:
    """Whether an RFC 6901 pointer leads to something in the payload."""
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        try:
            payload = payload[int(key) if isinstance(payload, list) else key]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def assert_placed(error: BlockKitError, payload: Json) -> None:
    assert error.errors
    assert len(set(error.errors)) == len(error.errors)
    for line in error.errors:
        match = FAULT.fullmatch(line)
        assert match, line
        where = match[1]
        # Slack itself points inside an input block to a member `input` that does not exist.
        where = where.removesuffix("/input") if "`submit`" in line else where
        assert resolves(payload, where), line


def message_verdict(blocks: Json) -> None:
    try:
        check_message_blocks(blocks)
    except BlockKitError as error:
        assert_placed(error, {"blocks": blocks})


def view_verdict(view: Json) -> None:
    try:
        check_view(view)
    except BlockKitError as error:
        assert_placed(error, {"view": view})


@settings(deadline=None)
@given(JSON)
def test_arbitrary_message(blocks: Json) -> None:
    before = copy.deepcopy(blocks)
    message_verdict(blocks)
    assert repr(blocks) == repr(before)


@settings(deadline=None)
@given(JSON | st.dictionaries(WORDS, JSON).map(lambda view: {**view, "type": "modal"}))
def test_arbitrary_view(view: Json) -> None:
    view_verdict(view)


@settings(deadline=None)
@given(st.data(), st.sampled_from(sorted(MESSAGE_BLOCKS)), JSON)
def test_sound_message_with_one_arbitrary_place(data: st.DataObject, name: str, new: Json) -> None:
    block = MESSAGE_BLOCKS[name]
    place = data.draw(st.sampled_from([*places(block)]))
    message_verdict([changed(block, place, new)])


@settings(deadline=None)
@given(st.data(), st.sampled_from(sorted(MODAL_BLOCKS)), JSON)
def test_sound_modal_with_one_arbitrary_place(data: st.DataObject, name: str, new: Json) -> None:
    view = modal(MODAL_BLOCKS[name], private_metadata="", callback_id="case")
    place = data.draw(st.sampled_from([*places(view)]))
    view_verdict(changed(view, place, new))


@settings(deadline=None)
@given(st.lists(st.sampled_from(sorted(MESSAGE_BLOCKS)), max_size=8))
def test_sound_blocks_in_any_order(names: list[str]) -> None:
    """Blocks that are sound alone are refused together only for what they share."""
    blocks = [MESSAGE_BLOCKS[name] for name in names]
    try:
        check_message_blocks(blocks)
    except BlockKitError as error:
        shared = ("already exists", "only_one_table", "too many data_vis", "focused on load")
        assert all(any(reason in line for reason in shared) for line in error.errors)


def test_deep_values_do_not_exhaust_the_stack() -> None:
    deep: Json = "x"
    for _ in range(100_000):
        deep = [deep]
    message_verdict([{"type": "section", "text": deep}])
    block = changed(
        MESSAGE_BLOCKS["actions"],
        "/elements/2/workflow/trigger/customizable_input_parameters/0/value",
        deep,
    )
    check_message_blocks([block])


def test_keys_that_are_not_strings() -> None:
    message_verdict([{1: 2}])
    view_verdict({1: 2})
