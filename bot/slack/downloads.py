"""Files that people sent in Slack, fetched with the bot's token, which goes to Slack alone.

Source: https://docs.slack.dev/reference/objects/file-object: `url_private_download` wants the token
as a bearer; https://docs.slack.dev/apis/slack-connect: a file of another organisation comes in an
event as `"file_access": "check_file_info"`, without anything else, and `files.info` tells the rest.
So it is asked for every file, each time: its address may have changed as well.
"""

import re
import time
import urllib.error
import urllib.request
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.importing import ImportProgress, Stage
from bot.lists.names import shortened
from bot.lists.store import Taken
from bot.lists.worker import FetchFailedError, FetchRefusedError
from bot.slack.directory import SLACK_FAILURES

MEGABYTE = 1_000_000
READ_SECONDS = 30.0
"""How long Slack may be silent while it sends a file."""

WHOLE_SECONDS = 15 * 60.0
"""How long a file may take."""

_PIECE = 256 * 1024
_GONE = {"file_not_found", "file_deleted", "access_denied"}
_SLACKS = re.compile(r"(?:[a-z0-9-]+\.)*(?:slack\.com|slack-gov\.com)")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\<>:"|?*]')
_NAME_BYTES = 200


class SlackFiles:
    """A `bot.lists.worker.Source` of files by Slack's id."""

    def __init__(self, client: WebClient, most_megabytes: int) -> None:
        """Larger files than `most_megabytes` are refused before they are fetched."""
        self._client = client
        self._most_megabytes = most_megabytes
        self._opener = urllib.request.build_opener(_NoRedirects)

    def fetch(self, taken: Taken, folder: Path, tell: ImportProgress) -> Path:
        """The file, under the name that Slack has for it."""
        file = self._info(taken.source)
        size = int(file.get("size") or 0)
        if size > self._most_megabytes * MEGABYTE:
            raise FetchRefusedError("list.problem.too_large", megabytes=str(self._most_megabytes))
        path = folder / safe_name(str(file.get("name") or taken.file_name))
        try:
            with path.open("wb") as into:
                got = self._download(self._address(file), into, size, tell)
        except (OSError, HTTPException) as error:
            raise FetchFailedError(_why(error)) from error
        if size and got != size:
            raise FetchFailedError(f"{got} of {size} bytes")
        return path

    def settle(self, incoming: int) -> None:
        """Nothing: the file stays in Slack."""

    def _info(self, file_id: str) -> dict[str, Any]:
        try:
            file: dict[str, Any] = self._client.files_info(file=file_id)["file"]
        except SlackApiError as error:
            code = str(error.response.get("error"))
            if code in _GONE:
                raise FetchRefusedError("list.problem.gone") from None
            if code == "missing_scope":
                raise FetchRefusedError("list.problem.scope") from error
            raise FetchFailedError(code) from error
        except SLACK_FAILURES as error:
            raise FetchFailedError(str(error)) from error
        if file.get("mode") in ("tombstone", "hidden_by_limit"):
            raise FetchRefusedError("list.problem.gone")
        if file.get("is_external") or file.get("mode") == "external":
            raise FetchRefusedError("list.problem.elsewhere")
        return file

    def _address(self, file: dict[str, Any]) -> str:
        """Where to fetch it; FetchRefusedError unless that is Slack, who may see the token."""
        address = str(file.get("url_private_download") or file.get("url_private") or "")
        ours, theirs = urlsplit(self._client.base_url), urlsplit(address)
        slacks = theirs.scheme == "https" and _SLACKS.fullmatch(theirs.hostname or "")
        same = (theirs.scheme, theirs.netloc) == (ours.scheme, ours.netloc)
        if not (same or slacks) or theirs.username is not None:
            raise FetchRefusedError("list.problem.elsewhere")
        return address

    def _download(self, address: str, into: IO[bytes], size: int, tell: ImportProgress) -> int:
        """Write what is there to a file; how many bytes. Never more than may be."""
        headers = {"Authorization": f"Bearer {self._client.token}"}
        request = urllib.request.Request(address, headers=headers)  # noqa: S310 - see _address
        most = size or self._most_megabytes * MEGABYTE
        began, got = time.monotonic(), 0
        with self._opener.open(request, timeout=READ_SECONDS) as answer:
            while piece := answer.read(_PIECE):
                got += len(piece)
                if got > most:
                    raise OSError(f"more than the {most} bytes that it should be")
                if time.monotonic() - began > WHOLE_SECONDS:
                    raise TimeoutError("took too long")
                into.write(piece)
                tell(Stage.FETCHING, got / most)
        return got


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the token would go along. Slack sends to a login page who may not."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        """None: the answer is an error."""


def safe_name(name: str) -> str:
    """A name that is one for a file, here, and neither hidden nor a way to elsewhere."""
    plain = _UNSAFE.sub("_", name).strip().lstrip(".") or "prislista"
    return shortened(plain, _NAME_BYTES)


def _why(error: Exception) -> str:
    """What went wrong, without the address: it may hold a secret."""
    if isinstance(error, urllib.error.HTTPError):
        return f"HTTP {error.code}"
    if isinstance(error, urllib.error.URLError):
        return str(error.reason)
    return str(error)
