"""The published modules in the database of the server, as commands use them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from jupyter_tutor.faces.command.configuration import configured
from jupyter_tutor.faces.local_site import database_url, user_name
from jupyter_tutor.faces.modules_wiring import wire_modules
from jupyter_tutor.storage.database import Store
from jupyter_tutor.tutoring.clock import SystemClock
from jupyter_tutor.tutoring.modules.publishing import Publishing
from jupyter_tutor.tutoring.modules.records import Course, LearningModule

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is published, and the way to publish; `person` is the name of who sits at the terminal."""

    publishing: Publishing
    store: Store
    person: str

    async def by(self) -> str:
        """The id of the person at the terminal."""
        return (await self.store.students.recognise(self.person, self.person)).id

    async def modules(self, *, with_unpublished: bool = False) -> list[tuple[Course | None, LearningModule]]:
        """The modules in order, each with its course: those of no course first, then course by course."""
        listing = await self.store.modules.listing(with_unpublished=with_unpublished)
        courses: list[Course | None] = [None, *listing.courses]
        return [
            (course, module)
            for course in courses
            for module in listing.modules
            if module.course_id == (course and course.id)
        ]


def visit(config: Path | None, work: Callable[[Shelf], Awaitable[T]]) -> T:
    """Do work on the database of the server. DatabaseUnavailable and ConfigurationError say what is wrong."""
    settings = configured(config)

    async def visit() -> T:
        clock = SystemClock()
        store = Store(database_url(settings), clock)
        try:
            shelf = Shelf(wire_modules(store, clock).publishing, store, user_name(settings))
            return await work(shelf)
        finally:
            await store.close()

    return asyncio.run(visit())
