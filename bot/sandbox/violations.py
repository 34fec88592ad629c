"""What the app got wrong in a way that only its own code can mend: kept for tests to fail on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.sandbox.blockkit import BlockKitError
from bot.sandbox.errors import SlackError

_CODES = frozenset(
    {
        "invalid_arguments",
        "invalid_attachments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "invalid_thread_ts",
        "metadata_too_large",
        "missing_scope",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "too_many_attachments",
        "unknown_method",
        "view_too_large",
    }
)


@dataclass(frozen=True, slots=True)
class Violation:
    """A call that Slack would refuse every time.

    `where` is the method or the answer, `code` Slack's error, `errors` its lines with JSON
    pointers.
    """

    where: str
    code: str
    errors: tuple[str, ...]


class Violations:
    """Collects violations; a BlockKitError becomes the SlackError that Slack answers with."""

    def __init__(self, on_record: Callable[[], None]) -> None:
        self.all: list[Violation] = []
        self._on_record = on_record

    @contextmanager
    def watch(self, where: str) -> Iterator[None]:
        """Record what is refused inside; what leaves is always a SlackError."""
        try:
            yield
        except BlockKitError as error:
            self._record(Violation(where, error.code, error.errors))
            raise refusal(error) from error
        except SlackError as error:
            if error.code in _CODES:
                self._record(Violation(where, error.code, _lines(error)))
            raise

    def _record(self, violation: Violation) -> None:
        self.all.append(violation)
        self._on_record()


def refusal(error: BlockKitError) -> SlackError:
    """Slack's answer to blocks or a view that it refuses."""
    lines = {"messages": [f"[ERROR] {line}" for line in error.errors]}
    if error.code == "invalid_arguments":
        return SlackError(error.code, response_metadata=lines)
    return SlackError(error.code, errors=list(error.errors), response_metadata=lines)


def _lines(error: SlackError) -> tuple[str, ...]:
    if error.code == "missing_scope":
        return (f"needed: {error.details.get('needed')}",)
    return tuple(error.details.get("response_metadata", {}).get("messages", ()))
