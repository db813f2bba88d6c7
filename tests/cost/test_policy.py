"""Which limits a request has."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from jupyter_tutor.cost.caps import MOST, Cap, CapType
from jupyter_tutor.cost.limits import (
    Breaker,
    CalendarCounter,
    CostThrottle,
    Resource,
    SessionTotal,
    SlidingLog,
)
from jupyter_tutor.cost.policy import MeteringPolicy, check_caps, limits_for
from jupyter_tutor.cost.profiles import PROFILES, RELAXED, STRICT, profile
from jupyter_tutor.errors import ConfigurationError, Invalid

USD = 1_000_000_000
NOON = datetime(2026, 11, 21, 12, 30, tzinfo=UTC).timestamp()
DAY = (datetime(2026, 11, 21, tzinfo=UTC).timestamp(), datetime(2026, 11, 22, tzinfo=UTC).timestamp())
ALL_OFF = MeteringPolicy(
    **{setting.name: False for setting in fields(MeteringPolicy) if setting.name.endswith("_on")}
)


# req: R1, R2, R3, R5, R6, R7
def test_the_limits_of_a_site_that_sets_nothing():
    """Every default, in the order in which they are asked."""
    assert limits_for(MeteringPolicy(), (), "ada", NOON) == (
        Breaker("breaker", 100 * USD, 3_600),
        CalendarCounter("daily_tokens", "ada", Resource.TOKENS, 100_000, *DAY),
        CalendarCounter("daily", "ada", Resource.REQUESTS, 1_000, *DAY),
        CalendarCounter("daily", "ada", Resource.TOKENS, 100_000, *DAY),
        CalendarCounter("daily", "ada", Resource.COST, 10 * USD, *DAY),
        SessionTotal("session", "ada", 5 * USD, 1_800, None, 0.8),
        SlidingLog("model_calls", "everyone", 200, 60, counts_model_calls=True),
        SlidingLog("messages", "ada", 20, 60),
    )
    assert MeteringPolicy().connections == 3


# req: R8
def test_the_throttle_has_two_windows():
    """Ten minutes and a day, whose marker lasts twice as long."""
    limits = limits_for(replace(ALL_OFF, throttle_on=True), (), "ada", NOON)
    assert limits == (
        CostThrottle("daily_throttle", "ada", 2 * USD, 86_400, 60),
        CostThrottle("throttle", "ada", USD // 2, 600, 30),
    )


@pytest.mark.parametrize(
    ("switch", "names"),
    [
        ("breaker_on", {"breaker"}),
        ("daily_tokens_on", {"daily_tokens"}),
        ("caps_on", {"daily"}),
        ("session_on", {"session"}),
        ("throttle_on", {"throttle", "daily_throttle"}),
        ("model_calls_on", {"model_calls"}),
        ("messages_on", {"messages"}),
        ("session_longest_on", set()),
        ("connections_on", set()),
    ],
)
def test_every_limit_has_its_switch(switch, names):
    """On alone, it is the only one."""
    assert {limit.name for limit in limits_for(replace(ALL_OFF, **{switch: True}), (), "ada", NOON)} == names


def test_everything_switched_off_leaves_no_limit():
    """And so nothing that a store could refuse for."""
    assert limits_for(ALL_OFF, (Cap(CapType.HOURLY, requests=1),), "ada", NOON) == ()


def test_caps_come_with_the_windows_of_their_type():
    """A student's hour and month; a group's day, counted over all of its members."""
    caps = [
        Cap(CapType.HOURLY, requests=5),
        Cap(CapType.MONTHLY, cost=7),
        Cap(CapType.DAILY, tokens=9, group="course"),
    ]
    policy = replace(ALL_OFF, caps_on=True, default_caps=())
    monthly, daily, hourly = limits_for(policy, caps, "ada", NOON)
    month = (datetime(2026, 11, 1, tzinfo=UTC).timestamp(), datetime(2026, 12, 1, tzinfo=UTC).timestamp())
    assert monthly == CalendarCounter("monthly", "ada", Resource.COST, 7, *month)
    assert daily == CalendarCounter("daily", "group:course", Resource.TOKENS, 9, *DAY)
    hour = NOON - 1_800
    assert hourly == CalendarCounter("hourly", "ada", Resource.REQUESTS, 5, hour, hour + 3_600)


def test_the_day_of_a_site_begins_at_its_own_midnight():
    """In the time zone that is set."""
    berlin = ZoneInfo("Europe/Berlin")
    (tokens,) = limits_for(replace(ALL_OFF, daily_tokens_on=True, time_zone="Europe/Berlin"), (), "ada", NOON)
    assert tokens.start == datetime(2026, 11, 21, tzinfo=berlin).timestamp()


def test_a_cap_in_its_grace_period_is_not_asked_yet():
    """The limits of a moment are those in force then."""
    policy = replace(ALL_OFF, caps_on=True, default_caps=())
    caps = [Cap(CapType.DAILY, requests=1, effective_from=NOON + 300)]
    assert limits_for(policy, caps, "ada", NOON) == ()
    assert len(limits_for(policy, caps, "ada", NOON + 300)) == 1


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("messages_per_minute", 0),
        ("daily_tokens", -1),
        ("session_budget", 1.5),
        ("breaker_cost", MOST + 1),
        ("connections", True),
        ("session_warn_at", 0),
        ("session_warn_at", 1.01),
        ("session_warn_at", "most"),
        ("throttle_on", 1),
        ("time_zone", "Mars/Olympus"),
        ("default_caps", (Cap(CapType.DAILY, requests=1), Cap(CapType.DAILY, tokens=1))),
        ("default_caps", (Cap(CapType.DAILY, requests=1, group="course"),)),
    ],
)
def test_a_value_that_is_not_allowed_is_named(setting, value):
    """The error says which setting it is."""
    with pytest.raises(ConfigurationError, match=setting):
        MeteringPolicy(**{setting: value})


def test_a_student_has_one_cap_per_type():
    """A second one is refused; a group's is another."""
    cap = Cap(CapType.DAILY, requests=1)
    check_caps([cap, replace(cap, group="course"), Cap(CapType.HOURLY, requests=1)])
    with pytest.raises(Invalid, match="one cap per type"):
        check_caps([cap, replace(cap, requests=2)])


# req: R5
def test_the_strict_profile_ends_sessions_after_half_an_hour():
    """The relaxed one, and a site that sets nothing, does not."""
    strict = {limit.name: limit for limit in limits_for(STRICT, (), "ada", NOON)}
    relaxed = {limit.name: limit for limit in limits_for(RELAXED, (), "ada", NOON)}
    assert strict["session"].longest_seconds == 1_800
    assert relaxed["session"].longest_seconds is None
    assert set(strict) - set(relaxed) == {"throttle", "daily_throttle"}
    assert MeteringPolicy() == RELAXED


def test_a_profile_is_found_by_its_name():
    """Another name stops start-up."""
    assert profile("strict") is PROFILES["strict"]
    with pytest.raises(ConfigurationError, match=r"profile='harsh'.*relaxed or strict"):
        profile("harsh")
