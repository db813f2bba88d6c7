"""How far students are: one row per student and module, their notebooks, and their exercises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from jupyter_tutor.errors import NotFound
from jupyter_tutor.storage import progress_rows as rows
from jupyter_tutor.storage.connections import Connections
from jupyter_tutor.storage.module_tables import exercise_progress, progress_states, user_module_progress
from jupyter_tutor.storage.progress_counts import read_counts
from jupyter_tutor.storage.progress_marks import ProgressMarks, begun, first_row
from jupyter_tutor.tutoring.modules.records import (
    CheckRun,
    ExerciseProgress,
    ModuleCounts,
    ModuleStatus,
    Packed,
    Progress,
    Save,
    Saved,
    StateNote,
)

NO_STATE = "This version of your notebook is not kept."
KEPT_STATES = 10
"""How many notebooks of a student and module are kept."""

_progress = user_module_progress.c
_states = progress_states.c
_exercises = exercise_progress.c
_KEY = ("user_id", "module_id")
_OF_PAIR = (_progress.user_id == bindparam("user"), _progress.module_id == bindparam("module"))
_STATE_OF_PAIR = (_states.user_id == bindparam("user"), _states.module_id == bindparam("module"))
_PROGRESS = select(*rows.PROGRESS_COLUMNS)
_ONE = _PROGRESS.where(*_OF_PAIR)
_ALL = _PROGRESS.where(_progress.user_id == bindparam("user"))
_MARKS = select(*rows.EXERCISE_COLUMNS).where(_exercises.user_id == bindparam("user"))
_MARKS_OF_ONE = _MARKS.where(_exercises.module_id == bindparam("module"))
_STATE = select(_states.version, _states.bytes, _states.state).where(*_STATE_OF_PAIR)
_NEWEST = _STATE.where(_states.version <= bindparam("upto")).order_by(_states.version.desc()).limit(1)
_EARLIER = _STATE.where(_states.version == bindparam("number"))
_NOTES = (
    select(_states.version, _states.module_version, _states.saved_at, _states.bytes)
    .where(*_STATE_OF_PAIR)
    .order_by(_states.version.desc())
)
_TOO_OLD = (
    select(_states.version)
    .where(*_STATE_OF_PAIR)
    .order_by(_states.version.desc())
    .limit(1)
    .offset(KEPT_STATES)
    .scalar_subquery()
)
_PRUNE = delete(progress_states).where(*_STATE_OF_PAIR, _states.version <= _TOO_OLD)


class StoredProgress:
    """The ProgressStore port over a database."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._insert: Any = sqlite.insert if connections.is_sqlite else postgresql.insert
        self._marks = ProgressMarks(is_sqlite=connections.is_sqlite)

    async def all_of(self, user_id: str) -> Mapping[str, Progress]:
        """Everything that a student has begun, by module id."""
        asked = {"user": user_id}

        def read(connection: Connection) -> Mapping[str, Progress]:
            marks: dict[str, dict[str, ExerciseProgress]] = {}
            for row in connection.execute(_MARKS, asked):
                marks.setdefault(row.module_id, {})[row.exercise_id] = rows.exercise(row)
            found = connection.execute(_ALL, asked).all()
            return {row.module_id: rows.progress(row, marks.get(row.module_id, {})) for row in found}

        return await self._connections.read(read)

    async def progress(self, user_id: str, module_id: str) -> Progress:
        """A student in a module."""
        return await self._connections.read(lambda connection: _read(connection, user_id, module_id))

    async def save(self, save: Save) -> Saved:
        """Store it, unless somebody stored something else since `save.base`."""

        def work(connection: Connection) -> Saved:
            if not self._advance(connection, save):
                return _refused(connection, save)
            if save.state is not None:
                _keep(connection, save, save.state)
            return Saved(is_accepted=True, progress=_read(connection, save.user_id, save.module_id))

        return await self._connections.write(work)

    async def newest_state(self, user_id: str, module_id: str, upto: int) -> Packed | None:
        """The newest notebook of a student that is no newer than a version; None when there is none."""
        asked = {"user": user_id, "module": module_id, "upto": upto}
        found = await self._connections.read(lambda connection: connection.execute(_NEWEST, asked).first())
        return None if found is None else Packed(found.state, found.bytes)

    async def state(self, user_id: str, module_id: str, version: int) -> Packed:
        """The notebook that was saved as a version. NotFound when it is not kept."""
        asked = {"user": user_id, "module": module_id, "number": version}
        found = await self._connections.read(lambda connection: connection.execute(_EARLIER, asked).first())
        if found is None:
            raise NotFound(NO_STATE)
        return Packed(found.state, found.bytes)

    async def states(self, user_id: str, module_id: str) -> tuple[StateNote, ...]:
        """The notebooks that are kept, newest first."""
        asked = {"user": user_id, "module": module_id}
        found = await self._connections.read(lambda connection: connection.execute(_NOTES, asked).all())
        return tuple(StateNote(*row) for row in found)

    async def record_check(self, run: CheckRun) -> ExerciseProgress:
        """Count a run of checks. Passed once is done, and all done is a completed module."""

        def work(connection: Connection) -> ExerciseProgress:
            # First the module's row, which others that write for the same student then wait for.
            self._marks.begin(connection, run.user_id, run.module_id, run.at)
            self._marks.count_run(connection, run)
            marks = _marks(connection, run.user_id, run.module_id)
            if run.passed and all(rows.is_done(marks.get(each)) for each in run.exercise_ids):
                complete = update(user_module_progress).where(*_OF_PAIR)
                asked = {"user": run.user_id, "module": run.module_id}
                connection.execute(complete.values(status=ModuleStatus.COMPLETED.value), asked)
            return marks[run.exercise_id]

        return await self._connections.write(work)

    async def counts(self) -> Mapping[str, ModuleCounts]:
        """The whole class by module id."""
        return await self._connections.read(read_counts)

    def _advance(self, connection: Connection, save: Save) -> bool:
        """Write the next version over `save.base`, in one statement. Whether that one was there."""
        values = {
            "status": begun() if save.status is None else save.status.value,
            "state_version": save.base + 1,
            "updated_at": save.at,
        }
        if save.module_version is not None:
            values["module_version"] = save.module_version
        based = _progress.state_version == save.base
        if save.base:
            change = update(user_module_progress).where(*_OF_PAIR, based).values(values)
            asked = {"user": save.user_id, "module": save.module_id}
            return connection.execute(change, asked).rowcount == 1
        first = self._insert(user_module_progress).values(
            **first_row(save.user_id, save.module_id, save.at),
            status=(save.status or ModuleStatus.IN_PROGRESS).value,
            module_version=save.module_version,
            state_version=1,
            attempt_count=0,
        )
        first = first.on_conflict_do_update(index_elements=_KEY, set_=values, where=based)
        return bool(connection.execute(first).rowcount == 1)


def _marks(connection: Connection, user_id: str, module_id: str) -> dict[str, ExerciseProgress]:
    found = connection.execute(_MARKS_OF_ONE, {"user": user_id, "module": module_id})
    return {row.exercise_id: rows.exercise(row) for row in found}


def _read(connection: Connection, user_id: str, module_id: str) -> Progress:
    found = connection.execute(_ONE, {"user": user_id, "module": module_id}).first()
    if found is None:
        return Progress(module_id)
    return rows.progress(found, _marks(connection, user_id, module_id))


def _keep(connection: Connection, save: Save, state: Packed) -> None:
    """Add the notebook, and let go of those that are too old."""
    row = {
        "user_id": save.user_id,
        "module_id": save.module_id,
        "version": save.base + 1,
        "module_version": save.module_version,
        "saved_at": save.at,
        "bytes": state.size,
        "state": state.data,
    }
    connection.execute(insert(progress_states), row)
    connection.execute(_PRUNE, {"user": save.user_id, "module": save.module_id})


def _refused(connection: Connection, save: Save) -> Saved:
    """What is there instead; when it is the very same, the save was made already and its reply got lost."""
    progress = _read(connection, save.user_id, save.module_id)
    asked = {"user": save.user_id, "module": save.module_id, "upto": progress.version}
    newest = connection.execute(_NEWEST, asked).first()
    state = None if newest is None else Packed(newest.state, newest.bytes)
    if progress.version == save.base + 1 and save.status in {None, progress.status}:
        stored = None if newest is None or newest.version != progress.version else newest.state
        if stored == (None if save.state is None else save.state.data):
            return Saved(is_accepted=True, progress=progress)
    return Saved(is_accepted=False, progress=progress, state=state)
