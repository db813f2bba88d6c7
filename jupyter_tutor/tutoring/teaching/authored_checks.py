"""The checks that an instructor wrote, as the coach runs them and as the guard judges by them."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from jupyter_tutor.notebooks.exercise import Check as AuthoredCheck
from jupyter_tutor.notebooks.exercise import Exercise
from jupyter_tutor.pedagogy.guard.task import Check as GuardCheck
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.tutoring.checks import Check, Checks
from jupyter_tutor.tutoring.teaching.placement import AuthoredExercises


@dataclass(frozen=True, slots=True)
class PublishedChecks:
    """The ExerciseChecks port: the checks of the published exercise that an excerpt belongs to."""

    exercises: AuthoredExercises

    async def checks_of(self, notebook: NotebookExcerpt) -> Checks | None:
        """Visible and hidden ones, with the module's setup and the instructor's solution."""
        place = await self.exercises.find(notebook)
        return None if place.exercise is None else runnable(place.exercise, place.setup)


def runnable(exercise: Exercise, setup: str) -> Checks | None:
    """The checks of an exercise as they are run; None where it has none or the answer is prose."""
    if exercise.written or not exercise.checks:
        return None
    checks = tuple(part for check in exercise.checks for part in _parts(check))
    solutions = (exercise.solution,) if exercise.solution.strip() else ()
    return Checks(checks, setup, solutions)


def judged_by(exercise: Exercise) -> tuple[GuardCheck, ...]:
    """Those of its checks that say which call gives what, for the guard."""
    found = (part for check in exercise.checks for part in _parts(check))
    return tuple(GuardCheck(part.call, part.expected) for part in found if part.expected is not None)


def _parts(check: AuthoredCheck) -> tuple[Check, ...]:
    """A cell of nothing but asserts as one check each; any other cell as it stands."""
    try:
        statements = ast.parse(check.code).body
    except (SyntaxError, ValueError, RecursionError):
        return (Check(check.code, hidden=check.hidden),)
    if not statements or not all(isinstance(each, ast.Assert) for each in statements):
        return (Check(check.code, hidden=check.hidden),)
    return tuple(_asserted(each, hidden=check.hidden) for each in statements if isinstance(each, ast.Assert))


def _asserted(statement: ast.Assert, *, hidden: bool) -> Check:
    """`assert f(x) == 3` as the call and the value it must have."""
    test = statement.test
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq | ast.Is):
        sides = (test.left, test.comparators[0])
        for call, value in (sides, sides[::-1]):
            expected = _literal(value)
            if expected is not None and isinstance(call, ast.Call):
                return Check(ast.unparse(call), expected, hidden=hidden, loosely=True)
    return Check(ast.unparse(statement), hidden=hidden)


def _literal(node: ast.expr) -> str | None:
    try:
        return repr(ast.literal_eval(node))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
