"""What notebooks are together: a course, its order, and the faults that no single notebook shows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter

from jupyter_tutor.faces.command.modules.sources import Source
from jupyter_tutor.notebooks.exercise import Fault, Severity


def in_order(sources: Sequence[Source]) -> list[tuple[Source, int]]:
    """The modules of a folder, each with its place: the one its notebook names, else that of its file.

    No two get the same one: those that name theirs come first, and the next one moves on.
    """
    wanted = []
    for number, source in enumerate(sources, 1):
        named = named_place(source)
        wanted.append((number if named is None else named, named is None, number, source))
    placed: list[tuple[Source, int]] = []
    for place, _, _, source in sorted(wanted, key=lambda each: each[:3]):
        placed.append((source, max(place, placed[-1][1] + 1) if placed else place))
    return placed


def named_place(source: Source) -> int | None:
    """The place that the notebook names itself."""
    return None if source.reading is None else source.reading.module.order


def together(sources: Sequence[Source]) -> list[Source]:
    """The notebooks with the errors that they have as one course."""
    first: dict[str, Source] = {}
    for source in sources:
        first.setdefault(source.slug, source)
    circle = _circle(list(first.values()))
    return [_with(source, [*_same_slug(source, first), *_in_circle(source, circle)]) for source in sources]


def unmet(sources: Sequence[Source], elsewhere: Collection[str] = ()) -> list[Source]:
    """The notebooks with warnings of what they require and the course has not.

    `elsewhere` are the slugs of modules that it has besides these.
    """
    known = {*elsewhere, *(source.slug for source in sources)}
    return [_with(source, _unknown(source, known)) for source in sources]


def _with(source: Source, faults: Sequence[Fault]) -> Source:
    return replace(source, faults=(*source.faults, *faults)) if faults else source


def _requires(source: Source) -> tuple[str, ...]:
    return () if source.reading is None else source.reading.module.requires


def _same_slug(source: Source, first: dict[str, Source]) -> list[Fault]:
    other = first[source.slug]
    if other is source:
        return []
    message = f"The module “{source.slug}” is in {other.path} too."
    return [
        _fault(Severity.ERROR, message, "Give one of the two another slug in its metadata, or another name.")
    ]


def _unknown(source: Source, known: Collection[str]) -> list[Fault]:
    faults = []
    for slug in _requires(source):
        if slug not in known:
            near = get_close_matches(slug, known, n=1)
            mend = f"Did you mean “{near[0]}”?" if near else "Correct it, or publish that module too."
            message = f"It requires the module “{slug}”, which this course does not have."
            faults.append(_fault(Severity.WARNING, message, mend))
    return faults


def _circle(sources: Sequence[Source]) -> list[str]:
    """Modules of which each requires the next, or nothing."""
    graph = TopologicalSorter({source.slug: _requires(source) for source in sources})
    try:
        graph.prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle
    return []


def _in_circle(source: Source, circle: Sequence[str]) -> list[Fault]:
    if source.slug not in circle:
        return []
    message = f"Modules require each other in a circle: {', '.join(reversed(circle))}."
    return [_fault(Severity.ERROR, message, "Take one of them out of another's `requires`.")]


def _fault(severity: Severity, message: str, mend: str) -> Fault:
    return Fault(severity, 0, "", message, mend)
