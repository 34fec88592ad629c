"""Slack's own Python models as a second opinion: what they refuse and what they build."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models import blocks as models
from slack_sdk.models.blocks.basic_components import DispatchActionConfig
from slack_sdk.models.blocks.block_elements import FileInputElement
from slack_sdk.models.views import View

from bot.sandbox.blockkit import BlockKitError, check_message_blocks, check_view

from .examples import MESSAGE_BLOCKS, MODAL_BLOCKS, Json, changed, modal, places

Option, Plain, Mrkdwn = models.Option, models.PlainTextObject, models.MarkdownTextObject


def options(*values: str) -> list[models.Option]:
    return [Option(text=Plain(text=f"Val {value}"), value=value) for value in values]


CONFIRM = models.ConfirmObject(title="Säker?", text="Ärendet stängs.")

BUILT_FOR_MESSAGES: list[models.Block] = [
    models.SectionBlock(
        text=Mrkdwn(text="*Hej*"),
        fields=["*Order*", Plain(text="4711")],
        accessory=models.ButtonElement(text="Öppna", action_id="open", value="7", style="primary"),
    ),
    models.SectionBlock(
        text="Välj",
        accessory=models.OverflowMenuElement(action_id="more", options=options("a", "b")),
    ),
    models.SectionBlock(
        text="Bild", accessory=models.ImageElement(image_url="https://x.se/a.png", alt_text="a")
    ),
    models.HeaderBlock(text="Ditt ärende"),
    models.DividerBlock(),
    models.ImageBlock(image_url="https://x.se/a.png", alt_text="a", title="Titel"),
    models.ContextBlock(elements=[Mrkdwn(text="av *Eva*"), Plain(text="i dag")]),
    models.ActionsBlock(
        elements=[
            models.ButtonElement(text="Stäng", action_id="close", confirm=CONFIRM, style="danger"),
            models.LinkButtonElement(text="Guide", url="https://x.se/guide", action_id="guide"),
            models.StaticSelectElement(
                action_id="unit",
                placeholder="Välj",
                options=options("a", "b"),
                initial_option=options("a")[0],
            ),
            models.StaticSelectElement(
                action_id="group",
                option_groups=[models.OptionGroup(label="Grupp", options=options("a"))],
            ),
            models.ExternalDataSelectElement(action_id="article", min_query_length=2),
            models.UserSelectElement(action_id="user", initial_user="U1"),
            models.ConversationSelectElement(
                action_id="where", filter=models.ConversationFilter(include=["public"])
            ),
            models.ChannelSelectElement(action_id="channel"),
            models.DatePickerElement(action_id="day", initial_date="2026-02-28"),
            models.TimePickerElement(action_id="time", initial_time="08:30"),
            models.DateTimePickerElement(action_id="when", initial_date_time=1_772_000_000),
            models.CheckboxesElement(
                action_id="some", options=options("a", "b"), initial_options=options("b")
            ),
            models.RadioButtonsElement(action_id="one", options=options("a")),
        ]
    ),
    models.ContextActionsBlock(
        elements=[
            models.FeedbackButtonsElement(
                action_id="helpful",
                positive_button=models.FeedbackButtonObject(text="Ja", value="yes"),
                negative_button=models.FeedbackButtonObject(text="Nej", value="no"),
            ),
            models.IconButtonElement(icon="trash", text="Ta bort", action_id="remove"),
        ]
    ),
    models.FileBlock(external_id="ABCD1"),
    models.MarkdownBlock(text="**fet**"),
    models.VideoBlock(
        alt_text="Film",
        video_url="https://x.se/v",
        thumbnail_url="https://x.se/t.png",
        title="Kvittera",
    ),
    models.RichTextBlock(
        elements=[
            models.RichTextSectionElement(
                elements=[
                    models.RichTextElementParts.Text(text="Hej", style={"bold": True}),
                    models.RichTextElementParts.Emoji(name="wave"),
                    models.RichTextElementParts.Link(url="https://x.se", text="x"),
                    models.RichTextElementParts.User(user_id="U1"),
                ]
            ),
            models.RichTextListElement(
                style="bullet",
                elements=[
                    models.RichTextSectionElement(
                        elements=[models.RichTextElementParts.Text(text="ett")]
                    )
                ],
            ),
        ]
    ),
    models.TableBlock(
        rows=[[{"type": "raw_text", "text": "a"}, {"type": "raw_text", "text": "b"}]],
        column_settings=[{"align": "right"}],
    ),
]

BUILT_FOR_MODALS: list[models.Block] = [
    models.InputBlock(label="Beskriv", element=element, hint="Så kort du kan", optional=True)
    for element in (
        models.PlainTextInputElement(
            action_id="said",
            multiline=True,
            max_length=500,
            dispatch_action_config=DispatchActionConfig(
                trigger_actions_on=["on_character_entered"]
            ),
        ),
        models.EmailInputElement(action_id="mail", initial_value="a@b.se"),
        models.UrlInputElement(action_id="web"),
        models.NumberInputElement(action_id="count", is_decimal_allowed=False, min_value=1),
        models.RichTextInputElement(action_id="rich"),
        FileInputElement(action_id="file", filetypes=["png"], max_files=2),
        models.StaticMultiSelectElement(action_id="many", options=options("a", "b")),
        models.UserMultiSelectElement(action_id="users", initial_users=["U1"]),
        models.ConversationMultiSelectElement(action_id="places", max_selected_items=3),
        models.ChannelMultiSelectElement(action_id="channels"),
        models.ExternalDataMultiSelectElement(action_id="articles", min_query_length=2),
        models.DatePickerElement(action_id="day"),
    )
]


@pytest.mark.parametrize("block", BUILT_FOR_MESSAGES, ids=lambda block: str(block.type))
def test_built_for_messages(block: models.Block) -> None:
    check_message_blocks([block.to_dict()])


@pytest.mark.parametrize("block", BUILT_FOR_MODALS, ids=lambda block: str(block.element.type))
def test_built_for_modals(block: models.Block) -> None:
    view = View(
        type="modal",
        title="Nytt ärende",
        submit="Skicka",
        close="Avbryt",
        callback_id="new_case",
        private_metadata="{}",
        blocks=[block],
    )
    check_view(view.to_dict())


def test_built_home() -> None:
    blocks = [block for block in BUILT_FOR_MESSAGES if block.type in {"section", "header"}]
    check_view(View(type="home", blocks=blocks, callback_id="home").to_dict())


def refused_by_models(build: Callable[[], Any]) -> bool:
    """Whether Slack's models refuse the payload for what it says."""
    try:
        build().to_dict()
    except SlackObjectFormationError:
        return True
    except (AttributeError, KeyError, TypeError, ValueError):
        return False  # They fall over what is not a block at all: no opinion.
    return False


def refused_by_us(check: Callable[[Json], None], payload: Json) -> bool:
    try:
        check(payload)
    except BlockKitError:
        return True
    return False


LENGTHS = st.sampled_from([0, 1, 24, 25, 30, 31, 75, 76, 100, 101, 150, 151, 200, 201, 255, 256])
LONG_LENGTHS = st.sampled_from([300, 301, 2000, 2001, 3000, 3001, 4001, 12_000, 12_001])


def resized(value: Json, size: int) -> Json:
    """A string or list of another size, made of what was there; no list is over 256 long."""
    if isinstance(value, str):
        return (value * (size // len(value) + 1))[:size] if value else "a" * size
    return [value[place % len(value)] for place in range(min(size, 256))] if value else value


def member(payload: Json, pointer: str) -> Json:
    for key in pointer.strip("/").split("/"):
        payload = payload[int(key) if isinstance(payload, list) else key]
    return payload


@settings(deadline=None)  # The models take their time over a hundred blocks.
@given(st.data(), st.sampled_from(sorted(MESSAGE_BLOCKS)), LENGTHS | LONG_LENGTHS)
def test_what_models_refuse_in_messages(data: st.DataObject, name: str, size: int) -> None:
    block = MESSAGE_BLOCKS[name]
    sizable = [place for place in places(block) if isinstance(member(block, place), str | list)]
    place = data.draw(st.sampled_from(sizable))
    payload = changed(block, place, resized(member(block, place), size))
    if refused_by_models(lambda: models.Block.parse(payload)):
        assert refused_by_us(check_message_blocks, [payload])


@settings(deadline=None)  # The models take their time over a hundred blocks.
@given(st.data(), st.sampled_from(sorted(MODAL_BLOCKS)), LENGTHS | LONG_LENGTHS)
def test_what_models_refuse_in_modals(data: st.DataObject, name: str, size: int) -> None:
    view = modal(MODAL_BLOCKS[name], private_metadata="{}", callback_id="new")
    sizable = [place for place in places(view) if isinstance(member(view, place), str | list)]
    place = data.draw(st.sampled_from(sizable))
    payload = changed(view, place, resized(member(view, place), size))
    if refused_by_models(lambda: View(**payload)):
        assert refused_by_us(check_view, payload)


def test_the_second_opinion_has_opinions() -> None:
    """The comparison above compares: the models refuse a long header and take a short one."""
    header = MESSAGE_BLOCKS["header"]
    long = changed(header, "/text/text", "a" * 151)
    assert refused_by_models(lambda: models.Block.parse(long))
    assert not refused_by_models(lambda: models.Block.parse(header))
