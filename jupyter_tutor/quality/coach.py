"""How specific the first hint of the built-in coach is, on students' failing programs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jupyter_tutor.errors import CheckingUnavailable
from jupyter_tutor.language_models.coach.coach import coach
from jupyter_tutor.language_models.coach.diagnosis import diagnose
from jupyter_tutor.language_models.coach.wrong_answers.comparison import Difference, nearest_difference
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.quality.coach_hints import Hint, hint_figures, length_chart, names_exception
from jupyter_tutor.quality.figures import Chart, Figure, Section, Series, bootstrap, wilson
from jupyter_tutor.quality.student_programs import FOLDER, Task, read_tasks
from jupyter_tutor.sandbox.runner import Sandbox, SandboxLimits
from jupyter_tutor.tutoring.checks import CheckReport, Ending
from jupyter_tutor.tutoring.ports import Lesson

PROGRAMS_OF_A_TASK = 60
"""Failing programs that are run of each exercise, evenly spread: running all takes minutes."""
ASKED = "What is wrong here?"
LEVELS = (1, 2, 3, 4)
_LIMITS = SandboxLimits(lines=20_000, seconds=8.0, at_once=4)
_EXPLANATION = (
    "Students' programs were run against the checks of their exercise, each in a confined process, and the"
    " coach was asked about those that fail. It says which check fails, and points to a line. A line counts"
    " as right when it is one at which the program differs from the nearest correct program of the exercise:"
    " the cheapest way from one to the other over statements (Wagner & Fischer 1974), whatever names the"
    " authors chose. Where something is only missing, the lines on both sides of the gap count. At most"
    f" {PROGRAMS_OF_A_TASK} programs of each exercise, evenly spread."
)


@dataclass(frozen=True, slots=True)
class _Case:
    """One failing program with its report, and how it differs from the nearest correct one."""

    report: CheckReport
    difference: Difference | None
    solutions: tuple[str, ...]

    @property
    def raises(self) -> bool:
        return any(one.ending is Ending.ERROR for one in self.report.failing)

    @property
    def lines(self) -> frozenset[int]:
        return self.difference.lines if self.difference else frozenset()


def measure(folder: Path) -> Section:
    """Naming, failing input, pointing, length and reading grade of hints, from `student_programs/*.json`."""
    tasks = read_tasks(folder)
    if not tasks:
        return Section("Coach", _EXPLANATION, missing=(f"{FOLDER}/*.json",))
    try:
        groups = asyncio.run(_run_all(tasks))
    except CheckingUnavailable as refusal:
        return Section("Coach", f"{_EXPLANATION} {refusal}", missing=("a system that confines processes",))
    cases = [case for group in groups for case in group]
    hints = [hint for case in cases for hint in _hints(case)]
    unaided = [hint for case in cases for hint in _hints(case, with_checks=False)]
    figures = (_naming(cases), _failing_input(cases), *_pointing(groups), *hint_figures(hints, unaided))
    return Section("Coach", _EXPLANATION, figures, (length_chart(hints), _pointing_chart(tasks, groups)))


async def _run_all(tasks: Sequence[Task]) -> list[list[_Case]]:
    sandbox = Sandbox(_LIMITS)
    return [list(await asyncio.gather(*(_case(sandbox, task, one) for one in _some(task)))) for task in tasks]


async def _case(sandbox: Sandbox, task: Task, program: str) -> _Case:
    report = await sandbox.run(program, replace(task.checks, solutions=()))
    found = nearest_difference(program, task.correct) if report.failing else None
    return _Case(report, found, task.checks.solutions)


def _some(task: Task) -> Sequence[str]:
    """Programs that are evenly spread over all of the exercise."""
    count = min(PROGRAMS_OF_A_TASK, len(task.failing))
    return [task.failing[place * len(task.failing) // count] for place in range(count)]


def _lesson(case: _Case, level: int) -> Lesson:
    return Lesson(ASKED, level, NotebookExcerpt(cell_code=case.report.program))


def _hints(case: _Case, *, with_checks: bool = True) -> Iterator[Hint]:
    for level in LEVELS if case.report.failing else ():
        yield Hint(level, coach(_lesson(case, level), case.report if with_checks else None))


def _naming(cases: Sequence[_Case]) -> Figure:
    raising = [case for case in cases if case.raises]
    right = sum(
        diagnose(_lesson(case, 1), case.report).known
        and names_exception(coach(_lesson(case, 1), case.report), case.report)
        for case in raising
    )
    by_python = sum(names_exception(_traceback(case), case.report) for case in raising)
    return Figure(
        "An exception is named with its kind, line and variable",
        *wilson(right, len(raising)),
        len(raising),
        baseline=by_python / max(1, len(raising)),
        baseline_name="Python's own message",
        goal=0.98,
    )


def _traceback(case: _Case) -> str:
    """What Python says of the first exception."""
    return next((one.raised.traceback for one in case.report.failing if one.raised), "")


def _failing_input(cases: Sequence[_Case]) -> Figure:
    wrong = _wrong(cases)
    found = 0
    for case in wrong:
        slots = diagnose(_lesson(case, 1), case.report).slots
        found += slots.get("call", "-") in coach(_lesson(case, 1), case.report)
    first = sum(not case.report.outcomes[0].passed for case in wrong)
    return Figure(
        "A wrong answer is shown with an input that fails",
        *wilson(found, len(wrong)),
        len(wrong),
        baseline=first / max(1, len(wrong)),
        baseline_name="the first check",
    )


def _wrong(cases: Sequence[_Case]) -> list[_Case]:
    """Programs that raise nothing, fail a check, and can be compared."""
    return [case for case in cases if case.report.failing and not case.raises and case.lines]


def _pointing(groups: Sequence[Sequence[_Case]]) -> Iterator[Figure]:
    wrong = [_wrong(group) for group in groups]
    count = sum(map(len, wrong))
    last = _share(wrong, _last_line)[0]
    naive = "the last line of the program"
    name = "The line pointed at differs from the nearest correct program"
    yield Figure(name, *_share(wrong, _without), count, baseline=last, baseline_name=naive, goal=0.6)
    yield Figure(f"{name}: only lines that it has", *_share(wrong, _without, strict=True), count)
    yield Figure(
        f"{name}, the instructor's solution being known",
        *_share(wrong, _with),
        count,
        baseline=last,
        baseline_name=naive,
        goal=0.6,
    )
    yield Figure(f"{name}: the first line that ran", *_share(wrong, _first_run), count)
    yield Figure(f"{name}: the last line that ran", *_share(wrong, _last_run), count)


def _share(
    groups: Sequence[Sequence[_Case]], point: Callable[[_Case], int], *, strict: bool = False
) -> tuple[float, float, float]:
    """How often that line is one that differs, programs drawn anew within the interval."""

    def right(case: _Case) -> bool:
        lines = case.difference.changed if strict and case.difference else case.lines
        return point(case) in lines

    hits = [[right(case)] for group in groups for case in group]
    return bootstrap(hits, lambda drawn: sum(drawn) / max(1, len(drawn))) if hits else (0.0, 0.0, 1.0)


def _without(case: _Case) -> int:
    return diagnose(_lesson(case, 1), case.report).line or 0


def _with(case: _Case) -> int:
    return diagnose(_lesson(case, 1), replace(case.report, solutions=case.solutions)).line or 0


def _last_line(case: _Case) -> int:
    lines = case.report.program.splitlines()
    return max((number for number, line in enumerate(lines, 1) if line.strip()), default=0)


def _first_run(case: _Case) -> int:
    return min((line for one in case.report.failing for line in one.lines), default=0)


def _last_run(case: _Case) -> int:
    return case.report.failing[0].last_line


def _pointing_chart(tasks: Sequence[Task], groups: Sequence[Sequence[_Case]]) -> Chart:
    names = tuple(task.name for task in tasks)
    ways = (("last line", _last_line), ("coach", _without), ("coach with solution", _with))
    series = tuple(
        Series(name, names, tuple(_share([_wrong(group)], point)[0] for group in groups))
        for name, point in ways
    )
    return Chart("The line pointed at, by exercise", "bar", "Exercise", "Share that differs", series)
