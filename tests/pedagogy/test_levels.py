"""How finished problems move levels."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.errors import ConfigurationError
from jupyter_tutor.pedagogy.levels import DEFAULT_LEVEL_POLICY, LEVEL_POLICIES, ema, level_policy
from jupyter_tutor.pedagogy.problem import Difficulty, Levels, Problem

NOW = datetime(2026, 1, 1, tzinfo=UTC)


# req: P3
def test_ema_vector(problem) -> None:
    """Level 3.0, difficulty 4, hint 2 gives 3.04, per dimension."""
    after = ema(Levels(3.0, 3.0), problem(difficulty=Difficulty(4, 3), hint_level=2))
    assert after.programming == pytest.approx(3.04)
    assert after.mathematics == pytest.approx(3.0 + 0.2 * (3 * 4 / 5 - 3.0))


# req: P4
def test_the_default_keeps_the_level_after_an_easy_problem_alone(problem) -> None:
    """Plain `ema` falls to 2.867 after difficulty 2 and one question; the default does not."""
    easy = problem(difficulty=Difficulty(2, 2), hint_level=1)
    assert ema(Levels(), easy).programming == pytest.approx(2.8667, abs=1e-4)
    assert level_policy(DEFAULT_LEVEL_POLICY)(Levels(), easy) == Levels()


# req: P4
@given(st.floats(1, 5), st.integers(1, 5), st.integers(0, 1))
def test_the_default_never_lowers_without_hints(level, difficulty, hint) -> None:
    """Whatever level and difficulty, done alone never counts against a student."""
    alone = Problem("p", "k", "t", 1, hint, Difficulty(difficulty, difficulty), NOW, NOW)
    after = level_policy(DEFAULT_LEVEL_POLICY)(Levels(level, level), alone)
    assert after.programming >= level
    assert after.mathematics >= level


# req: P2, P3
@pytest.mark.parametrize("name", sorted(LEVEL_POLICIES))
@given(st.floats(1, 5), st.integers(1, 5), st.integers(0, 5))
def test_levels_stay_in_range(name, level, difficulty, hint) -> None:
    """Every policy keeps levels between one and five and moves them by at most a fifth of the way."""
    done = Problem("p", "k", "t", 1, hint, Difficulty(difficulty, difficulty), NOW, NOW)
    after = level_policy(name)(Levels(level, level), done).programming
    assert 1.0 <= after <= 5.0
    assert abs(after - level) <= 0.2 * 5


def test_an_unknown_policy_names_the_known_ones() -> None:
    """The error lists what is allowed."""
    with pytest.raises(ConfigurationError, match="ema, ema_upward_when_unaided"):
        level_policy("elo")
