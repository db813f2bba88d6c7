"""Marks on a student's progress that no version guards: they go forward, in whatever order they come.

Each is a step of the caller's transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, func, or_
from sqlalchemy.dialects import postgresql, sqlite

from jupyter_tutor.storage.module_tables import exercise_progress, user_module_progress
from jupyter_tutor.tutoring.modules.records import CheckRun, ExerciseStatus, HintGiven, ModuleStatus

_MODULE_KEY = ("user_id", "module_id")
_KEY = (*_MODULE_KEY, "exercise_id")
_DONE = ExerciseStatus.DONE.value
_IN_PROGRESS = ExerciseStatus.IN_PROGRESS.value


class ProgressMarks:
    """The statements of one dialect."""

    def __init__(self, *, is_sqlite: bool) -> None:
        insert: Any = sqlite.insert if is_sqlite else postgresql.insert
        greater: Any = func.max if is_sqlite else func.greatest
        begin, mark = insert(user_module_progress), insert(exercise_progress)
        progress, old, new = user_module_progress.c, exercise_progress.c, mark.excluded
        self._begin = begin.on_conflict_do_update(
            index_elements=_MODULE_KEY,
            set_={
                "status": begun(),
                "attempt_count": progress.attempt_count + begin.excluded.attempt_count,
                "updated_at": begin.excluded.updated_at,
            },
        )
        self._run = mark.on_conflict_do_update(
            index_elements=_KEY,
            set_={
                "status": case((or_(old.status == _DONE, new.status == _DONE), _DONE), else_=_IN_PROGRESS),
                "attempts": old.attempts + 1,
                "passed_at": func.coalesce(old.passed_at, new.passed_at),
                "updated_at": new.updated_at,
            },
        )
        self._hint = mark.on_conflict_do_update(
            index_elements=_KEY,
            set_={
                "hint_level": greater(func.coalesce(old.hint_level, 0), new.hint_level),
                "updated_at": new.updated_at,
            },
        )

    def begin(
        self, connection: Connection, user_id: str, module_id: str, at: datetime, *, answers: int = 0
    ) -> None:
        """Note that a student works on a module, and how many answers they got in it by this."""
        row = first_row(user_id, module_id, at) | {
            "status": ModuleStatus.IN_PROGRESS.value,
            "module_version": None,
            "state_version": 0,
            "attempt_count": answers,
        }
        connection.execute(self._begin, row)

    def count_run(self, connection: Connection, run: CheckRun) -> None:
        """Count a run of an exercise's checks; passed once is done for good."""
        row = {
            "user_id": run.user_id,
            "module_id": run.module_id,
            "exercise_id": run.exercise_id,
            "status": _DONE if run.passed else _IN_PROGRESS,
            "attempts": 1,
            "hint_level": None,
            "passed_at": run.at if run.passed else None,
            "updated_at": run.at,
        }
        connection.execute(self._run, row)

    def note_hint(self, connection: Connection, hint: HintGiven) -> None:
        """Keep the highest step; the exercise is begun by it."""
        row = {
            "user_id": hint.user_id,
            "module_id": hint.module_id,
            "exercise_id": hint.exercise_id,
            "status": _IN_PROGRESS,
            "attempts": 0,
            "hint_level": hint.level,
            "passed_at": None,
            "updated_at": hint.at,
        }
        connection.execute(self._hint, row)


def begun() -> Any:
    """The status there is, or in progress where nothing was begun."""
    status = user_module_progress.c.status
    fresh = status == ModuleStatus.NOT_STARTED.value
    return case((fresh, ModuleStatus.IN_PROGRESS.value), else_=status)


def first_row(user_id: str, module_id: str, at: datetime) -> dict[str, Any]:
    """The columns that name a new row of a student in a module."""
    return {"user_id": user_id, "module_id": module_id, "created_at": at, "updated_at": at}
