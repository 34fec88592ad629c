"""What the installation decides: read from the environment once, checked, and then fixed."""

import os
import re
from collections.abc import Callable, Mapping
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self, TypeAlias
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import UsageError

PREFIX = "HJALPEN_"


def _known_timezone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("no such time zone; use a name such as Europe/Stockholm")
    return name


def _channel_id(text: str) -> str:
    if not re.fullmatch(r"[CG][A-Z0-9]{5,}", text):
        raise ValueError(
            f"{text} is not the id of a channel, such as C0123456789; "
            "it stands at the bottom of the channel's About tab"
        )
    return text


def _web_address(text: str) -> str:
    if not re.fullmatch(r"https?://[^/\s]+(/\S*)?", text):
        raise ValueError(f"{text} is not an http or https address")
    return text


def _local(at: time) -> time:
    if at.tzinfo is not None:
        raise ValueError("a time of day without a zone, such as 07:30; HJALPEN_TIMEZONE says which")
    return at


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise ValueError(f"there is no folder {path}")
    return path


def _begins_with(start: str, what: str) -> Callable[[SecretStr], SecretStr]:
    """A check that never shows what it checks."""

    def check(secret: SecretStr) -> SecretStr:
        # Slack puts "xoxe." before tokens that it will let expire.
        if not re.fullmatch(rf"(?:xoxe\.)?{start}[\w.-]+", secret.get_secret_value()):
            raise ValueError(f"is not {what}, which begins with {start}")
        return secret

    return check


BotToken: TypeAlias = Annotated[SecretStr, AfterValidator(_begins_with("xoxb-", "a bot token"))]
AppToken: TypeAlias = Annotated[
    SecretStr, AfterValidator(_begins_with("xapp-", "an app-level token"))
]
LocalTime: TypeAlias = Annotated[time, AfterValidator(_local)]


class Settings(BaseSettings):
    """The settings. Those of Slack and the database have their usual names, ours a prefix."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="forbid", frozen=True, validate_by_name=True, env_ignore_empty=True
    )

    slack_bot_token: BotToken | None = Field(None, validation_alias="SLACK_BOT_TOKEN")
    slack_app_token: AppToken | None = Field(None, validation_alias="SLACK_APP_TOKEN")
    slack_signing_secret: SecretStr | None = Field(None, validation_alias="SLACK_SIGNING_SECRET")
    slack_api_url: Annotated[str, AfterValidator(_web_address)] = Field(
        "https://slack.com/api/", validation_alias="SLACK_API_URL"
    )
    database_url: str = Field("sqlite:///var/hjalpen.db", validation_alias="DATABASE_URL")

    coordinator_channel: Annotated[str, AfterValidator(_channel_id)] | None = None
    timezone: Annotated[str, AfterValidator(_known_timezone)] = "Europe/Stockholm"
    business_opens: LocalTime = time(7, 30)
    business_closes: LocalTime = time(16, 30)
    remind_after_minutes: int = Field(120, ge=1)
    remind_again_minutes: int = Field(480, ge=1)
    close_after_days: int = Field(14, ge=1)
    price_list_time: LocalTime = time(8, 0)
    pricelist_dir: Annotated[Path, AfterValidator(_folder)] | None = None
    pricelist_max_mb: int = Field(1000, ge=1, le=4000)
    answer_at: float | None = Field(None, ge=0, le=1)
    choices_at: float | None = Field(None, ge=0, le=1)
    content_dir: Annotated[Path, AfterValidator(_folder)] | None = None
    cache_dir: Path | None = None
    article_search: Literal["index", "database"] = "index"
    http_host: str = "127.0.0.1"
    http_port: int = Field(3000, ge=0, le=65535)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["text", "json"] = "text"

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.business_closes <= self.business_opens:
            raise ValueError(
                "HJALPEN_BUSINESS_CLOSES: must be later than HJALPEN_BUSINESS_OPENS "
                f"({self.business_opens:%H:%M}), and is {self.business_closes:%H:%M}"
            )
        answer_at, choices_at = self.answer_at, self.choices_at
        if answer_at is not None and choices_at is not None and answer_at < choices_at:
            raise ValueError("HJALPEN_ANSWER_AT: must not be below HJALPEN_CHOICES_AT")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which times are shown and business hours hold."""
        return ZoneInfo(self.timezone)

    @property
    def remind_after(self) -> timedelta:
        """Business time that a new case may wait before the first reminder."""
        return timedelta(minutes=self.remind_after_minutes)

    @property
    def remind_again(self) -> timedelta:
        """Business time between later reminders."""
        return timedelta(minutes=self.remind_again_minutes)

    def need(self, *names: str) -> None:
        """Raise UsageError naming the settings among `names` (fields) that are not set."""
        missing = [variable(name) for name in names if getattr(self, name) is None]
        if missing:
            raise UsageError(
                f"{', '.join(missing)}: not set; README.md, “Settings”, says where to find it"
            )

    @property
    def close_after(self) -> timedelta:
        """How long a resolved case stays open for a reply before it is closed."""
        return timedelta(days=self.close_after_days)


def variable(field: str) -> str:
    """The environment variable that sets a field."""
    alias = Settings.model_fields[field].validation_alias
    return alias if isinstance(alias, str) else PREFIX + field.upper()


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings from the environment.

    Raises UsageError naming every variable that is unknown (with our prefix) or has a bad value.
    """
    environ = os.environ if environ is None else environ
    known = {variable(field) for field in Settings.model_fields}
    unknown = sorted(name for name in environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise UsageError(
            f"{', '.join(unknown)}: no such setting; README.md, “Settings”, lists them"
        )
    values = {
        field: environ[variable(field)]
        for field in Settings.model_fields
        if environ.get(variable(field))
    }
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise UsageError(
            "; ".join(_say(problem["loc"], problem["msg"]) for problem in error.errors())
        ) from None


def _say(place: tuple[int | str, ...], message: str) -> str:
    ours = message.removeprefix("Value error, ")
    if not place:  # about several settings, which it names itself
        return ours
    field = str(place[0])
    name = variable(field) if field in Settings.model_fields else field
    if ours != message:
        return f"{name}: {ours}"
    return f"{name}: {message[0].lower()}{message[1:]}"
