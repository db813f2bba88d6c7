"""Policies of single cells: read from their metadata, and never handed to students."""

from __future__ import annotations

import pytest
from notebook_samples import code, markdown, notebook, ours

from jupyter_tutor.notebooks.exercise import CellPolicy, Policy
from jupyter_tutor.notebooks.reading import read
from jupyter_tutor.notebooks.release import release

EXAM = {"tutor": "off", "words": "Let them find out alone."}
EXERCISE = {"id": "mean", "policy": {"max_hint_level": 3}}


# req: P10 M3
def test_an_answer_cells_policy_narrows_its_exercises_and_others_stand_alone() -> None:
    """The exercise is held to both; a code cell without an exercise and a check keep their own."""
    source = notebook(
        code("numbers = load('exam.csv')", **ours(policy={"max_hint_level": 1})),
        markdown("## The mean\n\nWrite `mean`."),
        code("def mean(values):\n    ...", **ours(exercise=EXERCISE, policy=EXAM)),
        code("assert mean([2]) == 2", **ours(role="check", policy={"tutor": "on"})),
        code("def mean(values):\n    return sum(values) / len(values)", **ours(role="solution")),
    )
    reading = read(source, slug="exam")
    assert reading.faults == ()
    (exercise,) = reading.module.exercises
    assert exercise.policy == Policy(3, tutor_on=False, words="Let them find out alone.")
    assert reading.module.cell_policies == (
        CellPolicy(Policy(1), "numbers = load('exam.csv')", "c1"),
        CellPolicy(Policy(tutor_on=True), "assert mean([2]) == 2", "c4"),
    )
    assert "policy" not in str(release(source, reading))
    assert "alone" not in str(release(source, reading))


@pytest.mark.parametrize(
    "cell",
    [
        markdown("Read this first.", **ours(policy=EXAM)),
        code("assert mean([0]) == 0", **ours(role="check", exercise="mean", hidden=True, policy=EXAM)),
    ],
    ids=["text", "hidden"],
)
def test_a_policy_that_holds_nowhere_is_told(cell: dict[str, object]) -> None:
    """Students ask about no text cell and get no hidden check: the author is warned."""
    solution = code("def mean(values): return 1", **ours(role="solution"))
    exercise = code("def mean(values): ...", **ours(exercise="mean"))
    source = notebook(markdown("Write `mean`."), exercise, solution, cell)
    reading = read(source, slug="exam")
    (fault,) = reading.faults
    assert (fault.severity, fault.cell, fault.message) == ("warning", 4, "The cell's policy holds nowhere.")
    assert reading.module.cell_policies == ()


def test_a_value_that_is_not_allowed_is_an_error_with_its_cell() -> None:
    """As in every other policy."""
    reading = read(notebook(code("x = 1", **ours(policy={"tutor": "maybe"}))), slug="exam")
    (fault,) = reading.faults
    assert (fault.severity, fault.cell) == ("error", 1)
    assert "jupyter_tutor.policy.tutor" in fault.message
