"""The published modules as the tutor reads them, over the store that instructors publish into."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from jupyter_tutor.tutoring.modules.packing import unpack
from jupyter_tutor.tutoring.modules.ports import ModuleStore
from jupyter_tutor.tutoring.modules.records import Course, LearningModule
from jupyter_tutor.tutoring.teaching.placement import PublishedModule


@dataclass(frozen=True, slots=True)
class ModuleShelf:
    """The PublishedModules port."""

    store: ModuleStore

    async def stamp(self) -> int:
        """How often anything was changed."""
        return await self.store.changes()

    async def listing(self) -> tuple[PublishedModule, ...]:
        """All that students may see, in their order."""
        listing = await self.store.listing()
        courses = {course.id: course for course in listing.courses}
        return tuple(_published(module, courses.get(module.course_id or "")) for module in listing.modules)

    async def source(self, module_id: str, version: int) -> Mapping[str, object]:
        """The notebook of a version as its author wrote it. NotFound."""
        packed = await self.store.source(module_id, version)
        return await asyncio.to_thread(unpack, packed)


def _published(module: LearningModule, course: Course | None) -> PublishedModule:
    """A module under its course's policy, the one that was set for it, and the one in its notebook."""
    of_course = () if course is None else (course.policy,)
    exams = (None if course is None else course.exam, module.exam)
    return PublishedModule(
        module.id,
        module.slug,
        module.version,
        (*of_course, module.policy, module.notebook_policy),
        tuple(exam for exam in exams if exam is not None),
    )
