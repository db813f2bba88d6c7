"""What holds at a place of a course: no narrower place gives back what a wider one took."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.notebooks.exercise import Policy
from jupyter_tutor.notebooks.policy import narrowed

POLICIES = st.builds(
    Policy,
    max_hint_level=st.none() | st.integers(1, 5),
    tutor_on=st.none() | st.booleans(),
    words=st.sampled_from(["", "  ", "Use SI units.", "Answer in French."]),
)


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
