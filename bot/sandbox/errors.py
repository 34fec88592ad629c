"""What goes wrong in the sandbox: for the app that calls it, and for the person who starts it."""

from typing import Any


class SandboxError(Exception):
    """The sandbox cannot start or was asked for something impossible; the message says what."""


class SlackError(Exception):
    """A refusal in Slack's own form.

    `code` is Slack's error code (`channel_not_found`); `details` are the members that Slack sends
    beside `ok` and `error` (`needed` and `provided`, `errors`, `response_metadata` ...).
    """

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    def answer(self) -> dict[str, Any]:
        """The JSON body that Slack would answer with."""
        return {"ok": False, "error": self.code, **self.details}


def missing_argument(name: str) -> SlackError:
    """`invalid_arguments` for a required argument that is absent, in Slack's words."""
    return invalid_arguments(f"missing required field: {name}")


def invalid_arguments(*messages: str) -> SlackError:
    """`invalid_arguments` with one `[ERROR]` line a message.

    https://docs.slack.dev/apis/web-api/#responses
    """
    lines = [f"[ERROR] {message}" for message in messages]
    return SlackError("invalid_arguments", response_metadata={"messages": lines})
