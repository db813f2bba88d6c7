"""An instructor's checks as the coach runs them and as the guard knows them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shelf import EXERCISE, SOLUTION, Shelf, module

from jupyter_tutor.notebooks.exercise import Check as Authored
from jupyter_tutor.pedagogy.guard.task import Check as Known
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.sandbox.runner import outcome_of
from jupyter_tutor.tutoring.checks import Check
from jupyter_tutor.tutoring.teaching.authored_checks import PublishedChecks, judged_by, runnable

VISIBLE = Authored(
    "small", "assert moving_average([1, 3], 2) == [2]\nassert [] == moving_average([], 1), 'none'"
)
HIDDEN = Authored("large", "import math\nassert math.isfinite(moving_average([1], 1)[0])", hidden=True)
EXERCISE_WITH_CHECKS = replace(EXERCISE, checks=(VISIBLE, HIDDEN))


def test_a_cell_of_asserts_becomes_a_check_per_call_with_what_it_must_give():
    """So the coach can name the input that fails; any other cell is run as it stands."""
    checks = runnable(EXERCISE_WITH_CHECKS, "import math")
    assert checks.checks == (
        Check("moving_average([1, 3], 2)", "[2]", loosely=True),
        Check("moving_average([], 1)", "[]", loosely=True),
        Check(HIDDEN.code, hidden=True),
    )
    assert (checks.setup, checks.solutions) == ("import math", (SOLUTION,))


@pytest.mark.parametrize(
    "code",
    ["assert close(f(1), 2)", "assert f(1) != 2", "assert f(1) == other", "def broken(:", "", "x = f(1)"],
)
def test_what_compares_nothing_known_is_run_as_it_stands(code):
    """Such a check passes when it raises nothing."""
    (check,) = runnable(replace(EXERCISE, checks=(Authored("c", code),)), "").checks
    assert (check.call, check.expected) == (code, None)


@pytest.mark.parametrize(
    ("got", "passed"), [("2", True), ("2.0", True), ("True", False), ("3", False), ("x()", False)]
)
def test_equal_numbers_pass_whatever_their_type(got, passed):
    """`assert f() == 2` accepts 2.0, and so does the check made of it."""
    (check,) = runnable(replace(EXERCISE, checks=(Authored("c", "assert f() == 2"),)), "").checks
    record = {"end": "value", "got": got, "printed": "", "lines": {}, "last": 0}
    assert outcome_of(check, record).passed is passed


def test_the_guard_learns_which_calls_give_what():
    """Those without a known value say nothing about behaviour."""
    assert judged_by(EXERCISE_WITH_CHECKS) == (
        Known("moving_average([1, 3], 2)", "[2]"),
        Known("moving_average([], 1)", "[]"),
    )


# req: L1
async def test_the_checks_of_a_cell_are_those_of_its_published_exercise():
    """Hidden ones too; an exercise without checks, prose, and a cell of no exercise have none."""
    shelf = Shelf()
    prose = replace(EXERCISE_WITH_CHECKS, id="essay", written=True)
    shelf.publish(
        "m1", module(EXERCISE_WITH_CHECKS, prose, replace(EXERCISE, id="bare"), setup="import math")
    )
    checks = PublishedChecks(shelf.catalogue())
    found = await checks.checks_of(NotebookExcerpt(exercise_id="moving-average"))
    assert found == runnable(EXERCISE_WITH_CHECKS, "import math")
    for exercise_id in ("essay", "bare", "unknown"):
        assert await checks.checks_of(NotebookExcerpt(exercise_id=exercise_id)) is None
