"""How hard problems are, estimated from how much help students needed with them."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jupyter_tutor.pedagogy.levels import LOGITS_PER_LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jupyter_tutor.quality.attempt_log import Attempted

_ROUNDS = 20
_MOST_HINTS = 5
STUDENT_VARIANCE = 1.0
PROBLEM_VARIANCE = 4.0
"""Of the normal priors, in squared logits: students of a course differ less than its problems."""


def logistic(logit: float) -> float:
    """The chance that belongs to log odds."""
    return 1.0 / (1.0 + math.exp(-logit))


@dataclass(slots=True)
class GradedResponses:
    """The graded response model of `pedagogy.levels`, fitted to many students at once.

    Log odds to be right at once = `mean` + the student's + the problem's. Fitted by rounds of
    Newton's steps to the mode of the posterior (Samejima 1969; Baker & Kim, Item Response Theory,
    2004, ch. 8), all problems after all students; a problem that nobody met is an average one.
    """

    mean: float = 0.0
    students: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    problems: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def easiness(self, problem: str) -> float:
        """Log odds that an average student is right at once."""
        return self.mean + self.problems.get(problem, 0.0)

    def fit(self, by_student: Mapping[str, Iterable[Attempted]]) -> GradedResponses:
        """Fit to these students; returns itself."""
        seen = [
            (student, each.problem, each.hint_level) for student, own in by_student.items() for each in own
        ]
        by_problem, by_person = _grouped(seen, 1), _grouped(seen, 0)
        for _ in range(_ROUNDS if seen else 0):
            slope, bend = self._slope(seen)
            self.mean += slope / bend
            for rows, values, variance in (
                (by_person, self.students, STUDENT_VARIANCE),
                (by_problem, self.problems, PROBLEM_VARIANCE),
            ):
                for name, own in rows.items():
                    slope, bend = self._slope(own)
                    values[name] += (slope - values[name] / variance) / (bend + 1 / variance)
        return self

    def _slope(self, seen: Sequence[tuple[str, str, int]]) -> tuple[float, float]:
        """The log likelihood's slope in the log odds, and its expected bend (always above 0)."""
        slope = bend = 0.0
        for student, problem, hint in seen:
            odds = self.mean + self.students[student] + self.problems[problem]
            within = 1.0 if hint == _MOST_HINTS else logistic(odds + LOGITS_PER_LEVEL * (hint - 1))
            fewer = 0.0 if hint == 1 else logistic(odds + LOGITS_PER_LEVEL * (hint - 2))
            slope += 1 - within - fewer
            bend += within * (1 - within) + fewer * (1 - fewer)
        return slope, bend


def _grouped(seen: Sequence[tuple[str, str, int]], by: int) -> dict[str, list[tuple[str, str, int]]]:
    groups: dict[str, list[tuple[str, str, int]]] = {}
    for row in seen:
        groups.setdefault(str(row[by]), []).append(row)
    return groups
