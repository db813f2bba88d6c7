"""The exercises of the sample course that need no NumPy are checked by the tutor itself, confined."""

from __future__ import annotations

import pytest
from course_mistakes import WRONG
from course_notebook import NOTEBOOKS, exercises_of, reading_of

from jupyter_tutor.errors import CheckingUnavailable
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.sandbox.runner import Sandbox
from jupyter_tutor.tutoring.checks import CheckReport
from jupyter_tutor.tutoring.teaching.authored_checks import runnable
from jupyter_tutor.tutoring.teaching.authored_hints import Facts, made

PLAIN_PYTHON = ("back-substitution", "between", "look-up", "lagrange")
EXERCISES = {
    exercise.id: (exercise, reading_of(path).module.setup)
    for path in NOTEBOOKS
    for exercise in exercises_of(path)
}


async def report(name: str, program: str) -> CheckReport:
    exercise, setup = EXERCISES[name]
    checks = runnable(exercise, setup)
    assert checks is not None
    try:
        return await Sandbox().run(program, checks)
    except CheckingUnavailable as refusal:
        pytest.skip(f"this system cannot confine processes: {refusal}")


@pytest.mark.parametrize("name", PLAIN_PYTHON)
async def test_a_solution_passes_and_a_starter_fails(name: str) -> None:
    """The notebook's own data are there, all checks run, and what fails is the program."""
    exercise, _ = EXERCISES[name]
    solved = await report(name, exercise.solution)
    assert len(solved.passing) == len(solved.outcomes) > 0
    assert (await report(name, exercise.starter)).failing


@pytest.mark.parametrize(
    ("name", "number"),
    [
        (name, number)
        for name in PLAIN_PYTHON
        for number, mistake in enumerate(EXERCISES[name][0].mistakes, 1)
        if mistake.got
    ],
)
async def test_a_mistake_is_known_by_what_a_check_got(name: str, number: int) -> None:
    """The value that the confined run hands to the tutor is the one the mistake waits for."""
    exercise, _ = EXERCISES[name]
    (wrong,) = (each for each in WRONG[name] if each.mistake == number)
    program = exercise.solution.replace(wrong.right, wrong.wrong)
    failing = (await report(name, program)).failing
    assert made(exercise.mistakes[number - 1], Facts.of(NotebookExcerpt(cell_code=program), failing[0].got))
