"""Publishing: from an author's notebooks to modules that students may take, all or nothing."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from jupyter_tutor.errors import Invalid, NotPublishable
from jupyter_tutor.notebooks.exercise import Exercise, Policy, Reading
from jupyter_tutor.notebooks.state import checked, without_outputs
from jupyter_tutor.tutoring.modules.packing import pack
from jupyter_tutor.tutoring.modules.ports import ModuleStore
from jupyter_tutor.tutoring.modules.records import (
    Course,
    CourseName,
    Edition,
    ExamTime,
    ExerciseOutline,
    LearningModule,
)
from jupyter_tutor.tutoring.ports import Clock

UNNAMED = "notebook"
"""The slug under which a notebook is checked that has no name yet."""


class NotebookRules(Protocol):
    """How notebooks are understood; `notebooks.reading` and `notebooks.release` do it."""

    def read(self, notebook: Mapping[str, object], *, slug: str) -> Reading:
        """The module in it, and every fault."""

    def release(self, notebook: Mapping[str, object], reading: Reading) -> dict[str, Any]:
        """What students get of it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An author's notebook. `slug` names it where it does not itself; `order` None leaves it its place."""

    notebook: object
    slug: str | None = None
    order: int | None = None


@dataclass(frozen=True, slots=True)
class Publishing:
    """What instructors do with modules. Reading a notebook runs in a thread."""

    modules: ModuleStore
    rules: NotebookRules
    clock: Clock

    async def check(self, draft: Draft) -> Reading:
        """The notebook as it is understood, with its faults. Invalid when it is no notebook."""
        return await asyncio.to_thread(self._read, draft, UNNAMED)

    async def preview(self, draft: Draft) -> dict[str, Any]:
        """What students would get. NotPublishable when there are errors."""
        return await asyncio.to_thread(self._release, draft)

    async def publish(
        self, course: CourseName | None, drafts: Sequence[Draft], by: str
    ) -> tuple[LearningModule, ...]:
        """Publish all of them, in the order given where they state none, or none at all.

        A module whose notebook has not changed keeps its version; one that was unpublished comes back.
        `by` is the author's id. Raises NotPublishable and Invalid.
        """
        editions = await asyncio.to_thread(self._editions, drafts)
        if course is not None or len(editions) > 1:
            editions = [
                edition if edition.order is not None else replace(edition, order=place)
                for place, edition in enumerate(editions, 1)
            ]
        return await self.modules.publish(course, editions, by, self.clock.now())

    async def unpublish(self, module_id: str) -> None:
        """Take a module from the list. What students did in it stays. NotFound."""
        await self.modules.unpublish(module_id, self.clock.now())

    async def set_module_policy(
        self, module_id: str, policy: Policy, exam: ExamTime | None
    ) -> LearningModule:
        """Replace what is allowed in a module. NotFound."""
        await self.modules.set_module_policy(module_id, policy, exam, self.clock.now())
        return await self.modules.module(module_id)

    async def set_course_policy(self, course_id: str, policy: Policy, exam: ExamTime | None) -> Course:
        """Replace what is allowed in a course. NotFound."""
        await self.modules.set_course_policy(course_id, policy, exam, self.clock.now())
        return await self.modules.course(course_id)

    def _read(self, draft: Draft, unnamed: str) -> Reading:
        return self.rules.read(checked(draft.notebook, "notebook"), slug=draft.slug or unnamed)

    def _release(self, draft: Draft) -> dict[str, Any]:
        reading = self._read(draft, UNNAMED)
        notebook = checked(draft.notebook, "notebook")
        return self.rules.release(notebook, _publishable(reading, reading.module.slug))

    def _editions(self, drafts: Sequence[Draft]) -> list[Edition]:
        """What is to be published, complete, or the first error."""
        editions: list[Edition] = []
        for place, draft in enumerate(drafts, 1):
            edition = self._edition(draft, f"modules: notebook {place}")
            if any(edition.slug == other.slug for other in editions):
                raise Invalid(f"modules: two notebooks are called {edition.slug}; give one another slug.")
            editions.append(edition)
        return editions

    def _edition(self, draft: Draft, name: str) -> Edition:
        notebook = without_outputs(checked(draft.notebook, name))
        reading = self.rules.read(notebook, slug=draft.slug or "")
        module = reading.module
        if not module.slug:
            raise Invalid(f"{name}: has no slug, which is its name in the course; give it one.")
        release = self.rules.release(notebook, _publishable(reading, module.slug))
        source, handed_out = pack(notebook, name), pack(release, name)
        digest = hashlib.sha256(source.data + handed_out.data).hexdigest()
        order = draft.order if draft.order is not None else module.order
        return Edition(
            module.slug,
            module.title,
            module.summary,
            order,
            module.minutes,
            module.requires,
            module.policy,
            tuple(map(_outline, module.exercises)),
            source,
            handed_out,
            digest,
        )


def _publishable(reading: Reading, slug: str) -> Reading:
    if not reading.publishable:
        raise NotPublishable(slug, reading.faults)
    return reading


def _outline(exercise: Exercise) -> ExerciseOutline:
    return ExerciseOutline(
        exercise.id, exercise.title, exercise.points, exercise.difficulty, len(exercise.visible_checks)
    )
