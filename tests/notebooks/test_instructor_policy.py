"""What holds at a place of a course: no narrower place gives back what a wider one took."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.notebooks.exercise import Policy
from jupyter_tutor.notebooks.policy import Exam, narrowed

POLICIES = st.builds(
    Policy,
    max_hint_level=st.none() | st.integers(1, 5),
    tutor_on=st.none() | st.booleans(),
    words=st.sampled_from(["", "  ", "Use SI units.", "Answer in French."]),
)
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def step(policy: Policy) -> int:
    return 6 if policy.max_hint_level is None else policy.max_hint_level


# req: P10
@given(st.lists(POLICIES, max_size=5), POLICIES)
def test_a_narrower_place_can_only_take_away(wider, narrower):
    """Whatever is set further in, no step is won and a silenced tutor stays silent."""
    before, after = narrowed(wider), narrowed([*wider, narrower])
    assert step(after) <= step(before)
    assert after.tutor_on is False or before.tutor_on is not False
    assert after.words.startswith(before.words)


# req: P10
@given(st.lists(POLICIES, max_size=5))
def test_every_place_counts(policies):
    """The merged step is one that was set and the least; off is off wherever it stands; no word is lost."""
    merged = narrowed(policies)
    assert step(merged) == min(map(step, policies), default=6)
    assert (merged.tutor_on is False) == any(policy.tutor_on is False for policy in policies)
    assert merged.words.splitlines() == [policy.words for policy in policies if policy.words.strip()]


@given(st.lists(POLICIES, max_size=3), st.lists(POLICIES, max_size=3))
def test_it_does_not_matter_where_one_stops_to_merge(outer, inner):
    """A module's policies may be merged once and those of its exercises into them later."""
    assert narrowed([narrowed(outer), *inner]) == narrowed([*outer, *inner])


# req: P10
@given(MOMENTS, MOMENTS, MOMENTS)
def test_an_exam_begins_with_its_first_moment_and_is_over_with_its_last(start, end, now):
    """Its beginning belongs to it, its end does not."""
    assert Exam(start, end).covers(now) == (start <= now < end)


def test_an_exam_may_be_open_at_either_side():
    """Without an end it lasts until somebody takes it away."""
    later = NOON + timedelta(days=400)
    assert Exam(NOON).covers(later)
    assert not Exam(later).covers(NOON)
    assert Exam(end=later).covers(NOON)
