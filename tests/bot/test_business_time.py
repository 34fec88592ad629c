"""Business hours and weekly times, over holidays and clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.business_time import STOCKHOLM, BusinessTime, next_weekday_at

OFFICE = BusinessTime()
INSTANTS = st.timedeltas(timedelta(0), timedelta(days=7 * 365)).map(
    lambda later: datetime(2024, 1, 1, tzinfo=UTC) + later
)
AMOUNTS = st.timedeltas(timedelta(0), timedelta(hours=60))


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A time in Stockholm."""
    return datetime(year, month, day, hour, minute, tzinfo=STOCKHOLM)


def is_open(instant: datetime) -> bool:
    """Whether an instant is in business hours, found in another way than the code does."""
    there = instant.astimezone(STOCKHOLM)
    return OFFICE.is_open_on(there.date()) and time(7, 30) <= there.time() < time(16, 30)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),
        date(2026, 1, 6),  # Epiphany
        date(2026, 4, 3),  # Good Friday
        date(2026, 4, 6),  # Easter Monday
        date(2026, 5, 1),
        date(2026, 5, 14),  # Ascension
        date(2025, 6, 6),  # National Day, a Friday
        date(2026, 6, 19),  # Midsummer Eve
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 31),
        date(2026, 3, 7),  # a Saturday
        date(2026, 3, 8),  # a Sunday
    ],
)
def test_closed(day: date) -> None:
    assert not OFFICE.is_open_on(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 5),  # Epiphany Eve, a half day for some: not a holiday
        date(2026, 4, 2),  # Maundy Thursday
        date(2026, 4, 30),  # Walpurgis Night
        date(2026, 6, 18),
        date(2026, 12, 23),
    ],
)
def test_open(day: date) -> None:
    assert OFFICE.is_open_on(day)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (local(2026, 3, 2, 10), 2, local(2026, 3, 2, 12)),
        (local(2026, 3, 2, 15, 30), 2, local(2026, 3, 3, 8, 30)),
        (local(2026, 3, 6, 16), 1, local(2026, 3, 9, 8)),  # over a weekend
        (local(2026, 3, 7, 12), 1, local(2026, 3, 9, 8, 30)),  # from a Saturday
        (local(2026, 3, 2, 5), 1, local(2026, 3, 2, 8, 30)),  # before it opens
        (local(2026, 3, 2, 16, 30), 0, local(2026, 3, 3, 7, 30)),  # as it closes
        (local(2026, 3, 2, 15, 30), 1, local(2026, 3, 3, 7, 30)),  # as it would close
        (local(2026, 3, 27, 16), 1, local(2026, 3, 30, 8)),  # over the change to summer time
        (local(2026, 10, 23, 16), 1, local(2026, 10, 26, 8)),  # and back
        (local(2026, 12, 23, 16), 1, local(2026, 12, 28, 8)),  # over Christmas
        (local(2026, 3, 2, 7, 30), 45, local(2026, 3, 9, 7, 30)),  # a whole week
    ],
)
def test_add(start: datetime, hours: int, end: datetime) -> None:
    assert OFFICE.add(start, timedelta(hours=hours)) == end


@given(INSTANTS, AMOUNTS)
def test_what_is_added_has_passed(start: datetime, amount: timedelta) -> None:
    end = OFFICE.add(start, amount)
    assert is_open(end)
    assert end >= start
    assert OFFICE.between(start, end) == amount


@given(INSTANTS, AMOUNTS, AMOUNTS)
def test_adding_twice_is_adding_the_sum(start: datetime, one: timedelta, two: timedelta) -> None:
    assert OFFICE.add(OFFICE.add(start, one), two) == OFFICE.add(start, one + two)


@given(st.lists(INSTANTS, min_size=3, max_size=3).map(sorted))
def test_time_between_adds_up(instants: list[datetime]) -> None:
    first, second, third = instants
    assert OFFICE.between(first, second) + OFFICE.between(second, third) == OFFICE.between(
        first, third
    )
    assert OFFICE.between(third, first) == timedelta(0)


@given(INSTANTS, st.timedeltas(timedelta(minutes=1), timedelta(days=4)))
def test_time_between_is_what_a_clock_in_the_office_counts(
    start: datetime, length: timedelta
) -> None:
    step = length / 400
    ticks = sum(is_open(start + step * (number + 0.5)) for number in range(400))
    # Each opening and closing within the time can be off by one tick.
    assert abs(OFFICE.between(start, start + length) - ticks * step) <= 10 * step


def test_a_clock_change_within_business_hours_is_counted_as_it_passes() -> None:
    night = BusinessTime(time(0), time(6), weekdays=frozenset({6}))
    spring, autumn = datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC)
    two_days = timedelta(days=2)
    assert night.between(spring, spring + two_days) == timedelta(hours=5)
    assert night.between(autumn, autumn + two_days) == timedelta(hours=7)


@pytest.mark.parametrize(
    ("opens", "closes", "weekdays"),
    [
        (time(9), time(9), frozenset({0})),
        (time(17), time(8), frozenset({0})),
        (time(8), time(17), frozenset[int]()),
        (time(8), time(17), frozenset({7})),
    ],
)
def test_impossible_hours(opens: time, closes: time, weekdays: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="business"):
        BusinessTime(opens, closes, weekdays=weekdays)


def test_no_time_without_zone_and_none_backwards() -> None:
    with pytest.raises(ValueError, match="without zone"):
        OFFICE.add(datetime(2026, 3, 2), timedelta(hours=1))  # noqa: DTZ001 - it is refused
    with pytest.raises(ValueError, match="backwards"):
        OFFICE.add(local(2026, 3, 2, 8), timedelta(hours=-1))


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (local(2026, 3, 2, 7, 59), local(2026, 3, 2, 8)),
        (local(2026, 3, 2, 8), local(2026, 3, 9, 8)),
        (local(2026, 3, 8, 23), local(2026, 3, 9, 8)),
        (local(2026, 3, 23, 9), local(2026, 3, 30, 8)),  # 167 hours over the spring change
        (local(2026, 10, 19, 9), local(2026, 10, 26, 8)),  # 169 over the autumn one
    ],
)
def test_next_monday(now: datetime, due: datetime) -> None:
    assert next_weekday_at(now, 0, time(8), STOCKHOLM) == due


@given(INSTANTS, st.integers(0, 6), st.times(), st.sampled_from(["Europe/Stockholm", "UTC"]))
def test_next_weekday_is_the_first_one(
    now: datetime, weekday: int, at: time, zone_name: str
) -> None:
    zone = ZoneInfo(zone_name)
    due = next_weekday_at(now, weekday, at, zone)
    assert due > now
    assert due - now <= timedelta(days=7, hours=1)
    there = due.astimezone(zone)
    gap = (
        due.astimezone(zone).utcoffset() != (due - timedelta(hours=1)).astimezone(zone).utcoffset()
    )
    assert there.weekday() == weekday
    assert there.time() == at or gap


def test_a_time_that_the_spring_change_leaves_out_comes_an_hour_later() -> None:
    due = next_weekday_at(local(2026, 3, 28, 12), 6, time(2, 30), STOCKHOLM)
    assert due.astimezone(STOCKHOLM).time() == time(3, 30)


def test_a_time_that_the_autumn_change_repeats_comes_once() -> None:
    first = next_weekday_at(local(2026, 10, 24, 12), 6, time(2, 30), STOCKHOLM)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert next_weekday_at(first, 6, time(2, 30), STOCKHOLM) == datetime(
        2026, 11, 1, 1, 30, tzinfo=UTC
    )
