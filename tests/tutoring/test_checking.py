from __future__ import annotations

import asyncio

import pytest

from jupyter_tutor.errors import CheckingUnavailable, DatabaseUnavailable
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.tutoring.checking import MOST_CODE, Checking
from jupyter_tutor.tutoring.checks import Check, CheckOutcome, CheckReport, Checks, Ending, Raised
from jupyter_tutor.tutoring.occurrences import Faulted, Occurrence

CHECKS = Checks((Check("f(1)", "2"),))
CELL = NotebookExcerpt(
    exercise_id="double", cell_code="def f(x):\n    return x\n", neighbours=("rate, n = 3, 4",)
)


class Exercises:
    """Knows one exercise."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault

    async def checks_of(self, notebook: NotebookExcerpt) -> Checks | None:
        if self.fault is not None:
            raise self.fault
        return CHECKS if notebook.exercise_id == "double" else None


class Runner:
    """Says of each program what it was told to say."""

    def __init__(self, raised: Raised | None = None, fault: Exception | None = None) -> None:
        self.raised, self.fault = raised, fault
        self.programs: list[str] = []

    async def run(self, program: str, checks: Checks) -> CheckReport:
        self.programs.append(program)
        if self.fault is not None:
            raise self.fault
        ending = Ending.ERROR if self.raised else Ending.VALUE
        outcome = CheckOutcome(checks.checks[0], ending, passed=False, got="1", raised=self.raised)
        return CheckReport(program, (outcome,), checks.solutions)


class Observer:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.seen: list[Occurrence] = []

    def record(self, occurrence: Occurrence) -> None:
        self.seen.append(occurrence)


def reported(
    runner: Runner,
    notebook: NotebookExcerpt = CELL,
    exercises: Exercises | None = None,
    observer: Observer | None = None,
) -> CheckReport | None:
    return asyncio.run(Checking(exercises or Exercises(), runner, observer or Observer()).report(notebook))


def test_the_active_cell_is_run_against_its_exercise():
    """The report is about the very text of the cell."""
    runner = Runner()
    report = reported(runner)
    assert report is not None
    assert report.program == CELL.cell_code
    assert len(report.failing) == 1


@pytest.mark.parametrize(
    "notebook",
    [
        NotebookExcerpt(exercise_id="double"),
        NotebookExcerpt(exercise_id="double", cell_code="  \n"),
        NotebookExcerpt(exercise_id="double", cell_code="x = 1\n" * MOST_CODE),
        NotebookExcerpt(exercise_id="other", cell_code="x = 1"),
    ],
)
def test_without_code_or_checks_nothing_runs(notebook: NotebookExcerpt):
    """No cell, an empty or a huge one, or an exercise without checks: nobody is asked to run anything."""
    runner = Runner()
    assert reported(runner, notebook) is None
    assert runner.programs == []


def raised(name: str, message: str = "") -> Raised:
    return Raised(name, message, 1, f"{name}: {message}")


@pytest.mark.parametrize(
    ("found", "counts"),
    [
        (raised("ModuleNotFoundError", "No module named 'numpy'"), False),
        (raised("FileNotFoundError"), False),
        (raised("NameError", "name 'rate' is not defined"), False),
        (raised("NameError", "name 'n' is not defined"), False),
        (raised("NameError", "name 'rat' is not defined"), True),
        (raised("KeyError", "'rate'"), True),
    ],
)
def test_what_being_apart_can_cause_does_not_count(found: Raised, counts: bool):
    """A module, a file or another cell's name that is missing in the sandbox says nothing about the cell."""
    assert (reported(Runner(found)) is not None) is counts


def test_a_fault_costs_the_detail_and_not_the_hint():
    """Whatever breaks is told to the operators; the student's hint goes without a report."""
    observer = Observer()
    assert reported(Runner(), exercises=Exercises(DatabaseUnavailable("gone")), observer=observer) is None
    assert reported(Runner(fault=OSError("no more processes")), observer=observer) is None
    assert [one.where for one in observer.seen if isinstance(one, Faulted)] == ["checks", "checks"]


def test_where_code_may_not_run_there_is_no_report():
    """A system that cannot confine processes is no fault: hints are as they were."""
    observer = Observer()
    assert reported(Runner(fault=CheckingUnavailable("no namespaces")), observer=observer) is None
    assert observer.seen == []
