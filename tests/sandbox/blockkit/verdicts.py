"""The lines a check refuses with, or none."""

from bot.sandbox.blockkit import BlockKitError, check_message_blocks, check_view

from .examples import Json


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
