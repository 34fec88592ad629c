"""Text in the two languages of the product: Swedish first, English beside it."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Lang(StrEnum):
    """A language that the bot answers in."""

    SV = "sv"
    EN = "en"

    @classmethod
    def of_locale(cls, locale: str | None) -> "Lang":
        """The language for a Slack locale such as `en-GB`; Swedish for an unknown or absent one."""
        return cls.EN if (locale or "").lower().startswith("en") else cls.SV


class Frozen(BaseModel):
    """Base of domain values: immutable, and an unknown field is an error, not silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Text(Frozen):
    """One text in Swedish and English, both required and non-empty.

    The texts are Slack `mrkdwn`; `{name}` marks a value that is filled in (escaped) when shown.
    """

    sv: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def get(self, lang: Lang) -> str:
        """The text in `lang`."""
        return self.en if lang is Lang.EN else self.sv
