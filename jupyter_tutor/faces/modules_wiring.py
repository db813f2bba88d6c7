"""Connects what modules need: the store, the clock and the rules for notebooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_tutor.notebooks.exercise import Reading
from jupyter_tutor.notebooks.reading import read
from jupyter_tutor.notebooks.release import release
from jupyter_tutor.storage.database import Store
from jupyter_tutor.tutoring.modules.catalogue import Catalogue
from jupyter_tutor.tutoring.modules.class_overview import ClassOverview
from jupyter_tutor.tutoring.modules.coursework import Coursework
from jupyter_tutor.tutoring.modules.modules import Modules
from jupyter_tutor.tutoring.modules.publishing import Publishing
from jupyter_tutor.tutoring.ports import Clock


class NotebookReader:
    """The rules of `notebooks`, as publishing asks for them."""

    def read(self, notebook: Mapping[str, object], *, slug: str) -> Reading:
        """The module in it, and every fault."""
        return read(notebook, slug=slug)

    def release(self, notebook: Mapping[str, object], understood: Reading) -> dict[str, Any]:
        """What students get of it."""
        return release(notebook, understood)


def wire_modules(store: Store, clock: Clock) -> Modules:
    """The use cases of modules over a store."""
    catalogue = Catalogue(store.modules, store.progress)
    return Modules(
        catalogue,
        Coursework(catalogue, store.progress, clock),
        Publishing(store.modules, NotebookReader(), clock),
        ClassOverview(store.modules, store.progress),
    )
