"""The two public checks: a message's blocks, and a view.

Sources: https://docs.slack.dev/reference/block-kit/blocks (50 blocks in a message, 100 in a view)
and https://docs.slack.dev/reference/views
"""

from collections.abc import Iterable
from typing import Final

from bot.sandbox.blockkit.blocks import blocks_on
from bot.sandbox.blockkit.composition import LONGEST_IDENTIFIER, plain_text
from bot.sandbox.blockkit.errors import BlockKitError
from bot.sandbox.blockkit.places import MOST_BLOCKS, Surface
from bot.sandbox.blockkit.primitives import Check, array, boolean, by_type, kind, string
from bot.sandbox.blockkit.together import (
    one_focus,
    one_table,
    response_url_in_modal_inputs,
    short_enough,
    short_markdown,
    submit_with_inputs,
    two_charts,
    unique_action_ids,
    unique_block_ids,
)

LONGEST_METADATA: Final = 3000
LONGEST_BUTTON: Final = 24


def _blocks(surface: Surface, fewest: int) -> Check:
    return array(by_type(blocks_on(surface)), MOST_BLOCKS[surface], fewest)


_MESSAGE_BLOCKS: Final[Check] = _blocks(Surface.MESSAGE, fewest=0)
_VIEW_TEXTS: Final[dict[str, Check]] = {
    "private_metadata": string(LONGEST_METADATA, shortest=0),
    "callback_id": string(LONGEST_IDENTIFIER, shortest=0),
    "external_id": string(LONGEST_IDENTIFIER, shortest=0),
}
_VIEW: Final[Check] = by_type(
    {
        "modal": kind(
            {"title": plain_text(LONGEST_BUTTON), "blocks": _blocks(Surface.MODAL, fewest=1)},
            {
                **_VIEW_TEXTS,
                "submit": plain_text(LONGEST_BUTTON),
                "close": plain_text(LONGEST_BUTTON),
                "clear_on_close": boolean,
                "notify_on_close": boolean,
            },
        ),
        "home": kind({"blocks": _blocks(Surface.HOME, fewest=1)}, _VIEW_TEXTS),
    }
)


def check_message_blocks(blocks: object) -> None:
    """Check the `blocks` of a message, as parsed JSON; pointers start with `/blocks`.

    Raises `BlockKitError` when Slack would refuse them.
    """
    where = "/blocks"
    _refuse(_MESSAGE_BLOCKS(blocks, where))
    _refuse(
        [
            *unique_block_ids(blocks, where),
            *unique_action_ids(blocks, where),
            *one_focus(blocks, where),
            *response_url_in_modal_inputs(blocks, where, modal=False),
            *short_markdown(blocks, where),
            *two_charts(blocks, where),
        ]
    )
    _refuse(one_table(blocks, where), "invalid_attachments")
    _refuse(short_enough(blocks, where), "msg_blocks_too_long")


def check_view(view: object) -> None:
    """Check a modal or Home tab view, as parsed JSON; pointers start with `/view`.

    Raises `BlockKitError`, with the code `invalid_arguments`, when Slack would refuse it.
    """
    code = "invalid_arguments"
    _refuse(_VIEW(view, "/view"), code)
    if not isinstance(view, dict):
        return
    blocks, where = view["blocks"], "/view/blocks"
    modal = view["type"] == Surface.MODAL
    _refuse(
        [
            *unique_block_ids(blocks, where),
            *unique_action_ids(blocks, where),
            *one_focus(blocks, where),
            *response_url_in_modal_inputs(blocks, where, modal=modal),
            *(submit_with_inputs(blocks, where) if modal and "submit" not in view else ()),
        ],
        code,
    )


def _refuse(faults: Iterable[str], code: str = "invalid_blocks") -> None:
    if errors := tuple(dict.fromkeys(faults)):
        raise BlockKitError(errors, code)
