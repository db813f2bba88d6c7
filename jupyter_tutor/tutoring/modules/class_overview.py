"""A class in its modules, for instructors."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from jupyter_tutor.tutoring.modules.ports import ModuleStore, ProgressStore
from jupyter_tutor.tutoring.modules.records import (
    ExerciseCounts,
    ExerciseOutline,
    LearningModule,
    ModuleCounts,
)


@dataclass(frozen=True, slots=True)
class ModuleOverview:
    """A module and how many students are how far in it."""

    module: LearningModule
    counts: ModuleCounts

    def of(self, exercise: ExerciseOutline) -> ExerciseCounts:
        """The students in one of its exercises."""
        return self.counts.exercises.get(exercise.id, ExerciseCounts())

    def not_started(self, exercise: ExerciseOutline) -> int:
        """How many that have begun the module have not begun an exercise of it."""
        counts = self.of(exercise)
        return max(0, self.counts.students - counts.in_progress - counts.done)


@dataclass(frozen=True, slots=True)
class ClassOverview:
    """Sums over all students; the database adds them up."""

    modules: ModuleStore
    progress: ProgressStore

    async def read(self) -> tuple[ModuleOverview, ...]:
        """Every published module, in order."""
        listing, counts = await asyncio.gather(self.modules.listing(), self.progress.counts())
        return tuple(ModuleOverview(each, counts.get(each.id, ModuleCounts())) for each in listing.modules)
