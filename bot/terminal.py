"""How the command line ends: whatever was wrong in one line on standard error.

The terminal speaks English. What is said of a supplier's file is Swedish there as everywhere: it
is what the coordinator reads in Slack, and passes on to the supplier.
"""

import gc

import typer
from typer.exceptions import Abort, TyperException

from bot.errors import HjalpenError
from knowledge.problems import ContentError

NAME = "hjalpen"
# Objects until the collector looks for cycles. To load modules and content makes many, and none:
# at Python's own 700 it takes a tenth of the time until the bot answers.
_COLLECTED_EVERY = (20_000, 20, 100)
FAILED = 1
MISUSE = 2


def run(app: typer.Typer) -> int:
    """Run the command line with this process's arguments; returns its exit code.

    A known error is one line that begins with our name (of the content: one a problem), and 2.
    """
    gc.set_threshold(*_COLLECTED_EVERY)
    try:
        code: int | None = app(prog_name=NAME, standalone_mode=False)
    except Abort:
        return FAILED
    except TyperException as error:
        _tell(_misuse(error))
    except ContentError as error:
        for problem in error.problems:
            _tell(f"{NAME}: {problem}")
    except HjalpenError as error:
        _tell(f"{NAME}: {error}")
    else:
        return code or 0
    return MISUSE


def _misuse(error: TyperException) -> str:
    """What is wrong with the arguments, and of which command; the help where there are none."""
    message = error.format_message()
    if "\n" in message:
        return message
    context = getattr(error, "ctx", None)  # of errors in the arguments, as Typer raises them
    command = context.command_path if context is not None else NAME
    where = command.removeprefix(NAME).strip()
    what = message.rstrip(".")
    what = f"{where}: {what[:1].lower()}{what[1:]}" if where else f"{what[:1].lower()}{what[1:]}"
    return f"{NAME}: {what} (see {command} --help)"


def _tell(line: str) -> None:
    typer.echo(line, err=True)
