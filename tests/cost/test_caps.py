"""Usage caps, and from when they count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.cost.caps import (
    MOST,
    Cap,
    CapType,
    DefaultsChange,
    caps_in_force,
    default_in_force,
    with_grace,
)
from jupyter_tutor.cost.limits import Amount, Resource
from jupyter_tutor.errors import Invalid

GRACE = 300
DEFAULT = Cap(CapType.DAILY, requests=1_000)


# req: R7
@pytest.mark.parametrize("value", [0, -1, MOST + 1, 1.5, True, "5"])
def test_a_cap_has_whole_numbers_above_zero(value):
    """The error names the value's place."""
    with pytest.raises(Invalid, match="tokens"):
        Cap(CapType.DAILY, requests=1, tokens=value)


def test_a_cap_limits_something():
    """One without any value is refused."""
    with pytest.raises(Invalid, match="at least one"):
        Cap(CapType.DAILY)


def test_a_cap_has_one_value_per_resource():
    """None where a resource is free."""
    cap = Cap(CapType.HOURLY, requests=1, cost=3)
    assert [cap.of(resource) for resource in Resource] == [1, None, 3]


# req: R7
def test_a_cap_below_present_use_takes_effect_after_five_minutes():
    """Until then the one it replaces is in force."""
    old = Cap(CapType.DAILY, tokens=1_000)
    new = with_grace(Cap(CapType.DAILY, tokens=500), old, Amount(3, 501, 0), 1_000.0, GRACE)
    assert new.at(1_000.0) == old
    assert new.at(1_299.75) == old
    assert new.at(1_300.0) == new
    assert new.tokens == 500


def test_a_new_cap_below_present_use_limits_nothing_for_five_minutes():
    """There was none before, so there is none until then."""
    new = with_grace(Cap(CapType.MONTHLY, requests=2), None, Amount(requests=3), 1_000.0, GRACE)
    assert new.at(1_299.75) is None
    assert new.at(1_300.0) == new


@pytest.mark.parametrize("used", [Amount(), Amount(2, 500, 10**12)])
def test_a_cap_at_or_above_present_use_takes_effect_at_once(used):
    """What is used of a resource that the cap leaves free does not matter."""
    cap = Cap(CapType.DAILY, requests=2, tokens=500)
    assert with_grace(cap, DEFAULT, used, 1_000.0, GRACE) == cap


def test_lowering_again_within_the_grace_period_keeps_what_is_in_force():
    """The second change waits as well, and the first never counted."""
    old = Cap(CapType.DAILY, tokens=1_000)
    first = with_grace(Cap(CapType.DAILY, tokens=500), old, Amount(1, 600, 0), 1_000.0, GRACE)
    second = with_grace(Cap(CapType.DAILY, tokens=400), first, Amount(1, 600, 0), 1_100.0, GRACE)
    assert second.at(1_350.0) == old
    assert second.at(1_400.0) == second


def test_an_own_cap_takes_the_place_of_the_default_of_its_type():
    """A group's cap does not."""
    own, group = Cap(CapType.DAILY, tokens=5), Cap(CapType.DAILY, tokens=9, group="course")
    assert caps_in_force([own], [DEFAULT], 0.0) == (own,)
    assert caps_in_force([group], [DEFAULT], 0.0) == (DEFAULT, group)


def test_caps_of_longer_windows_come_first():
    """In whatever order the rows are."""
    rows = [Cap(CapType.HOURLY, requests=1), Cap(CapType.MONTHLY, requests=1)]
    assert [cap.cap_type for cap in caps_in_force(rows, [DEFAULT], 0.0)] == ["monthly", "daily", "hourly"]


_daily = st.none() | st.builds(Cap, st.just(CapType.DAILY), st.integers(1, 9), st.none() | st.integers(1, 9))


# req: R7
@given(
    st.lists(st.tuples(st.integers(0, 400), _daily), min_size=1, max_size=5),
    _daily,
    st.builds(Amount, st.integers(0, 10), st.integers(0, 10)),
    st.integers(0, 900),
)
def test_a_default_waits_as_a_cap_written_for_the_student_would(steps, first, used, later):
    """Whatever was changed how often: nobody who has used more than is allowed now is stopped too soon."""
    moment, before, changes, written = 0.0, first, [], first
    for pause, cap in steps:
        moment += pause
        old, new = (() if one is None else (one,) for one in (before, cap))
        changes.append(DefaultsChange(moment, (Cap(CapType.HOURLY, 1), *old), new))
        written = None if cap is None else with_grace(cap, written, used, moment, GRACE)
        before = cap
    now = moment + later
    in_force = default_in_force(CapType.DAILY, changes, used, now, GRACE)
    assert in_force == (None if written is None else written.at(now))
    newest = steps[-1][1]
    if newest is None or later >= GRACE or not newest.is_below(used):
        values = None if in_force is None else (in_force.requests, in_force.tokens)
        assert values == (None if newest is None else (newest.requests, newest.tokens))
