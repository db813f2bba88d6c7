"""Calendar windows: every moment is in exactly one, on any day in any zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.cost.windows import Calendar, Window, WindowKind, time_zone
from jupyter_tutor.errors import ConfigurationError

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",  # half hours; until 2011 its clock went back over midnight
    "America/Santiago",  # its days of change have no midnight
    "Asia/Kolkata",
    "Australia/Lord_Howe",  # changes by half an hour
    "Asia/Beirut",
    "Pacific/Apia",  # has no 30 December 2011
    "Africa/Casablanca",
]
zones = st.sampled_from(ZONES).map(ZoneInfo)
kinds = st.sampled_from(WindowKind)
moments = st.integers(0, 4_000_000_000).map(float) | st.integers(0, 16_000_000_000).map(lambda n: n / 4)


def epoch(*when, zone=UTC):
    return datetime(*when, tzinfo=zone).timestamp()


@given(kinds, zones, moments)
def test_every_moment_is_in_its_window(kind, zone, moment):
    """The window found holds the moment, and every other moment in it finds the same one."""
    window = Calendar(zone).window(kind, moment)
    assert window.start <= moment < window.end
    for other in (window.start, (window.start + window.end) // 2, window.end - 1):
        assert Calendar(zone).window(kind, other) == window


@given(kinds, zones, moments)
def test_one_window_ends_where_the_next_begins(kind, zone, moment):
    """There is no gap and no overlap."""
    window = Calendar(zone).window(kind, moment)
    assert Calendar(zone).window(kind, window.end).start == window.end
    assert Calendar(zone).window(kind, window.start - 1).end == window.start


@given(zones, st.dates(date(1971, 1, 2), date(2090, 1, 1)))
def test_the_clock_shows_midnight_when_a_day_begins(zone, day):
    """Or, where the clock skips midnight, the first time it shows that day."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone)
    window = Calendar(zone).window(WindowKind.DAY, noon.timestamp())
    shown = datetime.fromtimestamp(window.start, zone)
    before = datetime.fromtimestamp(window.start - 1, zone)
    midnight = datetime.combine(day, time.min)
    if noon.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == noon.replace(tzinfo=None):  # it exists
        assert before.replace(tzinfo=None) < midnight <= shown.replace(tzinfo=None)


@given(zones, moments, st.lists(st.integers(-400_000, 400_000), max_size=6))
def test_a_calendar_that_remembers_answers_like_a_new_one(zone, moment, steps):
    """Its memory of the last window never shows, forward or backward."""
    calendar = Calendar(zone)
    for step in steps:
        for kind in WindowKind:
            assert calendar.window(kind, moment + 400_000 + step) == Calendar(zone).window(
                kind, moment + 400_000 + step
            )


@pytest.mark.parametrize(
    ("day_of_change", "hours"), [((2026, 3, 29), 23), ((2026, 10, 25), 25), ((2026, 6, 1), 24)]
)
def test_a_day_with_a_change_of_clocks_has_23_or_25_hours(day_of_change, hours):
    """In Berlin, on the last Sundays of March and October."""
    berlin = ZoneInfo("Europe/Berlin")
    window = Calendar(berlin).window(WindowKind.DAY, epoch(*day_of_change, 12, zone=berlin))
    year, month, day = day_of_change
    assert window == Window(epoch(*day_of_change, zone=berlin), epoch(year, month, day + 1, zone=berlin))
    assert window.end - window.start == hours * 3_600


def test_an_hour_that_the_clock_repeats_is_one_window():
    """In New York the second 1:30 of 1 November 2026 is in the hour of the first."""
    new_york = ZoneInfo("America/New_York")
    first = datetime(2026, 11, 1, 1, 30, tzinfo=new_york)
    window = Calendar(new_york).window(WindowKind.HOUR, first.timestamp())
    assert window == Calendar(new_york).window(WindowKind.HOUR, first.replace(fold=1).timestamp())
    assert window.end - window.start == 2 * 3_600


def test_a_day_that_the_clock_skipped_has_no_window():
    """In Samoa 29 December 2011 was followed by the 31st."""
    apia = ZoneInfo("Pacific/Apia")
    window = Calendar(apia).window(WindowKind.DAY, epoch(2011, 12, 29, 12, zone=apia))
    assert window.end == epoch(2011, 12, 31, zone=apia)


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [
        (WindowKind.HOUR, (2028, 2, 29, 23), (2028, 3, 1)),
        (WindowKind.DAY, (2028, 2, 29), (2028, 3, 1)),
        (WindowKind.WEEK, (2028, 2, 28), (2028, 3, 6)),
        (WindowKind.MONTH, (2028, 2, 1), (2028, 3, 1)),
    ],
)
def test_windows_in_utc_on_a_leap_day(kind, start, end):
    """Hours, days, Mondays and first days of months."""
    moment = epoch(2028, 2, 29, 23, 59, 59)
    assert Calendar().window(kind, moment) == Window(epoch(*start), epoch(*end))
    assert Calendar(ZoneInfo("Etc/UTC")).window(kind, moment) == Window(epoch(*start), epoch(*end))


def test_december_is_followed_by_january():
    """A month ends with the year."""
    window = Calendar().window(WindowKind.MONTH, epoch(2026, 12, 31, 23))
    assert window == Window(epoch(2026, 12, 1), epoch(2027, 1, 1))


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd"])
def test_a_time_zone_that_does_not_exist_stops_start_up(name):
    """The error names the setting and the value."""
    with pytest.raises(ConfigurationError, match="time_zone"):
        time_zone(name)


def test_a_time_zone_is_found_by_its_name():
    """UTC needs no database of zones."""
    assert time_zone("UTC") is UTC
    assert time_zone("Europe/Berlin") == ZoneInfo("Europe/Berlin")
