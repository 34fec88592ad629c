"""What a refused payload raises."""


class BlockKitError(ValueError):
    """Slack would refuse the payload.

    `errors` holds a line for each fault, ending in a JSON pointer (RFC 6901) that starts at the
    argument's name: `must be less than 151 characters [json-pointer:/blocks/0/text/text]`. Slack
    sends these lines in `errors` and, after `[ERROR] `, in `response_metadata.messages`. `code` is
    the method's `error`: `invalid_blocks`, `invalid_attachments` (a second table),
    `msg_blocks_too_long`, or `invalid_arguments` for a view.
    """

    def __init__(self, errors: tuple[str, ...], code: str = "invalid_blocks") -> None:
        super().__init__("\n".join(errors))
        self.errors = errors
        self.code = code
