"""A student's work in modules, saved so that nothing that was accepted is ever lost."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from jupyter_tutor.errors import Invalid, NotFound, OutOfDate
from jupyter_tutor.notebooks.state import checked, trimmed
from jupyter_tutor.tutoring.modules.catalogue import Catalogue, ModuleView
from jupyter_tutor.tutoring.modules.packing import pack
from jupyter_tutor.tutoring.modules.ports import ProgressStore
from jupyter_tutor.tutoring.modules.records import (
    CheckRun,
    ExerciseProgress,
    ModuleStatus,
    Packed,
    Save,
    StateNote,
)
from jupyter_tutor.tutoring.ports import Clock

SAVED_ELSEWHERE = "This module was saved in another tab or browser in the meantime. Look at both and choose."
FIELD = "notebook_state"


@dataclass(frozen=True, slots=True)
class Work:
    """What a student wants saved, based on the version `base` that they saw (None: the first time).

    `notebook` None leaves the stored one; `module_version` None is the version that was taken before,
    else the newest.
    """

    base: int | None
    status: ModuleStatus | None = None
    notebook: object | None = None
    module_version: int | None = None


@dataclass(frozen=True, slots=True)
class Newer:
    """What is stored instead of a save that was refused."""

    view: ModuleView
    state: Packed | None


@dataclass(frozen=True, slots=True)
class Coursework:
    """Progress, states of notebooks, and runs of checks."""

    catalogue: Catalogue
    progress: ProgressStore
    clock: Clock

    async def latest(self, user_id: str, module_id: str) -> tuple[ModuleView, Packed | None]:
        """How far a student is in a module, and the notebook that goes with it. NotFound for the module."""
        view = await self.catalogue.view(user_id, module_id)
        return view, await self.progress.newest_state(user_id, module_id, view.progress.version)

    async def state(self, user_id: str, module_id: str, version: int) -> Packed:
        """The notebook that was saved as a version. NotFound when it is not kept."""
        return await self.progress.state(user_id, module_id, version)

    async def states(self, user_id: str, module_id: str) -> tuple[StateNote, ...]:
        """The saved notebooks that are kept, newest first. NotFound."""
        await self.catalogue.view(user_id, module_id)
        return await self.progress.states(user_id, module_id)

    async def save(self, user_id: str, module_id: str, work: Work) -> ModuleView:
        """Save a student's work. The first save begins the module.

        Raises NotFound, Invalid when the notebook is none or too large, and OutOfDate, with what is
        stored as a Newer, when somebody else has saved since.
        """
        view, packed = await asyncio.gather(
            self.catalogue.view(user_id, module_id), asyncio.to_thread(_packed, work.notebook)
        )
        version = None if packed is None else _version(view, work.module_version)
        status = work.status or _status_after_moving(view, version)
        base = work.base or 0
        save = Save(user_id, module_id, base, self.clock.now(), status, packed, version)
        saved = await self.progress.save(save)
        now = ModuleView(view.module, saved.progress)
        if not saved.is_accepted:
            raise OutOfDate(SAVED_ELSEWHERE, Newer(now, saved.state))
        return now

    async def record_check(
        self, user_id: str, module_id: str, exercise_id: str, *, passed: bool
    ) -> ExerciseProgress:
        """Count a run of an exercise's checks in the student's kernel. NotFound."""
        view = await self.catalogue.view(user_id, module_id)
        if exercise_id not in view.module.exercise_ids:
            await self._check_taken(view, exercise_id)
        now = self.clock.now()
        run = CheckRun(user_id, module_id, exercise_id, passed, view.module.exercise_ids, now)
        return await self.progress.record_check(run)

    async def _check_taken(self, view: ModuleView, exercise_id: str) -> None:
        """NotFound unless the older version that the student works on has the exercise."""
        version = view.progress.module_version
        older = () if version is None else await self.catalogue.modules.exercises(view.module.id, version)
        if all(exercise_id != exercise.id for exercise in older):
            raise NotFound("The module has no such exercise.")


def packed_state(notebook: object) -> Packed:
    """A student's notebook as it is stored, with its outputs trimmed. Invalid."""
    return pack(trimmed(checked(notebook, FIELD)), FIELD)


def _packed(notebook: object | None) -> Packed | None:
    return None if notebook is None else packed_state(notebook)


def _version(view: ModuleView, named: int | None) -> int:
    """The version of the module that a notebook is of."""
    if named is None:
        return view.progress.module_version or view.module.version
    if not 1 <= named <= view.module.version:
        raise Invalid(f"module_version: the module has versions 1 to {view.module.version}.")
    return named


def _status_after_moving(view: ModuleView, version: int | None) -> ModuleStatus | None:
    """Completed is who has done all of the newest version's exercises: moving to it may change that."""
    module, progress = view.module, view.progress
    if version != module.version or progress.module_version in {None, version} or not module.exercises:
        return None
    all_done = progress.done(module) == len(module.exercises)
    return ModuleStatus.COMPLETED if all_done else ModuleStatus.IN_PROGRESS
