"""Limits, amounts and holds as data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_tutor.cost.limits import (
    Amount,
    Breaker,
    CalendarCounter,
    CostThrottle,
    Hold,
    Resource,
    SessionTotal,
    SlidingLog,
)

LIMITS = [
    SlidingLog("n", "ada", 1, 60),
    CalendarCounter("n", "ada", Resource.COST, 1, 0.0, 60.0),
    SessionTotal("n", "ada", 1, 60),
    Breaker("n", 1, 60),
    CostThrottle("n", "ada", 1, 60, 30),
]


def test_amounts_add_up_by_resource():
    """Differences may be negative."""
    one, other = Amount(1, 20, 300), Amount(2, 5, 400)
    assert one + other == Amount(3, 25, 700)
    assert one - other == Amount(-1, 15, -100)
    assert [one.of(resource) for resource in Resource] == [1, 20, 300]


def test_a_hold_is_one_request_and_the_longest_answer():
    """Tokens in and out, and what both cost."""
    hold = Hold(100, 50, 10, input_cost=7, output_price=3)
    assert hold.amount(50) == Amount(1, 150, 157)
    assert (hold.is_model_call, hold.least_output_tokens) == (True, 10)


def test_an_answer_that_is_short_anyway_is_its_own_least():
    """A summary of 100 tokens is not refused because answers have 256 at least."""
    assert Hold(0, 100, 256).least_output_tokens == 100


def test_a_canned_reply_is_no_model_call():
    """It holds only its message."""
    assert Hold().amount(0) == Amount(1, 0, 0)
    assert not Hold().is_model_call


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: type(limit).__name__)
def test_what_a_limit_counts_does_not_depend_on_its_value(limit):
    """A limit that is changed at run time goes on with what it has counted."""
    assert replace(limit, limit=99).key == limit.key
    assert replace(limit, name="other").key != limit.key


def test_every_kind_counts_apart():
    """Even under the same name, and each student, resource and window for itself."""
    counter = LIMITS[1]
    others = [
        replace(counter, subject="grace"),
        replace(counter, resource=Resource.TOKENS),
        replace(counter, start=60.0, end=120.0),
    ]
    keys = [limit.key for limit in (*LIMITS, *others)]
    assert len(set(keys)) == len(keys)
