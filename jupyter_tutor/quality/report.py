"""Every measurement of a folder of labelled data: as a table, as JSON, as a page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from jupyter_tutor.errors import Invalid
from jupyter_tutor.quality import (
    coach,
    exercise_recognition,
    levels,
    message_kinds,
    problem_identity,
    solution_guard,
)
from jupyter_tutor.quality.figures import Figure, Section

Measure = Callable[[Path], Section]

AREAS: tuple[Measure, ...] = (
    problem_identity.measure,
    exercise_recognition.measure,
    message_kinds.measure,
    levels.measure,
    solution_guard.measure,
    coach.measure,
)
"""What is measured, in the order of the report."""


def measure_all(folder: Path, areas: Iterable[Measure], begun: Callable[[int], None]) -> list[Section]:
    """Every area's section. `begun` is told the number of each as it begins. Invalid for no folder."""
    if not folder.is_dir():
        raise Invalid(f"{folder} is no folder. Name one that holds the labelled data.")
    sections = []
    for number, measure in enumerate(areas):
        begun(number)
        sections.append(measure(folder))
    return sections


def as_json(sections: Sequence[Section]) -> str:
    """All numbers, for a program."""
    return json.dumps({"sections": [_section(section) for section in sections]}, indent=2)


def _section(section: Section) -> dict[str, object]:
    fields = asdict(section)
    fields["figures"] = [{**asdict(each), "meets_goal": each.meets_goal} for each in section.figures]
    return fields


def as_text(sections: Sequence[Section]) -> str:
    """All numbers, for a terminal."""
    return "\n".join(line for section in sections for line in _lines(section))


def _lines(section: Section) -> list[str]:
    lines = ["", section.title, "-" * len(section.title)]
    if section.figures:
        rows = [HEADINGS, *(row(figure) for figure in section.figures)]
        widths = [max(len(cells[place]) for cells in rows) for place in range(len(HEADINGS))]
        lines += [_aligned(cells, widths) for cells in rows]
    lines += [f"missing: {name}" for name in section.missing]
    return lines


HEADINGS = ("", "value", "95 % interval", "cases", "baseline", "goal", "")


def row(figure: Figure) -> tuple[str, ...]:
    """One figure in words: name, value, interval, cases, baseline, goal, whether the goal is met."""
    baseline = "" if figure.baseline is None else f"{_value(figure, figure.baseline)} {figure.baseline_name}"
    sign = "≥" if figure.higher_is_better else "≤"
    goal = "" if figure.goal is None else f"{sign} {_value(figure, figure.goal)}"
    verdict = "" if figure.goal is None else ("met" if figure.meets_goal else "missed")
    interval = f"{_value(figure, figure.low)} to {_value(figure, figure.high)}"
    return (
        figure.name,
        _value(figure, figure.value),
        interval,
        f"{figure.count:,}",
        baseline.strip(),
        goal,
        verdict,
    )


def _value(figure: Figure, value: float) -> str:
    if figure.unit == "share":
        return f"{100 * value:.2f} %"
    if figure.unit == "AUC":
        return f"{value:.3f}"
    return f"{value:.3g} {figure.unit}"


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join((first, *others)).rstrip()
