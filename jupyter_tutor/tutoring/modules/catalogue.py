"""Modules as a student sees them: the list, one of them, and the notebook to work in."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from jupyter_tutor.errors import NotFound
from jupyter_tutor.notebooks.moving import moved
from jupyter_tutor.tutoring.modules.packing import unpack
from jupyter_tutor.tutoring.modules.ports import ModuleStore, ProgressStore
from jupyter_tutor.tutoring.modules.records import Course, LearningModule, Packed, Progress

NO_MODULE = "There is no such module."


@dataclass(frozen=True, slots=True)
class ModuleView:
    """A module and how far a student is in it."""

    module: LearningModule
    progress: Progress


@dataclass(frozen=True, slots=True)
class CatalogueView:
    """All courses, and the published modules in their order."""

    courses: tuple[Course, ...]
    modules: tuple[ModuleView, ...]


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A notebook for a student; `name` is a file name."""

    notebook: dict[str, Any]
    name: str
    version: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What students may see of modules. An unpublished one is there only for those who have begun it."""

    modules: ModuleStore
    progress: ProgressStore

    async def listing(self, user_id: str) -> CatalogueView:
        """Every published module, with how far a student is in it."""
        listing, begun = await asyncio.gather(self.modules.listing(), self.progress.all_of(user_id))
        views = tuple(ModuleView(each, begun.get(each.id) or Progress(each.id)) for each in listing.modules)
        return CatalogueView(listing.courses, views)

    async def view(self, user_id: str, module_id: str) -> ModuleView:
        """One module. NotFound."""
        module, progress = await asyncio.gather(
            self.modules.module(module_id), self.progress.progress(user_id, module_id)
        )
        if not module.is_published and progress.updated_at is None:
            raise NotFound(NO_MODULE)
        return ModuleView(module, progress)

    async def notebook(self, user_id: str, module_id: str, *, with_work: bool = False) -> HandedOut:
        """The newest version's notebook; `with_work` carries the student's saved work over to it."""
        view = await self.view(user_id, module_id)
        module, taken = view.module, view.progress.module_version
        release = await self.modules.release(module_id, module.version)
        work = None
        if with_work:
            work = await self.progress.newest_state(user_id, module_id, view.progress.version)
        if work is None or taken is None:
            notebook = await asyncio.to_thread(unpack, release)
        else:
            before = await self.modules.release(module_id, taken)
            notebook = await asyncio.to_thread(_carried_over, work, before, release)
        return HandedOut(
            _stamped(notebook, module.version), f"{module.order:02d}-{module.slug}.ipynb", module.version
        )


def _carried_over(work: Packed, before: Packed, release: Packed) -> dict[str, Any]:
    return moved(unpack(work), unpack(before), unpack(release))


def _stamped(notebook: dict[str, Any], version: int) -> dict[str, Any]:
    """The notebook with the number of its version, which is not known before it is published."""
    metadata = notebook["metadata"]
    ours = metadata.get("jupyter_tutor", {})
    module = {**ours.get("module", {}), "release": version}
    return {**notebook, "metadata": {**metadata, "jupyter_tutor": {**ours, "module": module}}}
