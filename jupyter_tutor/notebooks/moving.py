"""Carries a student's work from the version of a module that they took over to a newer one.

What the author wrote comes from the new version, in its order. What the student wrote stays:

- an answer that differs from the starter goes into the new version's cell of the same exercise;
- an author's cell that the student changed keeps the change where the author left the cell as it was;
- everything else that the student wrote (cells of their own, answers to exercises that are gone, changes
  of cells that the author changed too) stands as a cell of its own behind the cell it stood behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from jupyter_tutor.notebooks.state import source_of

OURS = "jupyter_tutor"
_EXERCISE = "exercise"
_CELL_IDS_SINCE = 5
_LONGEST_BEGIN = 48

Cell = Mapping[str, Any]
Key = tuple[str, str]


def moved(work: Mapping[str, Any], taken: Mapping[str, Any], release: Mapping[str, Any]) -> dict[str, Any]:
    """The new release with a student's work in it.

    `work` is the student's notebook, `taken` the release it began as, both checked. Nothing that
    the student wrote is lost; answers and cells that they left alone are the new release's.
    """
    before = _by_key(taken["cells"])
    answers: dict[Key, Cell] = {}
    own: dict[Key | None, list[Cell]] = {}
    targets = _by_key(release["cells"])
    anchor: Key | None = None
    for key, cell in _keyed(work["cells"]):
        known = key in before or key[0] == _EXERCISE  # else only an id that happens to be the same
        target = targets.get(key) if known else None
        if target is not None and key not in answers and _fits(cell, before.get(key), target, key):
            answers[key] = cell
        elif source_of(cell).strip() and not _is_untouched(cell, before.get(key)):
            own.setdefault(anchor if target is None else key, []).append(_own(cell))
        anchor = key if target is not None else anchor
    ids = _Ids(release)
    cells = [ids.named(each) for each in own.get(None, ())]
    for key, cell in _keyed(release["cells"]):
        cells.append(_answered(cell, answers.get(key)))
        cells += [ids.named(each) for each in own.pop(key, ())]
    return {**release, "cells": cells}


def exercise_id(cell: Cell) -> str | None:
    """The exercise that a cell is the answer of."""
    ours = cell["metadata"].get(OURS)
    if not isinstance(ours, dict) or "role" in ours:
        return None
    named = ours.get("exercise")
    named = named.get("id") if isinstance(named, dict) else named
    return named if isinstance(named, str) else None


def _keyed(cells: Sequence[Cell]) -> Iterator[tuple[Key, Cell]]:
    """Each cell with what it is known by: its exercise, else its id, else its source."""
    for cell in cells:
        exercise = exercise_id(cell)
        if exercise is not None:
            yield (_EXERCISE, exercise), cell
        elif cell.get("id"):
            yield ("id", cell["id"]), cell
        else:
            yield ("source", source_of(cell)), cell


def _by_key(cells: Sequence[Cell]) -> dict[Key, Cell]:
    """The first cell of each key."""
    found: dict[Key, Cell] = {}
    for key, cell in _keyed(cells):
        found.setdefault(key, cell)
    return found


def _is_untouched(cell: Cell, original: Cell | None) -> bool:
    return original is not None and source_of(cell) == source_of(original)


def _fits(cell: Cell, original: Cell | None, target: Cell, key: Key) -> bool:
    """Whether what the student has may stand in the new release's cell."""
    if cell["cell_type"] != target["cell_type"]:
        return False
    if source_of(cell) == source_of(target):
        return True
    if _is_untouched(cell, original):
        return False
    is_check = OURS in target["metadata"] and key[0] != _EXERCISE
    return key[0] == _EXERCISE or (not is_check and _is_untouched(target, original))


def _answered(cell: Cell, work: Cell | None) -> Cell:
    """The new release's cell with the student's source and outputs."""
    if work is None:
        return cell
    ran = {name: work[name] for name in ("outputs", "execution_count", "attachments") if name in work}
    return {**cell, "source": work["source"], **ran}


def _own(cell: Cell) -> Cell:
    """A cell of the student's that is no exercise of the module any more."""
    metadata = {name: value for name, value in cell["metadata"].items() if name != OURS}
    return {**cell, "metadata": metadata}


class _Ids:
    """Gives a student's own cells ids that no cell of the release has."""

    def __init__(self, release: Mapping[str, Any]) -> None:
        self._has_ids = release["nbformat_minor"] >= _CELL_IDS_SINCE
        self._used = {cell.get("id") for cell in release["cells"]}
        self._numbers = count(1)

    def named(self, cell: Cell) -> Cell:
        """The cell with an id of its own, or with none where the format knows none."""
        if not self._has_ids:
            return {name: value for name, value in cell.items() if name != "id"}
        begin = name = cell.get("id") or "kept"
        while name in self._used:
            name = f"{begin[:_LONGEST_BEGIN]}-{next(self._numbers)}"
        self._used.add(name)
        return {**cell, "id": name}
