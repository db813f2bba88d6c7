"""What modules need from the outside. Every method raises DatabaseUnavailable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from jupyter_tutor.notebooks.exercise import Policy
from jupyter_tutor.tutoring.modules.records import (
    CheckRun,
    Course,
    CourseName,
    Edition,
    ExamTime,
    ExerciseOutline,
    ExerciseProgress,
    LearningModule,
    Listing,
    ModuleCounts,
    Packed,
    Progress,
    Save,
    Saved,
    StateNote,
)


class ModuleStore(Protocol):
    """Courses, modules and their versions."""

    async def listing(self, *, with_unpublished: bool = False) -> Listing:
        """All courses, and the modules that students may see."""

    async def module(self, module_id: str) -> LearningModule:
        """One module, published or not. NotFound."""

    async def course(self, course_id: str) -> Course:
        """One course. NotFound."""

    async def exercises(self, module_id: str, version: int) -> tuple[ExerciseOutline, ...]:
        """The exercises of a version. NotFound."""

    async def release(self, module_id: str, version: int) -> Packed:
        """The student notebook of a version. NotFound."""

    async def source(self, module_id: str, version: int) -> Packed:
        """The author's notebook of a version. Never for students. NotFound."""

    async def changes(self) -> int:
        """How often anything about courses and modules was changed: the same number, the same courses."""

    async def publish(
        self, course: CourseName | None, editions: Sequence[Edition], by: str, at: datetime
    ) -> tuple[LearningModule, ...]:
        """Publish all of them or none. Whoever publishes at the same time waits.

        A module is known by its course and slug. It gets a new version when its digest has changed.
        """

    async def unpublish(self, module_id: str, at: datetime) -> None:
        """Take it from the list; nothing else changes. NotFound."""

    async def set_module_policy(
        self, module_id: str, policy: Policy, exam: ExamTime | None, at: datetime
    ) -> None:
        """Replace what is allowed in a module. NotFound."""

    async def set_course_policy(
        self, course_id: str, policy: Policy, exam: ExamTime | None, at: datetime
    ) -> None:
        """Replace what is allowed in a course. NotFound."""


class ProgressStore(Protocol):
    """How far students are. What was never written reads as not started."""

    async def all_of(self, user_id: str) -> Mapping[str, Progress]:
        """Everything that a student has begun, by module id."""

    async def progress(self, user_id: str, module_id: str) -> Progress:
        """A student in a module."""

    async def save(self, save: Save) -> Saved:
        """Store it, unless somebody stored something else since `save.base`: one atomic comparison.

        The same save again is accepted and changes nothing, so that a lost reply can be repeated.
        """

    async def newest_state(self, user_id: str, module_id: str, upto: int) -> Packed | None:
        """The newest notebook of a student that is no newer than a version; None when there is none."""

    async def state(self, user_id: str, module_id: str, version: int) -> Packed:
        """The notebook that was saved as a version. NotFound when it is not kept."""

    async def states(self, user_id: str, module_id: str) -> tuple[StateNote, ...]:
        """The notebooks that are kept, newest first."""

    async def record_check(self, run: CheckRun) -> ExerciseProgress:
        """Count a run of checks. Passed once is done, and all done is a completed module."""

    async def counts(self) -> Mapping[str, ModuleCounts]:
        """The whole class by module id."""
