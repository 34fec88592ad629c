"""Files into Slack: announced, sent, shared, and looked for before any of it is done again.

Source: https://docs.slack.dev/messaging/working-with-files. Slack shares a file some time after
`files.completeUploadExternal` has answered, and its message carries no metadata of ours; but only a
file that was completed is ever shown. So its id is noted before that call, and whoever takes the
message up again asks `files.info` where the file stands: nothing is shown twice.
"""

import urllib.request
from typing import Protocol

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.documents import Document, MadeFile
from bot.outbox import Claimed, Outbox, Posted
from bot.slack.holding import held
from knowledge.text import Lang

UPLOAD_SECONDS = 30.0
"""How long the bytes may take; `Outbox.LEASE` is longer than this and a call together."""

LOOKS = 6
"""How often is looked for a file that Slack has taken and does not show yet."""

log = structlog.get_logger(__name__)


class Makes(Protocol):
    """Makes files of documents: `bot.documents.Documents`, given by the composition root."""

    def make(self, document: Document, lang: Lang) -> MadeFile:
        """A document as a file; DocumentGoneError if what it shows is gone."""


class TakenOverError(Exception):
    """Another process is sending the message now."""


class NotShownYetError(Exception):
    """Slack has the file, and has not shown it so far."""


class Uploads:
    """Sends files. Goes over the network."""

    def __init__(self, client: WebClient, outbox: Outbox, makes: Makes) -> None:
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
        SlackApiError, or OSError where the bytes do not get through.
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
        with held(self._outbox, claimed):
            made = self._makes.make(document, claimed.envelope.lang)
        if not self._outbox.hold(claimed):
            raise TakenOverError
        begun = self._client.files_getUploadURLExternal(
            filename=made.name, length=len(made.content)
        )
        file_id = str(begun["file_id"])
        _post(str(begun["upload_url"]), made.content)
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


def _post(address: str, content: bytes) -> None:
    """The bytes to where Slack said; OSError if they do not get there."""
    if not address.startswith(("https://", "http://")):
        raise OSError(f"no address to upload to: {address[:20]}")
    request = urllib.request.Request(  # noqa: S310 - the scheme is looked at above
        address,
        data=content,
        headers={"Content-Type": "application/octet-stream"},
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=UPLOAD_SECONDS) as answer:  # noqa: S310
        answer.read()
