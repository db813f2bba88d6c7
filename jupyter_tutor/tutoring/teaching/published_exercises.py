"""What the course staff published, kept ready for every message: each version is read once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from jupyter_tutor.errors import NotFound, TutorError
from jupyter_tutor.notebooks.exercise import Module, Reading
from jupyter_tutor.notebooks.policy import narrowed
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.tutoring.occurrences import Faulted
from jupyter_tutor.tutoring.ports import Clock, Observer
from jupyter_tutor.tutoring.teaching.cell_rules import CellRules
from jupyter_tutor.tutoring.teaching.exercise_index import Entry, ExerciseIndex, Likeness
from jupyter_tutor.tutoring.teaching.placement import (
    UNKNOWN_MODULE,
    Placement,
    PublishedModule,
    PublishedModules,
)

Read = Callable[[Mapping[str, object], str], Reading]
"""Understands a notebook, given the slug of its module."""

Version = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Known:
    """The published modules as of a stamp."""

    stamp: int | None = None
    modules: Mapping[str, PublishedModule] = field(default_factory=dict)
    readings: Mapping[Version, Module | None] = field(default_factory=dict)
    index: ExerciseIndex = field(default_factory=lambda: ExerciseIndex(()))
    cells: CellRules = field(default_factory=lambda: CellRules(()))


class PublishedExercises:
    """The AuthoredExercises port over the stored modules.

    A message costs one small question to the store, whether anything has changed, and a look-up in
    memory. Notebooks are read in a thread.
    """

    def __init__(self, modules: PublishedModules, read: Read, clock: Clock, observer: Observer) -> None:
        self._modules = modules
        self._read = read
        self._clock = clock
        self._observer = observer
        self._known = _Known()
        self._loading = asyncio.Lock()

    async def find(self, notebook: NotebookExcerpt, said: str = "") -> Placement:
        """The place of a message that says so much beside this notebook. Raises NotFound."""
        known = await self._current()
        now = self._clock.now()
        in_exam = any(exam.covers(now) for module in known.modules.values() for exam in module.exams)
        bound = None if notebook.module is None else known.modules.get(notebook.module)
        if bound is None and notebook.module is not None:
            raise NotFound(UNKNOWN_MODULE)
        place = _place(known.index, bound, notebook, said)
        policy = narrowed((place.policy, *known.cells.of(notebook, place.module_id)))
        return replace(place, policy=policy, in_exam=in_exam)

    async def warm(self) -> None:
        """Read what is published, before the first message needs it."""
        await self._current()

    async def _current(self) -> _Known:
        stamp = await self._modules.stamp()
        if self._known.stamp == stamp:
            return self._known
        async with self._loading:
            if self._known.stamp != stamp:
                self._known = await self._load(stamp)
        return self._known

    async def _load(self, stamp: int) -> _Known:
        listing = await self._modules.listing()
        readings: dict[Version, Module | None] = {}
        for module in listing:
            version = (module.id, module.version)
            known = version in self._known.readings
            readings[version] = self._known.readings[version] if known else await self._reading(module)
        index = await asyncio.to_thread(_index, listing, readings)
        rules = CellRules(
            (module_id, rule)
            for (module_id, _), module in readings.items()
            for rule in (() if module is None else module.cell_policies)
        )
        return _Known(stamp, {module.id: module for module in listing}, readings, index, rules)

    async def _reading(self, module: PublishedModule) -> Module | None:
        """What stands in its notebook; None when that cannot be understood: its policy still holds."""
        try:
            source = await self._modules.source(module.id, module.version)
            return (await asyncio.to_thread(self._read, source, module.slug)).module
        except (TutorError, ValueError, TypeError, KeyError, AttributeError) as error:
            self._observer.record(Faulted("module", error))
            return None


def _index(listing: tuple[PublishedModule, ...], readings: Mapping[Version, Module | None]) -> ExerciseIndex:
    """All exercises, each under the policies of its course, its module and itself."""
    entries = []
    for published in listing:
        module = readings[published.id, published.version]
        for exercise in () if module is None else module.exercises:
            policy = narrowed((*published.policies, exercise.policy))
            setup = "" if module is None else module.setup
            entries.append(Entry(published.id, exercise, policy, setup))
    return ExerciseIndex(entries)


def _place(
    index: ExerciseIndex, bound: PublishedModule | None, notebook: NotebookExcerpt, said: str
) -> Placement:
    """The exercise of a message, and the policies of all that it may be.

    The id decides, unless only another exercise resembles the cell: ids are easily left out or made
    up. For the same reason what resembles the cell more than the exercise of that id does can take away.
    """
    cell = (notebook.cell_code or "", notebook.exercise_text or "", said)
    module_id = None if bound is None else bound.id
    alike = index.alike(*cell)
    alike.sort(key=lambda pair: (-pair[0].strength, pair[1].module_id != module_id))
    called = () if notebook.exercise_id is None else index.named(notebook.exercise_id, module_id)
    chosen = called[0] if len(called) == 1 else None
    likeness = Likeness() if chosen is None else index.likeness(chosen, *cell)
    ties_count = chosen is None and bound is None
    if alike and not likeness.strength:
        likeness, chosen = alike[0]
    others = [
        entry
        for like, entry in alike
        if entry is not chosen and (like.says_more_than(likeness) or (ties_count and like == likeness))
    ]
    if chosen is None or (len(called) == 1 and called[0] is not chosen):
        others += called
    return _held_to(bound, chosen, others)


def _held_to(bound: PublishedModule | None, chosen: Entry | None, others: list[Entry]) -> Placement:
    """The place of an exercise, or of none, in a module, or in none, where what others forbid holds too."""
    module_id = None if bound is None else bound.id
    policies = []
    if bound is not None and (chosen is None or chosen.module_id != module_id):
        policies.append(narrowed(bound.policies))
    if chosen is None:
        exercise, setup = None, ""
    else:
        module_id, exercise, setup = chosen.module_id, chosen.exercise, chosen.setup
        policies.append(chosen.policy)
    forbidden = (replace(entry.policy, words="") for entry in others)
    return Placement(module_id, exercise, setup, narrowed((*policies, *forbidden)))
