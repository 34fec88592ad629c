"""Sends the outbox to Slack: in order, at Slack's pace, and each message once."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any, Protocol

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.database.models import PersonRow
from bot.database.session import Database
from bot.documents import DocumentGoneError
from bot.messages import FileMessage, Home, Message
from bot.outbox import (
    AsReaction,
    Claimed,
    Envelope,
    InPlaceOf,
    InPlaceOfPosted,
    Outbox,
    Posted,
    Target,
    ToHome,
    ToPerson,
    ToPlace,
    UnderMessage,
)
from bot.slack.directory import SLACK_FAILURES
from bot.slack.uploads import (
    Makes,
    NotMadeError,
    NotShownYetError,
    NotUploadedError,
    TakenOverError,
    Uploads,
)
from bot.unsent_files import notice
from knowledge.text import Lang

EVENT_TYPE = "hjalpen_message"
"""Marks our messages in Slack with their outbox id, so that none is sent twice after a crash."""

POLL_SECONDS = 1.0
WORKERS = 4
LONGEST_WAIT = timedelta(minutes=5)
MISCONFIGURED_WAIT = timedelta(minutes=1)
LONGEST_LOOK = timedelta(seconds=5)
FILE_ATTEMPTS = 5
MADE_ATTEMPTS = 2
"""How often a file is tried before a notice is sent in its place: others wait for it. An error in
our own code that makes it seldom goes away."""

SOON_SECONDS = 1.0
"""How long after a message was claimed it may be posted without asking whether it still is ours."""

# https://docs.slack.dev/reference/methods/chat.postMessage lists the errors.
_TRANSIENT = {
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
    "ekm_access_denied",
}
_MISCONFIGURED = {
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "missing_scope",
    "not_in_channel",
    "is_archived",
    "restricted_action",
}
_TOO_MUCH = {"invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long"}
_ALREADY = {"already_reacted", "message_not_found", "cant_update_message", "thread_not_found"}

log = structlog.get_logger(__name__)


class Rendered(Protocol):
    """A message as Slack takes it."""

    @property
    def text(self) -> str:
        """What notifications show and screen readers read: as much as the blocks say."""

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The message as Block Kit."""


class Draws(Protocol):
    """Draws messages as Block Kit; `handlers.blocks` has it, the composition root gives it."""

    def render(self, message: Message, lang: Lang) -> Rendered:
        """A message's text and blocks."""

    def render_home(self, home: Home, lang: Lang) -> dict[str, Any]:
        """An App Home view."""


class Gateway:
    """A thread that sends what is due, several queues at once, each in its order."""

    def __init__(
        self,
        db: Database,
        outbox: Outbox,
        client: WebClient,
        draws: Draws,
        makes: Makes,
        wake: threading.Event,
    ) -> None:
        """`wake` is set by whoever puts something in the outbox."""
        self._db = db
        self._outbox = outbox
        self._client = client
        self._draws = draws
        self._uploads = Uploads(client, outbox, makes)
        self._wake = wake
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin sending; what a dead process left is taken up at once."""
        self._outbox.release()
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Send what is being sent, then end."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def sweep(self) -> None:
        """Look for what is due: the periodic one, beside the wake-ups."""
        self._wake.set()

    def _run(self) -> None:
        running: set[Future[None]] = set()
        with ThreadPoolExecutor(WORKERS, thread_name_prefix="outbox") as pool:
            while not self._stopping.is_set():
                self._wake.clear()
                running = {future for future in running if not future.done()}
                for one in self._claim(WORKERS - len(running)):
                    future = pool.submit(self._send_one, one)
                    future.add_done_callback(lambda _: self._wake.set())
                    running.add(future)
                self._wake.wait(POLL_SECONDS)

    def _claim(self, free: int) -> list[Claimed]:
        """No more than can be sent now: the lease of what waited for a worker would run out."""
        if free < 1:
            return []
        try:
            return self._outbox.claim(free)
        except Exception:
            log.exception("outbox_claim_failed")
            return []

    def _send_one(self, claimed: Claimed) -> None:
        try:
            self._send_and_note(claimed)
        except Exception as error:
            log.exception("outbox_failed", message=claimed.id)
            self._retry(claimed, repr(error))

    def _send_and_note(self, claimed: Claimed) -> None:
        try:
            posted = self._send(claimed)
        except TakenOverError:
            log.warning("outbox_taken_over", message=claimed.id)
        except NotShownYetError:
            wait = min(_backoff(claimed.attempts), LONGEST_LOOK)
            self._outbox.later(claimed.id, wait, "the file is not shown yet", uncertain=True)
        except DocumentGoneError as error:
            log.warning("document_gone", message=claimed.id, error=str(error))
            self._give_up(claimed, str(error))
        except NotMadeError as error:
            log.exception("document_not_made", message=claimed.id)
            self._retry(claimed, str(error), MADE_ATTEMPTS)
        except NotUploadedError as error:
            log.warning("file_not_uploaded", message=claimed.id, error=str(error))
            self._retry(claimed, str(error))
        except SlackApiError as error:
            self._note_refusal(claimed, error)
        except SLACK_FAILURES as error:
            log.warning("slack_unreachable", message=claimed.id, error=str(error))
            self._outbox.later(claimed.id, _backoff(claimed.attempts), repr(error), uncertain=True)
        else:
            self._outbox.sent(claimed.id, posted)

    def _note_refusal(self, claimed: Claimed, error: SlackApiError) -> None:
        response = error.response
        code = str(response.get("error", "")) if isinstance(response, SlackResponse) else str(error)
        status = response.status_code if isinstance(response, SlackResponse) else 0
        if status == 429 or code == "ratelimited":  # noqa: PLR2004 - HTTP's own number
            wait = timedelta(seconds=float(response.headers.get("Retry-After", 1)))
            log.info("slack_rate_limited", message=claimed.id, seconds=wait.total_seconds())
            self._outbox.later(claimed.id, wait, "ratelimited", uncertain=claimed.again)
        elif status >= 500 or code in _TRANSIENT:  # noqa: PLR2004
            self._retry(claimed, code or str(status))
        elif code in _MISCONFIGURED and not _is_file_without_scope(claimed, code):
            log.error("slack_misconfigured", message=claimed.id, error=code)
            self._outbox.later(claimed.id, MISCONFIGURED_WAIT, code, uncertain=claimed.again)
        elif code in _ALREADY:
            log.info("slack_nothing_to_do", message=claimed.id, error=code)
            self._outbox.sent(claimed.id, None)
        else:
            log.error("slack_refused", message=claimed.id, error=code, response=str(response))
            self._give_up(claimed, code or str(error))

    def _retry(self, claimed: Claimed, error: str, most: int = FILE_ATTEMPTS) -> None:
        """Later; a file, which others may do without, only so many times."""
        if not isinstance(claimed.envelope.message, FileMessage):
            self._outbox.later(claimed.id, _backoff(claimed.attempts), error, uncertain=True)
        elif claimed.attempts < most:
            self._outbox.later(claimed.id, _file_backoff(claimed.attempts), error, uncertain=True)
        else:
            self._give_up(claimed, error)

    def _give_up(self, claimed: Claimed, error: str) -> None:
        """Never this message; where a file was meant for, it is said that there is none."""
        message, instead = claimed.envelope.message, None
        if isinstance(message, FileMessage):
            log.error("file_not_sent", message=claimed.id, error=error)
            instead = notice(claimed.id, message, claimed.envelope)
        self._outbox.failed(claimed.id, error, instead)

    def _send(self, claimed: Claimed) -> Posted | None:
        envelope = claimed.envelope
        match envelope.target:
            case AsReaction(channel=channel, ts=ts, name=name):
                self._client.reactions_add(channel=channel, timestamp=ts, name=name)
                return None
            case ToHome(person=person):
                assert isinstance(envelope.message, Home)  # noqa: S101 - how it was put in
                view = self._draws.render_home(envelope.message, envelope.lang)
                self._client.views_publish(user_id=person, view=view)
                return None
            case target if isinstance(envelope.message, FileMessage):
                return self._post_file(claimed, envelope.message, target)
            case InPlaceOf() | InPlaceOfPosted() as place:
                self._update(self._standing(place), envelope)
                return None
            case ToPlace(only_for=str() as person) as place:
                self._ephemeral(place, person, envelope)
                return None
            case target:
                return self._post(claimed, target)

    def _post(self, claimed: Claimed, target: ToPerson | ToPlace | UnderMessage) -> Posted | None:
        began = time.monotonic()
        channel, thread_ts = self._where(target)
        if claimed.again:
            posted = self._find(channel, thread_ts, claimed.id)
            if posted is not None:
                return posted
        if time.monotonic() - began > SOON_SECONDS and not self._outbox.hold(claimed):
            raise TakenOverError
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"outbox_id": claimed.id}}

        def post(**content: Any) -> SlackResponse:
            return self._client.chat_postMessage(
                channel=channel,
                thread_ts=thread_ts,
                metadata=metadata,
                unfurl_links=False,
                unfurl_media=False,
                **content,
            )

        response = self._with_content(claimed.envelope, post)
        return Posted(channel=response["channel"], ts=response["ts"])

    def _post_file(self, claimed: Claimed, message: FileMessage, target: Target) -> Posted | None:
        if isinstance(target, ToPlace) and target.only_for is not None:
            target = ToPerson(person=target.only_for)
        channel, thread_ts = self._where(target)
        comment = self._draws.render(message, claimed.envelope.lang).text
        return self._uploads.send(claimed, message.document, comment, channel, thread_ts)

    def _standing(self, place: InPlaceOf | InPlaceOfPosted) -> Posted | None:
        if isinstance(place, InPlaceOf):
            return self._outbox.posted(place.message)
        return Posted(channel=place.channel, ts=place.ts)

    def _update(self, posted: Posted | None, envelope: Envelope) -> None:
        if posted is None:  # the message itself never got to Slack
            return
        self._with_content(
            envelope,
            lambda **content: self._client.chat_update(
                channel=posted.channel, ts=posted.ts, **content
            ),
        )

    def _ephemeral(self, place: ToPlace, person: str, envelope: Envelope) -> None:
        self._with_content(
            envelope,
            lambda **content: self._client.chat_postEphemeral(
                channel=place.channel, user=person, thread_ts=place.thread_ts, **content
            ),
        )

    def _with_content(
        self, envelope: Envelope, send: Callable[..., SlackResponse]
    ) -> SlackResponse:
        """Send with blocks; if Slack refuses the blocks, the text alone: better than nothing."""
        assert envelope.message is not None  # noqa: S101 - only reactions have none
        rendered = self._draws.render(envelope.message, envelope.lang)
        try:
            return send(text=rendered.text, blocks=rendered.blocks)
        except SlackApiError as error:
            if str(error.response.get("error")) not in _TOO_MUCH:
                raise
            log.exception("slack_refused_blocks", kind=envelope.message.kind)
            return send(text=rendered.text[:3900])

    def _where(self, target: Target) -> tuple[str, str | None]:
        match target:
            case ToPlace(channel=channel, thread_ts=thread_ts):
                return channel, thread_ts
            case ToPerson(person=person):
                return self._dm(person), None
            case UnderMessage(message=message):
                channel, thread_ts = self._where(self._outbox.target_of(message))
                posted = self._outbox.posted(message)
                if posted is None:  # refused for good: what follows it still has to be read
                    return channel, thread_ts
                # Slack wants the thread's first message, never a reply in it.
                return posted.channel, thread_ts or posted.ts
            case _:
                raise LookupError(f"nothing can be posted to {target.kind}")

    def _dm(self, person: str) -> str:
        with self._db.read() as session:
            row = session.get(PersonRow, person)
            if row is not None and row.dm_channel is not None:
                return row.dm_channel
        channel = str(self._client.conversations_open(users=person)["channel"]["id"])
        with self._db.write() as session:
            row = session.get(PersonRow, person)
            if row is not None:
                row.dm_channel = channel
        return channel

    def _find(self, channel: str, thread_ts: str | None, outbox_id: int) -> Posted | None:
        """A message of ours that had been sent before this could be noted."""
        if thread_ts is None:
            latest = self._client.conversations_history(
                channel=channel, include_all_metadata=True, limit=100
            )
            messages = iter(latest["messages"])
        else:  # the oldest come first, so the one that is sought stands on the last page
            pages = self._client.conversations_replies(
                channel=channel, ts=thread_ts, include_all_metadata=True, limit=200
            )
            messages = (message for page in pages for message in page["messages"])
        for message in messages:
            metadata = message.get("metadata") or {}
            payload = metadata.get("event_payload") or {}
            if metadata.get("event_type") == EVENT_TYPE and payload.get("outbox_id") == outbox_id:
                return Posted(channel=channel, ts=message["ts"])
        return None


def _is_file_without_scope(claimed: Claimed, code: str) -> bool:
    """Whether an app installed before files were sent may not send this one: others go on."""
    return code == "missing_scope" and isinstance(claimed.envelope.message, FileMessage)


def _backoff(attempts: int) -> timedelta:
    """1, 2, 4 … seconds, five minutes at most."""
    return min(timedelta(seconds=2 ** min(attempts - 1, 10)), LONGEST_WAIT)


def _file_backoff(attempts: int) -> timedelta:
    """1, 4, 16 and 64 seconds: with what each attempt takes, some minutes."""
    return timedelta(seconds=4 ** min(attempts - 1, 3))
