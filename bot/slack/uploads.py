"""Files into Slack: announced, sent, shared, and looked for before any of it is done again.

Source: https://docs.slack.dev/messaging/working-with-files. Slack shares a file some time after
`files.completeUploadExternal` has answered, and its message carries no metadata of ours; but only a
file that was completed is ever shown. So its id is noted before that call, and whoever takes the
message up again asks `files.info` where the file stands: nothing is shown twice.
"""

import time
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException
from typing import Protocol

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.documents import Document, DocumentGoneError, MadeFile
from bot.outbox import Claimed, Outbox, Posted
from bot.slack.holding import EVERY_SECONDS, held
from knowledge.text import Lang

UPLOAD_SECONDS = 60.0
"""How long the bytes may take in all; the message is held meanwhile."""

SILENT_SECONDS = 15.0
"""How long whoever takes the bytes may be silent."""

LOOKS = 10
"""At which attempt a message is done though Slack does not show its file: some 40 seconds after the
first, if none failed."""

_PIECE = 16 * 1024  # what one TLS record holds: urllib's limit is for each of them

log = structlog.get_logger(__name__)


class Makes(Protocol):
    """Makes files of documents: `bot.documents.Documents`, given by the composition root."""

    def make(self, document: Document, lang: Lang) -> MadeFile:
        """A document as a file; DocumentGoneError if what it shows is gone."""


class TakenOverError(Exception):
    """Another process is sending the message now."""


class NotShownYetError(Exception):
    """Slack has the file, and has not shown it so far."""


class NotMadeError(Exception):
    """A document's maker failed: its cause is this error's cause."""


class NotUploadedError(Exception):
    """The bytes did not get to where Slack said; Slack itself answered."""


class Uploads:
    """Sends files. Goes over the network."""

    def __init__(
        self, client: WebClient, outbox: Outbox, makes: Makes, every: float = EVERY_SECONDS
    ) -> None:
        """A message is held anew every so many seconds while its file is made and sent."""
        self._every = every
        self._client = client
        self._outbox = outbox
        self._makes = makes

    def send(
        self,
        claimed: Claimed,
        document: Document,
        comment: str,
        channel: str,
        thread_ts: str | None,
    ) -> Posted | None:
        """Share a document in a channel or a thread, with a text (`mrkdwn`) above it.

        Returns where it stands; None if Slack took it and shows it nowhere, which is logged. Raises
        NotShownYetError to be called again soon, TakenOverError if another process sends it,
        DocumentGoneError or NotMadeError without a file to send, NotUploadedError where its bytes
        do not get through, and what `slack_sdk` raises.
        """
        if claimed.file_id is None or not self._is_there(claimed.file_id):
            file_id = self._share(claimed, document, comment, channel, thread_ts)
        else:
            file_id = claimed.file_id
        posted = self._shown(file_id, channel)
        if posted is None and claimed.attempts < LOOKS:
            raise NotShownYetError
        if posted is None:
            log.error("file_not_shown", message=claimed.id, file=file_id)
        return posted

    def _share(
        self,
        claimed: Claimed,
        document: Document,
        comment: str,
        channel: str,
        thread_ts: str | None,
    ) -> str:
        with held(self._outbox, claimed, self._every):
            made = self._made(document, claimed.envelope.lang)
            if not self._outbox.hold(claimed):
                raise TakenOverError
            begun = self._client.files_getUploadURLExternal(
                filename=made.name, length=len(made.content)
            )
            file_id = str(begun["file_id"])
            try:
                post_bytes(str(begun["upload_url"]), made.content)
            except (OSError, HTTPException) as error:
                raise NotUploadedError(str(error)) from error
        if not self._outbox.uploaded(claimed, file_id):
            raise TakenOverError
        try:
            self._client.files_completeUploadExternal(
                files=[{"id": file_id, "title": made.title}],
                channel_id=channel,
                thread_ts=thread_ts,
                initial_comment=comment,
            )
        except SlackApiError as error:
            if _is_certain(error):
                self._outbox.uploaded(claimed, None)
            raise
        return file_id

    def _made(self, document: Document, lang: Lang) -> MadeFile:
        try:
            return self._makes.make(document, lang)
        except DocumentGoneError:
            raise
        except Exception as error:
            raise NotMadeError(repr(error)) from error

    def _is_there(self, file_id: str) -> bool:
        """Whether Slack knows a file: not one whose upload was never completed."""
        try:
            self._client.files_info(file=file_id)
        except SlackApiError as error:
            if error.response.get("error") == "file_not_found":
                return False
            raise
        return True

    def _shown(self, file_id: str, channel: str) -> Posted | None:
        """Where a file stands in a channel, if it does by now."""
        shares = self._client.files_info(file=file_id)["file"].get("shares") or {}
        for kind in ("public", "private"):
            for share in (shares.get(kind) or {}).get(channel) or ():
                return Posted(channel=channel, ts=str(share["ts"]))
        return None


def _is_certain(error: SlackApiError) -> bool:
    """Whether Slack refused a call, so that nothing of it has come about."""
    answer = error.response
    return isinstance(answer, SlackResponse) and answer.status_code < 500  # noqa: PLR2004


def post_bytes(address: str, content: bytes, seconds: float = UPLOAD_SECONDS) -> None:
    """The bytes to where Slack said; OSError or HTTPException if they are not there in time."""
    if not address.startswith(("https://", "http://")):
        raise OSError(f"no address to upload to: {address[:20]}")
    request = urllib.request.Request(  # noqa: S310 - the scheme is looked at above
        address,
        data=_pieces(content, time.monotonic() + seconds),
        headers={
            "Content-Type": "application/octet-stream",
            "Content-Length": str(len(content)),
        },
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=SILENT_SECONDS) as answer:  # noqa: S310
        answer.read(_PIECE)


def _pieces(content: bytes, deadline: float) -> Iterator[bytes]:
    """The content bit by bit; TimeoutError when it is sent too slowly."""
    for start in range(0, len(content), _PIECE):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{start} of {len(content)} bytes were sent in time")
        yield content[start : start + _PIECE]
