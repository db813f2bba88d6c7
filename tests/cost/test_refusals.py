"""What people and programs are told when a limit says no."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor import errors
from jupyter_tutor.cost.caps import Cap, CapType
from jupyter_tutor.cost.limits import LimitUsage, Refused
from jupyter_tutor.cost.policy import LimitName, limits_for
from jupyter_tutor.cost.profiles import STRICT
from jupyter_tutor.cost.refusals import error_of, percentage, status_of, time_shown

USD = 1_000_000_000
MIDNIGHT = datetime(2026, 11, 22, tzinfo=UTC).timestamp()


def refused(name, limit_type=None, current=10, limit=10):
    return Refused(name, limit_type or name, current, limit, MIDNIGHT, 90.0)


# req: R1, R2, R3, R5, R6, R8, H4
@pytest.mark.parametrize(
    ("name", "limit_type", "code", "sentence"),
    [
        (
            "messages",
            None,
            "RATE_LIMITED",
            "Rate limit reached. Please wait before sending another message.",
        ),
        ("daily_tokens", "tokens", "DAILY_LIMIT", "Daily token limit reached"),
        ("session", None, "BUDGET_EXCEEDED", "Budget exceeded"),
        ("session", "seconds", "BUDGET_EXCEEDED", "Session time limit reached"),
        ("model_calls", None, "RATE_LIMITED", None),
        ("throttle", None, "RATE_LIMITED", None),
        ("daily_throttle", None, "RATE_LIMITED", None),
        ("breaker", None, "BREAKER_OPEN", None),
    ],
)
def test_each_limit_has_its_code_and_sentence(name, limit_type, code, sentence):
    """And says after how many seconds to ask again."""
    error = error_of(refused(name, limit_type))
    assert (error.code, error.retry_after) == (code, 90.0)
    assert error.message == (sentence or error.message)
    assert error.details["error"] == error.message


# req: R7
@pytest.mark.parametrize(
    ("name", "limit_type", "current", "limit", "sentence"),
    [
        ("daily", "requests", 1_000, 1_000, "Daily usage cap exceeded: 1000/1000 requests. "),
        ("hourly", "tokens", 99_999, 100_000, "Hourly usage cap exceeded: 99999/100000 tokens. "),
        ("monthly", "cost", 9_980_000_001, 10 * USD, "Monthly usage cap exceeded: $9.980000001/$10 cost. "),
    ],
)
def test_a_cap_says_how_much_of_what_is_used(name, limit_type, current, limit, sentence):
    """And when it begins anew."""
    error = error_of(refused(name, limit_type, current, limit))
    assert error.code == "CAP_EXCEEDED"
    assert error.message == sentence + "Resets at 2026-11-22T00:00:00+00:00"


# req: R7
def test_a_program_is_told_every_field_of_a_refusal():
    """Money in US dollars, to the nano-dollar."""
    assert error_of(refused("daily", "cost", 9_980_000_001, 10 * USD)).details == {
        "error": "Daily usage cap exceeded: $9.980000001/$10 cost. Resets at 2026-11-22T00:00:00+00:00",
        "cap_type": "daily",
        "limit_type": "cost",
        "current_usage": "9.980000001",
        "limit": "10",
        "percentage_used": 99.8,
        "reset_time": "2026-11-22T00:00:00+00:00",
        "retry_after_seconds": 90.0,
    }


# req: R7
def test_a_program_is_told_every_field_of_a_status():
    """A count stays a number."""
    usage = LimitUsage("daily", "requests", 250, 1_000, MIDNIGHT, exceeded=False)
    assert status_of(usage) == {
        "cap_type": "daily",
        "limit_type": "requests",
        "current_usage": 250,
        "limit": 1_000,
        "percentage_used": 25.0,
        "reset_time": "2026-11-22T00:00:00+00:00",
        "is_exceeded": False,
    }


def test_every_limit_that_a_policy_can_make_can_refuse():
    """No name is without a code."""
    caps = [Cap(cap_type, requests=1, tokens=1, cost=1) for cap_type in CapType]
    names = {limit.name for limit in limits_for(STRICT, caps, "ada", MIDNIGHT)}
    assert names == set(LimitName)
    assert all(isinstance(error_of(refused(name)), errors.LimitReached) for name in names)


def test_where_waiting_does_not_help_no_time_is_told():
    """A request beyond the whole budget of a session."""
    error = error_of(Refused("session", "session", 0, USD, None, None))
    assert (error.retry_after, error.details["reset_time"]) == (None, None)


@given(st.integers(0, 10**16), st.integers(1, 10**16))
def test_percent_never_say_used_up_before_it_is(used, limit):
    """99.99 % are shown as 99.9."""
    assert (percentage(used, limit) >= 100) == (used >= limit)


def test_a_time_is_rounded_up_to_the_second():
    """At the time that is shown it is certain."""
    assert time_shown(MIDNIGHT - 0.75) == "2026-11-22T00:00:00+00:00"
