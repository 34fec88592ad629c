"""What every form is made of: the modal, its inputs and their labels.

Source: https://docs.slack.dev/reference/block-kit/blocks/input-block
"""

from collections.abc import Iterable, Sequence

from handlers import ids
from handlers.blocks.common import OPTIONS_MAX, Block, numbered, option, plain_text
from handlers.blocks.text import clean, clip_lines
from handlers.blocks.wording import Wording
from handlers.ids import Origin

TITLE_MAX = 24
INPUT_MAX = 3000
_LABEL_MAX = 150


def modal(
    words: Wording,
    callback_id: str,
    title: str,
    submit: str,
    blocks: Sequence[Block],
    origin: Origin,
) -> Block:
    """A modal with a button to submit it; `origin` comes back with it."""
    return {
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": origin.dump(),
        "title": plain_text(title, TITLE_MAX),
        "submit": plain_text(submit, TITLE_MAX),
        "close": plain_text(words.label("ui.form.cancel"), TITLE_MAX),
        "blocks": list(blocks),
    }


def view(
    words: Wording, callback_id: str, title: str, blocks: Iterable[Block], origin: Origin
) -> Block:
    """A modal to look at, with nothing to submit; `origin` comes back with its buttons."""
    return {
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": origin.dump(),
        "title": plain_text(title, TITLE_MAX),
        "close": plain_text(words.label("ui.form.close"), TITLE_MAX),
        "blocks": numbered(blocks),
    }


def labelled(
    block_id: str, label: str, element: Block, *, hint: str | None = None, optional: bool = False
) -> Block:
    """An input with a label over it and a hint under it."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain_text(label, _LABEL_MAX),
        "element": element,
        "optional": optional,
    }
    return {**block, "hint": plain_text(hint, _LABEL_MAX)} if hint else block


def text_field(
    value: str | None = None, *, multiline: bool = False, longest: int = INPUT_MAX
) -> Block:
    """A field for text; Slack gives what is in it back as it is, so nothing is escaped."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": ids.VALUE,
        "multiline": multiline,
        "max_length": longest,
    }
    known = clip_lines(clean(value or "").strip(), longest)
    return {**element, "initial_value": known} if known else element


def select(
    choices: Iterable[tuple[str, str]], placeholder: str | None, chosen: str | None = None
) -> Block:
    """A menu of (text, value); `chosen` is the value that is chosen beforehand."""
    options = [option(text, value) for text, value in choices][:OPTIONS_MAX]
    element: Block = {"type": "static_select", "action_id": ids.VALUE, "options": options}
    if placeholder:
        element["placeholder"] = plain_text(placeholder, _LABEL_MAX)
    initial = next((known for known in options if known["value"] == chosen), None)
    return {**element, "initial_option": initial} if initial else element
