"""The words for domain values in one language."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.messages import CaseShown, CaseState
from handlers.blocks.text import escape, when
from knowledge.library import Library
from knowledge.text import Lang
from knowledge.topics import Municipality, Role


class Wording:
    """A library seen in one language, with a time zone for clock times."""

    def __init__(self, library: Library, lang: Lang, zone: ZoneInfo) -> None:
        self.library = library
        self.lang = lang
        self.zone = zone

    def say(self, key: str, **params: object) -> str:
        """A phrase as `mrkdwn`; values are escaped, for anybody may have written them."""
        escaped = {name: escape(str(value)) for name, value in params.items()}
        return self.library.phrases.text(key, self.lang, **escaped)

    def template(self, key: str) -> str:
        """A phrase with its placeholders unfilled."""
        return self.library.phrases.get(key).get(self.lang)

    def label(self, key: str, **params: object) -> str:
        """A phrase as plain text, for buttons, headers and options."""
        return self.library.phrases.text(key, self.lang, **params)

    def topic(self, topic_id: str | None) -> str:
        """A topic's title; a word for "something else" if there is none."""
        topic = self.library.topics.get(topic_id or "")
        return topic.title.get(self.lang) if topic else self.label("ui.topic.other")

    def party(self, party_id: str) -> str:
        """A party's name; its id if the content has it no more."""
        try:
            return self.library.parties.get(party_id).label(self.lang)
        except KeyError:
            return party_id

    def municipality(self, municipality: Municipality | None) -> str:
        """A municipality's name."""
        return self.label(f"ui.municipality.{municipality}" if municipality else "ui.unknown")

    def role(self, role: Role | None) -> str:
        """What a person does."""
        return self.label(f"ui.role.{role}" if role else "ui.unknown")

    def state(self, state: CaseState) -> str:
        """A case's state."""
        return self.label(f"ui.state.{state}")

    def price(self, amount: Decimal | None, currency: str | None) -> str | None:
        """A price as the language writes it: 21,50 kr, or SEK 21.50."""
        if amount is None:
            return None
        value = _with_cents(amount)
        if self.lang is Lang.EN:
            return f"{currency or 'SEK'} {value}"
        value = value.replace(".", ",")
        return f"{value} kr" if currency in (None, "SEK") else f"{value} {currency}"

    def number(self, value: Decimal) -> str:
        """A number with the language's decimal mark, and no more digits than it needs."""
        short = f"{value.normalize():f}"
        return short if self.lang is Lang.EN else short.replace(".", ",")

    def percent(self, old: Decimal, new: Decimal) -> str | None:
        """How much a price went up or down: +15,8 %; None from or to nothing."""
        if old <= 0 or new <= 0:
            return None
        change = ((new - old) / old * 100).quantize(Decimal("0.1"))
        sign = "+" if change > 0 else ""
        return f"{sign}{self.number(change)} %".replace("-", "−")

    def case(self, case: CaseShown) -> str:
        """A case's number and topic, as plain text."""
        return f"{case.number} · {self.topic(case.topic)}"

    def when(self, instant: datetime) -> str:
        """A date and time, as `mrkdwn`."""
        return when(instant, self.zone)


def _with_cents(amount: Decimal) -> str:
    """An amount with two decimals, or as many as it has, of which prices have at most four."""
    exponent = amount.normalize().as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else 0
    return f"{amount:.{min(max(decimals, 2), 4)}f}"
