"""`jupyter tutor module list`: what students see."""

from __future__ import annotations

import argparse
from typing import Any

from jupyter_tutor.faces.command.modules.faults import dumps, many
from jupyter_tutor.faces.command.modules.shelf import Shelf, visit
from jupyter_tutor.tutoring.modules.records import Course, LearningModule


def run(chosen: argparse.Namespace) -> int:
    """Print the published modules, course by course."""
    found = visit(chosen.config, Shelf.modules)
    if chosen.json:
        print(dumps({"modules": [_row(course, module) for course, module in found]}))
    elif found:
        print(_table(found))
    else:
        print("No module is published.")
    return 0


def _row(course: Course | None, module: LearningModule) -> dict[str, Any]:
    return {
        "id": module.id,
        "course": course and course.slug,
        "slug": module.slug,
        "title": module.title,
        "order": module.order,
        "version": module.version,
        "exercises": len(module.exercises),
        "minutes": module.minutes,
        "requires": list(module.requires),
    }


def _table(found: list[tuple[Course | None, LearningModule]]) -> str:
    widest = max(len(module.slug) for _, module in found)
    lines: list[str] = []
    last: object = ...
    for course, module in found:
        if course != last:
            lines += ["", _heading(course)]
            last = course
        exercises = many(len(module.exercises), "exercise")
        place = f"{module.order:4}  {module.slug:{widest}}"
        lines.append(f"{place}  version {module.version}, {exercises}: {module.title}")
    return "\n".join(lines[1:])


def _heading(course: Course | None) -> str:
    return "In no course" if course is None else f"{course.title} ({course.slug})"
