"""A class in its modules, summed by the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, func, select

from jupyter_tutor.storage.module_tables import exercise_progress, user_module_progress
from jupyter_tutor.tutoring.modules.records import (
    ExerciseCounts,
    ExerciseStatus,
    ModuleCounts,
    ModuleStatus,
)

_progress = user_module_progress.c
_exercise = exercise_progress.c
_STUDENTS = select(_progress.module_id, _progress.status, func.count()).group_by(
    _progress.module_id, _progress.status
)
_BY = (_exercise.module_id, _exercise.exercise_id, _exercise.status, _exercise.hint_level)
_EXERCISES = select(*_BY, func.count(), func.sum(_exercise.attempts)).group_by(*_BY)


def read_counts(connection: Connection) -> Mapping[str, ModuleCounts]:
    """Students, completions and exercises by module id."""
    modules: dict[str, ModuleCounts] = {}
    for module_id, status, count in connection.execute(_STUDENTS):
        present = modules.get(module_id, ModuleCounts())
        begun = 0 if status == ModuleStatus.NOT_STARTED.value else count
        completed = count if status == ModuleStatus.COMPLETED.value else 0
        modules[module_id] = ModuleCounts(present.students + begun, present.completed + completed)
    exercises: dict[str, dict[str, ExerciseCounts]] = {}
    for module_id, exercise_id, status, level, count, attempts in connection.execute(_EXERCISES):
        of_module = exercises.setdefault(module_id, {})
        of_module[exercise_id] = _added(
            of_module.get(exercise_id, ExerciseCounts()), status, level, count, attempts
        )
    return {
        module_id: replace(of, exercises=exercises.get(module_id, {})) for module_id, of in modules.items()
    }


def _added(
    counts: ExerciseCounts, status: str, level: int | None, count: int, attempts: int
) -> ExerciseCounts:
    is_done = status == ExerciseStatus.DONE.value
    first, second, third, fourth, fifth = (
        present + (count if level == step else 0) for step, present in enumerate(counts.hint_levels, 1)
    )
    return ExerciseCounts(
        in_progress=counts.in_progress + (0 if is_done else count),
        done=counts.done + (count if is_done else 0),
        attempts=counts.attempts + int(attempts),
        hint_levels=(first, second, third, fourth, fifth),
    )
