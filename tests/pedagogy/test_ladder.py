"""The ladder's own arithmetic."""

from __future__ import annotations

import pytest

from jupyter_tutor.pedagogy.ladder import HintLevel, difficulty_from_levels, starting_level
from jupyter_tutor.pedagogy.problem import Difficulty, Levels


# req: P1
def test_the_steps_have_their_names() -> None:
    """People read Question, Concept, Plan, Example, Solution."""
    assert [level.title for level in HintLevel] == ["Question", "Concept", "Plan", "Example", "Solution"]


# req: P2
@pytest.mark.parametrize(
    ("difficulty", "levels", "start"),
    [
        ((3, 3), (3.0, 3.0), 1),
        ((4, 3), (3.0, 3.0), 2),
        ((3, 5), (3.0, 3.0), 3),
        ((5, 5), (1.0, 1.0), 4),
        ((1, 1), (5.0, 5.0), 1),
        ((4, 1), (2.6, 5.0), 2),
    ],
)
def test_starting_level(difficulty, levels, start) -> None:
    """clamp(1 + the larger gap, 1, 4) for hand-worked cases."""
    assert starting_level(Difficulty(*difficulty), Levels(*levels)) == start


# req: P2
def test_a_problem_nobody_judged_is_as_hard_as_the_student_is_far() -> None:
    """The difficulty falls back to the rounded levels, and the ladder starts at a question."""
    levels = Levels(4.4, 1.6)
    assert difficulty_from_levels(levels) == Difficulty(4, 2)
    assert starting_level(difficulty_from_levels(levels), levels) == 1
