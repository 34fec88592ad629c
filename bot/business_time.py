"""Business hours on the calendar: pure arithmetic, right over public holidays and clock changes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from holidays import country_holidays
from holidays.constants import DE_FACTO, PUBLIC

STOCKHOLM = ZoneInfo("Europe/Stockholm")
WORKING_WEEK = frozenset(range(5))  # Monday is 0


class BusinessTime:
    """When the coordinator's office is open, in local time; Swedish public holidays excepted.

    Midsummer Eve, Christmas Eve and New Year's Eve count as holidays, as in the Swedish Annual
    Leave Act (SFS 1977:480, section 7).
    """

    def __init__(
        self,
        opens: time = time(7, 30),
        closes: time = time(16, 30),
        zone: ZoneInfo = STOCKHOLM,
        weekdays: frozenset[int] = WORKING_WEEK,
    ) -> None:
        """`opens` and `closes` are local; ValueError unless it opens before it closes, some day."""
        if opens >= closes:
            raise ValueError(f"business hours must open before they close: {opens}–{closes}")
        if not weekdays or not weekdays <= frozenset(range(7)):
            raise ValueError(f"business weekdays must be some of 0 (Monday) to 6: {weekdays}")
        self._opens = opens
        self._closes = closes
        self._zone = zone
        self._weekdays = weekdays
        self._closed: dict[int, frozenset[date]] = {}

    def is_open_on(self, day: date) -> bool:
        """Whether the office is open at all on a local date."""
        return day.weekday() in self._weekdays and day not in self._holidays(day.year)

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """The instant (UTC) when `amount` of business time has passed since `start`.

        Outside business hours the count begins when the office opens next. ValueError for a
        negative amount or a time without zone.
        """
        if amount < timedelta(0):
            raise ValueError(f"business time cannot be counted backwards: {amount}")
        left = amount
        for opening, closing in self._days(_utc(start)):
            begin = max(opening, _utc(start))
            if begin < closing and left < closing - begin:
                return begin + left
            left -= max(closing - begin, timedelta(0))
        raise AssertionError("the calendar has no end")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The business time from `start` to `end`; zero if `end` is not later."""
        start, end = _utc(start), _utc(end)
        total = timedelta(0)
        if end <= start:
            return total
        for opening, closing in self._days(start):
            if opening >= end:
                break
            total += max(min(closing, end) - max(opening, start), timedelta(0))
        return total

    def _days(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The opening hours (UTC) of each open day, from the local date of `start` on."""
        day = start.astimezone(self._zone).date()
        while True:
            if self.is_open_on(day):
                yield self._at(day, self._opens), self._at(day, self._closes)
            day += timedelta(days=1)

    def _at(self, day: date, local: time) -> datetime:
        return datetime.combine(day, local, self._zone).astimezone(UTC)

    def _holidays(self, year: int) -> frozenset[date]:
        if year not in self._closed:
            found = country_holidays("SE", years=year, categories=(PUBLIC, DE_FACTO))
            self._closed[year] = frozenset(found)
        return self._closed[year]


def next_weekday_at(now: datetime, weekday: int, at: time, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) after `now` that is `at` on `weekday` (Monday is 0) in `zone`.

    A local time that a clock change leaves out is the instant an hour later; one that it repeats
    is the first of the two.
    """
    today = _utc(now).astimezone(zone).date()
    day = today + timedelta(days=(weekday - today.weekday()) % 7)
    while True:
        due = datetime.combine(day, at, zone).astimezone(UTC)
        if due > now:
            return due
        day += timedelta(days=7)


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"a time without zone has no place in business time: {instant!r}")
    return instant.astimezone(UTC)
