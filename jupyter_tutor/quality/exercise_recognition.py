"""Is the exercise known that a cell belongs to, when the request does not say: by its code alone."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles

from jupyter_tutor.notebooks.exercise import Exercise
from jupyter_tutor.pedagogy.code_tokens import defined_names, exact_tokens
from jupyter_tutor.quality.figures import Figure, Section, wilson
from jupyter_tutor.quality.student_programs import FOLDER, Task, read_tasks
from jupyter_tutor.tutoring.teaching.exercise_index import Entry, ExerciseIndex

TITLE = "Exercises known without their id"
GOAL, GOAL_MISTAKEN = 0.95, 0.005
BASELINE = "the solution itself"
EVERY = 3
"""Of the programs, one in so many is measured where all would take too long."""

_EXPLANATION = """
Policies of an exercise must not be evaded by leaving its id out. Each exercise is published with the
instructor's solution, its first line as the starter; every program of a student, right or wrong, comes
without id and text. "Function renamed" (every third program) hides the one name that an exercise asks for:
what is then still known is nearly the instructor's. "Taken for another": the same programs where all
exercises but their own are published.
"""


def measure(folder: Path) -> Section:
    """Reads student_programs/*.json."""
    tasks = [task for task in read_tasks(folder) if task.checks.solutions]
    programs = [(task.name, program) for task in tasks for program in (*task.correct, *task.failing)]
    if not programs:
        return Section(
            TITLE, _EXPLANATION.strip(), missing=(f"{FOLDER}/*.json with a solution and programs",)
        )
    entries = [_entry(task) for task in tasks]
    index = ExerciseIndex(entries)
    others = {task.name: ExerciseIndex(e for e in entries if e.exercise.id != task.name) for task in tasks}
    solutions = {task.name: exact_tokens(task.checks.solutions[0]) for task in tasks}
    hidden = [(task.name, _renamed(task, program)) for task in tasks for program in _all(task)[::EVERY]]
    same = sum(exact_tokens(program) == solutions[name] for name, program in programs) / len(programs)
    figures = (
        _share("known by its code", programs, lambda name, code: _found(index, code) == name, same, GOAL),
        _share("known by its code, function renamed", hidden, lambda name, code: _found(index, code) == name),
        _share(
            "taken for another exercise",
            programs,
            lambda name, code: _found(others[name], code) is not None,
            goal=GOAL_MISTAKEN,
            higher_is_better=False,
        ),
        _timed(index, [program for _, program in programs[::EVERY]]),
    )
    return Section(TITLE, _EXPLANATION.strip(), figures)


def _all(task: Task) -> tuple[str, ...]:
    return (*task.correct, *task.failing)


def _entry(task: Task) -> Entry:
    solution = task.checks.solutions[0]
    head = next((line for line in solution.splitlines() if line.startswith("def ")), "")
    exercise = Exercise(task.name, task.name, "", f"{head}\n    pass\n", solution, cell=1)
    return Entry("module", exercise)


def _renamed(task: Task, program: str) -> str:
    """The program with the functions that the exercise asks for under another name."""
    for name in defined_names(task.checks.solutions[0]):
        program = re.sub(rf"\b{re.escape(name)}\b", "something_else", program)
    return program


def _found(index: ExerciseIndex, code: str) -> str | None:
    """The id of the exercise that the code is taken for."""
    alike = index.alike(code, "", "")
    return alike[0][1].exercise.id if alike else None


def _share(
    name: str,
    programs: Sequence[tuple[str, str]],
    holds: Callable[[str, str], bool],
    baseline: float | None = None,
    goal: float | None = None,
    *,
    higher_is_better: bool = True,
) -> Figure:
    value, low, high = wilson(sum(holds(task, code) for task, code in programs), len(programs))
    named = BASELINE if baseline is not None else ""
    return Figure(
        name,
        value,
        low,
        high,
        len(programs),
        baseline=baseline,
        baseline_name=named,
        goal=goal,
        higher_is_better=higher_is_better,
    )


def _timed(index: ExerciseIndex, programs: Sequence[str]) -> Figure:
    """Median and middle half of a look-up, in milliseconds; this one depends on the machine."""
    spent = []
    for program in programs:
        began = time.perf_counter()
        index.alike(program, "", "")
        spent.append(1_000 * (time.perf_counter() - began))
    low, _, high = quantiles(spent, n=4) if len(spent) > 1 else (spent[0],) * 3
    name = "a look-up takes (middle half)"
    return Figure(name, median(spent), low, high, len(spent), unit="ms", higher_is_better=False)
