from __future__ import annotations

import logging
from pathlib import Path

import pytest

from jupyter_tutor.errors import CheckingUnavailable
from jupyter_tutor.faces.settings import TutorSettings
from jupyter_tutor.faces.wiring import wire
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.sandbox.runner import Sandbox
from jupyter_tutor.tutoring.checks import Check, Checks
from jupyter_tutor.tutoring.events import Done, Token
from jupyter_tutor.tutoring.ports import ExerciseChecks
from jupyter_tutor.tutoring.records import Question

CHECKS = Checks((Check("longest(['a', 'bcd'])", "'bcd'"), Check("longest([])", "''")))
WRONG = "def longest(words):\n    best = ''\n    for word in words:\n        return word\n    return best\n"


class OneExercise:
    """Knows the checks of the exercise `longest`."""

    async def checks_of(self, notebook: NotebookExcerpt) -> Checks | None:
        return CHECKS if notebook.exercise_id == "longest" else None


async def first_hint(folder: Path, exercises: ExerciseChecks | None, exercise_id: str) -> str:
    """What a student without any key reads who asks about the wrong program."""
    settings = TutorSettings(data_dir=str(folder), providers=["coach"])
    wired = wire(settings, logging.getLogger("test"), exercises)
    await wired.store.start()
    try:
        student = await wired.tutor.recognise("ada", "Ada")
        notebook = NotebookExcerpt(path="week1.ipynb", exercise_id=exercise_id, cell_code=WRONG)
        log = wired.tutor.answering.ask(student, Question("r1", "Why is my answer wrong?", notebook=notebook))
        events = [event async for event in log.follow(0)]
        assert isinstance(events[-1], Done), events[-1]
        return "".join(event.content for event in events if isinstance(event, Token))
    finally:
        await wired.running.shutdown(0)
        await wired.metered.close()
        await wired.store.close()


# req: L1 P1
async def test_the_coach_asks_about_the_check_that_fails(tmp_path: Path):
    """Asking about a cell whose exercise has checks brings the failing input and the line."""
    try:
        await Sandbox().run("", Checks((Check("1", "1"),)))
    except CheckingUnavailable as refusal:
        pytest.skip(f"this system cannot confine processes: {refusal}")
    hint = await first_hint(tmp_path, OneExercise(), "longest")
    assert "longest(['a', 'bcd'])" in hint
    assert "line 4" in hint


@pytest.mark.parametrize(("exercises", "exercise_id"), [(None, "longest"), (OneExercise(), "other")])
async def test_without_checks_the_hint_is_as_before(
    tmp_path: Path, exercises: ExerciseChecks | None, exercise_id: str
):
    """When nobody knows checks of the exercise, the coach reads the code alone."""
    hint = await first_hint(tmp_path, exercises, exercise_id)
    assert "bcd" not in hint
    assert hint
