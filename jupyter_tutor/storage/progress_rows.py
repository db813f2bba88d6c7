"""Records of progress from rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_tutor.storage.module_tables import exercise_progress, user_module_progress
from jupyter_tutor.tutoring.modules.records import (
    ExerciseProgress,
    ExerciseStatus,
    ModuleStatus,
    Progress,
)

_progress = user_module_progress.c
_exercise = exercise_progress.c

PROGRESS_COLUMNS = (
    _progress.module_id,
    _progress.status,
    _progress.state_version,
    _progress.module_version,
    _progress.attempt_count,
    _progress.updated_at,
)
EXERCISE_COLUMNS = (
    _exercise.module_id,
    _exercise.exercise_id,
    _exercise.status,
    _exercise.attempts,
    _exercise.hint_level,
)

_MODULE_STATUS = {status.value: status for status in ModuleStatus}
_EXERCISE_STATUS = {status.value: status for status in ExerciseStatus}


def progress(row: Any, exercises: Mapping[str, ExerciseProgress]) -> Progress:
    """A student in a module, from PROGRESS_COLUMNS."""
    module_id, status, version, module_version, attempts, updated_at = row
    return Progress(
        module_id, _MODULE_STATUS[status], version, module_version, attempts, updated_at, exercises
    )


def exercise(row: Any) -> ExerciseProgress:
    """A student in an exercise, from EXERCISE_COLUMNS."""
    _, exercise_id, status, attempts, hint_level = row
    return ExerciseProgress(exercise_id, _EXERCISE_STATUS[status], attempts, hint_level)


def is_done(mark: ExerciseProgress | None) -> bool:
    """Whether an exercise was passed."""
    return mark is not None and mark.status is ExerciseStatus.DONE
