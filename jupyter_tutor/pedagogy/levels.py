"""How a finished problem moves a student's levels: named policies, one per line of thought.

A policy is a pure function of the levels before and the problem that was left behind. Each
works on both dimensions and keeps every level between 1 and 5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from jupyter_tutor.errors import ConfigurationError
from jupyter_tutor.pedagogy.problem import Levels

if TYPE_CHECKING:
    from jupyter_tutor.pedagogy.problem import Problem

LOWEST = 1.0
HIGHEST = 5.0
FASTEST_RATE = 0.2


class LevelPolicy(Protocol):
    """Levels before and a finished problem in, levels after out."""

    def __call__(self, levels: Levels, finished: Problem) -> Levels:
        """The levels after that problem."""


def ema(levels: Levels, finished: Problem) -> Levels:
    """Exponential moving average towards what the student has shown.

    demonstrated = difficulty * (6 - hint level) / 5; rate = 0.2 * min(1, difficulty / level).
    Level 3.0, difficulty 4, hint 2 gives 3.04. Known fault: an easy problem solved without
    help lowers the level (3.0 becomes 2.867 after difficulty 2, hint 1).
    """
    hint = _hint(finished)
    return Levels(
        _moved(levels.programming, finished.difficulty.programming, hint),
        _moved(levels.mathematics, finished.difficulty.mathematics, hint),
    )


def ema_upward_when_unaided(levels: Levels, finished: Problem) -> Levels:
    """The moving average, except that a problem done with one question or less never lowers a level.

    An easy problem solved alone says nothing against a student; it only shows less than a hard
    one would. With help from level 2 on it is plain `ema`.
    """
    after = ema(levels, finished)
    if _hint(finished) > 1:
        return after
    return Levels(max(levels.programming, after.programming), max(levels.mathematics, after.mathematics))


LEVEL_POLICIES: dict[str, LevelPolicy] = {
    "ema_upward_when_unaided": ema_upward_when_unaided,
    "ema": ema,
}
DEFAULT_LEVEL_POLICY = "ema_upward_when_unaided"


def level_policy(name: str) -> LevelPolicy:
    """The policy of that name; ConfigurationError names those there are."""
    try:
        return LEVEL_POLICIES[name]
    except KeyError:
        known = ", ".join(sorted(LEVEL_POLICIES))
        raise ConfigurationError(f"level_policy {name!r} must be one of: {known}") from None


def _hint(finished: Problem) -> int:
    """The last level given, as the formula wants it: none at all counts as a question."""
    return min(5, max(1, finished.hint_level))


def _moved(level: float, difficulty: int, hint: int) -> float:
    """One step of the moving average in one dimension."""
    level = min(HIGHEST, max(LOWEST, level))
    demonstrated = difficulty * (6 - hint) / 5
    rate = FASTEST_RATE * min(1.0, difficulty / level)
    return min(HIGHEST, max(LOWEST, level + rate * (demonstrated - level)))
