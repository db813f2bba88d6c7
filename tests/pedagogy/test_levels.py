"""How finished problems move levels."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.errors import ConfigurationError
from jupyter_tutor.pedagogy.ladder import starting_level
from jupyter_tutor.pedagogy.levels import (
    DEFAULT_LEVEL_POLICY,
    LEVEL_POLICIES,
    ema,
    graded_response,
    level_policy,
)
from jupyter_tutor.pedagogy.problem import Difficulty, Levels, Problem

NOW = datetime(2026, 1, 1, tzinfo=UTC)


# req: P3
def test_ema_vector(problem) -> None:
    """Level 3.0, difficulty 4, hint 2 gives 3.04, per dimension."""
    after = ema(Levels(3.0, 3.0), problem(difficulty=Difficulty(4, 3), hint_level=2))
    assert after.programming == pytest.approx(3.04)
    assert after.mathematics == pytest.approx(3.0 + 0.2 * (3 * 4 / 5 - 3.0))


# req: P4
def test_an_easy_problem_alone_lowers_only_plain_ema(problem) -> None:
    """`ema` falls to 2.867 after difficulty 2 and one question; the two other policies do not."""
    easy = problem(difficulty=Difficulty(2, 2), hint_level=1)
    assert ema(Levels(), easy).programming == pytest.approx(2.8667, abs=1e-4)
    assert level_policy("ema_upward_when_unaided")(Levels(), easy) == Levels()
    after = level_policy(DEFAULT_LEVEL_POLICY)(Levels(), easy)
    assert after.programming == after.mathematics == pytest.approx(3.0912, abs=1e-4)


LEVEL = st.floats(1, 5)
GRADE = st.integers(1, 5)


def finished(difficulty: Difficulty, hint: int) -> Problem:
    return Problem("p", "k", "t", 1, hint, difficulty, NOW, NOW)


# req: P4
@pytest.mark.parametrize("name", ["graded_response", "ema_upward_when_unaided"])
@given(st.builds(Levels, LEVEL, LEVEL), st.builds(Difficulty, GRADE, GRADE), st.integers(0, 1))
def test_done_alone_never_lowers_a_level(name, levels, difficulty, hint) -> None:
    """Whatever levels and difficulty, no hint or one question never counts against a student."""
    after = level_policy(name)(levels, finished(difficulty, hint))
    assert after.programming >= levels.programming
    assert after.mathematics >= levels.mathematics


def test_the_default_has_its_name() -> None:
    """What a site gets that sets nothing."""
    assert DEFAULT_LEVEL_POLICY == "graded_response"


@pytest.mark.parametrize(
    ("hint", "after"),
    [(1, 3.25), (2, 3 - 0.1588), (3, 3 - 0.3851), (4, 3 - 0.4708), (5, 3 - 0.4945)],
)
def test_graded_response_vectors(hint, after) -> None:
    """Level 3 and difficulty 3, worked by hand: 0.5 * (1 - P(h) - P(h - 1)) with steps of 1.5 logits."""
    assert graded_response(Levels(), finished(Difficulty(3, 3), hint)) == Levels(
        pytest.approx(after, abs=1e-4), pytest.approx(after, abs=1e-4)
    )


@given(LEVEL, GRADE, st.integers(1, 4))
def test_more_hints_never_show_more(level, difficulty, hint) -> None:
    """One hint more leaves the level at most where one less would."""
    both = Difficulty(difficulty, difficulty)
    fewer, more = (graded_response(Levels(level, level), finished(both, h)) for h in (hint, hint + 1))
    assert more.programming <= fewer.programming


@given(LEVEL, st.integers(1, 4), st.integers(1, 5))
def test_a_harder_problem_never_shows_less(level, difficulty, hint) -> None:
    """With the same help, one difficulty more leaves the level at least as high."""
    same = Levels(level, level)
    easier, harder = (
        graded_response(same, finished(Difficulty(d, d), hint)) for d in (difficulty, difficulty + 1)
    )
    assert harder.programming >= easier.programming


@given(st.integers(1, 3))
def test_the_level_settles_where_the_ladder_would_start(hint) -> None:
    """Who always needs the same help at one difficulty comes to the level that starts there."""
    difficulty, levels = Difficulty(4, 4), Levels()
    for _ in range(200):
        levels = graded_response(levels, finished(difficulty, hint))
    assert abs(starting_level(difficulty, levels) - hint) <= 1


def test_hints_are_laid_to_the_weaker_side() -> None:
    """Every hint needed for the mathematics says nothing about programming, and the other way round."""
    after = graded_response(Levels(4.0, 2.0), finished(Difficulty(3, 4), 5))
    assert after.programming == 4.0
    assert after.mathematics < 2.0
    assert graded_response(Levels(2.0, 4.0), finished(Difficulty(4, 3), 5)).mathematics == 4.0


# req: P2, P3
@pytest.mark.parametrize("name", sorted(LEVEL_POLICIES))
@given(st.floats(1, 5), st.integers(1, 5), st.integers(0, 5))
def test_levels_stay_in_range(name, level, difficulty, hint) -> None:
    """Every policy keeps levels between one and five and moves them by at most one."""
    done = Problem("p", "k", "t", 1, hint, Difficulty(difficulty, difficulty), NOW, NOW)
    after = level_policy(name)(Levels(level, level), done).programming
    assert 1.0 <= after <= 5.0
    assert abs(after - level) <= 1.0


def test_an_unknown_policy_names_the_known_ones() -> None:
    """The error lists what is allowed."""
    with pytest.raises(ConfigurationError, match="ema, ema_upward_when_unaided, graded_response"):
        level_policy("elo")
