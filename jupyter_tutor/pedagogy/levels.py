"""How a finished problem moves a student's levels: named policies, one per line of thought.

A policy is a pure function of the levels before and the problem that was left behind. Each
works on both dimensions and keeps every level between 1 and 5.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

from jupyter_tutor.errors import ConfigurationError
from jupyter_tutor.pedagogy.problem import Levels

if TYPE_CHECKING:
    from jupyter_tutor.pedagogy.problem import Problem

LOWEST = 1.0
HIGHEST = 5.0
FASTEST_RATE = 0.2

LOGITS_PER_LEVEL = 1.5
"""Log odds that one level of ability, one level of difficulty or one hint is worth."""

STEP = 0.5
"""Levels moved per unit of surprise: Elo's K, 0.75 on the logit scale, divided by LOGITS_PER_LEVEL."""

_MOST_HINTS = 5


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


def graded_response(levels: Levels, finished: Problem) -> Levels:
    """Elo's update for a graded outcome: how many hints were needed, against how many were expected.

    The graded response model (Samejima, Psychometrika Monograph 17, 1969): with
    x = LOGITS_PER_LEVEL * (level - difficulty), the chance to need at most hint k of 1 to 5 is
    P(k) = 1 / (1 + exp(-(x + LOGITS_PER_LEVEL * (k - 1)))), P(0) = 0 and P(5) = 1. So a level, a
    level of difficulty and a hint are worth the same, as in the ladder's starting level, and a
    problem as hard as the student is far is done alone half of the time. After hint h the level
    moves by STEP * (1 - P(h) - P(h - 1)), the slope of the outcome's log likelihood: Elo's update
    (Pelanek, Computers & Education 98, 2016) beyond right and wrong. With at most one question
    it is STEP * (1 - P(1)), which is never negative.

    Only the dimension with the largest difficulty - level moves, both when they are equal: the
    weakest side decides how much help is needed, as for the starting level, and a student who
    needs every hint for the mathematics is no worse at programming for it.
    """
    hint, needed = _hint(finished), finished.difficulty
    programming, mathematics = _in_range(levels.programming), _in_range(levels.mathematics)
    gaps = needed.programming - programming, needed.mathematics - mathematics
    return Levels(
        _surprised(programming, gaps[0], hint) if gaps[0] >= gaps[1] else programming,
        _surprised(mathematics, gaps[1], hint) if gaps[1] >= gaps[0] else mathematics,
    )


LEVEL_POLICIES: dict[str, LevelPolicy] = {
    "graded_response": graded_response,
    "ema_upward_when_unaided": ema_upward_when_unaided,
    "ema": ema,
}
DEFAULT_LEVEL_POLICY = "graded_response"


def level_policy(name: str) -> LevelPolicy:
    """The policy of that name; ConfigurationError names those there are."""
    try:
        return LEVEL_POLICIES[name]
    except KeyError:
        known = ", ".join(sorted(LEVEL_POLICIES))
        raise ConfigurationError(f"level_policy {name!r} must be one of: {known}") from None


def _hint(finished: Problem) -> int:
    """The last level given, as the formula wants it: none at all counts as a question."""
    return min(_MOST_HINTS, max(1, finished.hint_level))


def _moved(level: float, difficulty: int, hint: int) -> float:
    """One step of the moving average in one dimension."""
    level = _in_range(level)
    demonstrated = difficulty * (6 - hint) / 5
    rate = FASTEST_RATE * min(1.0, difficulty / level)
    return _in_range(level + rate * (demonstrated - level))


def _surprised(level: float, gap: float, hint: int) -> float:
    """A level in range after a problem that is `gap` levels harder and took `hint`."""
    within = 1.0 if hint == _MOST_HINTS else _chance(hint - 1 - gap)
    with_fewer = 0.0 if hint == 1 else _chance(hint - 2 - gap)
    return _in_range(level + STEP * (1.0 - within - with_fewer))


def _chance(ahead: float) -> float:
    """The logistic function of so many levels."""
    return 1.0 / (1.0 + math.exp(-LOGITS_PER_LEVEL * ahead))


def _in_range(level: float) -> float:
    """The level, or the nearest end of the scale."""
    return min(HIGHEST, max(LOWEST, level))
