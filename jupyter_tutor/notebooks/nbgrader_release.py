"""nbgrader's metadata as they stand in a student's notebook, so that nbgrader goes on working with it.

As `nbgrader update` and `nbgrader generate_assignment` write them: schema 3, a checksum of what the student
gets, and cells locked that are not to be changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from jupyter_tutor.notebooks.cells import Cell

KEY = "nbgrader"
SCHEMA = 3
FIELDS = frozenset(
    {"cell_type", "checksum", "grade", "grade_id", "locked", "points", "schema_version", "solution", "task"}
)


def student_metadata(cell: Cell, visible: str) -> dict[str, object]:
    """The metadata that nbgrader gives a cell with this visible source; none for a cell it does not know."""
    values = cell.metadata.get(KEY)
    if not isinstance(values, Mapping):
        return {}
    marks = _updated(values)
    grade, solution = marks.get("grade") is True, marks.get("solution") is True
    locked = not solution and (grade or marks.get("locked") is True)
    if not (grade or solution or locked):
        marks = {name: value for name, value in marks.items() if name not in {"cell_type", "checksum"}}
        return {KEY: marks} if marks.get("task") is True else {}
    marks["checksum"] = _checksum(cell, visible, marks, locked=locked)
    marks["cell_type"] = cell.kind
    locks: dict[str, object] = {"deletable": False}
    if locked:
        locks["editable"] = False
    return {KEY: marks, **locks}


def _updated(values: Mapping[str, object]) -> dict[str, object]:
    marks = {name: value for name, value in values.items() if name in FIELDS}
    if marks.get("schema_version", 0) == 0:
        for flag in ("grade", "solution", "locked"):
            marks.setdefault(flag, False)
        points = marks.pop("points", None)
        if marks["grade"] is True:
            marks["points"] = (
                max(float(points), 0.0) if isinstance(points, int | float | str) and points else 0.0
            )
    marks["schema_version"] = SCHEMA
    return marks


def _checksum(cell: Cell, visible: str, marks: Mapping[str, object], *, locked: bool) -> str:
    """The checksum by which nbgrader knows an answer that was not touched."""
    grade, solution = marks.get("grade") is True, marks.get("solution") is True
    points = marks.get("points")
    texts = [visible, cell.kind, str(grade), str(solution), str(locked), str(marks.get("grade_id"))]
    if grade and isinstance(points, int | float):
        texts.append(str(float(points)))
    return hashlib.md5("".join(texts).encode(), usedforsecurity=False).hexdigest()
