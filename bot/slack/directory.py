"""Who is who in the workspace, asked of Slack and remembered for a short while."""

import threading
from datetime import datetime, timedelta
from http.client import HTTPException

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.errors import DirectoryUnavailable
from bot.occasion import Clock, Profile

FRESH = timedelta(seconds=60)
"""How long the members of the coordinator's channel are taken as known; events end it sooner."""

STALE = timedelta(minutes=10)
"""How long they still hold when Slack does not answer."""

ACCOUNT_FRESH = timedelta(minutes=10)
"""How long it is taken as known what kind of account a member has; an event ends it sooner."""

ACCOUNT_STALE = timedelta(hours=1)
"""How long that still holds when Slack does not answer."""

PAUSE = timedelta(seconds=5)
"""How long Slack is not asked again when it did not answer: those in line need not wait as well."""

log = structlog.get_logger(__name__)

# What slack_sdk lets through when the network or the server fails.
SLACK_FAILURES = (SlackClientError, OSError, HTTPException)


# https://docs.slack.dev/reference/objects/user-object: guests of one kind or the other, people of
# another organisation, and those whose account is closed.
_OUTSIDE = ("is_restricted", "is_ultra_restricted", "is_stranger", "deleted")


class SlackDirectory:
    """The workspace's people and the coordinator's channel (`bot.occasion.Directory`)."""

    def __init__(self, client: WebClient, coordinator_channel: str, now: Clock) -> None:
        self._client = client
        self._channel = coordinator_channel
        self._now = now
        self._lock = threading.Lock()
        self._members: frozenset[str] = frozenset()
        self._asked_at: datetime | None = None
        self._failed_at: datetime | None = None
        self._outside: dict[str, tuple[datetime, bool]] = {}

    def profile(self, person_id: str) -> Profile | None:
        """A person's name and locale (`users.info`), or None if Slack cannot say now."""
        try:
            user = self._client.users_info(user=person_id, include_locale=True)["user"]
        except SLACK_FAILURES as error:
            log.warning("profile_unknown", person=person_id, error=str(error))
            return None
        shown = user.get("profile", {})
        name = shown.get("display_name") or shown.get("real_name") or user.get("name") or person_id
        return Profile(name=name, locale=user.get("locale") or "sv-SE")

    def is_coordinator(self, person_id: str) -> bool:
        """Whether the person is in the coordinator's channel (`conversations.members`).

        A guest there may read along, but is none: Slack does not tell them in the list.
        """
        with self._lock:
            age = None if self._asked_at is None else self._now() - self._asked_at
            known = (age is not None and age <= FRESH) or self._refreshed()
            if not known and (age is None or age > STALE):
                raise DirectoryUnavailable(
                    f"the members of {self._channel} cannot be found out now"
                )
            return person_id in self._members and not self._is_outside(person_id)

    def _is_outside(self, person_id: str) -> bool:
        """Whether a member's account is a guest's, or another organisation's (`users.info`)."""
        asked_at, outside = self._outside.get(person_id, (None, True))
        age = None if asked_at is None else self._now() - asked_at
        if age is not None and age <= ACCOUNT_FRESH:
            return outside
        try:
            user = self._client.users_info(user=person_id)["user"]
        except SLACK_FAILURES as error:
            log.warning("account_unknown", person=person_id, error=str(error))
            if age is None or age > ACCOUNT_STALE:
                raise DirectoryUnavailable(f"who {person_id} is cannot be found out now") from None
            return outside
        outside = any(user.get(kind) for kind in _OUTSIDE)
        self._outside[person_id] = (self._now(), outside)
        return outside

    def _refreshed(self) -> bool:
        """Ask for the members; False if Slack does not answer, or did not just now."""
        if self._failed_at is not None and self._now() - self._failed_at < PAUSE:
            return False
        try:
            self._members = self._ask_members()
        except SLACK_FAILURES as error:
            log.warning("members_unknown", channel=self._channel, error=str(error))
            self._failed_at = self._now()
            return False
        self._asked_at, self._failed_at = self._now(), None
        return True

    def forget_members(self, channel: str) -> None:
        """Someone joined or left a channel: ask again next time, if it is the coordinator's."""
        if channel == self._channel:
            with self._lock:
                self._asked_at = None

    def forget_account(self, person_id: str) -> None:
        """Someone's account changed: ask again next time."""
        with self._lock:
            self._outside.pop(person_id, None)

    def _ask_members(self) -> frozenset[str]:
        pages = self._client.conversations_members(channel=self._channel, limit=200)
        return frozenset(member for page in pages for member in page["members"])
