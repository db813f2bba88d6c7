"""Numbers of the report and their intervals."""

from __future__ import annotations

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.quality.figures import Figure, bootstrap, wilson


def test_the_interval_of_a_share_is_wilsons():
    """Ten of a hundred: the published interval, 5.5 % to 17.4 %."""
    assert wilson(10, 100) == pytest.approx((0.1, 0.0552, 0.1744), abs=1e-4)


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_share_lies_in_its_interval(successes, more):
    """Whatever was counted, also none and all."""
    share, low, high = wilson(successes, successes + more)
    assert 0 <= low <= share <= high <= 1


def test_no_cases_say_nothing():
    """Of nothing, everything is possible."""
    assert wilson(0, 0) == (0.0, 0.0, 1.0)


def test_the_bootstrap_draws_whole_groups():
    """Two groups that agree within themselves: the interval is as wide as two cases make it."""
    value, low, high = bootstrap([[0.0] * 50, [1.0] * 50], fmean)
    assert (value, low, high) == (0.5, 0.0, 1.0)


def test_a_goal_is_met_from_its_side():
    """Recall from below, refusals from above, and what has no goal always."""
    assert Figure("recall", 0.8, 0.7, 0.9, 100, goal=0.8).meets_goal
    assert not Figure("refused", 0.02, 0.0, 0.1, 100, goal=0.01, higher_is_better=False).meets_goal
    assert Figure("AUC", 0.5, 0.4, 0.6, 10).meets_goal
